"""Take a definition or a marked region out of a tested file."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from .problems import nearest

REGION = re.compile(r"^\s*(?:#|//|--|;|<!--|/\*)\s*region\s+([\w-]+)")
END = re.compile(r"^\s*(?:#|//|--|;|<!--|/\*)\s*endregion\b")


@dataclass(frozen=True)
class Excerpt:
    """A stretch of a file as a slide shows it.

    path: the file, relative to the root, with slashes.
    name: the object or region taken.
    lines: pairs of line number (from 1) and text; a docstring is left out.
    """

    path: str
    name: str
    lines: tuple[tuple[int, str], ...]

    @property
    def text(self) -> str:
        """The lines joined, without their common indentation."""
        return dedent("\n".join(text for _, text in self.lines))


def definition(root: Path, path: str, name: str) -> Excerpt:
    """Take a Python function, class or assigned name by its dotted name.

    Raises LookupError, naming the nearest name, if the file has no such
    object, and SyntaxError if the file is not Python.
    """
    text = (root / path).read_text("utf-8")
    known = dict(_definitions(ast.parse(text, path).body, ""))
    if name not in known:
        raise LookupError(f"no object {name!r} in {path}; {nearest(name, known)}")
    node = known[name]
    first = min([node.lineno, *(d.lineno for d in _decorators(node))])
    lines = text.splitlines()
    left_out = _docstring_lines(node)
    while left_out and not lines[max(left_out)].strip():
        left_out.add(max(left_out) + 1)  # the blank line after a docstring goes too
    keep = [
        (number, line)
        for number, line in enumerate(lines, 1)
        if first <= number <= (node.end_lineno or first) and number not in left_out
    ]
    return Excerpt(path, name, tuple(keep))


def region(root: Path, path: str, name: str) -> Excerpt:
    """Take the lines between ``# region NAME`` and ``# endregion``.

    Works in any language whose comments start with ``#``, ``//``, ``--``,
    ``;``, ``/*`` or ``<!--``.  Raises LookupError if there is no such region
    or it has no end.
    """
    lines = (root / path).read_text("utf-8").splitlines()
    starts = {m[1]: n for n, line in enumerate(lines) if (m := REGION.match(line))}
    if name not in starts:
        raise LookupError(f"no region {name!r} in {path}; {nearest(name, starts)}")
    keep: list[tuple[int, str]] = []
    for number, line in enumerate(lines[starts[name] + 1 :], starts[name] + 2):
        if END.match(line):
            return Excerpt(path, name, tuple(keep))
        keep.append((number, line))
    raise LookupError(f"region {name!r} of {path} never ends: add 'endregion'")


def _definitions(
    body: list[ast.stmt], prefix: str
) -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.stmt]]:
    found: list[tuple[str, ast.stmt]] = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append((prefix + node.name, node))
            found += _definitions(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found += [(prefix + t.id, node) for t in targets if isinstance(t, ast.Name)]
    return found


def _decorators(node: ast.stmt) -> list[ast.expr]:
    return list(getattr(node, "decorator_list", []))


def _docstring_lines(node: ast.stmt) -> set[int]:
    """A docstring is written for readers of the file: the slide has notes."""
    body = getattr(node, "body", [])
    first = body[0] if body else None
    if not (isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)):
        return set()
    if not isinstance(first.value.value, str) or len(body) == 1:
        return set()
    return set(range(first.lineno, body[1].lineno)) - _comment_lines(first, body[1])


def _comment_lines(first: ast.stmt, second: ast.stmt) -> set[int]:
    """Lines between a docstring and the code that may hold a comment or decorator."""
    return set(range((first.end_lineno or first.lineno) + 1, second.lineno))
