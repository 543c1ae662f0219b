"""What holds for any two documents: accept and reject are exact, the HTML is good.

One run compares more than 4,000 pairs of documents, and the same each time.  To
hunt further, say how many times as many, and where to start::

    HUNT=50 python -m pytest tests/htmldiff/test_properties.py --hypothesis-seed=1
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from examples.htmldiff import (
    accept,
    accept_events,
    diff,
    diff_events,
    parse,
    reject,
    reject_events,
    serialize,
)
from examples.htmldiff.reading.sanitize import clean
from examples.htmldiff.sequences.match import MATCHERS
from tests.htmldiff.documents import Family, families
from tests.htmldiff.html5 import html5
from tests.htmldiff.tree import (
    DOCUMENT,
    FRAGMENT,
    Element,
    events,
    flat,
    source,
    tree,
    valid,
)

pytestmark = pytest.mark.beside("properties")

HUNT = int(os.environ.get("HUNT", "0"))
SIZE = 7  # documents a family


def examples(number: int) -> settings:
    """Return settings for *number* families, or for a longer hunt."""
    return settings(
        max_examples=number * (HUNT or 1),
        derandomize=not HUNT,
        database=None,
        phases=(Phase.generate,),  # the failing pair is in a note
        suppress_health_check=list(HealthCheck),
    )


def string(old: Element, new: Element) -> str:
    """Return the diff of two trees as HTML."""
    return diff(source(old), source(new), sanitize=False)


def whole(*trees: Element) -> bool:
    """Tell whether the diff of these is a whole document."""
    return DOCUMENT in {tree.name for tree in trees}


@examples(60)
@given(families(SIZE))
def test_source_parses_to_its_events_and_is_written_so(family: Family) -> None:
    """Our parser agrees with the standard, and our serializer with both."""

    def check(_old: Element, new: Element) -> None:
        expected, written = flat(events(new)), serialize(events(new))
        assert flat(parse(source(new))) == expected
        assert flat(parse(written)) == expected
        assert html5(written, fragment=not whole(new)) == expected

    family.each(check)


@examples(110)
@given(families(SIZE))
def test_accept_gives_the_new_html_and_reject_the_old(family: Family) -> None:
    """A diff written as HTML and read again is exact both ways.

    And the standard moves nothing: each mark stands where HTML lets it stand.
    """

    def check(old: Element, new: Element) -> None:
        marked = string(old, new)
        assert parse(accept(marked)) == parse(source(new), whole(old, new))
        assert parse(reject(marked)) == parse(source(old), whole(old, new))
        meant = flat(parse(marked))
        assert html5(marked, fragment=not whole(old, new)) == meant
        assert valid(tree(meant, DOCUMENT if whole(old, new) else FRAGMENT))

    family.each(check)


@examples(20)
@given(families(SIZE))
def test_equal_documents_have_no_mark(family: Family) -> None:
    """Where nothing changed the diff is the document, its own marks renamed."""

    def check(_old: Element, new: Element) -> None:
        marked = flat(parse(string(new, new)))
        for (_, _, attrs), (_, _, own) in zip(marked, flat(events(new)), strict=True):
            renamed = ((k.replace("data-diff", "data-diff-in", 1), v) for k, v in own)
            assert attrs == tuple(renamed)

    family.each(check)


@examples(30)
@given(families(SIZE))
def test_a_diff_of_diffs_comes_back_unharmed(family: Family) -> None:
    """Marks that are in the input are attributes like any other."""

    def check(old: Element, new: Element) -> None:
        there, back = string(old, new), string(new, old)
        marked = diff(there, back, sanitize=False)
        assert parse(accept(marked)) == parse(back)
        assert parse(reject(marked)) == parse(there)

    family.each(check)


@examples(110)
@given(family=families(SIZE), name=st.sampled_from(sorted(MATCHERS)))
def test_every_matcher_is_exact(family: Family, name: str) -> None:
    """The matcher decides how much is marked, never what comes back."""

    def check(old: Element, new: Element) -> None:
        marked = diff_events(events(old), events(new), MATCHERS[name])
        assert flat(accept_events(marked)) == flat(events(new))
        assert flat(reject_events(marked)) == flat(events(old))

    family.each(check)


@examples(30)
@given(families(SIZE))
def test_a_sanitised_diff_is_exact_for_what_is_left(family: Family) -> None:
    """What the sanitiser leaves of both pages comes back."""

    def check(old: Element, new: Element) -> None:
        marked = diff(source(old), source(new))
        assert parse(accept(marked)) == parse(clean(source(new)))
        assert parse(reject(marked)) == parse(clean(source(old)))

    family.each(check)
