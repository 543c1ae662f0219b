"""Cut code to highlight from this repository, each text unique."""

import ast
from collections.abc import Iterator
from functools import cache

from bench.record import ROOT

SIZES = {"1": 1_000, "20": 20_000}  # bytes, by their kilobytes
ROOM = 40  # bytes for a last line of its own
FOLDER = ROOT / "examples/htmldiff"


@cache
def code(kilobytes: str) -> str:
    """Join functions and classes of `FOLDER` in order, as many as fit."""
    left = SIZES[kilobytes] - ROOM
    taken = []
    for definition in definitions():
        if len(definition.encode()) <= left:
            taken.append(definition)
            left -= len(definition.encode())
    return "".join(taken)


def definitions() -> Iterator[str]:
    """Yield each function and class at the top of a module, without its docstrings.

    A docstring is a single token: where it is long, there is little to do.
    """
    for path in sorted(FOLDER.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines(keepends=True)
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                kept = range(node.lineno - 1, node.end_lineno or 0)
                told = {n for inner in ast.walk(node) for n in docstring(inner)}
                yield "".join(lines[n] for n in kept if n not in told) + "\n\n"


def docstring(node: ast.AST) -> range:
    """Return the lines of a docstring, counted from 0."""
    match node:
        case ast.FunctionDef(body=[first, _, *_]) | ast.ClassDef(body=[first, _, *_]):
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                return range(first.lineno - 1, first.end_lineno or 0)
    return range(0)


def distinct(kilobytes: str, number: object) -> str:
    """Append a unique last line to the code, so that no cache has its HTML."""
    return f"{code(kilobytes)}# {number}\n"
