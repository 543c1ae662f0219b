"""A live frame shows a running example, or is not there."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from playwright.sync_api import Page, expect
from werkzeug.test import Client

from examples.views.show.server import serving
from slides.present import EXAMPLES, ROOT, Present
from tests.browser.heard import Heard
from tests.browser.reveal import open_deck, settle, until

pytestmark = pytest.mark.peer("chromium")

Serve = Callable[[WSGIApplication], str]
PATIENT = "?live=60"  # a busy machine may take its time to answer
FRAME = ".present .live iframe"
STORED = ".present .live .output"
SAID = (
    "getComputedStyle(document.querySelector('.present .address'), '::after')"
    ".content.includes('does not answer')"
)


@pytest.fixture(scope="module", autouse=True)
def _awake(built: Path) -> None:
    """Import the first example: a deck waits two seconds, and no longer."""
    live = re.search('data-live="(.+?)"', (built / "index.html").read_text("utf-8"))
    assert live
    Client(Present(built, ROOT / EXAMPLES)).get(f"/live/{live[1]}")


class Moody:
    """Presents a deck whose live examples can be told how to behave."""

    def __init__(self, deck: Path) -> None:
        self.mood = "well"
        self.asked = 0
        self.leave = threading.Event()
        self.present = Present(deck, ROOT / EXAMPLES)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer as told; all but live examples as ever."""
        if not environ["PATH_INFO"].startswith("/live/"):
            return self.present(environ, start_response)
        self.asked += 1
        if self.mood == "hangs":
            self.leave.wait()
        status = "500 Oh" if self.mood == "fails" else "200 OK"
        start_response(status, [("Content-Type", "text/html")])
        return self.body()

    def body(self) -> Iterator[bytes]:
        """A page; one that breaks off in its middle waits for the end of the test."""
        yield b"<!doctype html><title>live</title><p>It is alive."
        if self.mood == "hangs halfway":
            self.leave.wait()


@pytest.fixture
def moody(built: Path, serve: Serve) -> Iterator[Moody]:
    """Return an application whose requests end before its server does."""
    application = Moody(built)
    yield application
    application.leave.set()


def visit(page: Page) -> None:
    """Go to the first slide, then to the first with a live example."""
    page.evaluate(
        """() => {
            const slide = document.querySelector("[data-live]").closest("section");
            Reveal.slide(0);
            const { h, v } = Reveal.getIndices(slide);
            Reveal.slide(h, v);
        }"""
    )


def test_a_frame_shows_the_example(page: Page, heard: Heard, present: str) -> None:
    """Presented, the slide shows the example itself, at its address."""
    open_deck(page, present, PATIENT)
    visit(page)
    path = page.locator(".present [data-live]").get_attribute("data-live")
    expect(page.locator(FRAME)).to_be_visible()
    expect(page.locator(FRAME)).to_have_attribute("src", f"{present}live/{path}")
    expect(page.frame_locator(FRAME).locator("h1")).to_be_visible()
    assert heard.complaints == []


def test_keys_outlive_a_click_into_the_frame(page: Page, present: str) -> None:
    """A speaker who clicked into the example still goes on with the keyboard."""
    open_deck(page, present, PATIENT)
    visit(page)
    before = page.evaluate("Reveal.getIndices().h")
    page.frame_locator(FRAME).locator("h1").click()
    page.keyboard.press("ArrowRight")
    until(page, f"Reveal.getIndices().h === {before + 1}")


@pytest.mark.parametrize("mood", ["fails", "hangs", "hangs halfway"])
def test_no_frame_without_an_answer(
    page: Page, moody: Moody, serve: Serve, mood: str
) -> None:
    """An example that fails or hangs leaves the stored output in sight, and says so."""
    moody.mood = mood
    open_deck(page, serve(moody) + "/", "?live")
    with page.expect_event("requestfailed" if "hangs" in mood else "response"):
        visit(page)
    until(page, f"!document.querySelector({FRAME!r})")
    expect(page.locator(STORED)).to_be_visible()
    until(page, SAID)
    assert moody.asked == 1


def test_a_frame_goes_when_its_server_does(
    page: Page, moody: Moody, serve: Serve
) -> None:
    """An example that died since is gone at the next visit, and may come back."""
    open_deck(page, serve(moody) + "/", PATIENT)
    visit(page)
    expect(page.locator(FRAME)).to_be_visible()
    moody.mood = "fails"
    visit(page)
    expect(page.locator(FRAME)).to_have_count(0)
    expect(page.locator(STORED)).to_be_visible()
    until(page, SAID)
    moody.mood = "well"
    visit(page)
    expect(page.locator(FRAME)).to_be_visible()
    until(page, f"!({SAID})")


def test_a_click_into_the_void_brings_the_output_back(
    page: Page, built: Path, moody: Moody
) -> None:
    """A link followed in the frame after the server died shows no error page."""
    with serving(moody) as address:
        open_deck(page, address + "/", PATIENT)
        visit(page)
        expect(page.locator(FRAME)).to_be_visible()
    page.locator(FRAME).evaluate("frame => frame.contentWindow.location.reload()")
    expect(page.locator(FRAME)).to_have_count(0)


def test_nothing_is_asked_unless_presenting(
    page: Page, heard: Heard, built: Path, present: str
) -> None:
    """From a file, and without ?live, no live example is asked for."""
    asking: list[tuple[Path | str, str]] = [
        (built, "?live"),
        (present, ""),
        (present, "?live&view=print"),
    ]
    for where, query in asking:
        open_deck(page, where, query)
        visit(page)
        settle(page)
    assert [url for url in heard.requests if "/live/" in url] == []
