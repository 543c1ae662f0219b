"""The deck complains about nothing and asks nobody outside for anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.console import open_console
from tests.browser.heard import Heard
from tests.browser.reveal import PRINT, open_deck, settle

pytestmark = pytest.mark.peer("chromium")

SLIDE = "A slide\n-------\n\nA line.\n\n.. notes:: None.\n"
PIXEL = "https://example.invalid/pixel.png"
HTML = "text/html"


def walk(page: Page) -> None:
    """Show every slide once, so that whatever it loads late is loaded."""
    page.evaluate(
        """Reveal.getSlides().forEach((slide) => {
            const { h, v } = Reveal.getIndices(slide);
            Reveal.slide(h, v);
        })"""
    )
    settle(page)


@pytest.mark.parametrize(
    ("how", "query"), [("file", ""), ("file", PRINT), ("http", "?live=60")]
)
def test_a_deck_is_quiet(
    page: Page, heard: Heard, built: Path, present: str, how: str, query: str
) -> None:
    """No complaint and no request off the machine, on any slide, in the console."""
    open_deck(page, built if how == "file" else present, query)
    if query != PRINT:
        open_console(page)
    walk(page)
    assert (heard.complaints, heard.abroad) == ([], [])


def test_a_complaint_is_heard(
    page: Page, heard: Heard, plant: Callable[[str], Path]
) -> None:
    """What a script says or throws is found."""
    folder = plant(SLIDE)
    with (folder / "assets" / "deck.js").open("a") as script:
        script.write("console.error('said'); console.warn('planted');\n")
        script.write("setTimeout(() => { throw new Error('thrown') });\n")
    with page.expect_event("pageerror"):
        open_deck(page, folder)
    planted = {"error: said", "warning: planted", "error: thrown"}
    assert planted <= {*heard.complaints}


def test_a_request_that_fails_or_goes_abroad_is_heard(
    page: Page, heard: Heard, plant: Callable[[str], Path]
) -> None:
    """A font that is not there; a picture from elsewhere, even if off-line."""
    folder = plant(SLIDE)
    for font in (folder / "assets" / "fonts").glob("inter-*"):
        font.unlink()
    index = folder / "index.html"
    index.write_text(
        index.read_text().replace("<footer>", f'<img src="{PIXEL}"><footer>')
    )
    page.route(PIXEL, lambda route: route.abort())
    open_deck(page, folder)
    walk(page)
    assert any("inter-latin-400-normal" in line for line in heard.complaints)
    # The browser may ask again when the picture is decoded.
    assert set(heard.abroad) == {PIXEL}


def test_a_presented_deck_cannot_ask_abroad(
    page: Page, heard: Heard, present: str
) -> None:
    """Its Content-Security-Policy stops a picture from elsewhere."""
    open_deck(page, present)
    with page.expect_event("requestfailed"):
        page.evaluate("url => { new Image().src = url }", PIXEL)
    assert f"failed: {PIXEL}: csp" in heard.complaints


@pytest.mark.parametrize("within", ["a page", "a frame"])
def test_who_leaves_a_page_complains_of_nothing(
    page: Page, heard: Heard, within: str
) -> None:
    """What a page left asks for is given up; what a page gives up itself is heard."""
    site = "http://deck.localhost"
    page.route(f"{site}/*", lambda route: route.fulfill(body="", content_type=HTML))
    page.route(f"{site}/slow", lambda _: None)  # it never answers
    page.goto(f"{site}/one")
    asks = "const stop = new AbortController(); fetch('/slow', stop).catch(() => 0)"
    if within == "a frame":
        page.evaluate("document.body.append(document.createElement('iframe'))")
        page.frames[1].goto(f"{site}/inner")
    frame = page.frames[-1]
    with page.expect_event("requestfailed"):
        frame.evaluate(f"() => {{ {asks}; stop.abort() }}")
    given_up = [f"failed: {site}/slow: net::ERR_ABORTED"]
    assert heard.complaints == given_up
    with page.expect_request(f"{site}/slow"):
        frame.evaluate(f"() => {{ {asks} }}")
    with page.expect_event("requestfailed"):
        page.goto(f"{site}/two")
    assert heard.complaints == given_up
