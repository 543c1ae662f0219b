"""A cut: its slides are the line, the others lie below, every address opens."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from slides.press.deck import Deck
from tests.browser.console import follow, open_console
from tests.browser.heard import Heard
from tests.browser.reveal import current, go, ids, open_deck, until

pytestmark = pytest.mark.peer("chromium")

LINE = """Reveal.getHorizontalSlides().map(
    (top) => (top.matches(".stack") ? top.firstElementChild : top).id
)"""


@pytest.mark.parametrize("cut", ["10", "20", "45", "main"])
def test_a_cut_is_the_line(page: Page, built: Path, deck: Deck, cut: str) -> None:
    """Right goes along it; all slides are there, in order."""
    open_deck(page, built, f"?cut={cut}")
    line = [s["ids"][0] for s in deck.only(cut).slides]
    assert page.evaluate(LINE) == line
    assert ids(page) == [s["ids"][0] for s in deck.slides]
    go(page, line[0], 9)
    page.keyboard.press("ArrowRight")
    assert current(page) == line[1]


def test_an_address_opens_what_is_left_out(page: Page, built: Path) -> None:
    """A deep link works in every cut; Right goes on along the line."""
    open_deck(page, built, "?cut=20#04-views--what-gets-lost")
    until(page, "Reveal.getCurrentSlide().id === '04-views--what-gets-lost'")
    page.keyboard.press("ArrowRight")
    assert current(page) == "04-views--hand-over-the-servers-own-callable"


def test_the_clock_counts_the_line(page: Page, built: Path, deck: Deck) -> None:
    """What lies below is given no time: the sum is the length of the cut."""
    open_deck(page, built, "?cut=20")
    console = open_console(page)
    minutes, seconds = divmod(sum(s["seconds"] for s in deck.only("20").slides), 60)
    said = f"planned here 0:00, in all {minutes}:{seconds:02}"
    expect(console.locator("#sum")).to_have_text(said)


def test_the_console_shows_what_comes_next_on_the_line(page: Page, built: Path) -> None:
    """The next slide is that of the cut, not the one below."""
    open_deck(page, built, "?cut=20")
    console = open_console(page)
    go(page, "04-views--so-a-view-may-return-any-application")
    follow(console, "04-views--so-a-view-may-return-any-application")
    after = page.locator("[id='04-views--who-calls-whom'] h2").text_content() or ""
    expect(console.locator("#next h2")).to_have_text(after)


def test_an_unknown_cut_is_the_main_line(
    page: Page, heard: Heard, built: Path, deck: Deck
) -> None:
    """And the browser's console is told which there are."""
    open_deck(page, built, "?cut=99")
    assert page.evaluate(LINE) == [s["ids"][0] for s in deck.only("main").slides]
    assert any("no cut 99; there are: main, 45" in c for c in heard.complaints)
