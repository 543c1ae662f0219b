"""Compare the merge points in one table, and say of each cell where it comes from.

No figure is written here.  Latency is read from records, who survives from the kills,
languages from the sources; what a test shows names the test, and `missing` lists those
that are gone.  Where an aspect cannot apply, a dash says so, and its source is why.
Latencies of different records were not taken in one run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from ..parts import (
    DATASTORE,
    HTTP,
    MERGE_POINTS,
    QUEUE,
    SCRIPT,
    TABLE,
    WSGI,
    ZEROMQ,
)
from .kills import LATER, YES, Killed
from .picked import EXAMPLES, sources

TESTS = EXAMPLES.parent / "tests"
ASPECTS = ("latency", "after a kill", "spoken by", "cached", "in order")


class Cell(NamedTuple):
    """What is said, and the record, folder, cell or test that says it, or why not."""

    text: str
    source: str


LATENCY = {
    WSGI: ("gateway", "pages", "passed on", "called", "seconds"),
    HTTP: ("gateway", "pages", "passed on", "by nginx", "seconds"),
    ZEROMQ: ("zeromq", "request", "broker", "seconds"),
    QUEUE: ("queues", "calls", "put", "SQLite", "seconds"),
    DATASTORE: ("datastore", "lock", "SQLite", "read", "alone"),
    SCRIPT: ("javascript", "json", "new", "seconds"),
}
"""The record of a call, and the way into it.

WSGI and HTTP are one application in one run.  Who puts into a queue waits for no more.
"""
KILLED = {
    HTTP: "stock",
    ZEROMQ: "highlighter",
    QUEUE: "thumbnails",
    SCRIPT: "bar",
}
"""Who is killed behind it.  The store of a shop without peers is a file."""
SPOKEN = {
    ZEROMQ: "zeromq",
    QUEUE: "queues",
    DATASTORE: "datastore",
    SCRIPT: "javascript",
    WSGI: "wsgi",
}
"""The folder of examples whose sources are counted."""
SHOWN: dict[tuple[str, str], tuple[str, ...]] = {
    ("after a kill", WSGI): (
        "nothing",
        "success/test_merges.py::test_one_process_is_one_fate",
    ),
    ("after a kill", DATASTORE): (
        "what was committed",
        "datastore/test_contract.py::test_who_is_killed_in_the_middle_wrote_nothing",
    ),
    ("cached", HTTP): (
        "on the way",
        "gateway/test_cache.py::test_a_result_is_asked_for_once",
    ),
    ("cached", SCRIPT): (
        "the script only",
        "javascript/test_service.py::test_who_has_the_script_is_not_sent_it_again",
        "javascript/test_service.py::test_no_cache_confuses_two_askers",
    ),
    ("cached", ZEROMQ): (
        "no: late is missed",
        "zeromq/test_pub_sub.py::test_who_comes_late",
    ),
    ("cached", QUEUE): (
        "no: acked is gone",
        "queues/test_contract.py::test_an_acked_task_is_gone",
    ),
    ("cached", DATASTORE): (
        "no: stale is refused",
        "datastore/test_contract.py::test_who_comes_second_is_told",
    ),
    ("in order", QUEUE): (
        "first in, first out",
        "queues/test_contract.py::test_what_is_put_is_taken",
    ),
    ("in order", ZEROMQ): (
        "of one publisher",
        "zeromq/test_pub_sub.py::test_a_topic_is_no_prefix",
    ),
    ("in order", DATASTORE): (
        "of one stream",
        "datastore/remote/test_events.py::test_all_are_read_in_order",
    ),
    ("in order", SCRIPT): (
        "the last counts",
        "browser/test_javascript.py::test_the_last_question_counts",
    ),
}
"""What is said of a merge point, and the tests that show it."""

NONE = "–"
BECAUSE = {
    ("cached", WSGI): "nobody is between",
    ("in order", WSGI): "a call ends before the next",
    ("in order", HTTP): "a request knows no other",
}
"""Why an aspect is none of a merge point."""
DECISIVE = {
    WSGI: "latency",
    HTTP: "cached",
    ZEROMQ: "cached",
    QUEUE: "after a kill",
    DATASTORE: "after a kill",
    SCRIPT: "cached",
}
"""The aspect for which a merge point is taken, or for which it is not."""
SHORT = {"JavaScript": "JS"}


def table(found: Iterable[Killed]) -> dict[str, dict[str, Cell]]:
    """Return the cells by merge point and aspect.

    :param found: what `kills` yielded.
    :raises LookupError: if a record has lost its figure.
    """
    steps = {row.who: row.steps for row in found}
    return {
        point: {aspect: cell(aspect, point, steps) for aspect in ASPECTS}
        for point in MERGE_POINTS
    }


def cell(aspect: str, point: str, steps: Mapping[str, Mapping[str, str]]) -> Cell:
    """Compute a cell."""
    if aspect == "latency":
        name, *way = LATENCY[point]
        source = f"examples/{name}/bench.json: {', '.join(way)}"
        return Cell(readable(seconds(point)), source)
    if (aspect, point) == ("spoken by", HTTP):
        parts = {part.language for part in TABLE}
        return Cell(names(parts), "examples/success/parts.py")
    if aspect == "spoken by":
        return spoken(SPOKEN[point])
    if aspect == "after a kill" and point in KILLED:
        return survived(KILLED[point], steps)
    if (aspect, point) in BECAUSE:
        return Cell(NONE, BECAUSE[aspect, point])
    text, *tests = SHOWN[aspect, point]
    return Cell(text, ", ".join(f"tests/{test}" for test in tests))


def seconds(point: str) -> float:
    """Read the latency of a merge point from a record."""
    name, *way = LATENCY[point]
    figure = json.loads((EXAMPLES / name / "bench.json").read_text())
    for key in way:
        figure = figure[key]
    return float(figure)


def readable(seconds: float) -> str:
    """Write seconds with two digits and a fitting unit.

    >>> readable(0.00147), readable(0.0000141)
    ('1.5 ms', '14 µs')
    """
    factor, unit = (1e3, "ms") if seconds >= 1e-3 else (1e6, "µs")
    return f"{float(f'{seconds * factor:.2g}'):g} {unit}"


def survived(who: str, steps: Mapping[str, Mapping[str, str]]) -> Cell:
    """Count the steps of a customer's way that work while somebody is dead."""
    marks = [*steps[who].values()]
    late = marks.count(LATER)
    text = f"{marks.count(YES)} of {len(marks)}"
    text += f", {late}\N{NO-BREAK SPACE}later" if late else " steps"
    return Cell(text, f"cell kills: {who}")


def spoken(name: str) -> Cell:
    """Name the languages of an example's sources."""
    languages = {language for _, language in sources(EXAMPLES / name)}
    return Cell(names(languages), f"examples/{name}")


def names(languages: Iterable[str]) -> str:
    """Write languages in a line.

    >>> names({"Python", "JavaScript"})
    'JS, Python'
    """
    return ", ".join(sorted(SHORT.get(one, one) for one in languages))


def dashes() -> str:
    """Say why a cell is a dash, by merge point."""
    reasons: dict[str, list[str]] = {}
    for (_, point), why in BECAUSE.items():
        reasons.setdefault(point, []).append(why)
    said = (f"{point}: {', '.join(whys)}" for point, whys in reasons.items())
    return f"{NONE} {'; '.join(said)}."


def missing(tests: Path = TESTS) -> list[str]:
    """Return the tests that are named here and are not there."""
    gone = []
    for test in (test for _, *tests in SHOWN.values() for test in tests):
        path, _, name = test.partition("::")
        file = tests / path
        if not file.is_file() or f"def {name}(" not in file.read_text():
            gone.append(test)
    return gone
