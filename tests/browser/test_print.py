"""The print view: a slide a page."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page

from slides.press.deck import Deck
from tests.browser.reveal import PRINT, open_deck

pytestmark = pytest.mark.peer("chromium")


def test_a_slide_is_a_page(page: Page, built: Path, deck: Deck) -> None:
    """Printing gives one page a slide, all of one size, 16 to 9."""
    open_deck(page, built, PRINT)
    with pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        boxes = {tuple(map(float, sheet.mediabox.as_list())) for sheet in pdf.pages}
        assert len(pdf.pages) == len(deck.slides)
    assert boxes == {(0.0, 0.0, 960.0, 540.0)}


def test_a_printed_slide_looks_like_one(page: Page, built: Path) -> None:
    """Headings and footers stand where they stand on the wall; no step is hidden."""
    places = """() => Reveal.getSlides().map((slide) => {
        const { h, v } = Reveal.getIndices(slide);
        if (!Reveal.isPrintView()) Reveal.slide(h, v);
        const page = slide.getBoundingClientRect();
        const from = (a, b) => Math.round(a - b);
        const parts = slide.querySelectorAll(":is(h2, footer, p, pre):not(.notes *)");
        return [...parts].map((e) => {
            const box = e.getBoundingClientRect();
            return [e.localName, from(box.left, page.left), from(box.top, page.top)];
        });
    })"""
    open_deck(page, built)
    wall = page.evaluate(places)
    open_deck(page, built, PRINT)
    assert page.evaluate(places) == wall
    assert page.locator(".fragment:not(.visible)").count() == 0
