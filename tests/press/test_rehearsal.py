"""How long each slide was on the wall, beside the plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from werkzeug.test import Client

from slides.present import LARGEST, Present
from slides.rehearsal import Plan, Rehearsal, read_table

PAGE = """\
<section id="title" data-line="main 20" data-seconds="20">
<section id="depth" data-line="" data-seconds="40">
<section id="aside" data-line="" data-seconds="10">
<section id="end" data-line="main" data-seconds="30">
"""


@pytest.fixture
def rehearsal(tmp_path: Path) -> Rehearsal:
    """Begin a rehearsal of four slides."""
    page = tmp_path / "index.html"
    page.write_text(PAGE)
    return Rehearsal(tmp_path / "rehearsal.json", Plan(page).seconds)


def test_the_plan_is_of_the_cut(tmp_path: Path) -> None:
    """What is below its line has no time."""
    page = tmp_path / "index.html"
    page.write_text(PAGE)
    assert Plan(page, "20").seconds == {"title": 20, "depth": 0, "aside": 0, "end": 0}


def test_the_table_says_which_slides_run_over(rehearsal: Rehearsal) -> None:
    """In the order of the deck; a slide seen twice has both times."""
    for slide, seconds in (("depth", 5), ("title", 20), ("title", 70.6)):
        rehearsal.add({"slide": slide, "seconds": seconds})
    assert read_table(rehearsal.file).splitlines() == [
        "rehearsal  planned  spent",
        "title         0:20   1:31  1:11 over",
        "depth         0:00   0:05",
        "sum           0:20   1:36",
        "not shown: 1 slide of the line, from end",
    ]


def test_no_table_before_the_first(tmp_path: Path) -> None:
    """And one that cannot be read is said to be so."""
    file = tmp_path / "rehearsal.json"
    assert read_table(file) == ""
    for broken in ("[]", '{"plan": [], "spent": {"title": 1}}', '{"plan": 1'):
        file.write_text(broken)
        assert "cannot be read" in read_table(file)


@pytest.mark.parametrize(
    "said",
    [
        '{"slide": "nowhere", "seconds": 1}',
        '{"slide": "title", "seconds": -1}',
        '{"slide": "title", "seconds": 1e999}',
        '{"slide": ["title"], "seconds": 1}',
        "[]",
        "{",
    ],
)
def test_nonsense_is_refused(rehearsal: Rehearsal, said: str) -> None:
    """It is answered with 400, and nothing is kept."""
    client = Client(Present(rehearsal.file.parent, rehearsal.file.parent, rehearsal))
    answer = client.post("/rehearsal", data=said, content_type="application/json")
    assert (answer.status_code, rehearsal.spent) == (400, {})


def test_it_takes_posts_and_no_long_ones(rehearsal: Rehearsal) -> None:
    """Whoever sends a megabyte is told so before it is read."""
    client = Client(Present(rehearsal.file.parent, rehearsal.file.parent, rehearsal))
    get = client.get("/rehearsal")
    assert (get.status_code, get.headers["Allow"]) == (405, "POST")
    long = '{"slide": "title", "seconds": 1' + " " * LARGEST + "}"
    answer = client.post("/rehearsal", data=long, content_type="application/json")
    assert (answer.status_code, rehearsal.spent) == (413, {})


def test_a_foreign_page_keeps_nothing(rehearsal: Rehearsal) -> None:
    """A form of another site can post text, and no JSON."""
    client = Client(Present(rehearsal.file.parent, rehearsal.file.parent, rehearsal))
    said = '{"slide": "title", "seconds": 1}'
    answer = client.post("/rehearsal", data=said, content_type="text/plain")
    assert (answer.status_code, rehearsal.spent) == (415, {})
