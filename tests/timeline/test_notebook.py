"""What 01-timeline says beside its pictures and cells is what they show."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from examples.timeline import Posts
from examples.timeline.api import create_api
from examples.timeline.show.front import Front
from notebooks import cells, records
from notebooks.figures import timeline as figures
from notebooks.kernels import ROOT

CELLS = cells.read(ROOT / "notebooks/01-timeline.ipynb")["cells"]
RECORD = records.read("timeline")
PLUMS = {"author": "anna", "text": "Plums!", "key": "key-of-plums"}


def source(tag: str) -> str:
    """Return the source of a cell."""
    [found] = [one for one in CELLS if tag in cells.tags(one)]
    return cells.joined(found["source"])


def defined(*tags: str) -> dict[str, Any]:
    """Run cells; return what they define."""
    names: dict[str, Any] = {}
    for tag in tags:
        exec(source(tag), names)
    return names


def test_each_step_of_2006_was_a_page_of_some_3_kb() -> None:
    """The text says so, that a reader can guess what they are today."""
    for size in RECORD["bytes"]["2006"].values():
        assert 2500 < size["plain"] < 3500


def test_what_is_saved_is_the_page_around_the_posts() -> None:
    """A post gains much, twenty posts little; the first page pays."""
    now, then = RECORD["bytes"]["today"], RECORD["bytes"]["2006"]
    packed = {step: now[step]["plain"] / then[step]["plain"] for step in now}
    assert packed["first page"] > 1.5
    assert 0.7 < packed["twenty older"] < 1
    assert packed["one post"] < 0.1


def test_a_request_more_is_a_later_first_post() -> None:
    """Today is slower than 2006, and the shell slower than today."""
    took = [RECORD["first post"][way]["seconds"] for way in figures.REQUESTS]
    assert list(map(len, figures.REQUESTS.values())) == [1, 2, 3]
    for sooner, later in pairwise(took):
        assert later - sooner == pytest.approx(0.1, abs=0.05)


def test_the_picture_says_how_many_requests_each_way_has() -> None:
    """In words for who does not see it, and beside its name."""
    figure = figures.first_post(RECORD["first post"])
    for count in ("1 request", "2 requests", "3 requests"):
        assert f">{count}<" in figure.svg
    assert re.findall(r"(\w+): (\d) requests?,", figure.says) == [
        ("2006", "1"),
        ("today", "2"),
        ("shell", "3"),
    ]


def test_node_needs_two_thirds_of_flask_s_time() -> None:
    """And either a hundredth of the 100 ms that a request has on its way."""
    flask, node = (RECORD["answer"][who] for who in ("Flask", "Node"))
    assert node["ratio"][1] == pytest.approx(2 / 3, abs=0.1)
    for who in (flask, node):
        assert 0.005 < who["seconds"] / 0.1 < 0.02


@pytest.mark.parametrize(("size", "again"), [(4, False), (5, True)])
def test_a_page_that_does_not_come_out_even_begins_anew(size: int, again: bool) -> None:
    """Five a page show what is wrong; eight posts are two pages of four."""
    names: dict[str, Any] = {}
    exec(source("before").replace("size=3", f"size={size}"), names)
    second = [post for _, post in names["page_before"](names["place"])]
    assert ("post 9" in second) is again


@pytest.mark.parametrize(("lost", "most"), [(0, 1), (1, 2), (9, 5)])
def test_a_client_gives_up(tmp_path: Path, lost: int, most: int) -> None:
    """It asks again where no answer came, five times at most."""
    send = defined("imports", "lost")["send_until_told"]
    posts = Posts(tmp_path / "posts.jsonl")
    front = Front(create_api(posts))
    front.lose = lost
    assert len(send(front, PLUMS)) == most
    assert len(posts.before()) == 1


def test_a_refusal_is_not_asked_for_again(tmp_path: Path) -> None:
    """The key of another text: the reader who tries that sees 409, and the end."""
    send = defined("imports", "lost")["send_until_told"]
    front = Front(create_api(Posts(tmp_path / "posts.jsonl")))
    assert send(front, PLUMS) == [201]
    assert send(front, {**PLUMS, "text": "Pears!"}) == [409]
