"""Check the answers of the exercises, and say what is missing.

An answer is a function that a reader writes.  A question calls it and knows
what should come back.  The first question that goes wrong is named, with the call
that a reader can make alone, the line that raised an error, and from the second
answer on a hint, from the third the place of a solution.  What waits for ever
without computing is not stopped: see ``notebooks/endless.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from textwrap import fill
from typing import Any

from notebooks import progress
from notebooks.calls import Recorded, unlike, value
from notebooks.endless import EndlessError, stopped_after

SECONDS = 2
"""Of processor time, for a question: the slowest answer of ours needs a hundredth."""


@dataclass(frozen=True)
class Question:
    """One thing that an answer has to get right.

    says: what is asked, as the reader sees it.
    ask: calls the answer.
    wanted: what has to come back.
    """

    says: str
    ask: Callable[[Any], object]
    wanted: object


@dataclass(frozen=True)
class Wrong:
    """What a question that asks many times returns for the first that goes wrong.

    wanted: what was due there.
    got: what came.
    """

    wanted: object
    got: object


class Exercise(list[Question]):
    """The questions that an answer has to get right, one after the other.

    module: the ``__name__`` of the module of a chapter's exercises.
    hint: helps without giving it away; no two exercises of a chapter share it.
    """

    def __init__(self, module: str, hint: str, questions: Iterable[Question]) -> None:
        super().__init__(questions)
        self.chapter = module.rpartition(".")[2]
        self.hint = hint


def untouched(ask: Callable[..., Any]) -> Callable[..., Any]:
    """Let a question hand out copies of its lists, for an answer may change them."""
    if not isinstance(ask, partial):
        return ask
    given = {name: fresh(value) for name, value in ask.keywords.items()}
    return partial(ask.func, *map(fresh, ask.args), **given)


def fresh(value: Any) -> Any:
    """Copy plain lists, dictionaries and sets, and those inside of them."""
    if type(value) is dict:
        return {name: fresh(one) for name, one in value.items()}
    if type(value) in (list, tuple, set):
        return type(value)(map(fresh, value))
    return value


def check(answer: Callable[..., Any], exercise: Exercise) -> None:
    """Print "done", or "not yet" and why."""
    for number, question in enumerate(exercise):
        recorded = Recorded(answer)
        due = question.wanted
        try:
            with stopped_after(SECONDS):
                got = untouched(question.ask)(recorded)
                right = bool(got == due)
            if isinstance(got, Wrong):
                due, got = got.wanted, got.got
        except (Exception, SystemExit, EndlessError) as error:
            got, right = error, False
            recorded.blame(error)
        if right:
            continue
        if recorded.empty:
            print(f"not yet: {recorded.name} is still empty; first, {question.says}")
            return
        print(f"not yet, {number} of {len(exercise)} right: {question.says}")
        _say_calls(recorded, got)
        wanted, came = unlike(due, got)
        print(f"  wanted {wanted}")
        print(f"  got    {got if isinstance(got, EndlessError) else came}")
        _help(answer, exercise)
        return
    print(f"done: {len(exercise)} of {len(exercise)} right")
    progress.note(exercise.chapter, exercise.hint)


def _say_calls(recorded: Recorded, got: object) -> None:
    """Print the last calls, each with what it gave where that is not what came."""
    if before := recorded.count - len(recorded.calls):
        print(f"  call   … {before} more before these")
    for call in recorded.calls:
        known = call.gave in (value(got), f"raised {value(got)}")
        print(f"  call   {call.text}{'' if known else f' → {call.gave}'}")
    if recorded.line:
        print(f"  {recorded.line}")


HINT = "  hint   "
_tried: dict[tuple[str, str], list[object]] = {}


def _help(answer: Callable[..., Any], exercise: Exercise) -> None:
    """Print a hint at the second wrong answer, and the solution's place at the third.

    One that is tried again unchanged is the same answer.
    """
    tried = _tried.setdefault((exercise.chapter, exercise.hint), [])
    code = getattr(answer, "__code__", answer)
    if code not in tried:
        tried.append(code)
    if len(tried) > 1:
        print(fill(exercise.hint, 78, initial_indent=HINT, subsequent_indent=" " * 9))
    if len(tried) > 2:
        progress.show_solution(exercise.chapter, exercise.hint)
