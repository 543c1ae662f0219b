"""The browser draws with the faces that the deck ships, as the press foresaw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docutils import nodes
from fontTools.ttLib import TTFont
from playwright.sync_api import BrowserContext, Page

from slides.present import ROOT
from slides.press import svg
from slides.press.deck import Deck
from slides.press.fonts import Coverage
from slides.press.theme import Face, face, faces
from slides.press.typography import boxes, face_of, token_face
from tests.browser.reveal import PRINT, open_deck

pytestmark = pytest.mark.peer("chromium")

FONTS = ROOT / "build" / "fonts"
POSTSCRIPT_NAME = 6  # of the name table

# Each text of the slides in order, and all that decides with which fonts it is drawn.
SET = """() => {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
    const of = [
        "fontFamily", "fontSize", "fontStretch", "fontStyle", "fontVariant",
        "fontVariationSettings", "fontWeight", "textTransform",
    ];
    const found = [];
    while (walker.nextNode()) {
        const { data, parentElement: parent } = walker.currentNode;
        if (!parent.closest("section[id]") || parent.closest(".notes")) continue;
        const style = getComputedStyle(parent);
        const set = of.map((name) => style[name]);
        found.push([data, [parent.checkVisibility(), ...set].join("|")]);
    }
    return found;
}"""


class Drawn(NamedTuple):
    """A text on a slide, and the PostScript names of the fonts it is drawn with.

    place: "text", or "kicker" or "foot", which docutils does not know.
    own: whether all of them came with the page.
    """

    slide: str
    place: str
    text: str
    fonts: frozenset[str]
    own: bool


@cache
def postscript(one: Face) -> str:
    """Return the name a font file calls itself."""
    with TTFont(FONTS / f"{one.name}.ttf", lazy=True) as font:
        return str(font["name"].getDebugName(POSTSCRIPT_NAME))


def squeezed(text: str) -> str:
    """Return text without the white space that a browser collapses."""
    return " ".join(text.split())


def drawn(page: Page) -> Iterator[Drawn]:
    """Ask the browser about every text of every slide, as the print view has it.

    An answer is for all texts of the same words that are set alike.
    """
    asked = page.context.new_cdp_session(page)
    asked.send("DOM.enable")
    asked.send("CSS.enable")
    ways = iter([one for one in page.evaluate(SET) if squeezed(one[0])])
    answers: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def fonts_of(node: dict[str, Any]) -> list[dict[str, Any]]:
        words, way = next(ways)
        assert words == node["nodeValue"]
        if (words, way) not in answers:
            found = asked.send(
                "CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]}
            )
            answers[words, way] = found["fonts"]
        return answers[words, way]

    def walk(node: dict[str, Any], slide: str, place: str) -> Iterator[Drawn]:
        flat = node.get("attributes", [])
        attributes = dict(zip(flat[::2], flat[1::2], strict=True))
        kinds = attributes.get("class", "").split()
        if "notes" in kinds:
            return
        if node["nodeName"] == "SECTION":
            slide = attributes.get("id", slide)  # a stack of slides has none
        if "kicker" in kinds:
            place = "kicker"
        if node["nodeName"] == "FOOTER":
            place = "foot"
        if node["nodeName"] == "#text" and slide and squeezed(node["nodeValue"]):
            fonts = fonts_of(node)
            yield Drawn(
                slide,
                place,
                squeezed(node["nodeValue"]),
                frozenset(font["postScriptName"] for font in fonts),
                all(font["isCustomFont"] for font in fonts),
            )
        for child in node.get("children", []):
            yield from walk(child, slide, place)

    yield from walk(asked.send("DOM.getDocument", {"depth": -1})["root"], "", "text")


def foreseen(deck: Deck) -> dict[tuple[str, str], set[frozenset[str]]]:
    """Return what the press would draw each text of a slide with."""
    coverage = Coverage(FONTS)
    found: dict[tuple[str, str], set[frozenset[str]]] = defaultdict(set)
    for slide in deck.slides:
        for text, first in texts(slide):
            runs = coverage.runs(squeezed(text), first)
            fonts = frozenset(postscript(one) for _, one in runs)
            found[slide["ids"][0], squeezed(text)].add(fonts)
    return found


def texts(slide: nodes.section) -> Iterator[tuple[str, Face]]:
    """Yield each text on a slide with the face the press sets it in."""
    for text in slide.findall(nodes.Text):
        if "tokens" in text.parent:
            for token, value in text.parent["tokens"]:
                yield value, token_face(token)
        elif "notes" not in boxes(text):
            yield text.astext(), face_of(text)
    for image in slide.findall(nodes.image):
        for words, style in svg.words(image["svg"]):
            assert style.face, f"{words!r} is in a font that is not ours"
            yield words, style.face


@pytest.fixture(scope="module")
def shown(context: BrowserContext, built: Path) -> list[Drawn]:
    """Every text of the deck of this project, asked for once."""
    with context.new_page() as page:
        open_deck(page, built, PRINT)
        return list(drawn(page))


def strange(texts: Iterable[Drawn]) -> list[Drawn]:
    """Return the texts with a font of the machine, or a character no font has."""
    characters = Coverage(FONTS).characters
    has = {postscript(one): characters[one.name] for one in faces()}

    def ours(text: Drawn) -> bool:
        known = [has[font] for font in text.fonts if font in has]
        needed = {ord(char) for char in text.text}
        return text.own and text.fonts <= has.keys() and needed <= set().union(*known)

    return [text for text in texts if not ours(text)]


def test_every_text_is_drawn_with_our_fonts(shown: list[Drawn]) -> None:
    """No character on a slide comes from a font of the machine, or is a blank box."""
    assert shown
    assert strange(shown) == []


def test_the_browser_and_the_press_agree(shown: list[Drawn], deck: Deck) -> None:
    """Each text has the face on the wall that the PDF and the checks give it."""
    coverage = Coverage(FONTS)
    expected = foreseen(deck)
    outside = {"kicker": face("sans", bold=True), "foot": face("sans")}
    wrong = []
    for text in shown:
        if text.place in outside:
            runs = coverage.runs(text.text, outside[text.place])
            choices = {frozenset(postscript(one) for _, one in runs)}
        else:
            choices = expected.get((text.slide, text.text), set())
        if text.fonts not in choices:
            wrong.append((text, choices))
    assert wrong == []


def test_a_foreign_character_is_found(page: Page, plant: Callable[[str], Path]) -> None:
    """A character that no shipped font has is seen to come from elsewhere."""
    chapter = "Greetings\n---------\n\nBread: \N{BREAD}.\n\n.. notes:: None.\n"
    open_deck(page, plant(chapter), PRINT)
    assert [text.text for text in strange(drawn(page))] == ["Bread: \N{BREAD}."]
