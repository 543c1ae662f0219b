"""The presenter console: notes, the next slide, the clock."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import NOTES, follow, open_console
from tests.browser.reveal import HERE, current, go, ids, open_deck, until

pytestmark = pytest.mark.peer("chromium")


@pytest.mark.parametrize("how", ["file", "http"])
def test_the_console_follows(page: Page, built: Path, present: str, how: str) -> None:
    """S opens it; it shows each slide's notes with their markup, and what is next."""
    open_deck(page, built if how == "file" else present)
    console = open_console(page)
    order = page.evaluate(
        "Reveal.getHorizontalSlides().map(s => (s.querySelector('section') ?? s).id)"
    )
    for number, slide in enumerate(order[:4]):
        go(page, slide)
        follow(console, slide)
        assert current(console.frames[2]) == order[number + 1]
        written = "\n".join(
            aside.inner_html()
            for aside in page.locator(f"[id='{slide}'] aside.notes").all()
        )
        assert "<p>" in written
        expect(console.locator(NOTES)).to_have_js_property("innerHTML", written)


def test_the_console_drives(page: Page, present: str) -> None:
    """A key pressed in the console moves the wall."""
    open_deck(page, present)
    console = open_console(page)
    console.keyboard.press("ArrowRight")
    until(page, "Reveal.getIndices().h === 1")


def test_the_console_keeps_pace(page: Page, built: Path) -> None:
    """Its clock counts down the seconds of the slide."""
    open_deck(page, built)
    console = open_console(page)
    pacing = console.locator(".pacing")
    expect(pacing).to_be_visible()
    expect(pacing).to_have_class("pacing on-track")
    left = console.locator(".pacing .seconds-value, .pacing .minutes-value")
    minutes, seconds = (int(text.strip(":")) for text in left.all_inner_texts())
    pace = page.locator(HERE).get_attribute("data-seconds")
    assert 0 < minutes * 60 + seconds <= int(pace or 0)


def test_notes_are_never_on_the_wall(page: Page, built: Path) -> None:
    """No slide shows its notes, not even in the print view."""
    for query in ("", "?view=print"):
        open_deck(page, built, query)
        assert page.locator("aside.notes:not(.cue)").count() == len(ids(page))
        assert page.locator("aside.notes:visible").count() == 0
