"""The annotated talk in a browser: at a desk, on a phone, without a script."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from slides.present import ROOT
from slides.press.deck import Deck
from tests.browser.reveal import ask
from tests.browser.test_access import AXE

pytestmark = pytest.mark.peer("chromium")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_slide_fills_the_column(
    page: Page, built: Path, deck: Deck, width: int
) -> None:
    """A slide keeps its shape at any width, and nothing is wider than the window."""
    page.set_viewport_size({"width": width, "height": 720})
    page.goto((built / "talk.html").as_uri())
    walls = page.locator("svg.wall")
    expect(walls).to_have_count(len(deck.slides))
    box = walls.nth(5).bounding_box()
    assert box
    assert box["width"] >= min(700, width - 1)
    assert box["height"] == pytest.approx(box["width"] * 9 / 16, abs=1)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    drawn = page.locator("svg.wall h2").nth(5).bounding_box()
    assert drawn
    assert box["y"] < drawn["y"] < box["y"] + box["height"]


def test_it_is_read_without_a_script(browser: Browser, built: Path, deck: Deck) -> None:
    """A link to a slide leads there; slide and notes are there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    name = deck.slides[-1]["ids"][0]
    page.goto(f"{(built / 'talk.html').as_uri()}#{name}")
    expect(page.locator(f"[id='{name}'] h2")).to_be_in_viewport()
    expect(page.locator(f"[id='{name}'] .said")).to_be_visible()
    context.close()


def test_links_into_the_checkout_are_there_in_one(
    page: Page, built: Path, tmp_path: Path
) -> None:
    """They lead to files that exist; a copy elsewhere has none of them."""
    page.goto((built / "talk.html").as_uri())
    links = page.locator("a.checkout")
    assert links.count() > 100
    expect(links.first).to_be_hidden()
    shutil.copytree(built, tmp_path / "build/slides")
    page.goto((tmp_path / "build/slides/talk.html").as_uri())
    expect(links.first).to_be_visible()
    targets = links.evaluate_all("all => all.map(link => link.getAttribute('href'))")
    assert all(target.startswith("../../") for target in targets)
    assert not [one for one in targets if not (ROOT / one[len("../../") :]).is_file()]


def test_a_slide_leads_to_its_notebook_in_a_checkout(
    page: Page, built: Path, deck: Deck, tmp_path: Path
) -> None:
    """Its foot and the lines under code are links there, and words in a copy."""
    slide = next(one for one in deck.slides if "PEP 3333" in one.astext())
    name = slide["ids"][0]
    foot = page.locator(f"[id='{name}'] > footer a[data-checkout]")
    page.goto(f"{(built / 'index.html').as_uri()}#/{name}")
    expect(
        page.locator(f"[id='{name}'] > footer a[href$='/pep-3333/']")
    ).to_be_visible()
    expect(foot).to_be_visible()
    assert foot.get_attribute("href") is None
    shutil.copytree(built, tmp_path / "build/slides")
    page.goto(f"{(tmp_path / 'build/slides/index.html').as_uri()}#/{name}")
    notebook = f"../../notebooks/{slide['chapter']}.ipynb"
    expect(foot).to_have_attribute("href", notebook)
    leads = page.locator("a[data-checkout]").evaluate_all(
        "all => all.map((a) => a.dataset.checkout)"
    )
    assert not [one for one in leads if not (ROOT / one[len("../../") :]).is_file()]


def test_axe_finds_nothing(page: Page, built: Path) -> None:
    """No violation, nothing undecided, on the whole page.

    Of slides that are alike it looks at the contrast of one: test_access looks at all,
    with the same markup and css, in the deck.  Only links have a rule of this page.
    """
    page.goto((built / "talk.html").as_uri())
    page.locator("svg.wall").evaluate_all(
        """all => {
            const seen = new Set();
            for (const wall of all) {
                const places = [...wall.querySelectorAll("a")].map((a) =>
                    `${a.className} in ${a.parentElement.className}`);
                const ground = wall.querySelector(".reveal").style.background;
                const like = [wall.parentElement.className, ground, ...new Set(places)];
                wall.toggleAttribute("data-known", seen.has(like.join()));
                seen.add(like.join());
            }
        }"""
    )
    assert 8 < page.locator("svg.wall:not([data-known])").count() < 80
    page.add_script_tag(path=AXE)
    assert ask(page, "axe") == []
