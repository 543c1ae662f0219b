"""What holds for any two documents: accept and reject are exact, the HTML is good.

One run compares more than 10,000 pairs.  It is the same run each time.  To hunt
further, say how many times as many examples, and where to start::

    HUNT=50 python -m pytest tests/test_htmldiff_properties.py --hypothesis-seed=1
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings

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
from examples.htmldiff.match import MATCHERS
from tests.html5 import html5
from tests.htmldiff_documents import Family, families
from tests.htmldiff_tree import (
    DOCUMENT,
    FRAGMENT,
    Element,
    events,
    flat,
    source,
    tree,
    valid,
)

HUNT = int(os.environ.get("HUNT", "0"))
SIZE = 12  # documents a family


def examples(number: int) -> settings:
    """Return settings for *number* examples, or for a longer hunt."""
    return settings(
        max_examples=number * (HUNT or 1),
        derandomize=not HUNT,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def string(old: Element, new: Element) -> str:
    """Return the diff of two trees as HTML."""
    return diff(source(old), source(new), sanitize=False)


def marks(html: str) -> Iterator[tuple[str, str]]:
    """Yield the attributes of a diff that are marks of ours."""
    for _, _, attrs in flat(parse(html)):
        for name, value in attrs:
            if name.startswith("data-diff") and not name.startswith("data-diff-in"):
                yield name, value


@examples(100)
@given(families(SIZE))
def test_source_parses_to_its_events_and_is_written_so(family: Family) -> None:
    """Our parser agrees with the standard, and our serializer with both."""
    for member in family.members:
        expected = flat(events(member))
        assert flat(parse(source(member))) == expected
        written = serialize(events(member))
        assert flat(parse(written)) == expected
        assert html5(written, fragment=member.name == FRAGMENT) == expected


@examples(300)
@given(families(SIZE))
def test_accept_gives_the_new_events_and_reject_the_old(family: Family) -> None:
    """A diff of event streams is exact both ways, event for event."""
    for old, new in family.pairs():
        marked = diff_events(events(old), events(new))
        assert flat(accept_events(marked)) == flat(events(new))
        assert flat(reject_events(marked)) == flat(events(old))


@examples(300)
@given(families(SIZE))
def test_accept_gives_the_new_html_and_reject_the_old(family: Family) -> None:
    """A diff written as HTML and read again is exact both ways."""
    for old, new in family.pairs():
        marked, whole = string(old, new), DOCUMENT in (old.name, new.name)
        assert parse(accept(marked)) == parse(source(new), whole)
        assert parse(reject(marked)) == parse(source(old), whole)


@examples(200)
@given(families(SIZE))
def test_browsers_see_the_tree_that_was_meant(family: Family) -> None:
    """The standard moves nothing: each mark stands where HTML lets it stand."""
    for old, new in family.pairs():
        marked, whole = string(old, new), DOCUMENT in (old.name, new.name)
        meant = flat(parse(marked))
        assert html5(marked, fragment=not whole) == meant
        assert valid(tree(meant, DOCUMENT if whole else FRAGMENT))


@examples(60)
@given(families(SIZE))
def test_equal_documents_have_no_mark(family: Family) -> None:
    """Where nothing changed the diff is the document itself, written out."""
    for member in family.members:
        html = source(member)
        marked = diff(html, html, sanitize=False)
        assert not list(marks(marked))
        assert parse(accept(marked)) == parse(html)


@examples(100)
@given(families(SIZE))
def test_a_diff_of_diffs_comes_back_unharmed(family: Family) -> None:
    """Marks that are in the input are attributes like any other."""
    whole = DOCUMENT in {member.name for member in family.members}
    diffs = [string(old, new) for old, new in family.pairs()]
    for old, new in zip(diffs, diffs[1:] + diffs[:1], strict=True):
        marked = diff(old, new, sanitize=False)
        assert parse(accept(marked), whole) == parse(new, whole)
        assert parse(reject(marked), whole) == parse(old, whole)


@pytest.mark.parametrize("name", sorted(MATCHERS))
@examples(60)
@given(family=families(SIZE))
def test_every_matcher_is_exact(name: str, family: Family) -> None:
    """The matcher decides how much is marked, never what comes back."""
    for old, new in family.pairs():
        marked = diff_events(events(old), events(new), MATCHERS[name])
        assert flat(accept_events(marked)) == flat(events(new))
        assert flat(reject_events(marked)) == flat(events(old))


@examples(60)
@given(families(SIZE))
def test_a_sanitised_diff_is_exact_for_what_is_left(family: Family) -> None:
    """What the sanitiser leaves of both pages comes back."""
    for old, new in family.pairs():
        marked = diff(source(old), source(new))
        kept = diff(source(old), source(old)), diff(source(new), source(new))
        assert parse(reject(marked)) == parse(reject(kept[0]))
        assert parse(accept(marked)) == parse(accept(kept[1]))
