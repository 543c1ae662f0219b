"""Questions of 01-timeline: a page that stays, a bucket, and what breaks a contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from random import Random
from typing import Any

from notebooks.calls import argument
from notebooks.exercises import Exercise, Question, fresh

IDS = [0, 61, 140, 141, 300]


def _posts(ids: Iterable[int]) -> list[dict[str, int]]:
    return [{"id": number} for number in ids]


def _said(found: Any) -> str:
    """Say the ids of a page and the next `before`, or what came instead of a pair."""
    if not isinstance(found, tuple | list) or len(found) != 2:
        return f"no pair, but {argument(found)}"
    page, older = found
    try:
        ids = [post["id"] for post in page]
    except (TypeError, KeyError):
        return f"no list of posts, but {argument(page)}"
    return f"posts {ids}, next before {argument(older)}"


def _one(
    ids: list[int], before: int | None, limit: int, answer: Callable[..., Any]
) -> str:
    return _said(answer(_posts(ids), before, limit))


def _by_rule(ids: list[int], before: int | None, limit: int) -> str:
    older = [one for one in reversed(ids) if before is None or one < before]
    return _said(
        (_posts(older[:limit]), older[limit - 1] if len(older) > limit else None)
    )


def _made_up(seed: int) -> tuple[list[int], int | None, int]:
    chance = Random(seed)
    ids = sorted(chance.sample(range(900), chance.randint(0, 6)))
    return ids, chance.choice([None, *ids, 1000]), chance.randint(1, 4)


def _all(limit: int, coming: bool, answer: Callable[..., Any]) -> object:
    posts, seen = _posts(IDS), []
    before, pages = None, 0
    while pages <= len(IDS):
        page, before = answer(posts, before, limit)
        seen += [post["id"] for post in page]
        pages += 1
        if coming:
            posts = posts + _posts([600 + 50 * pages])
        if before is None:
            return f"{seen}, {pages} pages"
    return f"it never ends: {seen[:9]}"


def _pages(number: int) -> str:
    return f"{IDS[::-1]}, {number} pages"


page = Exercise(
    __name__,
    hint="First keep those that are older than `before`, where 0 is an id and None is "
    "none. The page is the end of that list, turned round. Was anything left?",
    questions=[
        *(
            Question(
                says, partial(_one, IDS, before, limit), _by_rule(IDS, before, limit)
            )
            for says, before, limit in (
                ("the newest three", None, 3),
                ("two before 300", 300, 2),
                ("before an id that is none", 150, 2),
                ("the last three", 141, 3),
                ("before the first", 0, 3),
            )
        ),
        Question("page after page", partial(_all, 3, False), _pages(2)),
        Question("while posts come in", partial(_all, 2, True), _pages(3)),
        *(
            Question(
                f"ids {ids}, before {before}, limit {limit}",
                partial(_one, ids, before, limit),
                _by_rule(ids, before, limit),
            )
            for ids, before, limit in map(_made_up, range(20))
        ),
    ],
)

RATE, BURST = 0.5, 2


def _waits(
    times: Sequence[float], rate: float, burst: int, answer: Callable[..., Any]
) -> object:
    bucket = {"tokens": float(burst), "at": 0.0}
    return [answer(bucket, now, rate, burst) for now in times]


def _granted(times: Sequence[float], rate: float, burst: int) -> list[float]:
    tokens, at, waits = float(burst), 0.0, []
    for now in times:
        tokens, at = min(burst, tokens + (now - at) * rate), now
        waits.append(max(0.0, (1 - tokens) / rate))
        tokens -= tokens >= 1
    return waits


def _times(seed: int) -> tuple[list[float], float, int]:
    """Make up some times: in quarters, which a float has exactly."""
    chance = Random(seed)
    times = sorted(chance.randint(0, 40) / 4 for _ in range(9))
    return times, chance.choice([0.25, 0.5, 2.0]), chance.randint(1, 4)


take = Exercise(
    __name__,
    hint="First count what has dripped in since `at`, up to the rim, and note that it "
    "is counted until `now`. Then look whether there is a whole token.",
    questions=[
        *(
            Question(
                f"{says}; rate {RATE}, burst {BURST}, now {times}",
                partial(_waits, times, RATE, BURST),
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
        ),
        *(
            Question(
                f"rate {rate}, burst {burst}, now {times}",
                partial(_waits, times, rate, burst),
                _granted(times, rate, burst),
            )
            for times, rate, burst in map(_times, range(12))
        ),
    ],
)

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


def _broken(old: Contract, new: Contract, answer: Callable[..., Any]) -> object:
    found = answer(fresh(old), fresh(new))
    if isinstance(found, str) or not isinstance(found, Iterable):
        return f"no names: {found!r}"
    return sorted({*found})


def _breaks(old: Contract, new: Contract) -> list[str]:
    broken = {*old["gives"]} - {*new["gives"]} | {*old["asks"]} - {*new["asks"]}
    for name, how in new["asks"].items():
        if how == "required" != old["asks"].get(name):
            broken.add(name)
    return sorted(broken)


def _contracts(seed: int) -> tuple[Contract, Contract]:
    chance = Random(seed)
    names = ["author", "text", "key", "place", "at"]

    def one() -> Contract:
        asked = chance.sample(names, 3)
        hows = chance.choices(["required", "optional"], k=3)
        return {
            "asks": dict(zip(asked, hows, strict=True)),
            "gives": chance.sample(names, 4),
        }

    return one(), one()


MORE = [*NOW["gives"], "likes"]
LESS = ["id", "author", "text"]
breaks = Exercise(
    __name__,
    hint="Be an old client. Is all that you send still taken? Do you send all that is "
    "wanted now? Is all that you read still there?",
    questions=[
        *(
            Question(says, partial(_broken, NOW, new), wanted)
            for says, new, wanted in (
                ("nothing changed", NOW, []),
                ("the answer gives likes, too", _changed({}, MORE), []),
                ("the answer has no at", _changed({}, LESS), ["at"]),
                ("a place may be given", _changed({"place": "optional"}), []),
                ("a place must be given", _changed({"place": "required"}), ["place"]),
                ("the key must be given", _changed({"key": "required"}), ["key"]),
                (
                    "the author may be left out",
                    _changed({"author": "optional"}),
                    [],
                ),
                ("no key is known", _changed({"key": None}), ["key"]),
                (
                    "no key is known, no at given, a place wanted",
                    _changed({"key": None, "place": "required"}, LESS),
                    ["at", "key", "place"],
                ),
            )
        ),
        *(
            Question(
                f"{old} becomes {new}", partial(_broken, old, new), _breaks(old, new)
            )
            for old, new in map(_contracts, range(12))
        ),
    ],
)

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
