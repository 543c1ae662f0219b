"""The reply to an answer: the call, the line, a hint, a solution, an end."""

from __future__ import annotations

import json
import re
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import singledispatch
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from notebooks import calls, exercises, kernels, lab, progress
from notebooks.exercises import Exercise, Question, check, preface

pytestmark = pytest.mark.beside("properties")

Reply = Callable[[Callable[..., Any]], list[str]]


def ask_twice(answer: Callable[..., Any]) -> object:
    """Call an answer, and then again."""
    return [answer([1, 2], by=json), answer((), by=max)]


@pytest.fixture
def reply(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Reply:
    """Return a function that checks an answer, and returns the lines of the reply."""
    monkeypatch.setattr(exercises, "SECONDS", 0.05)
    monkeypatch.setattr(exercises, "_tried", {})
    questions = [Question("both lengths", ask_twice, [2, 0])]
    exercise = Exercise("notebooks.exercises.preface", preface.peek.hint, questions)

    def replied(answer: Callable[..., Any]) -> list[str]:
        check(answer, exercise)
        return capsys.readouterr().out.splitlines()

    return replied


def test_the_calls_can_be_repeated(reply: Reply) -> None:
    """Each is said as one types it, with what it gave, and without an address."""

    def length(values: Any, by: object) -> object:
        return len(values) or object()

    assert reply(length) == [
        "not yet, 0 of 1 right: both lengths",
        "  call   length([1, 2], by=json) → 2",
        "  call   length((), by=max) → <object object>",
        "  wanted [2, 0]",
        "  got    [2, <object object>]",
    ]


def test_an_error_has_the_line_of_the_answer(reply: Reply) -> None:
    """It is the reader's own, however deep in a library the error was raised.

    What decorates the answer is a library's, too.
    """

    @singledispatch
    def length(values: Any, by: object) -> object:
        return len(json.loads(values))

    _, call, line, _, got, *_ = reply(length)
    assert call == "  call   length([1, 2], by=json)"
    assert re.fullmatch(r"  line \d+ +return len\(json.loads\(values\)\)", line)
    assert got.startswith("  got    TypeError('the JSON object must be")


def test_an_endless_loop_is_stopped_at_its_line(reply: Reply) -> None:
    """The kernel goes on; an ``except Exception`` in the loop does not hold it.

    What the timer's signal did before, it does again.
    """
    before = signal.getsignal(signal.SIGVTALRM)

    def length(values: Any, by: object) -> object:
        while True:
            try:
                values = sorted(values)
            except Exception:
                return values

    _, call, line, _, got = reply(length)
    assert call == "  call   length([1, 2], by=json)"
    assert line.split(maxsplit=2)[2] in {
        "while True:",
        "try:",
        "values = sorted(values)",
    }
    assert got == "  got    no end within 0.05 s of processor time"
    assert signal.getsignal(signal.SIGVTALRM) == before


def test_one_that_holds_the_stop_is_stopped_again(reply: Reply) -> None:
    """A bare ``except`` around a first loop catches one, and not the next."""

    def length(values: Any, by: object) -> object:
        with suppress(BaseException):
            while True:
                pass
        while True:
            pass

    assert reply(length)[-1] == "  got    no end within 0.05 s of processor time"


def test_a_line_is_that_of_the_last_call() -> None:
    """Where an answer got over an error, its line says nothing of what is wrong now."""
    answer = calls.Recorded(lambda text: int(text))
    with suppress(ValueError):
        answer("a")
    assert answer.line
    answer("1")
    assert answer.line == ""


def test_a_thread_is_not_stopped(
    reply: Reply, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python's signals are for the main thread; an answer is checked all the same."""
    said: list[str] = []

    def length(values: Any, by: object) -> object:
        return len(values)

    thread = threading.Thread(target=lambda: said.extend(reply(length)))
    thread.start()
    thread.join()
    assert said == ["done: 1 of 1 right"]


def test_a_hint_comes_at_the_second_answer_and_a_solution_at_the_third(
    reply: Reply,
) -> None:
    """The same answer again is no other: a cell that runs twice says the same."""
    then = "  then   peek in notebooks/solutions/preface.py is a solution"
    answers: list[Callable[..., Any]] = [
        lambda values, by: None,
        lambda values, by: 7,
        lambda values, by: [],
    ]
    none, again, *helps = [reply(one)[5:] for one in answers for _ in "12"]
    assert none == again == []
    for said in helps:
        hint = " ".join(line[9:] for line in said if line != then)
        assert hint == preface.peek.hint
        assert max(map(len, said)) < 80
    assert [then in said for said in helps] == [False, False, True, True]


def leaves(values: Any, by: object) -> object:
    """Leave Python."""
    sys.exit()


def huge(values: Any, by: object) -> object:
    """Give a number of more digits than Python prints."""
    return 10**9999


def endless(values: Any, by: object) -> object:
    """Sum up what never ends."""
    return sum(iter(lambda: 1, 0))


@pytest.mark.parametrize("answer", [leaves, huge, endless])
def test_whatever_an_answer_does_there_is_a_reply(
    reply: Reply, answer: Callable[..., Any]
) -> None:
    """A reader's kernel lives, and says what was wanted."""
    lines = reply(answer)
    assert lines[0] == "not yet, 0 of 1 right: both lengths"
    assert "  wanted [2, 0]" in lines


def test_what_differs_is_not_cut(reply: Reply) -> None:
    """A long value is cut in its middle, unless that is where the difference is."""
    long = [*range(99)]

    def length(values: Any, by: object) -> object:
        return [*long, 1, *long]

    assert "... " not in reply(length)[4]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a lab."""
    monkeypatch.setattr(kernels, "LAB", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sign(value: object, key: str) -> object:
    """Solve the first exercise."""
    from notebooks.solutions import preface as answers

    return answers.sign(value, key)


def done(chapter: str = "00-preface") -> str:
    """Return what the table says of a chapter."""
    return next(row[-1] for row in progress.table().rows if row[0] == chapter)


def test_what_is_done_in_the_lab_is_noted(folder: Path) -> None:
    """It stands in the table, once, however often the cell is run.

    What was noted before stays; an exercise that is gone does not count.
    """
    before = {"preface": ["exercise-gone"], "views": ["exercise-gone"]}
    (folder / "progress.json").write_text(json.dumps(before))
    check(sign, preface.sign)
    check(sign, preface.sign)
    assert json.loads((folder / "progress.json").read_text()) == before | {
        "preface": ["exercise-gone", "exercise-sign"]
    }
    assert done() == "1 of 3"
    assert done("04-views") == "0 of 3"


def test_a_solution_is_linked_in_the_lab(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The link leads to a copy that is there, and names what to look for."""
    shown: list[dict[str, str]] = []
    shell = SimpleNamespace(display_pub=SimpleNamespace(publish=shown.append))
    monkeypatch.setattr(progress, "get_ipython", lambda: shell)
    progress.show_solution("preface", preface.rotate.hint)
    (said,) = shown
    (link,) = re.findall(r"\((.+)\)", said["text/markdown"])
    assert "`renew`" in said["text/markdown"]
    assert link in lab.originals(kernels.FOLDER)


@pytest.mark.parametrize("broken", ["{", "[1]", '{"preface": 1}'])
def test_a_broken_note_is_written_anew(folder: Path, broken: str) -> None:
    """It is no error: nothing is done, and then something is."""
    (folder / "progress.json").write_text(broken)
    assert done() == "0 of 3"
    check(sign, preface.sign)
    assert done() == "1 of 3"


def test_nothing_is_noted_elsewhere(
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The gate, and whoever opens an original, leave no trace and see none."""
    check(sign, preface.sign)
    monkeypatch.chdir(elsewhere := tmp_path_factory.mktemp("elsewhere"))
    (folder / "progress.json").unlink()
    check(sign, preface.sign)
    assert [*folder.iterdir(), *elsewhere.iterdir()] == []
    assert done() == "0 of 3"
