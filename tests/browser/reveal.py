"""Driving a deck: open it, ask where it is, run a script over its slides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page

SCRIPTS = Path(__file__).parent
PRINT = "?view=print"
# The slide that is shown; a stack is present as well, and so is a slide of each stack.
HERE = ":is(.slides > .present:not(.stack), .slides > .present > .present)"


def open_deck(page: Page, where: Path | str, query: str = "") -> None:
    """Open a deck's folder, or an address, and wait until it can be driven."""
    if isinstance(where, Path):
        where = (where / "index.html").as_uri()
    page.goto(where + query)
    page.locator(".reveal.ready").wait_for()
    settle(page)


def settle(page: Page) -> None:
    """Wait until fonts and pictures are there, or have failed to come."""
    page.evaluate(
        """() => Promise.allSettled([
            document.fonts.ready,
            ...[...document.images].map((picture) => picture.decode()),
        ])"""
    )


def until(page: Page | Frame, condition: str) -> None:
    """Wait for a JavaScript condition; raise if it is not met in a minute.

    Playwright's own wait_for_function evaluates text in the page, which the
    deck's Content-Security-Policy forbids.
    """
    page.evaluate(
        f"""async () => {{
            const end = Date.now() + 60_000;
            while (!({condition})) {{
                if (Date.now() > end) throw new Error({condition!r} + " never came");
                await new Promise((go) => setTimeout(go, 20));
            }}
        }}"""
    )


def script(name: str) -> str:
    """Return the text of a script beside the tests."""
    return (SCRIPTS / f"{name}.js").read_text("utf-8")


def ids(page: Page) -> list[str]:
    """Return the ids of the slides, in order."""
    found: list[str] = page.evaluate("Reveal.getSlides().map(slide => slide.id)")
    return found


def go(page: Page | Frame, slide: str, step: int | None = None) -> None:
    """Go to a slide by its id, and to one of its steps, from 0; -1 is before."""
    page.evaluate(
        """([id, step]) => {
            const { h, v } = Reveal.getIndices(document.getElementById(id));
            Reveal.slide(h, v, step ?? undefined);
        }""",
        [slide, step],
    )


def current(page: Page | Frame) -> str:
    """Return the id of the slide that is shown."""
    found: str = page.evaluate("Reveal.getCurrentSlide().id")
    return found


def ask(page: Page, name: str) -> Any:
    """Run the script of that name in the page and return its answer."""
    return page.evaluate(script(name))
