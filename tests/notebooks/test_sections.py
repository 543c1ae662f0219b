"""Sections of a notebook stand alone; exercises are handed out empty."""

from pathlib import Path

import pytest

from notebooks import sections, stubs
from tests.notebooks.poison import Cell, code


def prose(text: str) -> Cell:
    """Return a cell of text."""
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def faults(opening: str, one: str, two: str) -> list[str]:
    """Return the faults of a notebook: a cell before two sections, one in each."""
    parts = [code(opening), prose("## One"), code(one), prose("## Two"), code(two)]
    return list(sections.faults({"cells": parts}))


def test_a_section_has_no_name_from_another() -> None:
    """Who opens a notebook at its second section needs the first cells alone."""
    assert faults("import json", "pie = 1", "print(json, pie)") == [
        "cell 3: has pie from the section 'One'; make it here, or before the first "
        "section"
    ]


@pytest.mark.parametrize(
    "two",
    [
        "from math import tau\nprint(tau)",
        "[pie for pie in 'ab']",
        "for pie in 'ab':\n    print(pie)",
        "def bake():\n    pie = 2\n    return pie",
        "class Cake:\n    pie = 2",
    ],
)
def test_a_section_may_make_what_another_made(two: str) -> None:
    """A name that stands for the same thing may be made in both."""
    assert faults("import json", "from math import tau\npie = 1\ntau", two) == []


def test_what_a_section_made_twice_may_be_made_in_another() -> None:
    """Each of its two meanings is known there."""
    assert faults("", "pie = 1\npie = 2", "pie = 2") == []


def test_a_cell_is_in_the_section_of_the_last_heading() -> None:
    """One text may have two."""
    notebook = {"cells": [prose("# T"), prose("## One\n\n## Two"), code("1")]}
    assert [section for section, _ in sections.of(notebook)] == ["", "Two", "Two"]


@pytest.mark.parametrize(
    "two",
    [
        "pie = 2",
        "def pie():\n    return 1",
        "from math import pi as pie",
        "pie: int = 2",
        "async def pie():\n    return 1",
        "cake, pie = 1, 2",
    ],
)
def test_a_name_means_one_thing_in_a_notebook(two: str) -> None:
    """Who goes back to a cell of the first section finds what it used."""
    assert faults("", "pie = 1", two) == [
        "cell 3: pie is something else in the section 'One'; choose another name"
    ]


def test_an_exercise_is_handed_out_empty(tmp_path: Path) -> None:
    """A solution that was left in its cell is refused; `make notebooks` empties it."""
    (tmp_path / "bake.py").write_text(
        'STUBS = {"exercise-pie": """\ndef pie(cherries):\n    ...\n"""}'
    )
    handed_out = stubs.of("03-bake", tmp_path)
    cell = code("def pie(cherries):\n    return cherries", tags=("exercise-pie",))
    notebook = {"cells": [cell]}
    assert list(stubs.faults(notebook, handed_out)) == [
        "cell 1 (exercise-pie): is not the empty exercise; run `make notebooks`"
    ]
    stubs.write_back(notebook, handed_out)
    assert list(stubs.faults(notebook, handed_out)) == []
    assert cell["source"] == "def pie(cherries):\n    ..."


def test_an_exercise_has_a_stub_and_a_stub_its_cell() -> None:
    """A tag without a stub, or a stub without a cell, is named with the cure."""
    notebook = {"cells": [code("1", tags=("exercise-pie",))]}
    assert list(stubs.faults(notebook, {"exercise-jam": "2"})) == [
        "cell 1 (exercise-pie): no stub 'exercise-pie' in notebooks/exercises; add it "
        "to STUBS",
        "no cell is tagged exercise-jam; add one, or remove its stub",
    ]


def test_a_notebook_without_exercises_has_no_stubs(tmp_path: Path) -> None:
    """Whoever begins a chapter without exercises is not refused."""
    assert stubs.of("03-bake", tmp_path) == {}
    (tmp_path / "bake.py").write_text("other = 1")
    assert stubs.of("03-bake", tmp_path) == {}
