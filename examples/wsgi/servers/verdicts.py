"""Ask every server every question."""

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
