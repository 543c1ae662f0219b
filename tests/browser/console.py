"""The presenter console."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.reveal import current, until

NOTES = ".speaker-controls-notes .value"


def open_console(page: Page) -> Page:
    """Press S, and wait until the console shows what the wall shows."""
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    console = popup.value
    console.locator("#upcoming-slide iframe").wait_for()
    follow(console, current(page))
    return console


def follow(console: Page, slide: str) -> None:
    """Wait until the console shows a slide, and the one after it."""
    here, after = console.frames[1:3]
    for frame in (here, after):
        frame.locator(".reveal.ready").wait_for()
    until(here, f"Reveal.getCurrentSlide().id === {slide!r}")
    until(after, f"Reveal.getCurrentSlide().id !== {slide!r} || Reveal.isLastSlide()")
