"""What `make notebooks` writes is what the gate accepts, and nothing else is.

Notebooks are made up: cells that print, show, update, clear and start children, in
any order.  `Screen` says what a reader sees in the end.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from notebooks import normal, run
from notebooks.outputs import differences
from tests.notebooks.poison import Cell, code, shown, stream
from tests.notebooks.test_gate import Verdicts, gate, said, verdicts_in

pytestmark = pytest.mark.beside("notebooks")

CELLS = 40
NOTEBOOKS = 2
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


class Made(NamedTuple):
    """A notebook that was made up and written: its file, and what it should show."""

    path: Path
    wanted: list[list[Cell]]
    spoilt: list[str]


def write(folder: Path, number: int) -> Made:
    """Write a notebook with `make notebooks`; another beside it, with faults.

    In the other each cell that shows something has one fault.
    """
    chance = random.Random(number)
    cells = [cell(number, chance) for number in range(CELLS)]
    path = folder / f"whole-{number}.ipynb"
    path.write_text(
        normal.text({"cells": [code(IMPORTS), *(code(source) for source, _ in cells)]})
    )
    run.refresh(path)
    notebook = json.loads(path.read_text())
    spoilt = []
    for place, one in enumerate(notebook["cells"], start=1):
        others = changed(one["outputs"], chance) if one["outputs"] else iter(())
        real = [other for other in others if differences(one["outputs"], other)]
        if real:
            one["outputs"] = chance.choice(real)
            spoilt.append(f"cell {place}")
    (folder / f"spoilt-{number}.ipynb").write_text(normal.text(notebook))
    return Made(path, [outputs for _, outputs in cells], spoilt)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    """Write notebooks, and others with faults."""
    folder = tmp_path_factory.mktemp("made")
    return [write(folder, number) for number in range(NOTEBOOKS)]


@pytest.fixture(scope="module")
def verdicts(made: list[Made]) -> Verdicts:
    """Return what the gate says of all of them."""
    folder = made[0].path.parent
    gate(folder).wait()
    return verdicts_in(folder)


def test_what_a_reader_sees_is_what_is_written(made: list[Made]) -> None:
    """Streams, displays, updates and clearings come to what JupyterLab shows."""
    for path, wanted, _ in made:
        written = json.loads(path.read_text())["cells"][1:]
        for one, outputs in zip(written, wanted, strict=True):
            assert not differences(outputs, one["outputs"]), "".join(one["source"])


def test_what_is_written_is_accepted(made: list[Made], verdicts: Verdicts) -> None:
    """The gate is green over whatever `make notebooks` wrote."""
    for path, _, _ in made:
        assert len(verdicts[path.stem]) == CELLS + 3  # the imports, the lint, the lost
        assert not said(verdicts[path.stem], "failure")


def test_nothing_else_is_accepted(made: list[Made], verdicts: Verdicts) -> None:
    """One output changed, moved, dropped or doubled, in whatever cell, is red."""
    for path, _, spoilt in made:
        cases = verdicts[path.stem.replace("whole", "spoilt")]
        red = [case.get("name") for case in cases if list(case.iter("failure"))]
        assert len(spoilt) > CELLS / 2
        assert red == spoilt
