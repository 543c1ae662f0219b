"""Ask every server every question; tabulate the answers, and which are as asked."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from .probes import PROBES, Question
from .processes import SERVERS, serving, versions
from .wire import Address

TOGETHER = 3
"""Servers asked at a time.  They wait more than they work."""

ANSWERS = tuple(PROBES)[:8]
"""How an answer leaves: a table that fits on a slide."""

REST = tuple(PROBES)[8:]
"""What else an application meets."""

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

Verdicts = dict[str, dict[str, str]]
"""By server, and by question: a word or two."""


def verdicts(names: Iterable[str] = SERVERS) -> Verdicts:
    """Ask servers; each is started, asked and stopped.

    :param names: of `SERVERS`.
    :raises LookupError: for a name that is none.
    :raises RuntimeError: if a server does not start.
    """
    names = list(names)
    if unknown := [name for name in names if name not in SERVERS]:
        known = ", ".join(SERVERS)
        raise LookupError(f"no server {unknown[0]!r}; known are {known}")
    with ThreadPoolExecutor(TOGETHER) as pool:
        return dict(zip(names, pool.map(ask, names), strict=True))


def ask(name: str) -> dict[str, str]:
    """Ask a server all questions; each verdict says so if a package is missing."""
    server = SERVERS[name]
    try:
        versions(server)
    except LookupError as missing:
        return dict.fromkeys(PROBES, str(missing))
    with serving(server) as address:
        return {name: verdict(probe, address) for name, probe in PROBES.items()}


def verdict(probe: Question, server: Address) -> str:
    """Ask one question; "fails" if the server does not even get to the page."""
    try:
        return probe(server)
    except OSError:
        return "fails"


def table(
    found: Verdicts, questions: Iterable[str] = ANSWERS
) -> tuple[list[str], list[list[str]]]:
    """Give the head of a table and its rows, a server a row.

    :param questions: the columns, of `PROBES`.
    """
    columns = list(questions)
    rows = [[name, *(said[q] for q in columns)] for name, said in found.items()]
    return ["server", *columns], rows


def text(head: list[str], rows: list[list[str]]) -> str:
    """Set a table in columns, for a terminal."""
    lines = [head, *rows]
    widths = [max(map(len, column)) + 2 for column in zip(*lines, strict=True)]
    return "\n".join("".join(map(str.ljust, line, widths)).rstrip() for line in lines)


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
