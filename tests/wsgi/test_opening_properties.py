"""What holds for any page: the bar is where the body begins, and changes no more.

The oracle is html5lib, which reads as the standard says, with scripts and without.
One run reads more than 2,000 pages, and the same each time; a real browser reads
others (``tests/browser/test_wsgi_bar.py``).  To hunt further, say how many times as
many, and where to start::

    HUNT=50 python -m pytest tests/wsgi/test_opening_properties.py --hypothesis-seed=1
"""

from __future__ import annotations

import os
from itertools import pairwise
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples.wsgi.html_bar import opening
from examples.wsgi.html_bar.bar import insert
from tests.wsgi.html_pages import GROUPS, MARKUP, TEMPLATES, Read

pytestmark = pytest.mark.beside("properties")

HUNT = int(os.environ.get("HUNT", "0"))
BAR = MARKUP.encode()

PIECES = st.one_of([st.sampled_from(group) for group in GROUPS])
PAGES = st.lists(PIECES, max_size=14).map(lambda pieces: "".join(pieces).encode())
"""Pages that html5lib reads as browsers do."""

BYTES = st.lists(
    st.one_of(
        PIECES.map(str.encode),
        st.sampled_from(TEMPLATES).map(str.encode),
        st.binary(max_size=3),
    ),
    max_size=14,
).map(b"".join)
"""Pages that nobody may be able to read."""


def examples(number: int) -> settings:
    """Return settings for so many pages, or for a longer hunt."""
    return settings(
        max_examples=number * (HUNT or 1),
        derandomize=not HUNT,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@st.composite
def cut_pages(draw: st.DrawFn) -> list[bytes]:
    """Draw a page, and cut it anywhere, into empty chunks too."""
    page = draw(BYTES)
    places = draw(st.lists(st.integers(0, len(page)), max_size=12))
    return [page[a:b] for a, b in pairwise([0, *sorted(places), len(page)])]


@examples(600)
@given(cut_pages())
def test_taking_the_bar_out_gives_the_page_back(chunks: list[bytes]) -> None:
    """Byte for byte and chunk for chunk; it is in one chunk at most."""
    sent = list(map(insert(MARKUP), chunks))
    changed = [pair for pair in zip(chunks, sent, strict=True) if pair[0] != pair[1]]
    assert len(changed) <= 1
    for chunk, with_bar in changed:
        before, bar, after = with_bar.partition(BAR)
        assert (before + after, bar) == (chunk, BAR)
        assert before


@examples(600)
@given(cut_pages())
def test_chunks_change_nothing(chunks: list[bytes]) -> None:
    """A page has its bar in the same place, however it comes."""
    sent = b"".join(map(insert(MARKUP), chunks))
    assert sent == insert(MARKUP)(b"".join(chunks))


@examples(200)
@given(cut_pages(), st.integers(0, 30))
def test_giving_up_is_safe(chunks: list[bytes], limit: int) -> None:
    """Whatever may be remembered: the bar is in its place, or there is none."""
    page = b"".join(chunks)
    with mock.patch.object(opening, "LIMIT", limit):
        sent = b"".join(map(insert(MARKUP), chunks))
    assert sent in (page, insert(MARKUP)(page))


@examples(600)
@given(PAGES)
def test_only_the_bar_is_new(page: bytes) -> None:
    """It is a child of the body; without it the tree is what it was.

    So it is never in a text, a comment, an attribute or the head, and moves
    nothing, with scripts and without.
    """
    sent = insert(MARKUP)(page)
    for scripting in (True, False) if sent != page else ():
        before, after = (Read(html, scripting=scripting) for html in (page, sent))
        assert after.bar == ["DOCUMENT_ROOT", "html", "body"]
        assert after.tree == before.tree


@examples(600)
@given(PAGES)
def test_a_tag_that_opens_the_body_has_the_bar(page: bytes) -> None:
    """Where a browser opens the body for a tag, the bar is the first thing in it."""
    if Read(page).opened:
        assert Read(insert(MARKUP)(page)).first
