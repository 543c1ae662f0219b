"""The system's Chromium, the deck built once, and decks with planted faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from wsgiref.types import WSGIApplication

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)

from examples import peers
from examples.views.show.server import serving
from slides.present import EXAMPLES, ROOT, Present
from slides.press.deck import Deck, read_deck
from slides.press.html import write_html
from slides.press.pictures import load_pictures
from slides.press.reading.page import write_talk
from tests.browser.copies import PATIENCE
from tests.browser.heard import Heard

PLANTED = """\
======
Faults
======

:Author: Nobody

.. notes:: None.

.. include:: chapters/01-planted.rst
"""

CHAPTER = """\
Planted
=======

.. notes:: None.

"""


def read(root: Path) -> Deck:
    """Read a deck; what `make slides` says against its look is left to the browser."""
    deck = read_deck(root)
    problems = [*deck.problems, *load_pictures(deck)]
    assert not problems, "\n".join(map(str, problems))
    return deck


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium, once for all tests."""
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        # Without the sandbox it runs as root as well; it meets our own pages only.
        browser = playwright.chromium.launch(
            executable_path=peers.find("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def deck() -> Deck:
    """Read the deck of this project."""
    return read(ROOT)


@pytest.fixture(scope="session")
def built(deck: Deck, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the deck of this project, and return its folder."""
    folder = tmp_path_factory.mktemp("deck")
    write_talk(deck, write_html(deck, ROOT / "node_modules", folder), folder)
    return folder


@pytest.fixture
def plant(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that builds a chapter, whatever its faults."""

    def build(chapter: str) -> Path:
        slides = tmp_path / "slides" / "chapters"
        slides.mkdir(parents=True, exist_ok=True)
        (slides.parent / "deck.rst").write_text(PLANTED)
        (slides / "01-planted.rst").write_text(CHAPTER + chapter)
        write_html(read(tmp_path), ROOT / "node_modules", tmp_path / "built")
        return tmp_path / "built"

    return build


@pytest.fixture(scope="session")
def context(browser: Browser) -> BrowserContext:
    """Open a window of 1280 x 720."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.set_default_timeout(PATIENCE * 1000)
    return context


@pytest.fixture
def heard(context: BrowserContext) -> Iterator[Heard]:
    """Hear what the pages of the window complain about and ask for."""
    heard = Heard()
    heard.listen(context)
    yield heard
    heard.leave(context)


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Open a page; close it and those it opened."""
    yield context.new_page()
    for page in context.pages:
        page.close()


@pytest.fixture
def serve() -> Iterator[Callable[[WSGIApplication], str]]:
    """Return a function that serves an application until the test ends."""
    with ExitStack() as stack:
        yield lambda application: stack.enter_context(serving(application))


@pytest.fixture
def present(built: Path, serve: Callable[[WSGIApplication], str]) -> str:
    """Present the deck of this project; return its address."""
    return serve(Present(built, ROOT / EXAMPLES)) + "/"
