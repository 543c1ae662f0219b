"""Headings, ids, parts and seconds: what they make, and what is refused."""

import re

import pytest

from slides.press.deck import read_deck
from slides.press.line.order import level
from tests.press.project import BOX, DECK, HEAD, Project, shown

pytestmark = pytest.mark.beside("properties")

CHAPTER = "slides/chapters/01-first.rst"
NOTES = "\n\n.. notes:: Say it.\n\n"
PART = ".. part:: A part\n\n   Words.\n\n   .. notes:: Say it.\n\n"


def heading(title: str, mark: str, more: str = "") -> str:
    """Return a slide."""
    return f"{title}\n{mark * len(title)}\n\n{more}{NOTES}"


def test_tilde_is_below_the_slide_before(project: Project) -> None:
    """Slides stay in order; those underlined with ~~~ lie below."""
    tree = [("One", "-"), ("Deep", "~"), ("Deeper", "~"), ("Two", "-")]
    project.chapter("".join(heading(*one) for one in tree))
    slides = read_deck(project.root).slides[2:]
    assert [s["below"] for s in slides] == [False, True, True, False]
    assert slides[2]["above"] == ["01-first", "01-first--one"]


@pytest.mark.parametrize(
    ("text", "line", "what", "cure"),
    [
        (HEAD + heading("Deep", "~"), 6, "a slide below none", "underline it with ---"),
        (HEAD + heading("Odd", "^"), 6, "underlined with ^^^", "=== is a chapter"),
        (heading("One", "-") + HEAD, 1, "before the title", "begin the file with"),
    ],
)
def test_heading_out_of_place(
    project: Project, text: str, line: int, what: str, cure: str
) -> None:
    """The first chapter's own order teaches docutils nothing."""
    project.write(CHAPTER, text)
    found = [p for p in project.problems() if what in p.what]
    assert [(p.file, p.line) for p in found] == [(CHAPTER, line)]
    assert cure in found[0].cure


def test_a_fault_in_a_heading_is_of_its_slide(project: Project) -> None:
    """And not of the one before."""
    project.chapter(heading("One", "-") + heading("Two |x|", "-"))
    assert [(p.line, p.slide) for p in project.problems()] == [(14, "Two |x|")]


def test_an_id_can_be_given(project: Project) -> None:
    """A Greek title needs one, and a link by its heading follows."""
    said = ".. slide::\n   :id: cherries\n\nSee `Κεράσια`_."
    project.chapter(heading("Κεράσια", "-", said))
    page = project.page()
    assert 'id="01-first--cherries"' in page
    assert 'href="#01-first--cherries"' in page


GIVEN = {
    "digit last": (":id: in-2011", "'in-2011' is no id"),
    "capitals": (":id: Cherries", "'Cherries' is no id"),
    "no seconds": (":seconds: 0", "'0' are no seconds: a number from 1 to 3600"),
    "too many": (":seconds: 3601", "a number from 1 to 3600"),
    "own tag": (":tags: main", "'main' is no tag"),
    "odd tag": (":tags: a_b", "'a_b' is no tag"),
    "nothing": ("", "give :id:, :seconds: or :tags:"),
}


@pytest.mark.parametrize(("option", "what"), GIVEN.values(), ids=GIVEN)
def test_what_is_given_is_checked(project: Project, option: str, what: str) -> None:
    """An option that cannot be meant is refused where it stands."""
    project.slide(f".. slide::\n   {option}".rstrip())
    [problem] = project.problems()
    assert problem.line == 9
    assert what in problem.what


@pytest.mark.parametrize(
    "body", ["Words.\n\n.. slide::\n   :id: a", ".. slide::\n   :id: a\n\n" * 2]
)
def test_slide_stands_once_below_its_heading(project: Project, body: str) -> None:
    """Elsewhere it could be overlooked."""
    project.slide(body)
    [problem] = project.problems()
    assert "slide stands" in problem.what


def test_seconds_are_counted(project: Project) -> None:
    """65 words are 30 s; to look, 10; a step, 5 each; a cue and a dash are nothing."""
    steps = ".. incremental::\n\n   - one\n   - two"
    said = "\n\n".join([f"   {'word ' * 16}"] * 4)
    notes = f".. notes::\n\n{said}– ``word``.\n\n.. cue:: Press the key."
    project.slide(steps, notes)
    assert read_deck(project.root).slides[-1]["seconds"] == 50
    project.slide(f".. slide::\n   :seconds: 3600\n\n{steps}", notes)
    assert read_deck(project.root).slides[-1]["seconds"] == 3600


def test_a_cue_is_the_speakers_alone(project: Project) -> None:
    """In the speaker's notes, in no PDF; and it is no substitute for notes."""
    project.slide("", ".. cue:: Press S.\n\n.. notes:: Say it.")
    page = project.page()
    assert re.search(r'<aside class="notes cue">\s*<div class="cue">', page)
    project.slide("", ".. cue:: Press S.")
    assert [p.what for p in project.problems()] == ["no notes"]
    project.slide("", ".. notes::\n\n   Say it.\n\n   .. cue:: Press S.")
    [problem] = project.problems()
    assert problem.what == "notes, or a cue, inside of something"


def test_a_part_begins_before_its_chapter(project: Project) -> None:
    """It is a slide of its own, and bookmarks are one level deeper."""
    text = DECK.replace(".. include", f"{PART}.. include")
    second = ".. include:: chapters/02-second.rst\n"
    project.write("slides/chapters/02-second.rst", HEAD.replace("First", "Other"))
    project.write("slides/deck.rst", f"{text}{PART.replace('A part', 'Next')}{second}")
    assert project.problems() == []
    slides = read_deck(project.root).slides
    levels = [(s["ids"][0], level(s, slides)) for s in slides]
    assert levels == [
        ("title", 0),
        ("part--a-part", 0),
        ("01-first", 1),
        ("01-first--a-slide", 2),
        ("part--next", 0),
        ("02-second", 1),
    ]
    assert [s["kicker"] for s in slides if s["layout"] == "part"] == [
        "Part 1 of 2",
        "Part 2 of 2",
    ]


def test_the_footer_of_a_part_says_where_its_map_is_from(project: Project) -> None:
    """The map has all the room above: no line of its source, and no spill."""
    project.notebook(map=[shown(svg=BOX, text="a map")])
    drawn = "\n\n   .. output:: 01-first\n      :cell: map\n      :alt: A map.\n"
    text = DECK.replace(
        ".. include", PART.replace("Words.\n", f"Words.{drawn}") + ".. include"
    )
    project.write("slides/deck.rst", text)
    assert project.problems() == []
    _, _, page = project.page().partition('id="part--a-part"')
    page, _, _ = page.partition("</section>")
    assert 'class="source"' not in page
    assert ">▸ notebooks/01-first · map</a></span>" in page


def test_a_part_without_a_chapter(project: Project) -> None:
    """A part at the end of the deck, or before another, is refused."""
    project.write("slides/deck.rst", f"{DECK}\n{PART}")
    [problem] = project.problems()
    assert problem.what == "a part without a chapter"
    project.write("slides/deck.rst", DECK)
    project.slide(PART)
    assert any("a part stands in deck.rst" in p.what for p in project.problems())
