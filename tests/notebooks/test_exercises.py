"""Every exercise can be solved, and says so; a stub says "not yet"."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple

import pytest

from notebooks import exercises, progress, run, solutions, stubs
from notebooks.exercises import Exercise, check

pytestmark = pytest.mark.beside("properties")

Table = dict[str, tuple[Callable[..., Any], Exercise]]
NOTEBOOKS = {path.stem.partition("-")[2]: path for path in run.paths([])}


def vandal(*given: Any) -> None:
    """Empty whatever can be emptied."""
    for one in given:
        if isinstance(one, dict | list | set):
            one.clear()
    raise ValueError


@pytest.mark.parametrize("name", [one.name for one in iter_modules(exercises.__path__)])
def test_an_answer_spoils_no_question(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever one did to its arguments, the next is asked the same."""
    module = import_module(f"notebooks.exercises.{name}")
    data = [one for one in vars(module).values() if isinstance(one, dict | list | set)]
    before = repr(data)
    for exercise in (one for one in data if isinstance(one, Exercise)):
        for question in exercise:
            check(vandal, Exercise(name, exercise.hint, [question]))
    assert repr(data) == before
    assert capsys.readouterr()


def test_what_is_within_is_a_copy_too() -> None:
    """A question may hand out lists in a tuple."""
    given = ([1], {"a": {2}})
    one, other = exercises.untouched(partial(lambda lists, _: lists, given))(None)
    one.clear()
    other["a"].clear()
    assert given == ([1], {"a": {2}})


def empty(*_: object) -> None:
    """Do what the stub in a notebook does."""
    raise NotImplementedError


class Case(NamedTuple):
    """An answer to an exercise, and what it is called."""

    chapter: str
    name: str
    answer: Callable[..., Any]
    exercise: Exercise


def cases(table: str) -> list[Case]:
    """Return the rows of a table of every chapter's solutions."""
    return [
        Case(chapter, name, *row)
        for chapter in NOTEBOOKS
        for name, row in rows(chapter, table).items()
    ]


def rows(chapter: str, table: str) -> Table:
    """Return a table of the solutions of a chapter."""
    tables: Any = import_module(f"notebooks.solutions.{chapter}")
    found: Table = getattr(tables, table)
    return found


def named(case: Case) -> str:
    """Name a case in a report."""
    return f"{case.chapter}: {case.name}"


@pytest.mark.parametrize("case", cases("SOLUTIONS") + cases("OTHERS"), ids=named)
def test_solution(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    """The solution of an exercise is accepted, and each other right answer."""
    check(case.answer, case.exercise)
    said = capsys.readouterr().out
    assert said.splitlines()[-1].startswith("done: "), said


@pytest.mark.parametrize("case", cases("SOLUTIONS"), ids=named)
def test_stub(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty function is no answer, and the reader is told where to start."""
    check(empty, case.exercise)
    assert capsys.readouterr().out.startswith("not yet: empty is still empty; first, ")


@pytest.mark.parametrize("case", cases("MISTAKES"), ids=named)
def test_mistake(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    """A likely mistake is refused, with what was wanted and what came."""
    check(case.answer, case.exercise)
    said = capsys.readouterr().out
    assert "not yet, " in said
    assert "  wanted " in said
    assert "  got    " in said
    assert " at 0x" not in said  # an address in memory


def of(chapter: str, table: str) -> list[Case]:
    """Return the cases of one chapter."""
    return [one for one in cases(table) if one.chapter == chapter]


@pytest.mark.parametrize("chapter", NOTEBOOKS)
def test_each_exercise_has_a_solution_another_and_two_mistakes(chapter: str) -> None:
    """A check that takes one style only, or anything, is found out here."""
    path = NOTEBOOKS[chapter]
    solved = {one.name for one in of(chapter, "SOLUTIONS")}
    assert solved == stubs.of(path.stem).keys(), "add it to SOLUTIONS"
    for tag, hint in ((one.name, hinted(one)) for one in of(chapter, "SOLUTIONS")):
        others = [one for one in of(chapter, "OTHERS") if hinted(one) == hint]
        mistakes = [one for one in of(chapter, "MISTAKES") if hinted(one) == hint]
        assert len(others) >= 1, f"{tag}: a right answer in another style is wanted"
        assert len(mistakes) >= 2, f"{tag}: two likely mistakes are wanted"
        assert progress.solution(chapter, hint)[0] == tag, "two share a hint"


def hinted(case: Case) -> str:
    """Return the hint of an exercise, by which it is known in its chapter."""
    assert case.exercise.chapter == case.chapter
    return case.exercise.hint


def test_each_module_of_solutions_belongs_to_a_notebook() -> None:
    """None is left over that no test looks at."""
    assert {one.name for one in iter_modules(solutions.__path__)} == NOTEBOOKS.keys()


@pytest.mark.parametrize("path", NOTEBOOKS.values(), ids=lambda path: path.stem)
def test_each_notebook_has_two_or_three_exercises(path: Any) -> None:
    """A chapter is worked through, not only read."""
    tags = [tag for _, tag, _ in stubs.exercises(json.loads(path.read_text("utf-8")))]
    assert 2 <= len(tags) <= 3, f"{len(tags)} exercises, two or three wanted"
