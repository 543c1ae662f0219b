"""Check the answers of the exercises, and say what is missing.

An answer is a function that a reader writes.  A question calls it and knows
what should come back.  The first question that goes wrong is named; a solution
of every exercise is proved in ``tests/notebooks/test_exercises.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any


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


def check(answer: Callable[..., Any], questions: list[Question]) -> None:
    """Print "done", or "not yet" and why."""
    for number, question in enumerate(questions):
        try:
            got = untouched(question.ask)(answer)
        except NotImplementedError:
            print(f"not yet: {answer.__name__} is still empty; first, {question.says}")
            return
        except Exception as error:
            got = error
        if got != question.wanted:
            print(f"not yet, {number} of {len(questions)} right: {question.says}")
            print(f"  wanted {question.wanted!r}")
            print(f"  got    {got!r}")
            return
    print(f"done: {len(questions)} of {len(questions)} right")
