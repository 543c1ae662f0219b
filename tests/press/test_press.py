"""The press: what it refuses and how it says so, and what it makes of a source."""

import json
import os
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import count, product
from pathlib import Path

import pypdf
import pytest
from fontTools.ttLib import TTFont

from slides.press import build as press_build
from slides.press import fonts
from slides.press.deck import read_deck
from slides.press.drawable import faults
from slides.press.ledger import Executed, ledger
from slides.press.problems import DeckError
from slides.press.prose import prose_node
from slides.press.sources import definition, region
from slides.press.tables import table_node
from slides.press.theme import face
from tests.press.project import (
    BOX,
    DECK,
    DEMO,
    HEAD,
    ROOT,
    Project,
    shown,
    stream,
    words,
)

pytestmark = pytest.mark.beside("properties")

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
        "region 'open' of examples/client.rb never ends;",
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
        "link to ../nowhere.rst",
        "link to a slide or the web",
    ),
    "picture without a description": Fault(
        ".. image:: ../images/box.svg",
        "picture ../images/box.svg has no description",
        "add :alt:",
    ),
    "missing picture": Fault(
        ".. image:: ../images/bax.svg\n   :alt: A box.",
        "picture ../images/bax.svg: no file images/bax.svg",
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
    "region that is empty": Fault(
        ".. example:: regions.sh\n   :region: empty",
        "region 'empty' of examples/regions.sh is empty",
        "put its code into it",
    ),
    "region of a name that is taken": Fault(
        ".. example:: regions.sh\n   :region: twice",
        "examples/regions.sh has 2 regions 'twice'",
        "rename one",
    ),
    "region inside a region": Fault(
        ".. example:: regions.sh\n   :region: outer",
        "region 'outer' of examples/regions.sh never ends before the next one",
        "add 'endregion'",
    ),
    "object that is defined twice": Fault(
        ".. example:: demo.py\n   :object: TWICE",
        "'TWICE' is ambiguous in examples/demo.py, defined 2 times",
        "mark one as a region",
    ),
    "example outside examples": Fault(
        ".. example:: ../notebooks/01-first.ipynb\n   :region: x",
        "examples/../notebooks/01-first.ipynb lies outside examples/",
        "move the file there",
    ),
    "example by a detour": Fault(
        ".. example:: ../examples/demo.py\n   :object: hello",
        "examples/../examples/demo.py lies outside examples/",
        "move the file there",
    ),
    "example behind a link": Fault(
        ".. example:: link.py\n   :region: x",
        "examples/link.py lies outside examples/",
        "move the file there",
    ),
    "example that is not UTF-8": Fault(
        ".. example:: latin.py\n   :object: x",
        "byte 5 of examples/latin.py is not UTF-8",
        "save the file as UTF-8",
    ),
    "notebook that is none": Fault(
        ".. output:: 02-list\n   :cell: text",
        "notebooks/02-list.ipynb is not a notebook",
        "save it from JupyterLab",
    ),
    "notebook cut short": Fault(
        ".. output:: 03-short\n   :cell: text",
        "notebooks/03-short.ipynb is not a notebook",
        "save it from JupyterLab",
    ),
    "notebook that is not UTF-8": Fault(
        ".. output:: 04-latin\n   :cell: text",
        "byte 1 of notebooks/04-latin.ipynb is not UTF-8",
        "save the file as UTF-8",
    ),
    "two cells of one tag": Fault(
        ".. output:: 05-twice\n   :cell: text",
        "2 cells are tagged 'text' in 05-twice",
        "did you mean",
    ),
    "stored error": Fault(
        ".. output:: 01-first\n   :cell: error",
        "cell 'error' of 01-first stores an error",
        "mend the cell and run it",
    ),
    "stored warning": Fault(
        ".. output:: 01-first\n   :cell: warning",
        "cell 'warning' of 01-first stores a warning",
        "mend its cause",
    ),
    "blank output": Fault(
        ".. output:: 01-first\n   :cell: blank",
        "cell 'blank' of 01-first stores no text, SVG or HTML",
        "let it show a result",
    ),
    "printed beside a page": Fault(
        ".. output:: 01-first\n   :cell: both",
        "cell 'both' of 01-first stores a picture or a page and more",
        "split the cell",
    ),
    "printed beside a picture": Fault(
        ".. output:: 01-first\n   :cell: beside\n   :alt: A box.",
        "cell 'beside' of 01-first stores a picture or a page and more",
        "split the cell",
    ),
    "stored script": Fault(
        ".. output:: 01-first\n   :cell: script",
        "stored HTML has <script>",
        "show words or SVG",
    ),
    "stored handler": Fault(
        ".. output:: 01-first\n   :cell: handler",
        "stored HTML has onclick",
        "leave it out",
    ),
    "stored page that fetches": Fault(
        ".. output:: 01-first\n   :cell: remote",
        'stored HTML has src="https://example.org/x.png"',
        "leave it out",
    ),
    "stored picture that fetches by its size": Fault(
        ".. output:: 01-first\n   :cell: srcset",
        "stored HTML has srcset",
        "leave it out",
    ),
    "stored style that fetches": Fault(
        ".. output:: 01-first\n   :cell: style",
        'stored HTML has style="background: URL(x.png)"',
        "leave it out",
    ),
    "stored link that runs": Fault(
        ".. output:: 01-first\n   :cell: runs",
        "stored HTML has href=\"javascript:x('https://example.org')\"",
        "leave it out",
    ),
    "stored page left open": Fault(
        ".. output:: 01-first\n   :cell: open",
        "stored HTML leaves <div> open",
        "close it",
    ),
    "stored page closed twice": Fault(
        ".. output:: 01-first\n   :cell: closed",
        "stored HTML closes <p>, which is not open",
        "the innermost first",
    ),
    "code typed": Fault(
        "Look::\n\n   print(1)",
        "code that is typed and not taken",
        "take it from a file",
        line=11,
    ),
    "code typed in a directive": Fault(
        ".. code-block:: python\n\n   print(1)",
        "a slide has no 'code-block' directive",
        "take it from a file",
    ),
    "raw HTML": Fault(
        ".. raw:: html\n\n   <b>x</b>",
        "a slide has no 'raw' directive",
        "say it with paragraphs",
    ),
    "table from a file": Fault(
        ".. csv-table::\n   :file: /dev/null",
        "a slide has no 'csv-table' directive",
        "use list-table",
    ),
    "container of our own class": Fault(
        ".. container:: notes\n\n   Hidden.",
        "a slide has no 'container' directive",
        "say it with",
    ),
    "class of our own": Fault(
        ".. class:: notes\n\nHidden.",
        "no slide has the class 'notes'",
        "there are: closing, deep, figure, statement",
    ),
    "class of a slide on a paragraph": Fault(
        ".. class:: deep\n\nWords.",
        "deep is for a whole slide",
        "before the heading",
        line=11,
    ),
    "include in a chapter": Fault(
        ".. include:: /dev/null", "a chapter includes nothing", "include it in deck.rst"
    ),
    "link that runs": Fault(
        "See `there <javascript:x()>`__.", "link to javascript:x()", "or the web"
    ),
    "link without an address": Fault(
        "See `there`__.", "Anonymous hyperlink mismatch", "1 references but 0 targets."
    ),
    "column alone": Fault(
        ".. column::\n\n   Words.", "a column that stands alone", "columns directive"
    ),
    "paragraph among columns": Fault(
        ".. columns::\n\n   Stray.\n\n   .. column::\n\n      a\n\n"
        "   .. column::\n\n      b",
        "columns holds two or more columns",
        "and nothing else",
    ),
    "column without a share": Fault(
        ".. columns:: 0 1\n\n   .. column::\n\n      a\n\n   .. column::\n\n      b",
        "2 columns want as many shares, not '0 1'",
        "a number from 1 to 99",
    ),
    "column that is too wide": Fault(
        ".. columns:: 2 100\n\n   .. column::\n\n      a\n\n   .. column::\n\n      b",
        "2 columns want as many shares, not '2 100'",
        "a number from 1 to 99",
    ),
    "cell over two columns": Fault(
        "+---+---+\n| a | b |\n+---+---+\n| c     |\n+-------+",
        "a table cell over several columns or rows",
        "give each column its own cell",
    ),
    "cell over two rows": Fault(
        "+---+---+\n| a | b |\n|   +---+\n|   | c |\n+---+---+",
        "a table cell over several columns or rows",
        "give each column its own cell",
    ),
    "section inside the lowest one": Fault(
        ".. notes:: x\n\nBelow\n~~~~~\n\nDeeper\n^^^^^^\n\nWords.",
        "a section inside a slide",
        "a slide below the main line, ~~~, is the lowest",
        line=15,
    ),
    "picture outside images": Fault(
        ".. image:: ../../out.svg\n   :alt: A box.",
        "picture ../../out.svg: images/../../out.svg lies outside images/",
        "move the file there",
    ),
    "picture from the web": Fault(
        ".. image:: https://example.org/x.svg\n   :alt: A box.",
        "https://example.org/x.svg is not a drawing",
        "below slides/images",
    ),
    "live path with dots": Fault(
        ".. live:: ../x\n   :output: 01-first\n   :cell: text",
        "'../x' is no path of an example",
        "write NAME/PAGE",
    ),
    "live that nobody serves": Fault(
        ".. live:: dmeo/page\n   :output: 01-first\n   :cell: text",
        "no example 'dmeo' is served live; add its show/live.py",
        "did you mean 'demo'?",
    ),
    "live in notes": Fault(
        ".. notes::\n\n   .. live:: demo\n      :output: 01-first\n      :cell: text",
        "notes with 'live', which nobody would see",
        "put it on the slide",
        line=11,
    ),
    "steps in notes": Fault(
        ".. notes::\n\n   .. incremental::\n\n      - one",
        "notes with 'incremental', which nobody would see",
        "put it on the slide",
        line=11,
    ),
    "directive with one colon": Fault(
        ".. NOTES: Hello.",
        "a comment that looks like a directive: 'NOTES:'",
        "write '.. notes:: …' after a blank line",
    ),
    "directive without colons": Fault(
        ".. exampel demo.py\n   :object: hello",
        "a comment that looks like a directive: 'exampel'",
        "write '.. example:: …'",
    ),
    "directive without a space after it": Fault(
        ".. cue::Hello.",
        "a comment that looks like a directive: 'cue::'",
        "write '.. cue:: …'",
    ),
    "directive without a space before it": Fault(
        "..notes:: Hello.",
        "a line of words that looks like a directive: '..notes::'",
        "write '.. notes:: …'",
    ),
    "directive without a blank line before it": Fault(
        "Words.\n.. cue:: Hello.",
        "a line of words that looks like a directive: '.. cue::'",
        "after a blank line",
    ),
    "what no slide has": Fault(
        "A word\n   and what it means.",
        "a slide has no definition_list",
        "say it with paragraphs, lists and tables",
    ),
    "single backticks": Fault(
        "A `word`.", "a slide has no title_reference", "two backticks make code"
    ),
    "path that cannot be read": Fault(
        ".. image:: ../images/path.svg\n   :alt: A path.",
        "../images/path.svg: svglib cannot read it",
        "draw it more plainly",
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
    "a spill in a list": Fault(  # without the indent it would fit
        f"1. {'x' * 65}", "px to the right", "break the line", line=7
    ),
    "a spill in the right column": Fault(
        ".. columns::\n\n   .. column::\n\n      Words.\n\n"
        f"   .. column::\n\n      {'x' * 50}",
        "px to the right",
        "break the line",
        line=7,
    ),
    "a spill above the last row": Fault(
        f".. list-table::\n\n   - - {'x' * 50}\n     - a\n   - - b\n     - c",
        "px to the right",
        "break the line",
        line=7,
    ),
}

REGIONS = """\
# region empty

# endregion
# region twice
true
# endregion
# region twice
true
# endregion
# region outer
true
# region inner
true
# endregion
# endregion
"""
PAGES = {
    "script": "<script>x()</script>",
    "handler": '<p onclick="x()">a</p>',
    "remote": '<img src="https://example.org/x.png">',
    "srcset": '<img srcset="x.png 2x">',
    "style": '<p style="background: URL(x.png)">a</p>',
    "runs": "<a href=\"javascript:x('https://example.org')\">a</a>",
    "open": "<div><p>a</p>",
    "closed": "<p>a</p></p>",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_fault_is_named(project: Project, fault: Fault) -> None:
    """A fault names its file, line and slide, says what is wrong, and the cure."""
    wide = f'\n\nWIDE = "{"x" * 80}"\nNARROW = "{"x" * 38}"\n'
    project.write("examples/demo.py", f"{DEMO}{wide}\nTWICE = 1\nTWICE = 2\n")
    project.write("examples/regions.sh", REGIONS)
    (project.root / "examples/latin.py").write_bytes(b'x = "\xe9"\n')
    (project.root / "examples/link.py").symlink_to(__file__)
    project.write("out.svg", BOX)
    project.write("examples/demo/show/live.py", "")
    project.write("notebooks/02-list.ipynb", "[]")
    project.write("notebooks/03-short.ipynb", '{"cells": [')
    (project.root / "notebooks/04-latin.ipynb").write_bytes(b'"\xe9"')
    twice = [{"metadata": {"tags": ["text"]}, "outputs": []}] * 2
    project.write("notebooks/05-twice.ipynb", json.dumps({"cells": twice}))
    go = "// region go\nfunc main() {\n\treturn\n}\n// endregion\n"
    project.write("examples/demo.go", go)
    project.write(
        "examples/client.rb", "# region call\nputs 1\n# endregion\n# region open\n"
    )
    project.write("slides/images/kanji.svg", BOX.replace("one", "漢"))
    project.write("slides/images/arial.svg", BOX.replace("Inter", "Arial"))
    path = '<path d="M 1 x"/></svg>'
    project.write("slides/images/path.svg", BOX.replace("</svg>", path))
    head = '<marker id="m"/></svg>'
    project.write("slides/images/marker.svg", BOX.replace("</svg>", head))
    project.notebook(
        text=[stream("hello\n")],
        page=[shown(html="<p>hello</p>")],
        kanji=[shown(html="<p>&#x6F22;</p>", text="kanji")],
        ansi=[stream("\x1b[31mred\x1b[0m\n")],
        error=[stream("half\n"), {"output_type": "error", "ename": "E"}],
        warning=[{**stream("old\n"), "name": "stderr"}],
        blank=[stream("\n \n")],
        both=[stream("printed\n"), shown(html="<p>page</p>", text="page")],
        beside=[stream("printed\n"), shown(svg=BOX, text="a box")],
        **{tag: [shown(html=html, text="x")] for tag, html in PAGES.items()},
    )
    project.slide(fault.body)
    problems = project.problems()
    assert len(problems) == 1, [str(p) for p in problems]
    said = str(problems[0])
    assert said.startswith(f"{CHAPTER}:{fault.line}: "), said
    assert problems[0].slide in ("A slide", "01-first--a-slide", "01-first--below"), (
        said
    )
    assert fault.what in said
    assert fault.cure in said


@pytest.mark.parametrize(
    "text",
    [
        ".. the slide below is new",
        ".. TODO: a picture",
        "...and so: three dots",
        "..",
    ],
)
def test_comment_stays_a_comment(project: Project, text: str) -> None:
    """What an author only notes down, and words after three dots, are no fault."""
    project.slide(text)
    assert project.problems() == []


def test_each_of_two_mistyped_comments_has_its_line(project: Project) -> None:
    """Who mends one is still told of the other."""
    project.slide(".. notes: Hello\n\nWords.\n\n.. notes: Hello")
    assert [problem.line for problem in project.problems()] == [9, 13]


def test_title_slide_is_read_for_directives_too(project: Project) -> None:
    """What was meant as a directive in ``deck.rst`` is found with its line."""
    project.write("slides/deck.rst", DECK.replace(".. include::", ".. inclde:"))
    assert any(
        str(p).startswith("slides/deck.rst:9: ") and "'.. include:: …'" in p.cure
        for p in project.problems()
    )


IN_NOTES = [
    ".. image:: ../images/box.svg\n   :alt: A box.",
    ".. example:: demo.py\n   :object: hello",
    ".. output:: 01-first\n   :cell: text",
    "- an item",
    "===  ===\nA    B\n===  ===\n1    2\n===  ===",
]
KINDS = ["image", "code", "cell", "list", "table"]


@pytest.mark.parametrize(
    "said", IN_NOTES, ids=["image", "code", "cell", "list", "table"]
)
def test_notes_do_not_set_the_layout(project: Project, said: str) -> None:
    """A slide looks as what is on it, and so does its foot."""
    inside = said.replace("\n", "\n   ")
    project.slide("Words.", f".. notes:: Say it.\n\n   {inside}")
    page = project.page()
    _, _, slide = page.partition('<section id="01-first--a-slide"')
    assert 'class="text"' in slide.partition(">")[0]
    assert "▸ notebooks" not in slide.partition("</section>")[0]


def test_slide_without_notes_is_refused(project: Project) -> None:
    """A slide without notes, or with empty ones, is refused."""
    for notes in ("", ".. notes::"):
        project.slide("Words.", notes)
        assert any("notes" in str(p) for p in project.problems()), notes


@pytest.mark.parametrize(
    "said",
    [
        "The next\n   chapter has it.",
        "It is on the slide before.",
        "The Third merge point.",
        "It fails, as we saw.",
    ],
)
def test_a_place_that_a_cut_moves_is_refused(project: Project, said: str) -> None:
    """ "The next slide", in notes or a cue, is another one in a shorter talk."""
    for kind in ("notes", "cue"):
        project.slide(f".. {kind}::\n\n   True.\n\n   {said}", ".. notes:: Say it.")
        (problem,) = project.problems()
        assert problem.line == 13
        assert problem.cure == "name what is meant"


def test_places_in_the_talk_of_2011_stay(project: Project) -> None:
    """A page of 2011, a next client and a slide's own column are where they are."""
    said = "Page 9 of the slides of 2011. The next client waits, left on the slide."
    project.slide("Words.", f".. notes:: {said}")
    assert not project.problems()


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


HOW = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.mark.parametrize(
    ("step", "how"),
    [
        ("load", signal.SIGINT),
        ("write_html", signal.SIGTERM),
        *product(("swap 1", "swap 2"), HOW),
    ],
)
def test_stopped_build_leaves_a_whole_deck(
    project: Project, monkeypatch: pytest.MonkeyPatch, step: str, how: signal.Signals
) -> None:
    """A signal after any step leaves the deck of before, or the new one: no half."""
    project.slide("Before.")
    done = project.build("html")
    project.slide("Afterwards.")
    moves = count(1)

    def stopped(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def run(*given: object) -> object:
            result = call(*given)
            number = f" {next(moves)}" if name == "swap" else ""
            if name + number == step:
                os.kill(os.getpid(), how)
            return result

        return run

    for name in ("load", "write_html"):
        monkeypatch.setattr(
            press_build, name, stopped(name, getattr(press_build, name))
        )
    monkeypatch.setattr(Path, "replace", stopped("swap", Path.replace))
    before = {one: signal.signal(one, signal.default_int_handler) for one in HOW}
    try:
        with pytest.raises(KeyboardInterrupt):
            project.build("html")
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    page = (done / "index.html").read_text("utf-8")
    assert ("Afterwards." if "swap" in step else "Before.") in page
    assert (done / "assets/reveal.js").is_file()
    assert [p.name for p in (project.root / "build").glob("slides.*")] == []


def test_cut_of_another_deck_goes(project: Project) -> None:
    """A whole PDF takes along those of cuts, also of one that has no name any more.

    The handout is none of them: it stays until it is made anew.
    """
    stale = project.build("pdf") / "cherry-picking-12.pdf"
    stale.write_bytes(b"")
    project.build("html")
    assert stale.exists()
    handout = stale.with_name("cherry-picking-handout.pdf")
    handout.write_bytes(b"")
    project.build("pdf")
    assert (stale.exists(), handout.exists()) == (False, True)


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
    """A link by heading leads to the slide's stable id; others lead where they say."""
    project.slide("See `A slide`_, or ask `us <mailto:us@example.org>`__.")
    page = project.page()
    assert 'href="#01-first--a-slide"' in page
    assert 'href="mailto:us' in page


def test_a_deck_may_lie_behind_a_link(project: Project) -> None:
    """All is inside of it, and a fault is told by the path that one types."""
    behind = project.root.with_name("link")
    behind.symlink_to(project.root)
    picture = ".. image:: ../images/box.svg\n   :alt: A box."
    project.slide(f"{picture}\n\n.. example:: demo.py\n   :object: hello")
    assert Project(behind).problems() == []
    project.slide("A `word`.")
    assert [p.file for p in Project(behind).problems()] == [CHAPTER]


class Tags(HTMLParser):
    """Collects the tags of a page, and the labels of its slides."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.labels: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect one."""
        self.seen.add(tag)
        if tag == "section":
            self.labels.append(dict(attrs).get("aria-label"))


def test_words_that_look_like_markup_are_words(project: Project) -> None:
    """In each heading, and wherever it is said again: line, foot, label, contents."""
    odd, rule = '<i a="b">', "=" * 40
    deck = DECK.replace("=" * 10, rule).replace("Small", f"Small ``{odd}``")
    project.write("slides/deck.rst", deck)
    one, two = (f"{title} ``{odd}``" for title in ("First", "A slide"))
    said = "\n\n.. notes:: Say it.\n\n"
    project.write(CHAPTER, f"{one}\n{rule}{said}{two}\n{'-' * 40}{said}")
    done = project.build("html")
    pages = [Tags(one.read_text("utf-8")) for one in done.glob("*.html")]
    assert len(pages) == 3
    assert [page for page in pages if "i" in page.seen] == []
    assert f"01 · First {odd}: A slide {odd}" in pages[0].labels


def test_new_notes_are_another_build(project: Project) -> None:
    """A console has the notes in it, and takes the new ones by this."""
    digests = []
    for said in ("Say it.", "Say more."):
        project.slide("Words.", f".. notes:: {said}")
        digests += re.findall(r'data-digest="(\w+)"', project.page())
    assert len({*digests}) == 2


def test_all_speakers_are_the_authors(project: Project) -> None:
    """Two may speak."""
    both = DECK.replace(":Author: A. Speaker", ":Authors: Anna; Ben")
    project.write("slides/deck.rst", both)
    assert read_deck(project.root).author == "Anna, Ben"


def test_fonts_are_converted_as_they_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the machine or of the time is in them; one that is missing is told."""
    only = face("serif", True)
    monkeypatch.setattr(fonts, "faces", lambda: (only,))
    fonts.convert(ROOT / "node_modules", tmp_path)
    came = TTFont(ROOT / "node_modules" / only.file)
    made = TTFont(tmp_path / f"{only.name}.ttf", recalcTimestamp=False)
    assert made["head"].modified == came["head"].modified
    assert fonts.Coverage(tmp_path).draws("é", only) == only
    with pytest.raises(DeckError, match=r"no font \S+ in nowhere \(run: make slides\)"):
        fonts.convert(tmp_path / "nowhere", tmp_path)


def test_code_falls_back_to_letters_of_its_width() -> None:
    """What JetBrains Mono lacks stands in the same columns."""
    coverage, mono = fonts.Coverage(ROOT / "build/fonts"), face("mono")
    lent = coverage.characters[face("fallback-mono").name]
    assert coverage.characters[face("fallback").name] & lent
    for code in sorted(lent - coverage.characters[mono.name])[:9]:
        assert coverage.draws(chr(code), mono) == face("fallback-mono")


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


@pytest.mark.parametrize(
    ("name", "text"),
    {
        "decorated": "@functools.cache\n@staticmethod\ndef decorated():\n"
        "    # a comment stays\n    return 1",
        "Outer.NAME": 'NAME: str = "x"',
        # Without its docstring this would not be Python any more.
        "Outer.inner": 'async def inner(self):\n    """Only a docstring."""',
        "TABLE": 'TABLE = {\n    "a": 1,\n}',
    }.items(),
)
def test_excerpt_is_a_definition_without_its_docstring(name: str, text: str) -> None:
    """It has its decorators, comments and all its lines, and stands at the margin."""
    assert definition(PYTHON, "a.py", name).text == text


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
def test_region_in_any_language(name: str, opening: str, closing: str) -> None:
    """A region is marked in the comments of the language it is written in."""
    text = f"no\n  {opening}\n  yes\n    deeper\n  {closing}\nno\n"
    assert region(text, name, "x").text == "yes\n  deeper"


def test_excerpt_knows_its_lines() -> None:
    """The ledger asks coverage for just the lines that are shown."""
    lines = definition(PYTHON, "a.py", "decorated").lines
    assert [number for number, _ in lines] == [4, 5, 6, 10, 11]


@pytest.mark.parametrize("before", ["X = 1\n\x0c", 'X = "\u2028"\n'])
def test_excerpt_counts_lines_as_python_does(before: str) -> None:
    """A form feed or a line separator in a file shifts nothing."""
    text = f"{before}\n\ndef f():\n    return 1\n\n\nY = 2\n"
    assert definition(text, "a.py", "f").lines == ((4, "def f():"), (5, "    return 1"))


def test_excerpt_finds_what_is_defined_on_a_condition() -> None:
    """An object below ``if`` is found; one defined both ways is ambiguous."""
    text = "if X:\n    def f():\n        return 1\n    g = 1\nelse:\n    g = 2\n"
    assert definition(text, "a.py", "f").text == "def f():\n    return 1"
    with pytest.raises(LookupError, match="'g' is ambiguous"):
        definition(text, "a.py", "g")


def test_richest_form_is_for_the_browser(project: Project) -> None:
    """The browser shows stored HTML, and leaves out the text stored beside it.

    Text alone stands as it was printed.
    """
    project.notebook(
        text=[shown(html="<p>a <kbd>key</kbd><br/>b<wbr></p>", text="plain")]
    )
    project.slide(".. output:: 01-first\n   :cell: text")
    page = project.page()
    assert "<p>a <kbd>key</kbd><br/>b<wbr></p>" in page
    assert "plain" not in page
    project.notebook(text=[stream("    n\n"), shown(text="pie"), shown(text="2")])
    assert "<code>    n\npie\n2</code>" in project.page()


def test_bare_repr_is_no_output(project: Project) -> None:
    """A picture's ``<Figure size 640x480>`` is not shown beside the picture.

    An arrow that Inter lacks is drawn by a shipped face, not by the machine's.
    """
    project.notebook(text=[shown(svg=BOX, text="<Figure>")])
    project.slide(".. output:: 01-first\n   :cell: text\n   :alt: A box.")
    page = project.page()
    assert "Figure" not in page
    assert "<tspan>box</tspan>" in page
    assert 'font-family="Inter, DejaVu Sans"' in page


TABLE = (
    "<table><thead><tr><th>name</th><th>n</th></tr></thead>"
    "<tbody><tr><td>cherry &amp; pit</td><td>2</td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    "html",
    [
        '<table><tr><td colspan="2">a</td></tr></table>',
        '<table><tr><td rowspan="2">a</td></tr></table>',
        "<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>",
        "<table><tr><td>a</td></tr></table><table><tr><td>b</td></tr></table>",
        "<table><tr></tr></table>",
        "<table><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
        "<table><tr><td><b>a</b></td></tr></table>",
        "<table>words<tr><td>a</td></tr></table>",
    ],
)
def test_other_table_is_left_alone(html: str) -> None:
    """What a table of words cannot say stays HTML, with its text for the PDF."""
    assert table_node(html) is None


def test_plain_table_is_drawn_in_both_outputs(project: Project) -> None:
    """The words of a stored table stand in the page and in the PDF."""
    project.notebook(text=[shown(html=TABLE, text="for the PDF")])
    project.slide(".. output:: 01-first\n   :cell: text")
    done = project.build("html", "pdf")
    page = (done / "index.html").read_text("utf-8")
    for kind, cells in (("th", ["name", "n"]), ("td", ["cherry &amp; pit", "2"])):
        assert re.findall(rf"<{kind}\b[^>]*><p>(.*?)</p>", page) == cells
    assert "for the PDF" not in page
    pdf = pypdf.PdfReader(done / "cherry-picking.pdf").pages[2].extract_text()
    assert words(["cherry & pit"]) in words([pdf])


PROSE = """\
<h3>Pie</h3> <p>A "sour" <del>jam</del><ins style="color: red">pie</ins>.</p>
<ins><p>An <em>other</em>.</p></ins> <ul><li><a>zest</a></li></ul>
"""


def test_words_are_drawn_in_both_outputs(project: Project) -> None:
    """Stored words stand in the page and in the PDF, marked, their quotes as is."""
    project.notebook(text=[shown(html=PROSE, text="for the PDF")])
    project.slide(".. output:: 01-first\n   :cell: text")
    done = project.build("html", "pdf")
    page = (done / "index.html").read_text("utf-8")
    assert "<p>A &quot;sour&quot; <del>jam</del>\u2009<ins>pie</ins>.</p>" in page
    assert "<ins>An </ins><em><ins>other</ins></em><ins>.</ins>" in page
    assert "for the PDF" not in page
    drawn = pypdf.PdfReader(done / "cherry-picking.pdf").pages[2]
    assert words(['A "sour" jam pie. An other. zest']) in words([drawn.extract_text()])


def test_marks_are_lines_in_the_pdf(project: Project) -> None:
    """Inserted words are underlined, deleted ones struck: colour alone says nothing."""
    lines = {}
    for name in ("b", "ins", "del"):
        project.notebook(text=[shown(html=f"<p><{name}>pie</{name}></p>", text="pie")])
        project.slide(".. output:: 01-first\n   :cell: text")
        pdf = project.build("pdf") / "cherry-picking.pdf"
        content = pypdf.PdfReader(pdf).pages[2].get_contents()
        assert content is not None
        lines[name] = content.get_data().count(b" l S")
    assert lines["ins"] == lines["del"] == lines["b"] + 1


def test_marks_are_apart_within_a_block() -> None:
    """A thin space is between two marks, and not where a paragraph begins."""
    made = prose_node(
        "<p>a <del>b</del><ins>c</ins> <del>d</del></p><p><ins>e</ins></p>"
    )
    assert made is not None
    assert made.astext() == "a b\u2009c d\n\ne"


@pytest.mark.parametrize(
    "html",
    [
        "words",
        "<p></p>",
        "<p>a</em></p>",
        "<ins><p>a</ins></p><del>",
        "<p><ins>a</p>",
        "<li>a</li>",
        "<ul>a</ul>",
        "<p>a <code>b</code></p>",
        '<p><a href="#x">a</a></p>',
    ],
)
def test_other_html_is_left_alone(html: str) -> None:
    """What is more than words stays HTML, with its text for the PDF."""
    assert prose_node(html) is None


DRAWINGS = {
    "foreignObject": ("<foreignObject/>", "has foreignObject", "use text elements"),
    "handler": ('<g onload="x()"/>', "has onload", "leave it out"),
    "link": ('<a href="#x"/>', "has a", "link from the slide"),
    "reference": ('<use href="x.svg#a"/>', "refers to 'x.svg#a'", "draw it"),
    "fetching": ("<style>@import 'x'</style>", "fetches in a style", "leave it out"),
    "per cent": ('<g opacity="50%"/>', "has opacity='50%'", "number from 0 to 1"),
}
FRAMES = {
    "no size": ("0 0 800 200", "0 0 0 0", "the viewBox '0 0 0 0'"),
    "no numbers": ("0 0 800 200", "a b", "the viewBox 'a b'"),
    "no namespace": ("<svg xmlns=", "<svg ns=", "no plain SVG"),
    "entities": ("<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg', "declares entities"),
    "cut short": ("</svg>", "", "not XML"),
}


@pytest.mark.parametrize(("inside", "what", "cure"), DRAWINGS.values(), ids=DRAWINGS)
def test_drawing_is_checked(inside: str, what: str, cure: str) -> None:
    """A drawing goes into the page: what acts, or one output drops, is refused."""
    [(said, how)] = faults(BOX.replace("</svg>", f"{inside}</svg>"))
    assert what in said
    assert cure in how


@pytest.mark.parametrize(("old", "new", "what"), FRAMES.values(), ids=FRAMES)
def test_drawing_has_a_frame(old: str, new: str, what: str) -> None:
    """A file that is no drawing, or has no size, is refused before it is drawn."""
    [(said, _)] = faults(BOX.replace(old, new))
    assert what in said


def test_drawing_with_prefixed_names_is_refused(project: Project) -> None:
    """A page has no namespaces: ``<s:svg>`` would not be drawn."""
    svg = '<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    (project.root / "slides/images/latin.svg").write_bytes(b"<svg>\xe9</svg>")
    project.write("slides/images/box.svg", svg)
    names = ("box", "latin")
    project.slide(
        "\n\n".join(f".. image:: ../images/{n}.svg\n   :alt: A box." for n in names)
    )
    said = [p.what for p in project.problems()]
    assert any("no plain SVG" in one for one in said)
    assert any("byte 5 of images/latin.svg is not UTF-8" in one for one in said)


def test_ids_of_drawings_do_not_meet(project: Project) -> None:
    """A drawing that stands on two slides of a page keeps what it refers to."""
    inside = (
        '<rect id="a" width="9" height="9"/><g id="b"><use href="#a"/></g>'
        '<clipPath id="c"><rect width="9" height="9"/></clipPath>'
        '<g clip-path="url(#c)"><rect width="5" height="5"/></g>'
        "<style>.a{fill:red}.b{fill:blue}</style>"
    )
    project.write("slides/images/box.svg", BOX.replace("</svg>", f"{inside}</svg>"))
    picture = '.. image:: ../images/box.svg\n   :alt: A "box" <b>.'
    slides = (f"{n}\n---\n\n{picture}\n\n.. notes:: x\n" for n in ("One", "Two"))
    project.chapter("\n".join(slides))
    page = project.page()
    assert page.count('aria-label="A &quot;box&quot; &lt;b>."') == 2
    for n in "12":
        parts = (f'id="d{n}-{name}"' for name in "abc")
        assert all(x in page for x in (*parts, f'href="#d{n}-a"', f'url(#d{n}-c)"'))
        assert f"<style>#d{n} .a{{fill:red}}#d{n} .b{{fill:blue}}</style>" in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_items_are_shown_step_by_step(project: Project) -> None:
    """reveal.js reveals what has the class ``fragment``: each item of a list."""
    lists = "- one\n   - two\n\n   1. first\n   2. second"
    project.slide(f".. incremental::\n\n   {lists}\n\n   Then.")
    assert project.page().count("fragment") == 5


def test_message_of_docutils_is_not_on_the_slide(project: Project) -> None:
    """Two chapters may have one heading: that docutils mentions it stays unsaid."""
    second = "Second\n======\n\n.. notes:: x\n\nA slide\n-------\n\n.. notes:: x\n"
    project.write("slides/chapters/02-second.rst", second)
    project.write("slides/deck.rst", f"{DECK}.. include:: chapters/02-second.rst\n")
    page = project.page()
    assert "System Message" not in page
    assert "system-message" not in page


def test_a_message_names_the_slide_of_its_own_file(project: Project) -> None:
    """Another chapter may have a slide at the same line."""
    second = "Second\n======\n\n.. notes:: x\n\n- a\n\n- b\n\nIt is |unknown|.\n"
    project.write("slides/chapters/02-second.rst", second)
    project.write("slides/deck.rst", f"{DECK}.. include:: chapters/02-second.rst\n")
    [problem] = project.problems()
    assert (Path(problem.file).name, problem.slide) == ("02-second.rst", "Second")


CHAPTERS = {
    "empty": ("", "a chapter without a title"),
    "words before the title": (f"Words.\n\n{HEAD}", "stands outside of its chapter"),
    "a list before the title": (f"- a\n\n{HEAD}", "stands outside of its chapter"),
    "a colon too many at its end": (
        f"{HEAD}A slide\n-------\n\n.. notes:: x\n\nLook::\n",
        "Literal block expected",
    ),
    "two titles": (f"{HEAD}Second\n======\n", "a second chapter title"),
    "a short underline": (
        f"{HEAD}A long heading\n---\n\n.. notes:: x\n",
        "title underline, too short",
    ),
}


@pytest.mark.parametrize(("text", "what"), CHAPTERS.values(), ids=CHAPTERS)
def test_shape_of_a_chapter(project: Project, text: str, what: str) -> None:
    """What would vanish, or land on the slide before, is named with its file."""
    project.write(CHAPTER, text)
    found = [p for p in project.problems() if what in p.what]
    assert [p.file for p in found] == [CHAPTER]


def test_words_between_and_after_the_chapters_are_found(project: Project) -> None:
    """They would land on the last slide of the chapter before, or of the deck."""
    second = "slides/chapters/02-second.rst"
    project.write(second, "Words.\n\nSecond\n======\n")
    include = ".. include:: chapters/02-second.rst"
    project.write("slides/deck.rst", f"{DECK}{include}\n\nLate words.\n")
    found = [p for p in project.problems() if "stands outside of" in p.what]
    assert [(p.file, p.line) for p in found] == [(second, 1), ("slides/deck.rst", 12)]


INCLUDES = {
    "missing": ("chapters/09-no.rst", "no file chapters/09-no.rst; did you mean"),
    "elsewhere": ("/etc/hostname", "'/etc/hostname' is no chapter"),
    "odd name": ("chapters/01 First.rst", "is no chapter; name it chapters/NN-name"),
    "twice": ("chapters/01-first.rst", "chapters/01-first.rst is included twice"),
    "not UTF-8": ("chapters/02-latin.rst", "of chapters/02-latin.rst is not UTF-8"),
    "behind a link": ("chapters/03-link.rst", "lies outside chapters/; move"),
}


@pytest.mark.parametrize(("path", "what"), INCLUDES.values(), ids=INCLUDES)
def test_include_is_checked(project: Project, path: str, what: str) -> None:
    """Only a chapter of the deck is included, once, and no path of a machine told."""
    (project.root / "slides/chapters/02-latin.rst").write_bytes(b"\xe9")
    (project.root / "slides/chapters/03-link.rst").symlink_to(__file__)
    project.write("slides/deck.rst", f"{DECK}.. include:: {path}\n")
    [problem] = project.problems()
    assert (problem.file, problem.line) == ("slides/deck.rst", 10)
    assert what in problem.what
    assert str(project.root) not in str(problem)


def test_byte_order_mark_is_read_over(project: Project) -> None:
    """Some editors write one; it is no character of the deck."""
    for path in ("slides/deck.rst", CHAPTER):
        file = project.root / path
        file.write_text(file.read_text("utf-8"), "utf-8-sig")
    assert project.problems() == []


@pytest.mark.parametrize("broken", [None, b"\xe9"])
def test_deck_that_cannot_be_read(project: Project, broken: bytes | None) -> None:
    """A deck that is missing, or not UTF-8, is a problem and no traceback."""
    deck = project.root / "slides/deck.rst"
    deck.unlink()
    if broken is not None:
        deck.write_bytes(broken)
    with pytest.raises(DeckError, match=r"^slides/deck\.rst: "):
        read_deck(project.root)


def test_build_does_not_replace_a_file(project: Project) -> None:
    """A file where the built deck belongs is a problem, and is kept."""
    project.write("build/slides", "mine")
    with pytest.raises(DeckError, match=r"build/slides: is not a folder \(remove it\)"):
        project.build("html")
    assert (project.root / "build/slides").read_text() == "mine"


def test_html_keeps_the_pdf_that_was_there(project: Project) -> None:
    """To build one part leaves the others as they were."""
    pdf = project.build("pdf") / "cherry-picking.pdf"
    before = pdf.read_bytes()
    project.slide("Other words.")
    assert "Other words." in project.page()
    assert pdf.read_bytes() == before


def test_ledger_refuses_what_coverage_cannot_see(project: Project) -> None:
    """A body on its header's line, and a pragma, are holes in the ledger."""
    code = "def short(): return 1\n\n\ndef long():\n    return 1  # pragma: no cover\n"
    project.write("examples/demo/a.py", code)
    example = ".. example:: demo/a.py\n   :object: {}"
    project.slide("\n\n".join(map(example.format, ("short", "long"))))
    said = "\n".join(map(str, ledger(read_deck(project.root))[1]))
    assert "examples/demo/a.py:1 has its body on the same line" in said
    assert "examples/demo/a.py: long is hidden from coverage (remove the pragma" in said


@pytest.mark.parametrize(
    ("name", "here", "required", "ran", "state"),
    [
        ("x.rb", False, "", False, "unproved"),
        ("x.php", False, "", False, "unproved"),
        ("x.mjs", False, "", False, "unproved"),
        ("x.sh", False, "", False, "unproved"),
        ("x.conf", False, "", False, "unproved"),
        ("x.rb", False, "required", False, "hole"),
        ("x.rb", True, "", False, "hole"),
        ("x.rb", True, "", True, "proved"),
    ],
)
def test_ledger_asks_for_clients_in_other_languages(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    here: bool,
    required: str,
    ran: bool,
    state: str,
) -> None:
    """A client that no test ran is a hole where its language is, or has to be."""
    path = f"examples/demo/{name}"
    project.write(path, "# region call\nputs 1\n# endregion\n")
    project.slide(f".. example:: demo/{name}\n   :region: call")
    monkeypatch.setenv("PEERS", required)
    absent = frozenset(() if here else {"ruby", "php", "node", "bash", "nginx"})
    done = Executed(lambda _: set(), frozenset({path} if ran else ()), absent)
    rows, holes = ledger(read_deck(project.root), done)
    assert [row.state for row in rows] == [state]
    assert any(f"no test ran {path}" in p.what for p in holes) == (state == "hole")


@pytest.mark.parametrize(("absent", "state"), [("redis", "unproved"), ("php", "hole")])
def test_ledger_asks_for_no_client_without_its_server(
    project: Project, monkeypatch: pytest.MonkeyPatch, absent: str, state: str
) -> None:
    """A client is not proved where the server that it speaks to is missing."""
    monkeypatch.setenv("PEERS", "")
    project.write("examples/demo/client.sh", "# region call\nredis-cli\n# endregion\n")
    project.slide(".. example:: demo/client.sh\n   :region: call\n   :peer: curl redis")
    rows, _ = ledger(
        read_deck(project.root), Executed(lambda _: set(), absent=frozenset({absent}))
    )
    assert [row.state for row in rows] == [state]


@pytest.mark.parametrize(("absent", "state"), [("redis", "unproved"), ("php", "hole")])
def test_ledger_asks_for_no_python_without_its_server(
    project: Project, monkeypatch: pytest.MonkeyPatch, absent: str, state: str
) -> None:
    """Lines of Python that need a server are not proved where that is missing."""
    monkeypatch.setenv("PEERS", "")
    project.write("examples/demo/a.py", "def ask():\n    return 1\n")
    project.slide(".. example:: demo/a.py\n   :object: ask\n   :peer: redis")
    done = Executed(lambda _: {2}, absent=frozenset({absent}))
    rows, holes = ledger(read_deck(project.root), done)
    assert [row.state for row in rows] == [state]
    assert any("no test ran" in p.what for p in holes) == (state == "hole")


@pytest.mark.parametrize(
    ("absent", "state"), [("redis", "unproved"), ("ruby", "proved")]
)
def test_ledger_proves_no_cell_that_was_skipped(
    project: Project, absent: str, state: str
) -> None:
    """The output of a cell whose peer is missing is stored, but not proved."""
    project.peers = ("redis",)
    project.notebook(text=[stream("hello\n")])
    project.slide(".. output:: 01-first\n   :cell: text")
    done = Executed(lambda _: set(), absent=frozenset({absent}))
    rows, _ = ledger(read_deck(project.root), done)
    assert [row.state for row in rows] == [state]
