"""Say where each chapter stands: its notebook, its slides, its example, its tests."""

from __future__ import annotations

from pathlib import Path

from notebooks import kernels
from notebooks.show import Table

ABSENT = "-"


def table(root: Path = kernels.ROOT) -> Table:
    """Show each chapter's slides, its example, and how many modules test it.

    :param root: of the project; a chapter is a notebook there, ``notebooks/NN-name``.
    """
    found = sorted(root.glob("notebooks/[0-9][0-9]-*.ipynb"))
    rows = [row(path.stem, root) for path in found]
    return Table(["notebook", "slides", "example", "tests"], rows)


def row(chapter: str, root: Path) -> list[object]:
    """Return a chapter's row; `ABSENT` stands for what is not there."""
    name = chapter.partition("-")[2]
    places = f"slides/chapters/{chapter}.rst", f"examples/{name}"
    there = [place if (root / place).exists() else ABSENT for place in places]
    return [chapter, *there, len([*root.glob(f"tests/{name}/test_*.py")])]
