"""The presenter console."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.reveal import current, until


def open_console(page: Page) -> Page:
    """Press S, and wait until the console shows what the wall shows."""
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    console = popup.value
    follow(console, current(page))
    return console


def follow(console: Page, slide: str) -> None:
    """Wait until the console hears the wall, and shows that slide."""
    console.locator("#clock").wait_for()
    console.wait_for_load_state()
    until(console, f"typeof wall !== 'undefined' && wall && here.id === {slide!r}")
    expect(console.locator("#wire")).to_be_empty()
