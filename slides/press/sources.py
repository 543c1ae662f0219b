"""Cut a definition or a marked region out of a source file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from textwrap import dedent

from .problems import nearest

REGION = re.compile(r"^\s*(?:#|//|--|;|<!--|/\*)\s*region\s+([\w-]+)")
END = re.compile(r"^\s*(?:#|//|--|;|<!--|/\*)\s*endregion\b")


@dataclass(frozen=True)
class Excerpt:
    """Lines of a file as a slide shows them.

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


@lru_cache(maxsize=256)
def parse(text: str, path: str) -> ast.Module:
    """Parse a Python file once, however much of it is shown; nobody may change it.

    Raises SyntaxError, which names the path.
    """
    return ast.parse(text, path)


def definition(text: str, path: str, name: str) -> Excerpt:
    """Cut out a Python function, class or assigned name by its dotted name.

    text, path: a file, and where it lies.

    Raises LookupError if the file has no such object (naming the nearest) or
    two of them, and SyntaxError if it is not Python.
    """
    found = list(_definitions(parse(text, path), ""))
    nodes = [node for known, node in found if known == name]
    if not nodes:
        hint = nearest(name, {known for known, _ in found})
        raise LookupError(f"no object {name!r} in {path}; {hint}")
    if len(nodes) > 1:
        what = f"{name!r} is ambiguous in {path}, defined {len(nodes)} times"
        raise LookupError(f"{what}; mark one as a region")
    node = nodes[0]
    first = min([node.lineno, *(d.lineno for d in _decorators(node))])
    lines = text.split("\n")  # as ast counts them: a form feed ends no line
    left_out = _docstring_lines(node)
    while left_out and not lines[max(left_out)].strip():
        left_out.add(max(left_out) + 1)  # the blank line after a docstring goes too
    keep = [
        (number, line)
        for number, line in enumerate(lines, 1)
        if first <= number <= (node.end_lineno or first) and number not in left_out
    ]
    return Excerpt(path, name, tuple(keep))


def region(text: str, path: str, name: str) -> Excerpt:
    """Cut out the lines between ``# region NAME`` and ``# endregion``.

    Works in any language whose comments start with ``#``, ``//``, ``--``,
    ``;``, ``/*`` or ``<!--``.  Raises LookupError if there is no such region,
    or two of them, or if it is empty, has no end or another one inside.
    """
    lines = text.split("\n")
    marks = [(n, m[1]) for n, line in enumerate(lines, 1) if (m := REGION.match(line))]
    starts = [n for n, known in marks if known == name]
    if not starts:
        hint = nearest(name, {known for _, known in marks})
        raise LookupError(f"no region {name!r} in {path}; {hint}")
    if len(starts) > 1:
        raise LookupError(f"{path} has {len(starts)} regions {name!r}; rename one")
    ends = [n for n, line in enumerate(lines, 1) if END.match(line) and n > starts[0]]
    next_start = min((n for n, _ in marks if n > starts[0]), default=len(lines) + 1)
    if not ends or next_start < ends[0]:
        inside = " before the next one starts" if next_start <= len(lines) else ""
        what = f"region {name!r} of {path} never ends{inside}"
        raise LookupError(f"{what}; add 'endregion'")
    keep = list(enumerate(lines, 1))[starts[0] : ends[0] - 1]
    if not any(line.strip() for _, line in keep):
        raise LookupError(f"region {name!r} of {path} is empty; put its code into it")
    return Excerpt(path, name, tuple(keep))


def _definitions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.stmt]]:
    """Yield a file's definitions by dotted name, also below ``if`` and ``try``."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield prefix + child.name, child
            yield from _definitions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.Assign | ast.AnnAssign):
            targets = child.targets if isinstance(child, ast.Assign) else [child.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield prefix + target.id, child
        elif isinstance(child, ast.stmt | ast.excepthandler | ast.match_case):
            yield from _definitions(child, prefix)


def _decorators(node: ast.stmt) -> list[ast.expr]:
    return list(getattr(node, "decorator_list", []))


def _docstring_lines(node: ast.stmt) -> set[int]:
    """Return the lines of a docstring: left out, for a slide has notes."""
    body = getattr(node, "body", [])
    first = body[0] if body else None
    if not (isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)):
        return set()
    if not isinstance(first.value.value, str) or len(body) == 1:
        return set()
    return set(range(first.lineno, body[1].lineno)) - _comment_lines(first, body[1])


def _comment_lines(first: ast.stmt, second: ast.stmt) -> set[int]:
    """Return lines after a docstring that may hold a comment or decorator."""
    return set(range((first.end_lineno or first.lineno) + 1, second.lineno))
