"""Note which exercises a learner has done, in ``lab/progress.json``, and show it.

Only a notebook in ``lab/`` notes anything: the originals and the gate leave no trace.
Two notebooks that note at the same moment may lose one; its cell, run again, notes it.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from IPython import get_ipython

from notebooks import atomic, cells, kernels, stubs
from notebooks.show import Table

MINUTES = re.compile(r"\b(\d+) minutes\b")
TITLE = re.compile(r"^# +(.+?)\s*$", re.MULTILINE)


def place() -> Path | None:
    """Return where progress is noted, or None outside of the lab."""
    return kernels.LAB / "progress.json" if kernels.in_lab() else None


def done() -> dict[str, set[str]]:
    """Return the tags of the exercises that are done, by chapter.

    Nothing is, outside of the lab or if the file is broken.
    """
    found: dict[str, set[str]] = {}
    if file := place():
        with suppress(OSError, ValueError, TypeError, AttributeError):
            for chapter, tags in json.loads(file.read_bytes()).items():
                found[chapter] = {str(tag) for tag in tags}
    return found


def note(chapter: str, hint: str) -> None:
    """Note that an exercise is done, if a learner's copy says so.

    :param chapter: such as ``views``.
    :param hint: of the exercise: that tells it from the others of its chapter.
    """
    if file := place():
        noted = done()
        noted.setdefault(chapter, set()).add(tag(chapter, hint))
        told = {name: sorted(tags) for name, tags in sorted(noted.items())}
        atomic.write(file, (json.dumps(told, indent=1) + "\n").encode(), 0o644)


def tag(chapter: str, hint: str) -> str:
    """Return the tag of an exercise, which its solution stands under."""
    solutions = import_module(f"notebooks.solutions.{chapter}").SOLUTIONS
    return next(str(name) for name, (_, one) in solutions.items() if one.hint == hint)


def show_solution(chapter: str) -> None:
    """Say where the solutions of a chapter are; in the lab, by a link."""
    path = f"notebooks/solutions/{chapter}.py"
    if kernels.in_lab():
        shell: Any = get_ipython()
        says = {
            "text/markdown": f"A solution is in [{path}](source/{path}).",
            "text/plain": path,
        }
        shell.display_pub.publish(says)
    else:
        print(f"  then   {path} has a solution")


def table() -> Table:
    """Show each notebook with its title, its minutes and what is done of it."""
    ready = done()
    rows = []
    for path in sorted(kernels.FOLDER.glob("*.ipynb")):
        opening = cells.joined(json.loads(path.read_bytes())["cells"][0]["source"])
        title, minutes = TITLE.search(opening), MINUTES.search(opening)
        exercises = stubs.of(path.stem).keys()
        right = exercises & ready.get(path.stem.partition("-")[2], set())
        rows.append(
            [
                path.stem,
                title[1] if title else "",
                minutes[1] if minutes else "",
                f"{len(right)} of {len(exercises)}",
            ]
        )
    return Table(["notebook", "what it is about", "minutes", "exercises done"], rows)
