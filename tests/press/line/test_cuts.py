"""Cuts: which slides they choose, how long they take, what is refused."""

import pikepdf
import pytest

from slides.press.build import build_cut
from slides.press.deck import read_deck
from slides.press.line.cuts import chosen, clock, length
from slides.press.line.sums import table
from slides.press.problems import DeckError
from tests.press.project import Project

pytestmark = pytest.mark.beside("properties")

CUTS = "slides/cuts.toml"
SLIDES = """\
One
---

See `the one below <#01-first--two>`__.

.. notes:: Say it.

Two
~~~

.. slide::
   :tags: short
   :seconds: 49

.. notes:: Say it.
"""
# The title, its chapter, One: a word or two each, so eleven seconds; Two: 49.
SHORT = '[1]\nminutes = 1\nids = ["01-first--one"]\n'


def test_a_cut_is_its_ids_and_tags_and_the_title(project: Project) -> None:
    """Slides are in order, whatever the order of the names; the title is in all."""
    project.chapter(SLIDES)
    project.write(
        CUTS, f'{SHORT}[2]\nminutes = 2\ntags = ["short"]\nids = ["01-first"]'
    )
    slides = read_deck(project.root).slides
    names = {
        cut: [s["ids"][0] for s in chosen(slides, cut)] for cut in ("1", "2", "main")
    }
    assert names == {
        "1": ["title", "01-first--one"],
        "2": ["title", "01-first", "01-first--two"],
        "main": ["title", "01-first", "01-first--one"],
    }


FAULTS = {
    "no such slide": (
        '[20]\nminutes = 20\nids = [\n"01-first--oen"]',
        (4, "cut 20: no slide has the id '01-first--oen'", "did you mean"),
    ),
    "no such slide in the second": (
        '[2]\nminutes = 2\ntags = ["short"]\n[20]\nminutes = 20\nids = ["short"]',
        (
            6,
            "cut 20: no slide has the id 'short'",
            "there are: 01-first, 01-first--one",
        ),
    ),
    "no such tag": (
        '[20]\nminutes = 20\ntags = ["shirt"]',
        (3, "cut 20: no slide has the tag 'shirt'", "did you mean 'short'?"),
    ),
    "too long": (
        '[1]\nminutes = 1\ntags = ["main", "short"]',
        (
            1,
            "cut 1 takes 1:21 of 1:00: too long",
            "the longest are 01-first--two (0:49)",
        ),
    ),
    "too short": (
        "[1]\nminutes = 1\ncomplete = true",
        (1, "cut 1 takes 0:10 of 1:00: too short", "fills 90% of its time: add slides"),
    ),
    "unknown key": (
        "[20]\nminuets = 20\nminutes = 20",
        (1, "cut 20 has an unknown key 'minuets'", "did you mean 'minutes'?"),
    ),
    "no minutes": ("[20]", (1, "cut 20 has no minutes", "add: minutes = 20")),
    "no number": (
        "[20]\nminutes = true",
        (1, "cut 20: minutes is True", "write a number above 0"),
    ),
    "no time": ("[20]\nminutes = 0", (1, "cut 20: minutes is 0", "number above 0")),
    "no truth": (
        "[20]\nminutes = 20\ncomplete = 1",
        (1, "cut 20: complete is 1", "true or false"),
    ),
    "no words": ("[20]\nminutes = 20\nids = [1]", (1, "ids is [1]", "list of words")),
    "no table": ("minutes = 20", (0, "'minutes' is no cut", "write a table: [20]")),
    "name of the whole": (
        "[main]\nminutes = 20",
        (1, "a cut cannot be called 'main'", "not main or handout"),
    ),
    "name of a path": (
        "['../x']\nminutes = 20",
        (0, "a cut cannot be called '../x'", "small letters"),
    ),
    "no TOML": ("[20", (0, "cannot be read", "mend its TOML")),
}


@pytest.mark.parametrize(("text", "said"), FAULTS.values(), ids=FAULTS)
def test_fault_of_a_cut(
    project: Project, text: str, said: tuple[int, str, str]
) -> None:
    """It names file and line, what is wrong, and the cure."""
    project.chapter(SLIDES)
    project.write(CUTS, text)
    [problem] = project.problems()
    assert (problem.file, problem.line) == (CUTS, said[0])
    assert said[1] in problem.what
    assert said[2] in problem.cure


@pytest.mark.parametrize(("more", "fits"), [(0, True), (1, False)])
def test_a_minute_is_sixty_seconds(project: Project, more: int, fits: bool) -> None:
    """A cut of just its minutes passes; one second more does not."""
    project.chapter(SLIDES.replace("49", str(50 + more)))
    project.write(CUTS, '[1]\nminutes = 1\ncomplete = true\nids = ["01-first--two"]')
    assert (project.problems() == []) is fits


@pytest.mark.parametrize(("seconds", "fits"), [(44, True), (43, False)])
def test_nine_tenths_are_complete(project: Project, seconds: int, fits: bool) -> None:
    """A complete cut fills nine tenths of its minutes."""
    project.chapter(SLIDES.replace("49", str(seconds)))
    project.write(CUTS, '[1]\nminutes = 1\ncomplete = true\nids = ["01-first--two"]')
    assert (project.problems() == []) is fits


def test_pdf_of_a_cut_is_its_line(project: Project) -> None:
    """A page a slide; a link to another slide leads into the whole beside it."""
    project.chapter(SLIDES)
    project.write(CUTS, SHORT)
    path = build_cut(project.root, "1")  # nothing else is built yet
    assert path.name == "cherry-picking-1.pdf"
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 2
        [link] = pdf.pages[1].Annots
        assert (str(link.A.S), str(link.A.F)) == ("/GoToR", "cherry-picking.pdf")
        assert str(link.A.D) == "01-first--two"
    before = path.read_bytes()
    assert build_cut(project.root, "1").read_bytes() == before
    project.build("html")
    assert path.exists()
    project.build("pdf")
    assert not path.exists()  # it would be of the deck of before


def test_no_such_cut(project: Project) -> None:
    """An unknown cut is refused with the nearest."""
    project.write(CUTS, "[20]\nminutes = 20")
    with pytest.raises(DeckError, match="no cut '21'; did you mean '20'"):
        build_cut(project.root, "21")


def test_sums_are_by_chapter(project: Project) -> None:
    """A row a chapter, a column a cut, sums and limits last."""
    project.chapter(SLIDES)
    project.write(CUTS, SHORT)
    deck = read_deck(project.root)
    rows = [row.split() for row in table(deck.slides, deck.cuts).splitlines()]
    assert rows[0] == ["main", "1"]
    assert rows[2] == ["01-first", "0:22", "(2)", "0:11", "(1)"]
    assert rows[-1] == ["of", "1:00"]
    assert clock(length(chosen(deck.slides, "main"))) == rows[-2][1]
