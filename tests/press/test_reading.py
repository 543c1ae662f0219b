"""The annotated talk: whole, in order, and what a slide leads to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from slides.press.deck import read_deck
from slides.press.reading.references import Reference, references
from tests.press.project import Project, stream

pytestmark = pytest.mark.beside("properties")

SLIDE = """\
.. example:: demo/core.py
   :object: double

.. output:: 01-first
   :cell: text

"""
CORE = '''"""Double it (talk, pages 30-32; PEP 3333).

As in RFC 9110, and RFC 9110 again; page 7 of another book.
"""


def double(n):
    return 2 * n
'''


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a small project without a fault."""
    return Project.made(tmp_path / "project")


def article(page: str, name: str) -> str:
    """Return what the talk says of one slide."""
    found = re.search(rf'<article id="{name}".*?</article>', page, re.DOTALL)
    assert found, f"no slide {name} in the talk"
    return found[0]


def test_a_slide_has_its_notes_below_it(project: Project) -> None:
    """Once each, and not inside of the drawn slide."""
    project.slide(SLIDE, ".. notes::\n\n   Say *this*.\n\n   Then that.")
    project.write("examples/demo/core.py", CORE)
    page = (project.build("html") / "talk.html").read_text("utf-8")
    drawn, _, below = article(page, "01-first--a-slide").partition("</svg>")
    assert "<h2>A slide</h2>" in drawn
    assert "double" in drawn
    assert "hello" in drawn
    assert re.findall(r"<p>(.*?)</p>", below) == ["Say <em>this</em>.", "Then that."]
    assert "Say" not in drawn
    assert page.count("Say <em>this</em>.") == 1
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_a_cue_is_for_the_speaker_alone(project: Project) -> None:
    """It is in the deck, for the console, and nowhere in the talk to read."""
    project.slide(notes=".. notes:: Say it.\n\n.. cue:: Press S.")
    built = project.build("html")
    assert "Press S." in (built / "index.html").read_text("utf-8")
    page = (built / "talk.html").read_text("utf-8")
    assert "Press S." not in page
    assert page.count("<p>Say it.</p>") == 1


def test_a_slide_says_what_proves_it(project: Project) -> None:
    """Its code, its cell; and where there is neither, that there is none."""
    project.write("examples/demo/core.py", CORE)
    project.chapter(
        f"A slide\n-------\n\n{SLIDE}{SLIDE}.. notes:: Say it.\n\n"
        "Another\n-------\n\n- one\n- two\n\n.. notes:: Say it.\n"
    )
    page = (project.build("html") / "talk.html").read_text("utf-8")
    proved = article(page, "01-first--a-slide")
    run = "<code>examples/demo/core.py</code> is run by <code>tests/demo</code>"
    assert proved.count(run) == 1  # however often it is shown
    assert proved.count("<code>notebooks/01-first.ipynb [text]</code>, run again") == 1
    assert "Unproved" not in proved
    assert "Unproved" in article(page, "01-first--another")
    assert "Unproved" not in article(page, "01-first")  # a title claims nothing


def test_a_slide_leads_to_what_it_names(project: Project) -> None:
    """Notebook, example, pages of the talk, PEP and RFC, each once; no other page."""
    project.notebook(text=[stream("hello\n")])
    project.write("examples/demo/core.py", CORE)
    project.slide(SLIDE, ".. notes:: Pages 10 to 12 of 2011. PEP 8 is on page 5.")
    deck = read_deck(project.root)
    assert references(deck, deck.slides[-1]) == [
        Reference("notebooks/01-first.ipynb", "notebooks/01-first.ipynb"),
        Reference("examples/demo/core.py", "examples/demo/core.py"),
        Reference("the talk, pages 10–12"),
        Reference("the talk, pages 30–32"),
        Reference("PEP 8", "https://peps.python.org/pep-0008/"),
        Reference("PEP 3333", "https://peps.python.org/pep-3333/"),
        Reference("RFC 9110", "https://www.rfc-editor.org/rfc/rfc9110"),
    ]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("In 2011 it was page 47.", ["the talk, page 47"]),
        ("The talk has pages 5 and 6 on it.", ["the talk, pages 5 and 6"]),
        ("A page of 2011 says so.", []),
        ("PEPs and RFCs are long.", []),
        ("In 2011 we read. Turn to page 9.", []),
        ("In 2011:\n\n   Turn to page 9.", []),
    ],
)
def test_a_page_is_the_talks_if_its_sentence_says_so(
    project: Project, words: str, names: list[str]
) -> None:
    """A page of anything else is none of the talk's."""
    project.slide(notes=f".. notes:: {words}")
    deck = read_deck(project.root)
    found = [one.name for one in references(deck, deck.slides[-1])]
    assert [name for name in found if not name.startswith("notebooks/")] == names
