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

MINUTES = re.compile(r"\b(an hour|[\w-]+(?= minutes))\b")
TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety"
IN_WORDS = {"fifteen": "15", "an hour": "60"}
for ten, word in enumerate(TENS.split(), start=1):
    IN_WORDS |= {word: f"{ten}0", f"{word}-five": f"{ten}5"}
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
        tag, _ = solution(chapter, hint)
        noted.setdefault(chapter, set()).add(tag)
        told = {name: sorted(tags) for name, tags in sorted(noted.items())}
        atomic.write(file, (json.dumps(told, indent=1) + "\n").encode(), 0o644)


def solution(chapter: str, hint: str) -> tuple[str, str]:
    """Return the tag of an exercise, and the name of its solution.

    One without a name, such as a lambda, is named by the tag.
    """
    solutions = import_module(f"notebooks.solutions.{chapter}").SOLUTIONS
    tag, answer = next(
        (tag, answer)
        for tag, (answer, exercise) in solutions.items()
        if exercise.hint == hint
    )
    name = getattr(answer, "__name__", "")
    return tag, name if name.isidentifier() else tag


def show_solution(chapter: str, hint: str) -> None:
    """Say what solves an exercise, and where it stands; in the lab, by a link."""
    path = f"notebooks/solutions/{chapter}.py"
    _, name = solution(chapter, hint)
    if kernels.in_lab():
        shell: Any = get_ipython()
        says = {
            "text/markdown": f"A solution is `{name}` in [{path}](source/{path}).",
            "text/plain": f"{name} in {path}",
        }
        shell.display_pub.publish(says)
    else:
        print(f"  then   {name} in {path} is a solution")


def minutes(opening: str) -> str:
    """Return how long a notebook takes, as its first cell says, or nothing.

    :param opening: the cell's text, such as "It takes forty-five minutes".
    """
    words = MINUTES.findall(opening)
    found = [IN_WORDS.get(word, word) for word in words]
    return next((one for one in found if one.isdigit()), "")


def table() -> Table:
    """Show each notebook with its title, its minutes and what is done of it."""
    ready = done()
    rows = []
    for path in sorted(kernels.FOLDER.glob("*.ipynb")):
        opening = cells.joined(json.loads(path.read_bytes())["cells"][0]["source"])
        title = TITLE.search(opening)
        exercises = stubs.of(path.stem).keys()
        right = exercises & ready.get(path.stem.partition("-")[2], set())
        rows.append(
            [
                path.stem,
                title[1] if title else "",
                minutes(opening),
                f"{len(right)} of {len(exercises)}",
            ]
        )
    return Table(["notebook", "what it is about", "minutes", "exercises done"], rows)
