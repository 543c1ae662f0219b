"""Which answers are as asked, and what each question asks."""

from __future__ import annotations

from collections.abc import Iterable

from .probes import PROBES

AS_ASKED = {
    "streams": "yes",
    "write()": "yes",
    "late start": "yes",
    "exc_info": "yes",
    "error": "cut off",
    "HEAD": "yes",
    "close()": "yes",
    "100": "yes",
    "chunked": "yes",
    "GET": "clean",
    "POST": "clean",
}
"""By question, the answer that PEP 3333 or HTTP asks for.

Where neither has a rule, the answer is a fact, and no fault: how many requests
are served at once, what a server does when the client has left, and how it takes
a body of text, for that is the program's fault.
"""


def kept(question: str, answer: str) -> bool:
    """Tell whether an answer is as asked."""
    return AS_ASKED.get(question) == answer


def legend(questions: Iterable[str] = PROBES) -> list[list[str]]:
    """Explain columns: a question, what it asks, and which answer is as asked.

    :param questions: of `PROBES`.
    """
    return [[name, asks(name), AS_ASKED.get(name, "no rule")] for name in questions]


def asks(question: str) -> str:
    """Say what a probe asks: the first line of its docstring."""
    first = (PROBES[question].__doc__ or "").partition("\n")[0]
    return first.replace("`", "").rstrip(".")


def marked(head: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Put a plus before each answer of a table that is as asked."""
    first, *questions = head
    lines = [
        [
            server,
            *(
                f"{'+' if kept(question, answer) else ' '} {answer}"
                for question, answer in zip(questions, answers, strict=True)
            ),
        ]
        for server, *answers in rows
    ]
    return [first, *(f"  {question}" for question in questions)], lines
