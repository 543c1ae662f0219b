"""Whoever cannot see the wall well can read the deck: axe finds nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from slides.present import ROOT
from tests.browser.reveal import PRINT, ask, open_deck

pytestmark = pytest.mark.peer("chromium")

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="400" height="90" viewBox="0 0 400 90">
<rect width="400" height="90" fill="#241d1a"/>
<text x="20" y="50" font-family="Inter" font-size="20" fill="#fbf7f0">Words</text>
</svg>
"""
SLIDE = """\
A slide
-------

.. image:: ../images/picture.svg
   :alt: A square.

A line.

.. notes:: None.
"""


def check(page: Page) -> list[str]:
    """Return what axe finds wrong, and what it cannot decide."""
    page.add_script_tag(path=AXE)
    found: list[str] = ask(page, "axe")
    return found


@pytest.mark.parametrize("query", ["", PRINT], ids=["wall", "print"])
def test_axe_finds_nothing(page: Page, built: Path, query: str) -> None:
    """No violation, nothing undecided; the print view has all slides at once."""
    open_deck(page, built, query)
    assert check(page) == []


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("p.style.color = '#bbb5ad'", "color-contrast"),
        ("text.style.fill = '#555'", "color-contrast"),
        ("svg.removeAttribute('aria-label')", "svg-img-alt"),
    ],
    ids=["contrast", "drawn", "picture"],
)
def test_a_barrier_is_found(
    page: Page, tmp_path: Path, plant: Callable[[str], Path], fault: str, rule: str
) -> None:
    """Pale text, on a slide or in a drawing, and a picture without a label."""
    images = tmp_path / "slides" / "images"
    images.mkdir(parents=True)
    (images / "picture.svg").write_text(PICTURE)
    open_deck(page, plant(SLIDE), PRINT)
    page.evaluate(
        f"""() => {{
            const section = document.getElementById("01-planted--a-slide");
            const p = section.querySelector("p:not(.kicker)");
            const [svg, text] = section.querySelectorAll("svg, text");
            {fault};
        }}"""
    )
    finding = f"violates {rule}: 01-planted--a-slide:"
    assert any(line.startswith(finding) for line in check(page))


def test_ids_are_unique(page: Page, built: Path) -> None:
    """No id stands twice in the page, drawings included."""
    open_deck(page, built)
    every = page.locator("[id]").evaluate_all("all => all.map(e => e.id)")
    assert [name for name, count in Counter(every).items() if count > 1] == []
