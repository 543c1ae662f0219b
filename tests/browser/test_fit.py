"""Every slide fits its page, whatever the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.reveal import ask, open_deck

pytestmark = pytest.mark.peer("chromium")

SCREENS = [(1280, 720), (1024, 768)]
LONG = "\n".join(f"- Line {n} of too many." for n in range(14))
WIDE = "::\n\n   " + "x = " + "1 + " * 25


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_every_slide_fits(page: Page, built: Path, width: int, height: int) -> None:
    """No slide spills, and no two texts lie over each other."""
    page.set_viewport_size({"width": width, "height": height})
    open_deck(page, built)
    assert ask(page, "spill") == []


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (LONG, ["leaves the slide", "is in the margin or the footer"]),
        (WIDE, ['+ 1 " is wider than its box']),
    ],
    ids=["long", "code"],
)
def test_a_spill_is_found(
    page: Page, plant: Callable[[str], Path], body: str, faults: list[str]
) -> None:
    """Too many lines and too wide code are found, and the slide is named."""
    open_deck(page, plant(f"Too much\n--------\n\n{body}\n\n.. notes:: None.\n"))
    found = ask(page, "spill")
    assert all(f.startswith("01-planted--too-much: ") for f in found)
    assert all(any(fault in f for f in found) for fault in faults)


def test_an_overlap_is_found(page: Page, plant: Callable[[str], Path]) -> None:
    """Two texts in one place are found, both named."""
    open_deck(
        page,
        plant("A slide\n-------\n\nOne line.\n\nAnother line.\n\n.. notes:: None.\n"),
    )
    page.locator("p", has_text="Another").evaluate("e => e.style.marginTop = '-60px'")
    found = ask(page, "spill")
    assert found == ['01-planted--a-slide: p "One line." lies over p "Another line."']
