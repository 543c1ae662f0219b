"""The real deck: it has no fault, its ledger no hole, its rhythm some air."""

import json
import re
from itertools import pairwise

import coverage
import pytest
from docutils import nodes

from examples import peers
from notebooks.kernels import ROOT
from slides.press.build import load
from slides.press.deck import Deck
from slides.press.ledger import RUNNERS, executed, ledger
from slides.press.sources import REGION


@pytest.fixture(scope="module")
def deck() -> Deck:
    """Give the deck, read and checked."""
    return load(ROOT)


def test_chapters_are_complete(deck: Deck) -> None:
    """A chapter has its notebook, its example and its test."""
    _, holes = ledger(deck)
    assert not holes


@pytest.mark.after_units
def test_ledger_has_no_hole(
    deck: Deck, coverage_so_far: coverage.Coverage, ran: set[str]
) -> None:
    """Every line on a slide was executed by a test."""
    absent = [name for name in peers.PEERS if peers.find(name) is None]
    rows, holes = ledger(deck, executed(ROOT, coverage_so_far, ran, absent))
    assert not holes, "\n".join(map(str, holes))
    assert {row.state for row in rows} <= {"proved", "unproved"}


@pytest.fixture(params=["all", "main", "45", "20", "10"])
def shown(deck: Deck, request: pytest.FixtureRequest) -> Deck:
    """Give the slides that somebody sees in a row: all, or a cut's."""
    return deck if request.param == "all" else deck.only(request.param)


def test_a_chapter_has_three_to_seven_slides_of_the_line(deck: Deck) -> None:
    """Beside its title: with more of them a talk is a reference book."""
    line = [s["chapter"] for s in deck.only("main").slides if s["layout"] != "chapter"]
    for chapter in {*line} - {""}:
        assert 3 <= line.count(chapter) <= 7, f"{chapter} has {line.count(chapter)}"


def test_no_three_slides_of_one_layout(shown: Deck) -> None:
    """A third slide of the same layout puts a room to sleep."""
    layouts = [slide["layout"] for slide in shown.slides]
    ids = [slide["ids"][0] for slide in shown.slides]
    for n in range(len(layouts) - 2):
        assert len(set(layouts[n : n + 3])) > 1, f"change one of {ids[n : n + 3]}"


def test_a_breath_every_fifth_slide(shown: Deck) -> None:
    """A statement or a picture comes at least every fifth slide."""
    airy = {
        "title",
        "part",
        "chapter",
        "statement",
        "picture",
        "figure",
        "live",
        "closing",
    }
    breaths = [n for n, slide in enumerate(shown.slides) if slide["layout"] in airy]
    for one, next_one in pairwise([*breaths, len(shown.slides)]):
        where = shown.slides[one]["ids"][0]
        assert next_one - one <= 5, f"add a statement or a picture after {where}"


def test_chapters_that_are_named_are_there(deck: Deck) -> None:
    """ "chapter 07", on a slide or in its notes, is one of the deck."""
    numbers = {slide["chapter"].partition("-")[0] for slide in deck.slides}
    for slide in deck.slides:
        named = re.findall(r"\bchapter\s+(\d\d)\b", slide.astext())
        assert set(named) <= numbers, f"reword the notes of {slide['ids'][0]}"


def test_bullets_and_tables_are_short(deck: Deck) -> None:
    """At most five bullets and six rows on a slide."""
    for slide in deck.slides:
        for bullets in slide.findall(nodes.bullet_list):
            if "notes" not in bullets.parent["classes"]:
                assert len(bullets) <= 5, slide["ids"]
        for body in slide.findall(nodes.tbody):
            assert len(body) <= 6, slide["ids"]


def test_every_region_is_shown(deck: Deck) -> None:
    """A mark around code that no slide shows is noise to who reads that file."""
    boxes = [box for slide in deck.slides for box in slide.findall(nodes.container)]
    shown = [box["excerpt"] for box in boxes if "excerpt" in box]
    used = {(excerpt.path, excerpt.name) for excerpt in shown}
    endings = {".py", *RUNNERS, ".html", ".lua", ".service", ".socket"}
    files = [path for path in (ROOT / "examples").rglob("*.*") if path.is_file()]
    marked = {
        (path.relative_to(ROOT).as_posix(), found[1])
        for path in files
        if path.suffix in endings and "node_modules" not in path.parts
        for line in path.read_text("utf-8").split("\n")
        if (found := REGION.match(line))
    }
    assert marked - used == set()


def test_links_of_notebooks_resolve(deck: Deck) -> None:
    """A link in a notebook leads to a slide, a notebook or a file that is there."""
    ids = {slide["ids"][0] for slide in deck.slides}
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        prose = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
        links = re.findall(r"\]\(([^)]+)\)", "\n".join(prose))
        slides = [link.partition("#")[2] for link in links if "index.html#" in link]
        wanted = f"../build/slides/index.html#{path.stem}"
        assert path.stem in slides, f"{path.name}: link to its slides, {wanted}"
        assert set(slides) <= ids, f"{path.name}: {set(slides) - ids} are no slides"
        files = [link for link in links if "://" not in link and "#" not in link]
        assert all((path.parent / link).exists() for link in files), files
