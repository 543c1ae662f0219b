"""The bar of the chapter on WSGI, in a real browser: where it is, and that it shows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from random import Random
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from playwright.sync_api import Page, expect

from examples.wsgi.dispatch import Dispatcher
from examples.wsgi.html_bar.bar import Bar, insert
from tests.browser.heard import Heard
from tests.wsgi.html_pages import MARK, MARKUP, any_page, page_with_templates

pytestmark = pytest.mark.peer("chromium")

Serve = Callable[[WSGIApplication], str]

POLICY = ("Content-Security-Policy", "default-src 'none'; style-src 'self'")
HTML = ("Content-Type", "text/html; charset=utf-8")
PAGE = b"""<!doctype html>
<html lang=en><title>Cherries</title>
<link rel=stylesheet href=/look/bar.css>
<!-- <body> -->
<BODY class=shop><h1>Cherries</h1>
"""
LOOK = b".bar { background: rgb(155, 18, 50) }"
COLOUR = "rgb(155, 18, 50)"

READ = """([pairs, mark, scripts]) => {
  const frame = document.body.appendChild(document.createElement("iframe"));
  const read = (html) => {
    if (!scripts) return new DOMParser().parseFromString(html, "text/html");
    const page = frame.contentDocument;
    page.open(); page.write(html); page.close();
    return page;
  };
  return pairs.filter(([before, after]) => {
    const expected = read(before).documentElement.outerHTML;
    const page = read(after), bar = page.getElementById(mark);
    const around = bar?.parentNode;
    bar?.remove();
    return around !== page.body || page.documentElement.outerHTML !== expected;
  });
}"""
"""Give the pairs in which the bar is not a child of the body, or changes more."""


def shop(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with a page under a strict policy."""
    start_response("200 OK", [HTML, POLICY])
    return [PAGE]


def look(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with the stylesheet of the bar."""
    start_response("200 OK", [("Content-Type", "text/css")])
    return [LOOK]


def site(markup: str) -> WSGIApplication:
    """Put a bar on the shop, and its stylesheet beside it."""
    barred = Bar(shop, lambda environ: markup, personal=False)
    return Dispatcher({"/": barred, "/look": look})


def test_a_bar_under_a_strict_policy(page: Page, heard: Heard, serve: Serve) -> None:
    """It is the first thing in the body, it is styled, and nothing is blocked."""
    page.goto(serve(site("<p class=bar>Hello, Anna")))
    bar = page.locator("body > .bar:first-child")
    expect(bar).to_be_visible()
    expect(bar).to_have_css("background-color", COLOUR)
    expect(page.locator("body.shop > h1")).to_be_visible()
    assert heard.complaints == []


def test_a_bar_with_its_own_style_is_blocked(
    page: Page, heard: Heard, serve: Serve
) -> None:
    """The browser says so: that is why the bar has a class and no style."""
    page.goto(serve(site(f"<p class=bar style='color: {COLOUR}'>Hello, Anna")))
    expect(page.locator(".bar")).not_to_have_css("color", COLOUR)
    assert any("Content Security Policy" in said for said in heard.complaints)


def test_the_bar_is_there_before_the_page_is(page: Page, serve: Serve) -> None:
    """A page that waits in its middle shows the bar already."""
    seen = threading.Event()

    def slow(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterator[bytes]:
        start_response("200 OK", [HTML])
        yield b"<!doctype html><title>Slow</title><body class='a"
        yield b"b'><p>Wait."
        seen.wait()
        yield b"<h1>Cherries</h1>"

    barred = Bar(slow, lambda environ: "<p class=bar>Hello, Anna</p>", personal=True)
    try:
        page.goto(serve(barred), wait_until="commit")
        expect(page.locator("body > .bar:first-child")).to_be_visible()
        expect(page.locator("h1")).to_have_count(0)
    finally:
        seen.set()
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_where_the_body_begins(page: Page, scripts: bool) -> None:
    """A thousand pages of fragments: the bar is in the body, and changes no more.

    The browser knows what html5lib does not: templates, drawings, select.
    """
    draw = Random(2011)
    pages = [any_page(draw) for _ in range(5000)]
    pages += [page_with_templates(draw) for _ in range(5000)]
    pairs = [(html, insert(MARKUP)(html.encode()).decode()) for html in pages]
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    assert len(pairs) > 1000
    assert page.evaluate(READ, [pairs, MARK, scripts]) == []
