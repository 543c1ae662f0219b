"""The page of the chapter on diffs, and what a browser runs of a diff: nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from examples.htmldiff import diff
from examples.htmldiff.show.live import application
from tests.browser.heard import Heard
from tests.htmldiff.xss import KINDS, TEXTS, VECTORS

pytestmark = pytest.mark.peer("chromium")

Serve = Callable[[WSGIApplication], str]
RAN = "ran: "
WIDTH, HEIGHT = 1100, 430  # of the frame on a slide

AGAIN = """\
() => {
  document.body.innerHTML = document.body.innerHTML;
  for (const element of document.querySelectorAll("body *"))
    for (const kind of ["mouseover", "pointerenter", "focus", "wheel", "toggle"])
      element.dispatchEvent(new Event(kind));
  return Promise.all(Array.from(document.images, (image) => image.complete ||
    new Promise((done) => { image.onload = image.onerror = done; })));
}
"""
"""Writes all again as it was read, as a page may, and touches what is there."""

STRANGE = """\
() => Array.from(document.querySelectorAll("body *"))
  .filter((one) => !(one instanceof HTMLElement)
    || !/^(https?|mailto):/.test(new URL(one.href || "x", location))
    || one.matches("script, style, iframe, object, embed, form, meta, base, link")
    || one.getAttributeNames().some((name) => name.startsWith("on")))
  .map((one) => one.outerHTML)
"""
"""Finds what could run, be it later, by what the browser made of it."""


def plain(parts: Iterable[str]) -> WSGIApplication:
    """Make a page of these parts that forbids nothing."""
    body = "<!DOCTYPE html><meta charset=utf-8><link rel=icon href=data:,>"
    body += "".join(parts)

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [body.encode() if environ["PATH_INFO"] == "/" else b""]

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
    """A page full of diffs of every trick runs none, asks nobody, holds nothing odd.

    Nor if it is written again: then a parser reads what another one wrote.
    """
    some = [vector for kind in KINDS.values() for vector in kind[:3]]
    frames = (f'<iframe srcdoc="{escape(vector)}"></iframe>' for vector in some)
    with context.new_page() as page:
        tricks = runs(page)
        page.goto(serve(plain(frames)), wait_until="load")
        # The others wait for a click, or for another browser.
        assert len(tricks) > len(some) / 4, "the tricks themselves do nothing here"
        assert len(page.evaluate(STRANGE)) == len(some)
    heard.requests.clear()
    old = "<p>cherry</p>"
    diffs = (f"<div>{diff(old, one)}{diff(one, old)}</div>" for one in VECTORS + TEXTS)
    with context.new_page() as page:
        ran = runs(page)
        page.goto(serve(plain(diffs)), wait_until="load")
        assert page.locator("body > div").count() == len(VECTORS + TEXTS)
        assert page.evaluate(STRANGE) == []
        page.evaluate(AGAIN)
        assert page.evaluate(STRANGE) == []
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


@pytest.mark.parametrize("beside", [False, True])
def test_it_fits_a_phone(page: Page, serve: Serve, beside: bool) -> None:
    """Nothing is wider than the screen, be it that two documents share it."""
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(serve(application))
    page.get_by_label("side by side").set_checked(beside)
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".diff-old")).to_have_count(int(beside))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
