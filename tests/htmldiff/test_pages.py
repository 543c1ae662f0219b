"""The diff on real pages, and on grown ones: exact, and no more than need be."""

from functools import cache

import pytest

from bench.grown import REFLOWED, VOCABULARIES, grown
from bench.pages import PAGES, Pair, pair
from bench.words import by_attribute, by_name, least, marked
from bench.words import words as visible
from examples.htmldiff import accept_events, diff, parse, reject_events
from examples.htmldiff.then import htmldiff

pytestmark = pytest.mark.beside("notebooks")

SEEDS = 1, 2, 3


@cache
def page(name: str) -> Pair:
    """A real page in two releases."""
    return pair(name)


@cache
def compared(name: str) -> str:
    """The diff of a real page."""
    return diff(page(name).old, page(name).new, sanitize=False)


@pytest.mark.parametrize("name", PAGES)
def test_both_releases_come_back(name: str) -> None:
    """Accepted, it is the newer one, rejected the older, event for event."""
    assert list(accept_events(parse(compared(name)))) == parse(page(name).new)
    assert list(reject_events(parse(compared(name)))) == parse(page(name).old)


def test_real_pages_are_marked_where_they_changed() -> None:
    """Over all real pages a quarter more words are marked than must be, or less."""
    fewest = sum(least(page(name).old, page(name).new) for name in PAGES)
    assert sum(words(compared(name)) for name in PAGES) <= 1.25 * fewest


@pytest.mark.parametrize("text", VOCABULARIES)
@pytest.mark.parametrize(("reflow", "most"), [(0, 1.5), (REFLOWED, 2.0)])
def test_grown_pages_are_marked_where_they_changed(
    text: str, reflow: float, most: float
) -> None:
    """Edits all over a page of 50 KB, paragraphs split and merged, stay edits."""
    grown_pages = [grown(50, text, reflow=reflow, seed=seed) for seed in SEEDS]
    made = sum(words(diff(old, new, sanitize=False)) for _, old, new in grown_pages)
    assert made <= most * sum(least(old, new) for _, old, new in grown_pages)


def words(result: str) -> int:
    """The words that our marks hold."""
    return marked(result, by_attribute)


@pytest.mark.parametrize("text", VOCABULARIES)
def test_the_lines_of_2011_mark_half_the_page(text: str) -> None:
    """The slide says so, of a page of which 5 % was edited; they mark even more."""
    _, old, new = grown(50, text, seed=SEEDS[0])
    every = len(visible(old)) + len(visible(new))
    assert marked(str(htmldiff(old, new)), by_name) > 0.5 * every
