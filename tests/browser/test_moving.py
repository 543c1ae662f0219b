"""A speaker gets everywhere: by key, by address, by finger."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from slides.press.deck import Deck
from tests.browser.reveal import current, go, ids, open_deck, until

pytestmark = pytest.mark.peer("chromium")

# Writes down each slide, and how many of its steps are seen, as they come.
RECORD = """() => {
    const steps = "section.present:not(.stack) .fragment.visible";
    window.seen = [];
    const note = () => seen.push([
        Reveal.getCurrentSlide().id, document.querySelectorAll(steps).length
    ]);
    note();
    for (const event of ["slidechanged", "fragmentshown"]) Reveal.on(event, note);
}"""
FORTH = ("ArrowRight", "Space", "PageDown", "n", "l")
BACK = ("ArrowLeft", "Shift+Space", "PageUp", "p", "h")
LAST = "Reveal.isLastSlide() && !Reveal.availableFragments().next"
SEEN = (
    "document.querySelectorAll('section.present:not(.stack) .fragment.visible').length"
)

STEPS = """\
{title}
{line}

.. incremental::

   - one
   - two

.. notes:: None.

"""


def slides(*titles: str) -> str:
    """Return slides of two steps; one whose title begins with ~ is below."""
    made = [(t.lstrip("~"), "~" if t.startswith("~") else "-") for t in titles]
    return "".join(STEPS.format(title=t, line=mark * len(t)) for t, mark in made)


TREE = slides("One", "~Deep", "~Deeper", "Two", "~Under")


def named(*titles: str) -> list[str]:
    """Return the ids of planted slides."""
    return [f"01-planted--{title}" for title in titles]


ONE, DEEP, DEEPER, TWO, UNDER = named("one", "deep", "deeper", "two", "under")


def at(page: Page) -> tuple[str, int]:
    """Return the slide that is shown, and how many of its steps are."""
    steps: int = page.evaluate(SEEN)
    return current(page), steps


def test_slides_are_in_order(page: Page, built: Path, deck: Deck) -> None:
    """What lies below a slide comes right after it."""
    open_deck(page, built)
    assert ids(page) == [slide["ids"][0] for slide in deck.slides]


def test_keys_follow_the_main_line(page: Page, built: Path, deck: Deck) -> None:
    """Keys and a clicker go along it with its steps, dive nowhere, and come back."""
    open_deck(page, built)
    line = {slide["ids"][0] for slide in deck.slides if not slide["below"]}
    steps = page.evaluate(
        "Reveal.getSlides().map(s => [s.id, s.querySelectorAll('.fragment').length])"
    )
    expected = [[s, n] for s, count in steps if s in line for n in range(count + 1)]
    page.evaluate(RECORD)
    for _, key in zip(expected[1:], cycle(FORTH), strict=False):
        page.keyboard.press(key)
    assert page.evaluate("seen") == expected
    for _, key in zip(expected[1:], cycle(BACK), strict=False):
        page.keyboard.press(key)
    assert current(page) == expected[0][0]


@pytest.mark.parametrize("key", FORTH)
def test_a_key_goes_on_from_below(
    page: Page, plant: Callable[[str], Path], key: str
) -> None:
    """Below, it brings the steps, and then the next slide of the main line."""
    open_deck(page, plant(TREE))
    go(page, DEEP, -1)
    seen = []
    for _ in range(3):
        page.keyboard.press(key)
        seen.append(at(page))
    assert seen == [(DEEP, 1), (DEEP, 2), (TWO, 0)]


@pytest.mark.parametrize("key", FORTH)
def test_the_end_is_the_end(page: Page, plant: Callable[[str], Path], key: str) -> None:
    """After the last slide of the main line, and below it, a key moves nothing."""
    open_deck(page, plant(TREE))
    for slide in (TWO, UNDER):
        go(page, slide, 1)
        page.keyboard.press(key)
        assert at(page) == (slide, 2)


@pytest.mark.parametrize("key", BACK)
def test_a_key_goes_back_along_the_line(
    page: Page, plant: Callable[[str], Path], key: str
) -> None:
    """To the slide before, not to what was last seen below it; from below, to above."""
    open_deck(page, plant(TREE))
    go(page, DEEPER, 1)
    page.keyboard.press("ArrowRight")
    assert at(page) == (TWO, 0)
    page.keyboard.press(key)
    assert at(page) == (ONE, 2)
    go(page, DEEPER, 0)
    page.keyboard.press(key)
    assert at(page) == (DEEPER, 0)
    page.keyboard.press(key)
    assert current(page) == ONE


@pytest.mark.parametrize(
    ("down", "up"), [("ArrowDown", "ArrowUp"), ("j", "k")], ids=["arrows", "letters"]
)
def test_down_dives_and_up_returns(
    page: Page, plant: Callable[[str], Path], down: str, up: str
) -> None:
    """At once, whatever steps are left; and each slide is found as it was left."""
    open_deck(page, plant(TREE))
    go(page, ONE, 0)
    seen = []
    for key in (down, down, down, up, up, up):
        page.keyboard.press(key)
        seen.append(at(page))
    deeper = (DEEPER, 0)
    assert seen == [(DEEP, 0), deeper, deeper, (DEEP, 0), (ONE, 1), (ONE, 1)]


def test_back_from_below_keeps_the_step(
    page: Page, plant: Callable[[str], Path]
) -> None:
    """A slide that was left for a question goes on at the step where it was left."""
    open_deck(page, plant(TREE))
    go(page, ONE, -1)
    for key in ("ArrowDown", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    assert at(page) == (ONE, 0)


@pytest.mark.parametrize("last", [TWO, UNDER])
def test_end_is_on_the_main_line(
    page: Page, plant: Callable[[str], Path], last: str
) -> None:
    """End opens the last slide of the main line, wherever one was below it."""
    open_deck(page, plant(TREE))
    go(page, last)
    page.keyboard.press("Home")
    assert current(page) == "title"
    page.keyboard.press("End")
    assert current(page) == TWO


def test_a_finger_follows_the_main_line(browser: Browser, built: Path) -> None:
    """A swipe goes where the arrow goes."""
    with browser.new_context(has_touch=True) as context:
        page = context.new_page()
        open_deck(page, built)
        go(page, "04-views--who-calls-whom")
        page.evaluate(
            """() => {
                const on = document.querySelector(".present");
                const how = { clientY: 300, pointerType: "touch", bubbles: true };
                const touch = (type, clientX) =>
                    on.dispatchEvent(new PointerEvent(type, { clientX, ...how }));
                touch("pointerdown", 900);
                touch("pointermove", 300);
                touch("pointerup", 300);
            }"""
        )
        assert current(page) == "04-views--hand-over-the-servers-own-callable"


def test_less_motion_moves_as_well(browser: Browser, built: Path) -> None:
    """Who asked for less motion sees no step fade in, and gets everywhere."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        open_deck(page, built)
        go(page, "04-views--what-the-talk-said", -1)
        page.keyboard.press("ArrowRight")
        fades = "getComputedStyle(document.querySelector('.present .fragment'))"
        assert page.evaluate(f"{fades}.transitionDuration") == "0s"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        assert at(page) == ("04-views--what-the-talk-said", 2)


def test_an_address_opens_its_slide(page: Page, built: Path, deck: Deck) -> None:
    """A slide's id, after a #, opens that slide: of each chapter one, and one below."""
    kinds = {
        (slide["chapter"], slide["below"]): slide["ids"][0] for slide in deck.slides
    }
    open_deck(page, built)
    opened = page.evaluate(
        """async (all) => {
            const opened = [];
            for (const id of all) {
                const heard = new Promise((go) => {
                    window.addEventListener("hashchange", go, { once: true });
                });
                location.hash = id;
                await heard;
                opened.push(Reveal.getCurrentSlide().id);
            }
            return opened;
        }""",
        [*kinds.values()],
    )
    assert opened == [*kinds.values()]


def test_a_phone_held_upright_opens_a_slide_by_its_address(
    browser: Browser, built: Path
) -> None:
    """A deep link leads to its slide on a narrow window as well."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{(built / 'index.html').as_uri()}#/04-views--a-form-can-be-read-once")
    until(page, "Reveal.getCurrentSlide()?.id === '04-views--a-form-can-be-read-once'")
    context.close()
