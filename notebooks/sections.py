"""Check that each section of a notebook runs without the other sections.

What stands before the first heading ``##`` is for all: the start and the imports.
A section uses those names and its own.  So a learner can open a notebook, run the
first cells and go to any section.  And a name means one thing in a notebook: who
goes back to a cell finds what it used.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

from notebooks import cells, source
from notebooks.cells import Cell, Notebook, joined

HEADING = re.compile(r"^## +(.+?)\s*$", re.MULTILINE)
OPENING = ""
"""The section before the first heading."""

Trees = list[tuple[str, str, ast.AST]]


def faults(notebook: Notebook) -> Iterator[str]:
    """Yield each name that a section takes from another, or redefines."""
    trees = list(_trees(notebook))
    yield from _borrowed(trees)
    yield from _renamed(trees)


def of(notebook: Notebook) -> Iterator[tuple[str, Cell]]:
    """Yield each cell with the heading of its section, or `OPENING`."""
    section = OPENING
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            headings = HEADING.findall(joined(cell["source"]))
            section = [section, *headings][-1]
        yield section, cell


def _trees(notebook: Notebook) -> Iterator[tuple[str, str, ast.AST]]:
    """Yield section, label and syntax tree of each code cell that has one."""
    labels = {id(cell): label for label, cell in cells.code_cells(notebook)}
    for section, cell in of(notebook):
        if cell["cell_type"] == "code":
            try:
                tree = source.parsed(joined(cell["source"]))
            except SyntaxError:  # said by the lint of the cell
                continue
            yield section, labels[id(cell)], tree


def _borrowed(trees: Trees) -> Iterator[str]:
    """Yield the names that a section has from another section."""
    lenders: dict[str, str] = {}
    own: dict[str, set[str]] = defaultdict(set)
    for section, label, tree in trees:
        names = source.bound(tree)
        strange = source.used(tree) - names - own[section] - own[OPENING]
        for name in sorted(strange & lenders.keys()):
            yield (
                f"{label}: has {name} from the section {lenders[name]!r}; make it "
                "here, or before the first section"
            )
        own[section] |= names
        if section != OPENING:
            lenders |= dict.fromkeys(names - lenders.keys(), section)


def _renamed(trees: Trees) -> Iterator[str]:
    """Yield the names that two sections give to two things."""
    meanings: dict[str, tuple[str, set[str]]] = {}
    for section, label, tree in trees:
        for name, meaning in _meanings(tree):
            first, known = meanings.setdefault(name, (section, {meaning}))
            if first == section:
                known.add(meaning)
            elif meaning not in known:
                yield (
                    f"{label}: {name} is something else in the section {first!r}; "
                    "choose another name"
                )


def _meanings(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the names that a cell defines for good, each with what it stands for.

    The variable of a loop or of a ``with`` is for the lines below it.
    """
    for node in _statements(tree):
        match node:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                yield name, ast.unparse(node)
            case ast.Import(names=names):
                for one in names:
                    yield one.asname or one.name.partition(".")[0], f"import {one.name}"
            case ast.ImportFrom(module=module, names=names):
                for one in names:
                    yield one.asname or one.name, f"{module}.{one.name}"
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    for name in source.bound(target):
                        yield name, ast.unparse(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, ast.unparse(value)


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements that run where they stand: none of a function's own."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt):
            yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield from _statements(node)
