"""The figures of the notebooks: what a reader sees is what was found or measured."""

from __future__ import annotations

import doctest
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from bench.faces.latency import PARTS
from examples.gateway.show.site import TABLE
from examples.serializers.show.matrix import matrix
from examples.serializers.show.rows import ROWS
from examples.wsgi.show.servers.verdicts import ANSWERS
from examples.zeromq.show.kills import DONE, LOST, NEVER, STUCK, TOLD, TWICE
from notebooks import records
from notebooks.figures import (
    draw,
    gateway,
    highlight,
    javascript,
    serializers,
    wsgi,
    zeromq,
)
from notebooks.figures.draw import BLUE, CHERRY, LEAF, PALE, SOFT
from notebooks.figures.plot import FONT, Series, against_length
from notebooks.show import Drawing
from slides.press.drawable import faults
from slides.press.svg import parse

pytestmark = pytest.mark.beside("notebooks")

RECORD = records.read("highlight")
TIMES = highlight.milliseconds(RECORD, "1")
SERIES: Series = {"ours": {2: 0.003, 500: 0.6}, "theirs": {2: 0.004, 500: 0.61}}
NAIVE = dict.fromkeys(ANSWERS, "yes") | {
    "error": "cut off",  # as asked
    "HEAD": "sends it",  # a fault
    "concurrent": "no",  # a fact
}
FATES = {
    "lossy": [DONE, DONE, DONE, *[LOST] * 17],
    "stuck": [DONE, DONE, DONE, STUCK, *[NEVER] * 16],
    "careful": [DONE, DONE, DONE, TWICE, *[DONE] * 15, TOLD],
}
FIGURES: dict[str, Callable[[], Drawing]] = {
    "boundary": lambda: highlight.boundary(TIMES, TIMES["spawn"]),
    "cost, 1 KB": lambda: highlight.cost(RECORD, "1"),
    "cost, 20 KB": lambda: highlight.cost(RECORD, "20"),
    "throughput": lambda: highlight.throughput(RECORD),
    "against length": lambda: against_length(SERIES),
    "fidelity": serializers.fidelity,
    "conformance": lambda: wsgi.conformance({"naive": NAIVE}),
    "network": lambda: gateway.network(TABLE),
    "trap, sprung": lambda: gateway.trap(401, True),
    "trap, closed": lambda: gateway.trap(401, False),
    "paints": lambda: javascript.paints(records.read("javascript")["paint"]),
    "fates": lambda: zeromq.fates(FATES),
    "turns": zeromq.turns,
}


def elements(figure: Drawing, name: str) -> list[ElementTree.Element]:
    """Return all elements of a name."""
    return [one for one in parse(figure.svg).iter() if one.tag.endswith(f"}}{name}")]


def words(figure: Drawing) -> list[str]:
    """Return the texts of a drawing, in order."""
    return ["".join(text.itertext()) for text in elements(figure, "text")]


def fill_of(figure: Drawing, text: str) -> str | None:
    """Return the colour in which a text is written."""
    [fill] = {e.get("fill") for e in elements(figure, "text") if e.text == text}
    return fill


def widths(figure: Drawing, row: int) -> dict[str, float]:
    """Return the lengths of a bar's parts by colour; rows are counted from above."""
    bars: dict[float, dict[str, float]] = {}
    for one in elements(figure, "rect"):
        bar = bars.setdefault(float(one.attrib["y"]), {})
        bar[one.attrib["fill"]] = float(one.attrib["width"])
    return bars[sorted(bars)[row]]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_can_stand_on_a_slide(name: str) -> None:
    """The press finds no fault in it, and it is drawn the same twice.

    Its colours come from the theme, but for three tints.
    """
    figure = FIGURES[name]()
    assert list(faults(figure.svg)) == []
    assert figure == FIGURES[name]()
    found = re.findall(r"#[0-9a-f]{6}\b", figure.svg)
    ours = {*draw.PALETTE.values(), draw.SAND, draw.PALE, draw.AMBER}
    assert ours >= {*found} > set()


@pytest.mark.parametrize("name", ["cost, 1 KB", "cost, 20 KB", "throughput"])
def test_words_have_every_row_of_the_bars(name: str) -> None:
    """Every row of a figure has its label and its number in the words."""
    figure = FIGURES[name]()
    texts = elements(figure, "text")
    rows = [str(text.text) for text in texts if text.get("x") == "0"]
    bold = [str(text.text) for text in texts if text.get("font-weight")]
    assert len(bold) >= len(rows) > 0
    assert all(row in figure.says for row in rows)
    assert re.findall(r" (\d[\d.]*)(?= and|,|$)", figure.says)[-len(bold) :] == bold


@pytest.mark.parametrize("kilobytes", ["1", "20"])
def test_no_cost_is_made_up(kilobytes: str) -> None:
    """What stands in the column is the record's median, in milliseconds."""
    texts = elements(highlight.cost(RECORD, kilobytes), "text")
    ways = RECORD["latency"][kilobytes]["ways"]
    bold = [float(str(text.text)) for text in texts if text.get("font-weight")]
    medians = [ways[name]["seconds"][1] * 1e3 for name in highlight.WAYS]
    assert bold == pytest.approx(medians, rel=0.05, abs=0.06)


def with_parts(**parts: float) -> dict[str, Any]:
    """Return the record, HTTP consisting of these parts, in seconds; all take 4 ms."""
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
    figure = highlight.cost(with_parts(**parts), "1")
    found = widths(figure, list(highlight.WAYS).index("HTTP"))
    [whole] = widths(figure, list(highlight.WAYS).index("rouge")).values()
    assert found.keys() == {LEAF, BLUE}
    assert sum(found.values()) == pytest.approx(whole, abs=0.2)
    assert found[BLUE] == pytest.approx(1.5 * found[LEAF], rel=0.01)


def test_what_is_too_long_is_cut_off_and_seen_to_be() -> None:
    """A process a call does not make all the other bars too short to read."""
    figure = highlight.cost(with_parts(**{"lexing, formatting": 0.004}), "1")
    numbers = float(elements(figure, "text")[0].attrib["x"])
    bar = widths(figure, list(highlight.WAYS).index("spawn"))
    assert highlight.LEFT + sum(bar.values()) < numbers - 50
    assert len(elements(figure, "path")) == 1


def test_every_part_that_is_measured_is_drawn() -> None:
    """Each has a colour, and each colour is explained."""
    measured = {part for parts in PARTS.values() for part in parts}
    assert measured == highlight.PARTS.keys()
    assert {*highlight.PARTS.values()} <= {*highlight.COLOURS.values()}


def test_bars_of_a_load_are_as_long_as_their_figures() -> None:
    """Two workers that get twice as much done have a bar twice as long."""
    record = json.loads(json.dumps(RECORD))
    for workers, faces in record["throughput"].items():
        for face in faces.values():
            face["calls a second"] = [10.0 * int(workers)] * 3
    figure = highlight.throughput(record)
    one, two = widths(figure, 0)[PALE], widths(figure, 1)[LEAF]
    assert two == pytest.approx(2 * one, abs=0.2)


def test_the_boundary_shows_the_record() -> None:
    """Three ways with their strokes and times, and a process a call."""
    figure = FIGURES["boundary"]()
    ways = {way: f"{TIMES[way]:.1f} ms" for way in ("pipe", "HTTP", "ZeroMQ")}
    assert {f"{way} · {time}" for way, time in ways.items()} <= {*words(figure)}
    assert all(f"{way} {time}" in figure.says for way, time in ways.items())
    spawned = f"{TIMES['spawn']:.0f} ms"
    assert spawned in words(figure)
    assert figure.says.endswith(f"a process a call {spawned}")
    dashes = {path.get("stroke-dasharray") for path in elements(figure, "path")}
    assert dashes == {None, "14 8", "3 7"}


def test_what_the_slides_say_of_the_record() -> None:
    """A process costs many times the rest; two workers get more done than one."""
    assert TIMES["spawn"] > 10 * max(TIMES[way] for way in ("pipe", "HTTP", "ZeroMQ"))
    assert TIMES["HTTP"] < TIMES["HTTP, 303"]
    assert all(TIMES[way] < TIMES["pipe"] for way in ("rouge", "coderay"))
    one, two = RECORD["throughput"]["1"], RECORD["throughput"]["2"]
    for face in highlight.FACES:
        assert one[face]["calls a second"][1] < two[face]["calls a second"][1], face


def test_the_names_in_a_plot_do_not_cover_each_other() -> None:
    """Two ways that are as fast as each other are both named, with their seconds."""
    figure = against_length(SERIES)
    assert {"ours: 0.6 s", "theirs: 0.61 s"} <= {*words(figure)}
    assert figure.says == "seconds against kilobytes: ours, theirs"
    heights = {
        "".join(text.itertext()).partition(":")[0]: float(text.attrib["y"])
        for text in elements(figure, "text")
    }
    assert heights["ours"] - heights["theirs"] >= FONT


def test_drawing_by_hand_works_as_shown() -> None:
    """The example of use in the module that draws."""
    assert doctest.testmod(draw) == (0, 2)


@pytest.mark.parametrize("marks", [serializers.MARKS, zeromq.MARKS])
def test_marks_are_told_apart_without_colour(marks: dict[str, draw.Mark]) -> None:
    """No two have one shape."""
    assert len({path for _, path in marks.values()}) == len(marks)


def count(figure: Drawing, mark: draw.Mark) -> int:
    """Return how often a mark is drawn outside the legend."""
    shapes = [(e.get("fill"), e.get("d")) for e in elements(figure, "path")]
    return shapes.count(mark) - 1


@pytest.mark.peer("php")
def test_fidelity_has_a_mark_for_each_cell() -> None:
    """As many squares, diamonds and dashes as the matrix has such cells.

    A row is named, and ends with its number of squares; values are in groups.
    """
    figure = serializers.fidelity()
    cells = matrix(columns=serializers.ASKED).values()
    kinds: list[str] = [cell.kind for cell in cells]
    for kind, mark in serializers.MARKS.items():
        assert count(figure, mark) == kinds.count(kind) > 0
    assert figure.says == f"a picture: {len(ROWS)} values, 9 ways"
    found = words(figure)
    kinds = [cell.kind for cell in matrix(columns=["pickle"]).values()]
    exact = str(kinds.count("exact"))
    assert found[found.index("pickle") + 1] == exact
    heads = {"in Python", "through PHP", f"of {len(ROWS)}", *serializers.GROUPS}
    assert heads <= {*found}


def test_fidelity_without_php(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PHP is missing its rows say so."""
    monkeypatch.setenv("PATH", "")
    assert words(serializers.fidelity()).count("php is missing") == 4


def test_fidelity_asks_about_a_reader_s_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tuple: pickle keeps it, three change it, ours refuses it; it is not counted."""
    monkeypatch.setenv("PATH", "")
    plain, figure = serializers.fidelity(), serializers.fidelity((1, 2))
    more = {"exact": 1, "changed": 3, "refused": 1}
    for kind, mark in serializers.MARKS.items():
        assert count(figure, mark) == count(plain, mark) + more[kind]
    assert sorted({*words(figure)} - {*words(plain)}) == ["yours"]
    with pytest.raises(ValueError, match="at most 3 values, got 4"):
        serializers.fidelity(1, 2, 3, 4)


def test_verdicts_are_told_apart() -> None:
    """A square is what is as asked; a fault and a fact differ in colour."""
    figure = wsgi.conformance({"naive": NAIVE})
    assert count(figure, wsgi.SQUARE) == 6
    assert fill_of(figure, "sends it") == CHERRY
    assert fill_of(figure, "no") == SOFT
    assert figure.says == "1 servers, 7 questions, 6 answers as asked"


def test_facts_stand_apart() -> None:
    """A question without a rule is the last column, behind a gap."""
    figure = wsgi.conformance({"naive": NAIVE}, ["concurrent", "streams", "HEAD"])
    heads = {str(e.text): float(e.attrib["x"]) for e in elements(figure, "text")[:3]}
    assert [*heads] == ["streams", "HEAD", "concurrent"]
    streams, head, concurrent = heads.values()
    assert concurrent - head > head - streams


def test_every_application_is_in_the_network() -> None:
    """Path, name, language and framework are written there; who is new, too."""
    new = replace(TABLE[1], path="/news/", name="news", language="Perl")
    figure = gateway.network([*TABLE, new])
    for row in [*TABLE, new]:
        texts = {row.path, row.name, f"{row.language}, {row.made_with}"}
        assert texts <= {*words(figure)}
    assert "/news/       news, Bottle; cached below /news/" in figure.says


def test_languages_are_told_apart() -> None:
    """Each language has its stripe, a copy a box of its own, a guard its colour."""
    figure = gateway.network(TABLE)
    fills = [path.get("fill") for path in elements(figure, "path")]
    for language in ("Python", "JavaScript"):
        copies = sum(row.copies for row in TABLE if row.language == language)
        assert fills.count(draw.STRIPES[language]) == copies > 0
    guards = [text for text in elements(figure, "text") if text.get("fill") == CHERRY]
    assert len(guards) == sum(row.guarded for row in TABLE)


@pytest.mark.parametrize(
    ("included", "orders", "language", "fill", "says"),
    [
        (True, "orders", "trusting, Python", CHERRY, "with the orders"),
        (False, "orders", "JavaScript", LEAF, "without them"),
    ],
)
def test_the_trap_is_drawn_as_it_was_seen(
    included: bool, orders: str, language: str, fill: str, says: str
) -> None:
    """The way round the guard is red if something came by it; the status is there."""
    figure = gateway.trap(401, included)
    assert {"401", "auth_request", orders, language} <= {*words(figure)}
    assert fill_of(figure, "include /orders/") == fill
    assert figure.says.startswith("/orders/: 401;")
    assert figure.says.endswith(says)


def test_each_message_has_its_mark() -> None:
    """A mark a message, each fate with its own, and at the end how many were done."""
    figure = zeromq.fates(FATES)
    all_fates = [fate for fates in FATES.values() for fate in fates]
    for fate, mark in zeromq.MARKS.items():
        assert count(figure, mark) == all_fates.count(fate) > 0
    done = [text for text in words(figure) if text.isdigit()]
    assert done == ["3", "3", "19"]
    assert "lossy: 3 done, 17 lost\n" in figure.says
