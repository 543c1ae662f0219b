"""Questions of 01-timeline: a page that stays, a bucket, and what breaks a contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from notebooks.exercises import Question, fresh

IDS = [0, 61, 140, 141, 300, 412, 500]


def _posts(ids: Iterable[int]) -> list[dict[str, object]]:
    return [{"id": number, "text": f"post {number}"} for number in ids]


def _ids(found: Any) -> tuple[list[int], int | None]:
    try:
        page, older = found
    except (TypeError, ValueError):
        raise ValueError(f"no pair: {found!r}") from None
    return [post["id"] for post in page], older


def _one(before: int | None, limit: int, answer: Callable[..., Any]) -> object:
    return _ids(answer(_posts(IDS), before, limit))


def _all(limit: int, coming: bool, answer: Callable[..., Any]) -> object:
    posts, seen = _posts(IDS), []
    before, pages = None, 0
    while pages <= len(IDS):
        page, before = _ids(answer(posts, before, limit))
        seen += page
        pages += 1
        if coming:
            posts = posts + _posts([600 + 50 * pages])
        if before is None:
            return f"{seen}, {pages} pages"
    return f"it never ends: {seen[:9]}"


def _pages(number: int) -> str:
    return f"{IDS[::-1]}, {number} pages"


page = [
    Question("the newest three", partial(_one, None, 3), ([500, 412, 300], 300)),
    Question("three before 300", partial(_one, 300, 3), ([141, 140, 61], 61)),
    Question("before an id that is none", partial(_one, 150, 2), ([141, 140], 140)),
    Question("the last three", partial(_one, 141, 3), ([140, 61, 0], None)),
    Question("before the first", partial(_one, 0, 3), ([], None)),
    Question("page after page", partial(_all, 3, False), _pages(3)),
    Question("while posts come in", partial(_all, 2, True), _pages(4)),
]


RATE, BURST = 0.5, 2


def _waits(times: Sequence[float], answer: Callable[..., Any]) -> object:
    bucket = {"tokens": 2.0, "at": 0.0}
    return [answer(bucket, now, RATE, BURST) for now in times]


take = [
    Question(
        f"{says}; rate {RATE}, burst {BURST}, now {times}",
        partial(_waits, times),
        wanted,
    )
    for says, times, wanted in (
        ("two at once", [0, 0], [0, 0]),
        ("a third one", [0, 0, 0], [0, 0, 2]),
        ("half the time later", [0, 0, 1], [0, 0, 1]),
        ("after the wait", [0, 0, 0, 2], [0, 0, 2, 0]),
        (
            "who asks again and again waits no longer",
            [0, 0, 0, 0.5, 1, 1.5, 2],
            [0, 0, 2, 1.5, 1, 0.5, 0],
        ),
        ("after a day", [0, 86_400, 86_400, 86_400], [0, 0, 0, 2]),
    )
]

Contract = dict[str, Any]
NOW: Contract = {
    "asks": {"author": "required", "text": "required", "key": "optional"},
    "gives": ["id", "author", "text", "at"],
}


def _changed(asks: dict[str, str | None], gives: list[str] | None = None) -> Contract:
    asked = {**NOW["asks"], **asks}
    return {
        "asks": {name: how for name, how in asked.items() if how},
        "gives": NOW["gives"] if gives is None else gives,
    }


def _broken(new: Contract, answer: Callable[..., Any]) -> object:
    found = answer(fresh(NOW), new)
    if isinstance(found, str) or not isinstance(found, Iterable):
        return f"no names: {found!r}"
    return sorted(found)


MORE = [*NOW["gives"], "likes"]
LESS = ["id", "author", "text"]
breaks = [
    Question("nothing changed", partial(_broken, NOW), []),
    Question("the answer gives likes, too", partial(_broken, _changed({}, MORE)), []),
    Question("the answer has no at", partial(_broken, _changed({}, LESS)), ["at"]),
    Question(
        "a place may be given", partial(_broken, _changed({"place": "optional"})), []
    ),
    Question(
        "a place must be given",
        partial(_broken, _changed({"place": "required"})),
        ["place"],
    ),
    Question(
        "the key must be given",
        partial(_broken, _changed({"key": "required"})),
        ["key"],
    ),
    Question(
        "the author may be left out",
        partial(_broken, _changed({"author": "optional"})),
        [],
    ),
    Question("no key is known", partial(_broken, _changed({"key": None})), ["key"]),
    Question(
        "no key is known, no at given, a place wanted",
        partial(_broken, _changed({"key": None, "place": "required"}, LESS)),
        ["at", "key", "place"],
    ),
]

# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-page": """
from notebooks.exercises import check, timeline


def page(posts, before, limit):
    raise NotImplementedError


check(page, timeline.page)
""",
    "exercise-bucket": """
def take(bucket, now, rate, burst):
    raise NotImplementedError


check(take, timeline.take)
""",
    "exercise-breaks": """
def breaks(old, new):
    raise NotImplementedError


check(breaks, timeline.breaks)
""",
}
