"""What the first notebook says of the others: terms, questions, minutes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from notebooks import cells, kernels, progress, run, sections

pytestmark = pytest.mark.beside("properties")

PREFACE, *OTHERS = run.paths([])
READ = "What to read, and what is done"
TERM = re.compile(r"^- \*\*(.+?)\*\*: (.+)$", re.MULTILINE)
NUMBER = re.compile(r"\[\d\d\]\(([\w-]+\.ipynb)\)$")
LINK = re.compile(r"\[[^]]+\]\((\d\d-\w+\.ipynb)\)$", re.MULTILINE)


def prose(path: Path, heading: str = "") -> str:
    """Return the text of a notebook, or of one of its sections."""
    notebook = json.loads(path.read_text("utf-8"))
    return "\n".join(
        cells.joined(cell["source"])
        for section, cell in sections.of(notebook)
        if heading in ("", section) and (not heading or cell["cell_type"] == "markdown")
    )


TERMS = dict(TERM.findall(prose(PREFACE, "Terms")))


def test_terms_are_in_the_order_of_the_alphabet() -> None:
    """One looks a word up, and does not read a list."""
    assert len(TERMS) > 20
    assert list(TERMS) == sorted(TERMS, key=str.lower)


@pytest.mark.parametrize("term", TERMS)
def test_each_term_is_used_where_its_line_leads(term: str) -> None:
    """A word that no chapter uses is none of ours."""
    place = NUMBER.search(TERMS[term])
    paths = [kernels.FOLDER / place[1]] if place else OTHERS
    # Without the word's own end: leases, processes.
    assert any(term.lower() in prose(path).lower() for path in paths)


def test_each_chapter_answers_a_question() -> None:
    """Whoever comes with one is led to any chapter, the first to the last."""
    text = prose(PREFACE, READ)
    questions = [line for line in text.splitlines() if "? [" in line]
    assert LINK.findall("\n".join(questions)) == [path.name for path in OTHERS]


@pytest.mark.parametrize("path", run.paths([]), ids=lambda path: path.stem)
def test_each_notebook_says_how_long_it_takes(path: Path) -> None:
    """Its first cell has the minutes, which the table here reads."""
    (minutes,) = (row[2] for row in progress.table().rows if row[0] == path.stem)
    assert minutes, 'write "40 minutes" into its first cell'


@pytest.mark.parametrize(("says", "most"), [("an hour", 60), ("an evening", 240)])
def test_what_is_recommended_fits_the_time(says: str, most: int) -> None:
    """An hour has sixty minutes, and an evening four hours."""
    (line,) = re.findall(rf"\*\*With {says}\*\*(.+)", prose(PREFACE, READ))
    names = re.findall(r"\((\d\d-\w+)\.ipynb\)", line)
    known = {row[0]: int(row[2] or 0) for row in progress.table().rows}
    assert names
    assert sum(known[name] for name in names) <= most


def test_the_table_shows_each_notebook_as_it_is() -> None:
    """Titles and minutes are read from the notebooks' first cells."""
    stored = [
        cells.joined(output["data"]["text/plain"])
        for _, cell in cells.code_cells(json.loads(PREFACE.read_text("utf-8")))
        if "progress" in cells.tags(cell)
        for output in cell["outputs"]
    ]
    assert stored == [repr(progress.table())], "run `make notebooks`"


@pytest.mark.parametrize(
    ("says", "wanted"),
    [
        ("It takes 40 minutes.", "40"),
        ("Some texts take minutes. This takes about forty-five minutes.", "45"),
        ("It takes about an hour, the exercises fifteen minutes.", "60"),
        ("It takes long.", ""),
    ],
)
def test_minutes_are_read_as_one_writes_them(says: str, wanted: str) -> None:
    """In digits, in words, or as an hour; the first counts."""
    assert progress.minutes(says) == wanted


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_each_notebook_leads_to_the_terms(path: Path) -> None:
    """Who begins in the middle can look a word up."""
    assert "](00-preface.ipynb#Terms)" in prose(path)
