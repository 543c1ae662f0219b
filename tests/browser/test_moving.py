"""A speaker gets everywhere: by key, by address, by search, by overview."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Page

from slides.press.deck import Deck
from tests.browser.reveal import current, ids, open_deck, until

pytestmark = pytest.mark.peer("chromium")

# Writes down each slide, and how many of its steps are seen, as they come.
RECORD = """() => {
    const steps = ".present .fragment.visible";
    window.seen = [];
    const note = () => seen.push([
        Reveal.getCurrentSlide().id, document.querySelectorAll(steps).length
    ]);
    note();
    for (const event of ["slidechanged", "fragmentshown"]) Reveal.on(event, note);
}"""
FORTH, BACK = ("ArrowRight", "Space"), ("ArrowLeft", "Shift+Space")
LAST = "Reveal.isLastSlide() && !Reveal.availableFragments().next"


def test_keys_reach_every_slide(page: Page, built: Path, deck: Deck) -> None:
    """Two keys go through all slides and steps, in order; two others go back."""
    open_deck(page, built)
    assert ids(page) == [slide["ids"][0] for slide in deck.slides]
    steps = page.evaluate(
        "Reveal.getSlides().map(s => [s.id, s.querySelectorAll('.fragment').length])"
    )
    expected = [[slide, n] for slide, count in steps for n in range(count + 1)]
    page.evaluate(RECORD)
    for _, key in zip(expected[1:], cycle(FORTH), strict=False):
        page.keyboard.press(key)
    assert page.evaluate("seen") == expected
    assert page.evaluate(LAST)
    for _, key in zip(expected[1:], cycle(BACK), strict=False):
        page.keyboard.press(key)
    assert current(page) == expected[0][0]


def test_an_address_opens_its_slide(page: Page, built: Path) -> None:
    """Each slide's id, after a #, opens that slide."""
    open_deck(page, built)
    for slide in ids(page):
        page.evaluate("id => { location.hash = id }", slide)
        until(page, f"Reveal.getCurrentSlide().id === {slide!r}")


def test_search_finds_a_word(page: Page, built: Path) -> None:
    """Ctrl+Shift+F, words that one slide has, Enter: that slide."""
    open_deck(page, built)
    texts = page.evaluate("Reveal.getSlides().map(s => s.textContent.trim())")
    heads = page.evaluate(
        "Reveal.getSlides().map(s => s.querySelector('h2')?.textContent ?? '')"
    )
    last, words = max(
        (number, head)
        for number, head in enumerate(heads)
        if head and sum(head in text for text in texts) == 1
    )
    page.keyboard.press("Control+Shift+KeyF")
    page.locator(".searchbox input").fill(words)
    page.keyboard.press("Enter")
    until(page, f"Reveal.getIndices().h === {last}")


def test_a_key_opens_the_overview(page: Page, built: Path) -> None:
    """Esc shows all slides; a click on one goes there."""
    open_deck(page, built)
    page.keyboard.press("Escape")
    until(page, "Reveal.isOverview()")
    page.evaluate("Reveal.getSlides()[1].click()")
    until(page, "!Reveal.isOverview() && Reveal.getIndices().h === 1")
