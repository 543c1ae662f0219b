"""The wall: overview, search, help, keys of any keyboard, spot, zoom, darkness."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from slides.present import ROOT
from slides.press.deck import Deck
from slides.press.html import heading
from tests.browser.console import follow, open_console
from tests.browser.reveal import HERE, current, go, open_deck, until
from tests.browser.test_access import check

pytestmark = pytest.mark.peer("chromium")

STEPS = "04-views--what-the-talk-said"  # it has steps
ABOVE = "02-highlight--three-ways-out"  # it has slides below it
DEEP = "04-views--a-form-can-be-read-once"
PANEL = "dialog[open]"
CAPS = {
    "→ Right": "ArrowRight",
    "← Left": "ArrowLeft",
    "↓ Down": "ArrowDown",
    "↑ Up": "ArrowUp",
    "Esc": "Escape",
    "Page ↓": "PageDown",
    "Page ↑": "PageUp",
    "Shift Space": "Shift+Space",
}
# All that a key of the wall may change, as text.
SEEN = """JSON.stringify([
    Reveal.getCurrentSlide().id,
    document.querySelectorAll(".present .fragment.visible").length,
    document.querySelector("dialog[open]")?.className,
    ...[".dark", ".spot", ".zoomed"].map((one) => !document.querySelector(one)),
    document.fullscreenElement?.localName,
])"""
SLIDE = "A slide\n-----------\n\nA line.\n\n.. notes:: None.\n"
FRAME = ".present .live iframe"
OFFER = ".offer button"


@pytest.fixture(params=["file", "http"])
def where(request: pytest.FixtureRequest, built: Path) -> Path | str:
    """Where the deck is: a file, or an address."""
    if request.param == "file":
        return built
    address: str = request.getfixturevalue("present")
    return address


def test_help_names_keys_that_work(page: Page, built: Path) -> None:
    """Each key that the page of help names changes something, and is documented."""
    open_deck(page, built)
    page.keyboard.press("?")
    caps = page.locator(f"{PANEL} kbd").all_inner_texts()
    assert {"→ Right", "B", "X", "/", "S", "F1"} <= {*caps}
    size = page.locator(PANEL).evaluate("d => [d.scrollWidth, d.scrollHeight]")
    assert size == [1280, 720]
    page.keyboard.press("F1")
    documented = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for cap in caps:
        name = cap if cap == "Esc" else CAPS.get(cap, cap).removeprefix("Arrow")
        name = name.replace("Page", "Page ")
        assert re.search(rf"^\|.*[ ,]{re.escape(name)}[;,| ]", documented, re.M), cap
        go(page, DEEP if cap in ("↑ Up", "K") else ABOVE)
        if cap == "S":
            open_console(page).close()
            continue
        before = page.evaluate(SEEN)
        *chord, key = CAPS.get(cap, cap.lower() if len(cap) == 1 else cap).split("+")
        for one in (*chord, key):  # one of them counts only while it is held
            page.keyboard.down(one)
        until(page, f"{SEEN} !== {json.dumps(before)}")
        for one in (*chord, key):
            page.keyboard.up(one)
        if page.locator(PANEL).count():
            page.keyboard.press("Escape")


def test_keys_work_on_any_keyboard(page: Page, plant: Callable[[str], Path]) -> None:
    """By what is printed on a key; by its place where that is no Latin letter."""
    open_deck(page, plant(SLIDE))
    shift, graph = ["shiftKey"], ["ctrlKey", "altKey", "modifierAltGraph"]
    for keyboard, key, code, held, seen in [
        ("Cyrillic", "и", "KeyB", [], ".dark"),
        ("Dvorak", "b", "KeyN", [], ".dark"),
        ("with caps lock", "B", "KeyB", [], ".dark"),
        ("German", "?", "Minus", shift, "dialog.help"),
        ("German", "/", "Digit7", shift, "dialog.search"),
        ("Canadian", "/", "Digit3", graph, "dialog.search"),
        ("French", "à", "Digit0", [], "dialog.overview"),
    ]:
        page.evaluate(
            "key => document.body.dispatchEvent(new KeyboardEvent('keydown', key))",
            {"key": key, "code": code, "bubbles": True, **dict.fromkeys(held, True)},
        )
        assert page.locator(seen).count() == 1, keyboard
        page.keyboard.press("Escape")


def test_the_overview_has_a_row_a_chapter(
    page: Page, where: Path | str, deck: Deck
) -> None:
    """Its number and name, its slides, what is below each; it begins where one is."""
    open_deck(page, where)
    go(page, DEEP)
    page.keyboard.press("o")
    rows = page.locator(f"{PANEL} .row").all()
    heads = [s for s in deck.slides if s["layout"] in ("title", "part", "chapter")]
    for row, head in zip(rows, heads, strict=True):
        expect(row.locator(".choice").first).to_contain_text(heading(head))
        if head["layout"] == "chapter":
            expect(row.locator(".number")).to_have_text(head["kicker"])
    said = page.locator(f"{PANEL} .choice").evaluate_all(
        "all => all.map(one => one.lastChild.textContent)"
    )
    assert said == [" ".join(heading(slide).split()) for slide in deck.slides]
    expect(page.locator(f"{PANEL} :focus")).to_have_attribute("aria-current", "true")
    shown = page.locator(f"{PANEL} .columns .below").filter(visible=True)
    assert shown.count() == page.locator(f"{PANEL} .row.open .below").count() > 2
    sizes = page.locator(f"{PANEL} .choice").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 15


def test_arrows_and_enter_choose(page: Page, built: Path) -> None:
    """Right along the line, Down to what is below, and on to the next chapter."""
    open_deck(page, built)
    for keys, slide in [
        ("ArrowRight", "02-highlight--write-it-once-give-it-faces"),
        ("ArrowDown", "02-highlight--be-fair-to-b"),
        ("ArrowDown ArrowDown ArrowDown", "03-thumbnails--it-only-does-django"),
        ("ArrowLeft", "02-highlight"),
        ("PageDown", "03-thumbnails"),
        ("End", "14-success--questions"),
    ]:
        go(page, "02-highlight--three-ways-out")
        for key in ("o", *keys.split(), "Enter"):
            page.keyboard.press(key)
        assert (current(page), page.locator(PANEL).count()) == (slide, 0)


def test_two_digits_go_to_a_chapter(page: Page, built: Path) -> None:
    """The first opens the overview; a number that no chapter has is said."""
    open_deck(page, built)
    typed = page.locator(f"{PANEL} .digits")
    page.keyboard.press("0")
    expect(typed).to_have_text("Chapter 0_")
    page.keyboard.press("7")
    assert (current(page), page.locator(PANEL).count()) == ("07-wsgi", 0)
    page.keyboard.type("o77")
    expect(typed).to_have_text("There is no chapter 77")
    page.keyboard.type("12")
    assert current(page) == "12-javascript"


def test_a_cut_is_seen_in_the_overview(page: Page, built: Path, deck: Deck) -> None:
    """All slides are there, those that it leaves out below; so is each chapter."""
    open_deck(page, built, "?cut=10")
    page.keyboard.press("o")
    line = page.locator(f"{PANEL} .choice:not(.below)")
    assert line.count() == len(deck.only("10").slides)
    assert page.locator(f"{PANEL} .choice").count() == len(deck.slides)
    page.keyboard.type("03")
    assert current(page) == "03-thumbnails"


def test_search_finds_slides_and_notes(page: Page, where: Path | str) -> None:
    """By chapter; Enter goes there, and the slides are what they were."""
    open_deck(page, where)
    text = "document.querySelector('.slides').textContent"
    marks = "document.querySelectorAll('.slides *').length"
    before = page.evaluate(f"{text} + {marks}")
    for words, chapter, slide in [
        ("c++", "12 · JavaScript", "12-javascript--one-game-four-languages"),
        (
            "SAME file",
            "01 · Timeline",
            "01-timeline--the-inside-changes-the-reader-scrolls-on",
        ),
        ("don't. they", "07 · WSGI", "07-wsgi--tornado-and-twisted-dont-they-do"),
    ]:
        page.keyboard.press("/")
        page.keyboard.type(words)
        section = page.locator(f"{PANEL} section").first
        expect(section.locator("h3")).to_have_text(chapter)
        assert section.locator("mark").count()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert (current(page), page.locator(PANEL).count()) == (slide, 0)
    go(page, "title")
    assert page.evaluate(f"{text} + {marks}") == before


def test_search_takes_words_and_no_patterns(
    page: Page, plant: Callable[[str], Path]
) -> None:
    """What would be a pattern, or markup, is text; what is nowhere is said.

    Two blocks are two words, also without a space between them.
    """
    open_deck(page, plant(SLIDE.replace("A line.", "See ``*(`` and ``\\``.")))
    blocks = "'<p>sweet</p><p>heart</p>'"
    page.evaluate(f"Reveal.getCurrentSlide().insertAdjacentHTML('beforeend', {blocks})")
    page.keyboard.press("/")
    for words, count in [("*(", 1), ("\\", 1), ("<code>", 0), ("sweetheart", 0)]:
        page.locator(f"{PANEL} input").fill(words)
        said = page.locator(f"{PANEL} .count")
        expect(said).to_have_text("1 slide" if count else "no slides")
        assert page.locator(f"{PANEL} mark").all_inner_texts() == [words] * count


def test_a_cue_is_not_found(page: Page, built: Path) -> None:
    """What only the speaker is told is shown on no wall."""
    open_deck(page, built)
    cue = page.locator("aside.cue p").first.evaluate("p => p.textContent")
    page.keyboard.press("/")
    page.locator(f"{PANEL} input").fill(cue)
    expect(page.locator(f"{PANEL} .count")).to_have_text("no slides")


def test_a_spot_lasts_while_its_key_is_held(page: Page, where: Path | str) -> None:
    """It is where the pointer is; it ends with the key, or where that is not heard."""
    open_deck(page, where)
    page.mouse.move(300, 200)
    page.keyboard.down("x")
    spot = page.locator(".spot")
    at = "getComputedStyle(document.querySelector('.spot')).backgroundImage"
    assert "at 300px 200px" in page.evaluate(at)
    page.mouse.move(900, 500)
    assert "at 900px 500px" in page.evaluate(at)
    page.keyboard.down("Shift")  # now it is another letter
    page.keyboard.up("x")
    page.keyboard.up("Shift")
    assert spot.count() == 0
    page.keyboard.down("x")
    page.evaluate("dispatchEvent(new Event('blur'))")  # another window came forward
    assert spot.count() == 0


def test_zoom_is_at_the_pointer(page: Page, built: Path) -> None:
    """Twice as large, and what is under the pointer stays; the next slide is whole."""
    open_deck(page, built)
    width = "document.querySelector('.present').getBoundingClientRect().width"
    page.mouse.move(300, 200)
    page.keyboard.press("z")
    assert page.evaluate(width) == 2 * 1280
    origin = "getComputedStyle(Reveal.getRevealElement()).transformOrigin"
    assert page.evaluate(origin) == "300px 200px"
    page.mouse.move(900, 500)
    assert page.evaluate(origin) == "900px 500px"
    for key in ("z", "ArrowRight"):
        page.keyboard.press(key)
        assert page.evaluate(width) == 1280
        page.keyboard.press("z")


def test_darkness_is_on_the_wall_alone(page: Page, present: str) -> None:
    """The console's slides stay in sight, and the keys go on; B or Esc ends it."""
    open_deck(page, present)
    console = open_console(page)
    page.keyboard.press("b")
    dark = page.locator(".dark")
    box = dark.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (1280, 720)
    page.keyboard.press("ArrowRight")
    follow(console, current(page))
    assert current(page) != "title"
    assert console.locator(".dark").count() == 0
    page.keyboard.press("b")
    assert dark.count() == 0
    page.keyboard.press("b")
    page.keyboard.press("Escape")
    assert dark.count() + page.locator(PANEL).count() == 0


def test_a_fresh_start_offers_to_go_on(page: Page, where: Path | str) -> None:
    """At the slide and step where the wall was; who moves has declined."""
    open_deck(page, where)
    go(page, STEPS, 1)
    title = page.locator(f"{HERE} h2").inner_text()
    for keys, slide, steps in [("Enter", STEPS, 2), ("ArrowRight", None, 0)]:
        page.goto("about:blank")
        open_deck(page, where)
        expect(page.locator(OFFER)).to_contain_text(title)
        page.keyboard.press(keys)
        assert page.locator(OFFER).count() == 0
        if slide:
            assert current(page) == slide
            assert page.locator(".present .fragment.visible").count() == steps
    page.keyboard.press("End")
    page.goto("about:blank")
    open_deck(page, where)
    assert page.locator(OFFER).count() == 0  # that talk was given


def test_an_address_of_a_slide_is_no_fresh_start(page: Page, built: Path) -> None:
    """It opens that slide, and offers nothing; nor does a slide that is gone."""
    open_deck(page, built)
    go(page, STEPS)
    page.goto("about:blank")
    open_deck(page, built, f"#/{DEEP}")
    assert (current(page), page.locator(OFFER).count()) == (DEEP, 0)
    page.evaluate(
        'localStorage.setItem(`place ${location.pathname}`, \'{"id": "gone"}\')'
    )
    page.goto("about:blank")
    open_deck(page, built)
    assert page.locator(OFFER).count() == 0


def test_a_live_frame_lends_keys_and_keeps_its_own(page: Page, present: str) -> None:
    """A held key and a panel work from in it; typing, and Space on a button, stay.

    So does typing in an element of its own, where an event has the element's name.
    """
    open_deck(page, present, "?live=60")
    go(page, "02-highlight--try-it")
    frame = page.frame_locator(FRAME)
    frame.locator("h1").click()
    page.keyboard.down("x")
    expect(page.locator(".spot")).to_have_count(1)
    page.keyboard.up("x")
    expect(page.locator(".spot")).to_have_count(0)
    page.keyboard.type("o02")
    assert current(page) == "02-highlight"
    go(page, "02-highlight--try-it")
    before = page.evaluate(SEEN)
    field = frame.locator("textarea, input[type=text]").first
    field.fill("")
    field.press_sequentially("box 07/?")
    page.keyboard.press("ArrowLeft")
    expect(field).to_have_value("box 07/?")
    frame.locator("button").first.press("Space")
    frame.locator("body").evaluate(
        """body => {
            const field = document.createElement("input");
            const host = document.createElement("own-field");
            host.attachShadow({ mode: "open" }).append(field);
            body.append(host);
            field.focus();
        }"""
    )
    page.keyboard.type("b?")
    expect(frame.locator("own-field input")).to_have_value("b?")
    assert page.evaluate(SEEN) == before


def test_axe_finds_nothing_on_a_panel(page: Page, plant: Callable[[str], Path]) -> None:
    """No violation, nothing undecided; for the search with something found."""
    open_deck(page, plant(SLIDE + "\n" + SLIDE.replace("A", "Below").replace("-", "~")))
    page.locator("main").evaluate(
        "main => main.style.display = 'none'"
    )  # another test's
    for keys in ("o0", "?", "/line"):
        page.keyboard.type(keys)
        assert check(page) == [], keys
        page.keyboard.press("Escape")


def test_a_phone_has_a_button(browser: Browser, built: Path) -> None:
    """Held upright, a finger opens the overview and the search, and chooses there."""
    with browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ) as context:
        page = context.new_page()
        open_deck(page, built)
        page.locator(".menu").tap()
        wide = page.locator(PANEL).evaluate("d => [d.scrollWidth, d.clientWidth]")
        assert wide == [390, 390]
        page.locator(PANEL).get_by_text("Flask views").tap()
        assert current(page) == "04-views"
        page.locator(".menu").tap()
        page.locator(PANEL).get_by_text("Search", exact=True).tap()
        page.locator(f"{PANEL} input").fill("form can be read")
        page.locator(f"{PANEL} .choice").first.tap()
        assert current(page) == DEEP
