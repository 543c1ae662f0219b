"""The page of the chapter on diffs, and what a browser runs of a diff: nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from examples.htmldiff import diff
from examples.htmldiff.show.live import application
from tests.browser.heard import Heard
from tests.htmldiff.xss import VECTORS

pytestmark = pytest.mark.peer("chromium")

Serve = Callable[[WSGIApplication], str]
RAN = "ran: "
WIDTH, HEIGHT = 1100, 430  # of the frame on a slide


def plain(parts: Iterable[str]) -> WSGIApplication:
    """Make a page of these parts that forbids nothing."""
    body = "<!DOCTYPE html><meta charset=utf-8><link rel=icon href=data:,>"
    body += "".join(f"<div>{part}</div>" for part in parts)

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [body.encode()]

    return app


def runs(page: Page) -> list[str]:
    """Collect what scripts of a page say, its frames' too.

    They say it to the console: a dialog holds a page up, and some tricks open many.
    """
    said: list[str] = []
    page.add_init_script(f"window.alert = text => console.info({RAN!r} + text)")
    page.on("console", lambda one: said.append(one.text) if RAN in one.text else None)
    return said


def test_nothing_runs(context: BrowserContext, heard: Heard, serve: Serve) -> None:
    """A page full of diffs of every trick runs none and asks nobody."""
    vectors = [vector for _, vector in VECTORS]
    with context.new_page() as page:
        tricks = runs(page)
        page.goto(serve(plain(vectors)), wait_until="load")
        assert tricks, "the tricks themselves do nothing here"
    heard.requests.clear()
    old = "<p>cherry</p>"
    diffs = [diff(old, vector) + diff(vector, old) for vector in vectors]
    with context.new_page() as page:
        ran = runs(page)
        page.goto(serve(plain(diffs)), wait_until="load")
        for link in page.locator("a[href]").all():
            link.dispatch_event("mouseover")
            link.focus()
        assert page.evaluate("document.scripts.length") == 0
        assert ran == []
    assert heard.abroad == []


def test_the_page_compares(page: Page, heard: Heard, serve: Serve) -> None:
    """Two documents typed in, one click: what changed is marked, in colour."""
    page.goto(serve(application))
    page.get_by_label("Old").fill("<p>a sour pie</p>")
    page.get_by_label("New").fill("<p>a sweet pie</p>")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("article del")).to_have_text("sour")
    expect(page.locator("article ins")).to_have_css(
        "background-color", "rgb(217, 239, 223)"
    )
    expect(page.get_by_label("New")).to_have_value("<p>a sweet pie</p>")
    page.get_by_role("button").focus()
    for _ in range(3):  # over both boxes
        page.keyboard.press("Tab")
    expect(page.locator("article del")).to_be_focused()
    page.get_by_label("side by side").check()
    page.get_by_role("button", name="Compare").click()
    for side, shown in (("old", "a sour pie"), ("new", "a sweet pie")):
        text = page.locator(f".diff-{side}").inner_text()
        assert " ".join(text.split()) == shown
    assert heard.complaints == []


def test_it_fits_its_frame(page: Page, serve: Serve) -> None:
    """In the frame on a slide, boxes and the start of the diff are in sight."""
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.goto(serve(application))
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    for seen in (page.locator("textarea").first, page.locator("article ins").first):
        box = seen.bounding_box()
        assert box
        assert box["y"] + box["height"] < HEIGHT
