"""The map is what runs: its lines are the addresses that a process was given."""

from __future__ import annotations

from dataclasses import replace
from graphlib import CycleError
from pathlib import Path
from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest

from examples.success import many, plan
from examples.success.parts import (
    GATEWAY,
    PLACES,
    TABLE,
    WORKERS,
    lines,
    rooted,
    variable,
)
from examples.success.show.kills import ALL, LATER, kills

PROGRAMS = [*(part.name for part in TABLE), *(worker.name for worker in WORKERS)]
KNOWN = {*PROGRAMS, *(place.name for place in PLACES)}


def test_a_part_is_told_of_those_it_meets(shop: many.Shop) -> None:
    """A line of the map is a variable of a process, and no process has another one."""
    for name, kept in shop.kept.items():
        assert kept.child
        raw = Path(f"/proc/{kept.child.pid}/environ").read_bytes().decode()
        has = {line.partition("=")[0] for line in raw.split("\0")}
        found = {one for one in KNOWN if variable(one) in has}
        if name != GATEWAY:
            assert found == {line.other for line in lines() if line.one == name}


def test_every_name_on_the_map_is_there() -> None:
    """A line leads from somebody to somebody."""
    ends = {end for line in lines() for end in (line.one, line.other)}
    assert ends == KNOWN | {GATEWAY}


def test_who_is_asked_is_known_first() -> None:
    """However the rows stand; two that ask each other have no order."""
    names = [part.name for part in plan.order(TABLE[::-1])]
    assert sorted(names) == sorted(part.name for part in TABLE)
    assert names.index("stock") < names.index("orders")
    rows = {part.name: part for part in TABLE}
    circle = [replace(rows["stock"], meets=("orders",)), rows["orders"]]
    with pytest.raises(CycleError):
        plan.order(circle)


def test_a_subdomain_has_its_part_at_the_root() -> None:
    """The others stay where they are; there is none for a part that is not there."""
    paths = {row.name: row.path for row in rooted(TABLE, "office")}
    assert (paths["office"], paths["stock"]) == ("/", "/stock/")
    with pytest.raises(LookupError, match="no part 'cellar'"):
        rooted(TABLE, "cellar")


def test_one_that_ends_at_once_is_started_after_its_pause() -> None:
    """Or the shop would do nothing else."""
    started: list[str] = []
    running = many.Shop(plan.Plan({}))
    part: Any = SimpleNamespace(child=None, due=monotonic() + 60, reap=lambda: None)
    part.start = lambda: started.append("part")
    running.kept["part"] = part
    running.tend()
    assert started == []
    part.due = monotonic()
    running.tend()
    assert started == ["part"]


def test_what_is_killed_and_what_still_works(shop: many.Shop) -> None:
    """Only the steps of the part that is down fail; held, none does."""
    names = ["account", "thumbnails", "highlighter", GATEWAY]
    found = {row.who: row.steps for row in kills(shop, names)}
    assert found["account"]["recipe"] == "yes"
    assert found["account"]["order"] == "no"
    assert found["thumbnails"]["thumbnail"] == LATER
    failed = [n for n, mark in found["highlighter"].items() if mark == "no"]
    assert failed == ["colour"]
    assert {*found[GATEWAY].values()} == {"no"}
    assert {*found[ALL].values()} == {"yes"}
