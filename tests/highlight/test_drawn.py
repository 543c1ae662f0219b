"""The drawings of chapter 2 show what the record holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from bench.faces.latency import PARTS
from examples.highlight import boundary, picture, workload
from notebooks import records
from slides.press.drawable import faults

RECORD = records.read("highlight")
DRAWINGS: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "1 KB": (lambda: picture.picture(RECORD, "1"), lambda: picture.says(RECORD, "1")),
    "20 KB": (
        lambda: picture.picture(RECORD, "20"),
        lambda: picture.says(RECORD, "20"),
    ),
    "load": (lambda: workload.picture(RECORD), lambda: workload.says(RECORD)),
}


def elements(svg: str, name: str) -> list[ElementTree.Element]:
    """All elements of a name."""
    return [each for each in ElementTree.fromstring(svg) if each.tag.endswith(name)]


def widths(svg: str, y: float) -> dict[str, float]:
    """The lengths of the bars at a height, by colour."""
    return {
        each.attrib["fill"]: float(each.attrib["width"])
        for each in elements(svg, "rect")
        if float(each.attrib["y"]) == y
    }


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_can_stand_on_a_slide(name: str) -> None:
    """The press finds no fault in it, and it is drawn the same twice."""
    draw, _ = DRAWINGS[name]
    assert list(faults(draw())) == []
    assert draw() == draw()


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_told_in_words(name: str) -> None:
    """Every row of it has its label and its figure in the words."""
    draw, says = DRAWINGS[name]
    rows = [str(text.text) for text in elements(draw(), "text") if text.get("x") == "0"]
    assert rows
    assert all(row in says() for row in rows)


def test_no_figure_is_made_up() -> None:
    """What stands in the column is the record's median, in milliseconds."""
    svg = picture.picture(RECORD, "1")
    bold = [text.text for text in elements(svg, "text") if text.get("font-weight")]
    ways = RECORD["latency"]["1"]["ways"]
    assert bold == [
        picture.figure(ways[name]["seconds"][1] * 1e3) for name in picture.WAYS
    ]


def changed(**parts: float) -> dict[str, Any]:
    """The record, HTTP consisting of these parts, in seconds."""
    record: dict[str, Any] = json.loads(json.dumps(RECORD))
    found = record["latency"]["1"]
    found["parts"]["HTTP"] = {name: [own] * 3 for name, own in parts.items()}
    for way in found["ways"].values():
        way["seconds"] = [0.004] * 3
    found["ways"]["spawn"]["seconds"] = [0.1] * 3
    return record


def test_parts_of_a_bar_make_up_the_whole() -> None:
    """Parts that were measured apart are fitted into the bar; none is negative."""
    parts = {"lexing, formatting": 0.002, "Flask, shelf": 0.003, "JSON": -0.001}
    svg = picture.picture(changed(**parts), "1")
    row = picture.TOP + picture.PITCH * list(picture.WAYS).index("HTTP")
    found = widths(svg, row)
    assert found.keys() == {picture.LEAF, picture.BLUE}
    assert sum(found.values()) == pytest.approx(picture.RIGHT - picture.LEFT, abs=0.2)
    assert found[picture.BLUE] == pytest.approx(1.5 * found[picture.LEAF], rel=0.01)


def test_what_is_too_long_is_cut_off_and_seen_to_be() -> None:
    """A process a call does not make all the other bars too short to read."""
    svg = picture.picture(changed(**{"lexing, formatting": 0.004}), "1")
    row = picture.TOP + picture.PITCH * list(picture.WAYS).index("spawn")
    assert sum(widths(svg, row).values()) < picture.FIGURE - picture.LEFT
    assert len(elements(svg, "path")) == 1


def test_every_part_has_a_colour() -> None:
    """What is measured apart is drawn apart."""
    assert {part for parts in PARTS.values() for part in parts} == picture.PARTS.keys()
    assert {*picture.PARTS.values()} <= {*picture.LEGEND.values()}


def test_bars_of_a_load_are_as_long_as_their_figures() -> None:
    """Two workers that get twice as much done have a bar twice as long."""
    record = json.loads(json.dumps(RECORD))
    for workers, faces in record["throughput"].items():
        for face in faces.values():
            face["calls a second"] = [10.0 * int(workers)] * 3
    found = widths(workload.picture(record), workload.TOP)
    below = widths(workload.picture(record), workload.TOP + workload.NEXT)
    assert 2 * sum(found.values()) == pytest.approx(sum(below.values()), abs=0.2)


def test_the_boundary_shows_the_record() -> None:
    """Three ways with their strokes and times, and a process a call."""
    times = picture.milliseconds(RECORD, "1")
    svg = boundary.picture(times, times["spawn"])
    assert list(faults(svg)) == []
    texts = [str(text.text) for text in elements(svg, "text")]
    assert [text for text in texts if "·" in text][1:] == [
        f"{way} · {times[way]:.1f} ms" for way in ("pipe", "HTTP", "ZeroMQ")
    ]
    assert texts[-1] == f"{times['spawn']:.0f} ms"
    strokes = [path.get("stroke-dasharray") for path in elements(svg, "path")]
    assert {*strokes} == {None, "14 8", "3 7"}
    assert boundary.says(times, times["spawn"]).endswith(texts[-1])


def test_what_the_slides_say_of_the_record() -> None:
    """A process costs many times the rest; two workers get more done than one."""
    times = picture.milliseconds(RECORD, "1")
    assert times["spawn"] > 10 * max(times[way] for way in ("pipe", "HTTP", "ZeroMQ"))
    assert times["HTTP"] < times["HTTP, 303"]
    assert all(times[way] < times["pipe"] for way in ("rouge", "coderay"))
    one, two = RECORD["throughput"]["1"], RECORD["throughput"]["2"]
    for face in workload.FACES:
        assert one[face]["calls a second"][1] < two[face]["calls a second"][1], face
