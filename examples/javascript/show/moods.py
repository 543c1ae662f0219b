"""Look at a page while the bar's service is well, slow or dead: does anything move?

The browser itself counts layout shifts: how much of the window moved, and how far.
"""

from __future__ import annotations

from playwright.sync_api import Page

from .chromium import visit
from .policies import BAR
from .site import FRONT, PATIENT, site

IMPATIENT = "?patience=50"
SHIFTS = """new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum))));
})"""
MOODS = {
    "well": (PATIENT, ""),
    "slow": (IMPATIENT, ""),
    "without its JSON": (PATIENT, "**/bar.json"),
    "gone": (PATIENT, "**/bar.js?*"),
}
"""The query of the script, and which addresses nobody answers."""


def moods() -> tuple[list[str], list[list[str]]]:
    """Return a head and rows: what the page shows, and how far it moved."""
    rows = visit(lambda page: [looked(page, mood) for mood in MOODS])
    return ["the service is", "the bar shows", "layout shift"], rows


def looked(page: Page, mood: str) -> list[str]:
    """Visit the front page in a mood of the service."""
    query, dead = MOODS[mood]
    with site(query=query) as running:
        if dead:
            page.route(dead, lambda route: route.abort("connectionrefused"))
        if mood == "slow":
            running.shop.well.clear()
        page.goto(running.address(FRONT))
        shown = links(page)
        page.unroute_all()
        return [mood, shown, f"{page.evaluate(SHIFTS):g}"]


def links(page: Page) -> str:
    """Return what can be clicked in the bar, once it has given up or been told."""
    if not page.locator("shop-bar").count():
        return "no bar"
    bar = page.locator(BAR)
    bar.wait_for()
    return ", ".join(bar.get_by_role("link").all_inner_texts())
