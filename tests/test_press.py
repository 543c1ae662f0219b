"""The press: what it refuses and how it says so, and what it makes of a source."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from slides.press.deck import read_deck
from slides.press.problems import DeckError
from slides.press.sources import definition, region
from tests.press import BOX, DEMO, Project, shown, stream

CHAPTER = "slides/chapters/01-first.rst"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a small project without a fault."""
    return Project.made(tmp_path / "project")


@dataclass(frozen=True)
class Fault:
    """A slide's body, and what the press has to say of it: words and the cure."""

    body: str
    what: str
    cure: str
    line: int = 9


FAULTS = {
    "unknown file": Fault(
        ".. example:: demp.py\n   :object: hello",
        "no file examples/demp.py",
        "did you mean 'demo.py'?",
    ),
    "unknown object": Fault(
        ".. example:: demo.py\n   :object: helo",
        "no object 'helo' in examples/demo.py",
        "did you mean 'hello'?",
    ),
    "unknown region": Fault(
        ".. example:: client.rb\n   :region: cal",
        "no region 'cal' in examples/client.rb",
        "did you mean 'call'?",
    ),
    "region without an end": Fault(
        ".. example:: client.rb\n   :region: open",
        "region 'open' of examples/client.rb never ends",
        "add 'endregion'",
    ),
    "neither object nor region": Fault(
        ".. example:: demo.py", "give either", ":object: NAME or :region: NAME"
    ),
    "unknown notebook": Fault(
        ".. output:: 01-frist\n   :cell: text",
        "no notebook '01-frist'",
        "did you mean '01-first'?",
    ),
    "unknown cell": Fault(
        ".. output:: 01-first\n   :cell: txt",
        "no cell is tagged 'txt' in 01-first",
        "did you mean 'text'?",
    ),
    "HTML alone": Fault(
        ".. output:: 01-first\n   :cell: page",
        "cell 'page' of 01-first stores HTML alone",
        "the PDF needs text or SVG beside it",
    ),
    "dead link": Fault(
        "See `there <#01-first--a-slid>`__.",
        "link to #01-first--a-slid, which is no slide",
        "did you mean '01-first--a-slide'?",
    ),
    "dead path": Fault(
        "See `there <../nowhere.rst>`__.",
        "link to the file ../nowhere.rst",
        "link to a slide or the web",
    ),
    "picture without a description": Fault(
        ".. image:: ../images/box.svg",
        "picture ../images/box.svg has no description",
        "add :alt:",
    ),
    "missing picture": Fault(
        ".. image:: ../images/bax.svg\n   :alt: A box.",
        "no picture ../images/bax.svg",
        "did you mean 'box.svg'?",
    ),
    "missing glyph": Fault(
        "A kanji: 漢.", "no font draws '漢' (U+6F22)", "choose another"
    ),
    "missing glyph in a drawing": Fault(
        ".. image:: ../images/kanji.svg\n   :alt: A kanji.",
        "no font draws '漢' (U+6F22)",
        "choose another",
    ),
    "missing glyph in a stored page": Fault(
        ".. output:: 01-first\n   :cell: kanji",
        "no font draws '漢' (U+6F22)",
        "choose another",
    ),
    "character beyond U+FFFF": Fault(
        "A cherry: 🍒.", "'🍒' (U+1F352)", "choose another"
    ),
    "combining mark": Fault(
        "A cafe\u0301.", "combining mark", "write the composed letter"
    ),
    "invisible character": Fault(
        "Soft\u00adhyphen.", "invisible character", "remove it"
    ),
    "control character in an output": Fault(
        ".. output:: 01-first\n   :cell: ansi", "control character", "remove it"
    ),
    "tab in code": Fault(
        ".. example:: demo.go\n   :region: go", "a tab", "indent with spaces"
    ),
    "over-wide code": Fault(
        ".. example:: demo.py\n   :object: WIDE",
        "a line of 89 characters where ",
        "break the line in its source",
    ),
    "over-wide code in a column": Fault(
        ".. columns::\n\n   .. column::\n\n      .. example:: demo.py\n"
        "         :object: NARROW\n\n   .. column::\n\n      Words.",
        "a line of 49 characters where ",
        "break the line in its source",
        line=13,
    ),
    "unknown font in a drawing": Fault(
        ".. image:: ../images/arial.svg\n   :alt: A box.",
        "a drawing asks for the font 'Arial'",
        "Fraunces, Inter, JetBrains Mono",
    ),
    "arrow head by marker": Fault(
        ".. image:: ../images/marker.svg\n   :alt: An arrow.",
        "a drawing has marker",
        "draw arrow heads as paths",
    ),
    "what no slide has": Fault(
        "A word\n   and what it means.",
        "a slide has no definition_list",
        "say it with paragraphs, lists and tables",
    ),
    "single backticks": Fault(
        "A `word`.", "a slide has no title_reference", "two backticks make code"
    ),
    "a spill at the foot": Fault(
        "\n\n".join(["A line of its own."] * 12),
        "px over the foot of the page",
        "say less, or make it two slides",
        line=7,
    ),
    "a spill to the right": Fault(
        "x" * 90, "px to the right", "break the line", line=7
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_fault_is_named(project: Project, fault: Fault) -> None:
    """A fault names its file, line and slide, says what is wrong, and the cure."""
    wide = f'\n\nWIDE = "{"x" * 80}"\nNARROW = "{"x" * 38}"\n'
    project.write("examples/demo.py", DEMO + wide)
    go = "// region go\nfunc main() {\n\treturn\n}\n// endregion\n"
    project.write("examples/demo.go", go)
    project.write(
        "examples/client.rb", "# region call\nputs 1\n# endregion\n# region open\n"
    )
    project.write("slides/images/kanji.svg", BOX.replace("one", "漢"))
    project.write("slides/images/arial.svg", BOX.replace("Inter", "Arial"))
    head = '<marker id="m"/></svg>'
    project.write("slides/images/marker.svg", BOX.replace("</svg>", head))
    project.notebook(
        text=[stream("hello\n")],
        page=[shown(html="<p>hello</p>")],
        kanji=[shown(html="<p>&#x6F22;</p>", text="kanji")],
        ansi=[stream("\x1b[31mred\x1b[0m\n")],
    )
    project.slide(fault.body)
    problems = project.problems()
    assert len(problems) == 1, [str(p) for p in problems]
    said = str(problems[0])
    assert said.startswith(f"{CHAPTER}:{fault.line}: "), said
    assert problems[0].slide in ("A slide", "01-first--a-slide"), said
    assert fault.what in said
    assert fault.cure in said


def test_slide_without_notes_is_refused(project: Project) -> None:
    """A slide without notes, or with empty ones, is refused."""
    for notes in ("", ".. notes::"):
        project.slide("Words.", notes)
        assert any("notes" in str(p) for p in project.problems()), notes


def test_two_slides_of_one_id_are_refused(project: Project) -> None:
    """Two slides of one chapter with one heading cannot both be linked to."""
    slide = "Same\n----\n\n.. notes:: Say it.\n\n"
    project.chapter(slide + slide)
    said = [str(p) for p in project.problems()]
    assert len(said) == 2
    assert all("2 slides have the id '01-first--same'" in one for one in said)
    assert all("reword one" in one for one in said)


def test_all_spills_are_told_at_once(project: Project) -> None:
    """A speaker mends a deck in one go: every slide that spills is named."""
    long = "\n\n".join(["A line of its own."] * 12)
    slides = [f"{n}\n---\n\n{long}\n\n.. notes:: Say it.\n\n" for n in ("One", "Two")]
    project.chapter("".join(slides))
    assert [p.slide for p in project.problems()] == ["01-first--one", "01-first--two"]


def test_glyph_is_missed_where_capitals_are_made(project: Project) -> None:
    """The line over the heading is in capitals: these are what is looked for."""
    head = "ŉ first\n=======\n\n.. notes:: A part.\n\n"  # its capital is two characters
    slide = "A slide\n-------\n\n.. notes:: Say it.\n"
    project.write(CHAPTER, head + slide)
    assert "combining" not in "".join(map(str, project.problems()))
    project.write(CHAPTER, head.replace("ŉ", "ǰ") + slide)  # J and a combining caron
    assert any("combining mark" in p.what for p in project.problems())


def test_failed_build_leaves_the_last_good_one(project: Project) -> None:
    """What was built before a fault is there after it, byte for byte."""
    done = project.build()
    before = {p: p.read_bytes() for p in done.rglob("*") if p.is_file()}
    assert {p.name for p in before} >= {"index.html", "cherry-picking.pdf"}
    project.slide("\n\n".join(["A line of its own."] * 12))  # found while drawing
    with pytest.raises(DeckError, match="over the foot"):
        project.build()
    assert {p: p.read_bytes() for p in done.rglob("*") if p.is_file()} == before


def test_builds_are_byte_identical(tmp_path: Path) -> None:
    """Two builds of one deck in two folders do not differ in a byte."""
    body = (
        ".. image:: ../images/box.svg\n   :alt: A box.\n\n"
        "See `the title <#title>`__ and https://example.org/."
    )
    built = []
    for folder in (tmp_path / "one", tmp_path / "two" / "deeper"):
        project = Project.made(folder)
        project.slide(body)
        done = project.build()
        files = [p for p in sorted(done.rglob("*")) if p.is_file()]
        built.append({p.relative_to(done): p.read_bytes() for p in files})
    assert built[0].keys() == built[1].keys()
    assert [p for p in built[0] if built[0][p] != built[1][p]] == []


def test_ids_are_made_of_chapter_and_heading(project: Project) -> None:
    """An id is the chapter's name and the heading, and never ends in a digit."""
    project.chapter(
        "Beauty in design\n----------------\n\nIn 2011\n-------\n\n"
        "Äpfel & Öl\n----------\n"
    )
    ids = [slide["ids"][0] for slide in read_deck(project.root).slides]
    assert ids == [
        "title",
        "01-first",
        "01-first--beauty-in-design",
        "01-first--in-2011-slide",
        "01-first--apfel-ol",
    ]


def test_link_follows_a_slide_to_its_id(project: Project) -> None:
    """A link by heading leads to the slide's stable id."""
    project.slide("See `A slide`_.")
    assert 'href="#01-first--a-slide"' in project.page()


PYTHON = '''\
import functools


@functools.cache
@staticmethod
def decorated():
    """A docstring,
    over two lines."""

    # a comment stays
    return 1


class Outer:
    """A docstring."""

    NAME: str = "x"

    async def inner(self):
        """Only a docstring."""


def quoted():
    "One line"; return 2


TABLE = {
    "a": 1,
}
'''


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """Return a folder with a file of Python."""
    (tmp_path / "a.py").write_text(PYTHON)
    return tmp_path


def test_excerpt_keeps_decorators_and_drops_the_docstring(python: Path) -> None:
    """A function is shown with its decorators and comments, without its docstring."""
    assert definition(python, "a.py", "decorated").text == (
        "@functools.cache\n@staticmethod\ndef decorated():\n"
        "    # a comment stays\n    return 1"
    )


def test_excerpt_of_a_nested_object_stands_at_the_margin(python: Path) -> None:
    """What is inside a class is taken by its dotted name and loses its indentation."""
    assert definition(python, "a.py", "Outer.NAME").text == 'NAME: str = "x"'


def test_docstring_stays_where_it_is_the_whole_body(python: Path) -> None:
    """Without it the definition would not be Python any more."""
    said = definition(python, "a.py", "Outer.inner").text
    assert said == 'async def inner(self):\n    """Only a docstring."""'


def test_excerpt_of_an_assignment_is_whole(python: Path) -> None:
    """An assigned name is taken over all its lines."""
    assert definition(python, "a.py", "TABLE").text == 'TABLE = {\n    "a": 1,\n}'


def test_excerpt_knows_its_lines(python: Path) -> None:
    """The ledger asks coverage for just the lines that are shown."""
    shown_ = definition(python, "a.py", "decorated").lines
    assert [number for number, _ in shown_] == [4, 5, 6, 10, 11]


@pytest.mark.parametrize(
    ("name", "opening", "closing"),
    [
        ("a.rb", "# region x", "# endregion"),
        ("a.js", "// region x", "// endregion"),
        ("a.sql", "-- region x", "-- endregion"),
        ("a.css", "/* region x */", "/* endregion */"),
        ("a.html", "<!-- region x -->", "<!-- endregion -->"),
    ],
)
def test_region_in_any_language(
    tmp_path: Path, name: str, opening: str, closing: str
) -> None:
    """A region is marked in the comments of the language it is written in."""
    (tmp_path / name).write_text(
        f"no\n  {opening}\n  yes\n    deeper\n  {closing}\nno\n"
    )
    assert region(tmp_path, name, "x").text == "yes\n  deeper"


def test_richest_form_is_for_the_browser(project: Project) -> None:
    """The browser shows stored HTML, and leaves out the text stored beside it."""
    project.notebook(text=[shown(html="<p>a <ins>word</ins></p>", text="plain")])
    project.slide(".. output:: 01-first\n   :cell: text")
    page = project.page()
    assert "<p>a <ins>word</ins></p>" in page
    assert "plain" not in page


def test_bare_repr_is_no_output(project: Project) -> None:
    """A picture's ``<Figure size 640x480>`` is not shown beside the picture."""
    project.notebook(text=[shown(svg=BOX, text="<Figure>")])
    project.slide(".. output:: 01-first\n   :cell: text\n   :alt: A box.")
    page = project.page()
    assert "Figure" not in page
    assert "<tspan>box</tspan>" in page


def test_ids_of_two_drawings_do_not_meet(project: Project) -> None:
    """A drawing that stands twice in a page keeps what it refers to."""
    clip = '<clipPath id="c"><rect width="9" height="9"/></clipPath>'
    use = '<g clip-path="url(#c)"><rect width="5" height="5"/></g>'
    project.write("slides/images/box.svg", BOX.replace("</svg>", clip + use + "</svg>"))
    image = ".. image:: ../images/box.svg\n   :alt: A box."
    project.slide(image)
    page = project.page()
    assert 'id="d1-c"' in page
    assert 'url(#d1-c)"' in page


def test_drawing_names_the_fallback_fonts(project: Project) -> None:
    """An arrow that Inter lacks is drawn by a shipped face, not by the machine's."""
    project.slide(".. image:: ../images/box.svg\n   :alt: A box.")
    assert 'font-family="Inter, DejaVu Sans"' in project.page()
