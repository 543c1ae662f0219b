"""What `make notebooks` writes is what the gate accepts, and nothing else is.

Notebooks are made up: cells that print, show, update, clear and start children, in
any order.  `Screen` says what a reader sees in the end.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from notebooks import normal, run
from notebooks.outputs import differences
from tests.poison import Cell, code, shown, stream
from tests.test_gate import Verdicts, gate, said, verdicts_in

pytestmark = pytest.mark.beside("notebooks")

CELLS = 40
SVG = "<svg xmlns='http://www.w3.org/2000/svg'><circle r='{}'/></svg>"


class Screen:
    """What one cell shows: a list of outputs, and how the next one changes it."""

    def __init__(self) -> None:
        self.outputs: list[Cell] = []
        self.places: dict[str, Cell] = {}
        self.waiting = False

    def add(self, output: Cell) -> Cell:
        """Put an output below the others, after a clearing that waited for one."""
        if self.waiting:
            self.clear()
        self.outputs.append(output)
        return output

    def clear(self) -> None:
        """Take everything away; what was shown can be updated no more."""
        self.outputs, self.places, self.waiting = [], {}, False


Act = tuple[str, Callable[[Screen], object]]


def printed(word: str, chance: random.Random) -> Act:
    """Print a word, whole or in pieces, to either stream."""
    name = chance.choice(["stdout", "stdout", "stderr"])
    end = chance.choice(["\n", "\r", " ", "é\n"])
    source = f"print({word!r}, file=sys.{name}, end={end!r}, flush=True)"
    return source, lambda screen: screen.add(stream(word + end, name))


def child(word: str, _: random.Random) -> Act:
    """Let a process print a word."""
    source = f"subprocess.run(['echo', {word!r}], check=True)"
    return source, lambda screen: screen.add(stream(word + "\n"))


def bundle(word: str, chance: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return data of one or more kinds, and metadata."""
    kinds: dict[str, Any] = {
        "text/html": f"<b>{word}</b>\n<i>{word}</i>",
        "image/svg+xml": SVG.format(len(word)) + f"<!-- {word} -->",
        "text/markdown": f"*{word}*",
        "text/latex": f"${word}$",
        "application/json": {"word": word, "list": [1, None, "a"]},
    }
    chosen = chance.sample(sorted(kinds), chance.randint(0, 2))
    data = {"text/plain": word} | {kind: kinds[kind] for kind in chosen}
    return data, chance.choice([{}, {}, {"isolated": True}])


def displayed(word: str, chance: random.Random) -> Act:
    """Show something that nobody updates."""
    data, metadata = bundle(word, chance)
    source = f"display({data}, metadata={metadata}, raw=True)"
    return source, lambda screen: screen.add(shown(data) | {"metadata": metadata})


def updated(word: str, chance: random.Random) -> Act:
    """Show something, and something else in its place, at once or after a print."""
    first, old = bundle(word, chance)
    second, new = bundle(word + "!", chance)
    between = chance.choice(["", f"print({word!r})\n", "clear_output()\n"])
    source = (
        f"display({first}, metadata={old}, raw=True, display_id={word!r})\n{between}"
        f"update_display({second}, metadata={new}, raw=True, display_id={word!r})"
    )

    def act(screen: Screen) -> None:
        place = screen.add(shown(first) | {"metadata": old})
        if between.startswith("print"):
            screen.add(stream(word + "\n"))
        if between.startswith("clear"):
            screen.clear()
        place |= {"data": second, "metadata": new}

    return source, act


def cleared(_: str, chance: random.Random) -> Act:
    """Take everything away, now or when something else is shown."""
    if chance.random() < 0.5:
        return "clear_output()", Screen.clear
    return "clear_output(wait=True)", lambda screen: setattr(screen, "waiting", True)


ACTS = [printed, printed, child, displayed, displayed, updated, cleared]


def cell(number: int, chance: random.Random) -> tuple[str, list[Cell]]:
    """Make up a cell: its source, and what it shows in the end."""
    screen = Screen()
    sources = []
    for step in range(chance.randint(1, 5)):
        word = f"w{number}x{step}" * chance.choice([1, 1, 30])
        source, act = chance.choice(ACTS)(word, chance)
        sources.append(source)
        act(screen)
    ends = chance.choice(["None", "None", f"'result {number}'"])
    if ends != "None":
        screen.add(
            {
                "output_type": "execute_result",
                "data": {"text/plain": ends},
                "metadata": {},
                "execution_count": 1,
            }
        )
    return "\n".join([*sources, ends]), screen.outputs


def changed(outputs: list[Cell], chance: random.Random) -> Iterator[list[Cell]]:
    """Yield outputs with one changed, moved, dropped or doubled."""
    place = chance.randrange(len(outputs))
    one = outputs[place]
    rest = outputs[:place] + outputs[place + 1 :]
    other = json.loads(json.dumps(one))
    if "text" in other:
        other["text"] = "".join(other["text"]) + " "
    else:
        kind = chance.choice(sorted(other["data"]))
        other["data"][kind] = "another"
    yield [*outputs[:place], other, *outputs[place + 1 :]]
    yield rest
    yield [*outputs, one]
    yield [*rest, one]
    if "metadata" in one:
        yield [one | {"metadata": {"other": 1}} if o is one else o for o in outputs]


IMPORTS = (
    "import subprocess\nimport sys\n\n"
    "from IPython.display import clear_output, update_display"
)


@pytest.fixture(scope="module", params=[1, 2])
def made_up(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[random.Random, Path, list[list[Cell]]]:
    """Write a notebook with `make notebooks`; return it, and what it should show."""
    chance = random.Random(request.param)
    cells = [cell(number, chance) for number in range(CELLS)]
    path = tmp_path_factory.mktemp("made") / "made.ipynb"
    path.write_text(
        normal.text({"cells": [code(IMPORTS), *(code(source) for source, _ in cells)]})
    )
    run.refresh(path)
    return chance, path, [outputs for _, outputs in cells]


Made = tuple[random.Random, Path, list[list[Cell]]]


def test_what_a_reader_sees_is_what_is_written(made_up: Made) -> None:
    """Streams, displays, updates and clearings come to what JupyterLab shows."""
    _, path, wanted = made_up
    written = json.loads(path.read_text())["cells"][1:]
    for one, outputs in zip(written, wanted, strict=True):
        assert not differences(outputs, one["outputs"]), "".join(one["source"])


def test_what_is_written_is_accepted(made_up: Made) -> None:
    """The gate is green over whatever `make notebooks` wrote."""
    _, path, _ = made_up
    gate(path.parent).wait()
    verdicts = verdicts_in(path.parent)["made"]
    assert len(verdicts) == CELLS + 3  # the imports, the lint, what was lost
    assert not said(verdicts, "failure")


def test_nothing_else_is_accepted(made_up: Made, tmp_path: Path) -> None:
    """One output changed, moved, dropped or doubled, in whatever cell, is red."""
    chance, path, _ = made_up
    notebook = json.loads(path.read_text())
    spoilt = []
    for number, one in enumerate(notebook["cells"], start=1):
        others = changed(one["outputs"], chance) if one["outputs"] else iter(())
        real = [other for other in others if differences(one["outputs"], other)]
        if real:
            one["outputs"] = chance.choice(real)
            spoilt.append(f"cell {number}")
    (tmp_path / "made.ipynb").write_text(normal.text(notebook))
    gate(tmp_path).wait()
    verdicts: Verdicts = verdicts_in(tmp_path)
    red = [case.get("name") for case in verdicts["made"] if list(case.iter("failure"))]
    assert len(spoilt) > CELLS / 2
    assert red == spoilt
