"""Count what was picked: programs, languages, protocols and libraries, in the sources.

Nothing is listed here but what a file's ending means.  A library is what a file imports
that does not come with its language and is not ours.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ...peers import STARTS
from ..parts import MERGE_POINTS, TABLE, WORKERS

EXAMPLES = Path(__file__).resolve().parents[2]
LANGUAGES = {
    ".py": "Python",
    ".mjs": "JavaScript",
    ".js": "JavaScript",
    ".rb": "Ruby",
    ".php": "PHP",
    ".sh": "shell",
    ".lua": "Lua",
    ".go": "Go",
    ".java": "Java",
    ".c": "C",
    ".sql": "SQL",
}
OUTSIDE = {"node_modules", "__pycache__"}
JAVASCRIPT = re.compile(r"""(?:\bfrom|\bimport|require\()\s*["']([@\w][\w/.-]*)["']""")
RUBY = re.compile(r"""^\s*require ["']([\w/.-]+)["']""", re.MULTILINE)
WITH_RUBY = {"json", "net", "open3", "openssl", "securerandom", "socket", "uri", "zlib"}


class Picked(NamedTuple):
    """A language: how many files are written in it, and what they import."""

    language: str
    files: int
    libraries: tuple[str, ...]


def sources(folder: Path = EXAMPLES) -> Iterator[tuple[Path, str]]:
    """Yield each source below a folder, with its language."""
    for path in sorted(folder.rglob("*")):
        language = LANGUAGES.get(path.suffix)
        if language and not OUTSIDE & {*path.parts}:
            yield path, language


def picked(folder: Path = EXAMPLES) -> list[Picked]:
    """Count files and libraries by language, the most used one first."""
    files: dict[str, list[Path]] = {}
    for path, language in sources(folder):
        files.setdefault(language, []).append(path)
    rows = [
        Picked(language, len(paths), libraries(language, paths, folder))
        for language, paths in files.items()
    ]
    return sorted(rows, key=lambda row: (-row.files, row.language))


def libraries(language: str, paths: list[Path], folder: Path) -> tuple[str, ...]:
    """Return what files import that is not theirs, and not their language's."""
    found: set[str] = set()
    ours = {
        part for path, _ in sources(folder) for part in (path.stem, path.parent.name)
    }
    ours |= {folder.name, "_typeshed"}  # which is for types only
    for path in paths:
        text = path.read_text("utf-8")
        if language == "Python":
            found |= {*imports(text)} - ours - sys.stdlib_module_names
        elif language == "JavaScript":
            found |= {*JAVASCRIPT.findall(text)}
        elif language == "Ruby":
            found |= {name.partition("/")[0] for name in RUBY.findall(text)} - WITH_RUBY
    return tuple(sorted(found, key=str.lower))


def imports(text: str) -> Iterator[str]:
    """Yield the packages that a Python source imports, by their first name."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def totals(folder: Path = EXAMPLES) -> dict[str, int]:
    """Count the basket: what the listener has seen of each kind."""
    rows = picked(folder)
    return {
        "chapters with a program": len([*folder.glob("*/__init__.py")]),
        "programs in the shop": len(TABLE) + len(WORKERS),
        "languages": len(rows),
        "merge points": len(MERGE_POINTS),
        "servers": len(STARTS),
        "libraries": len({name for row in rows for name in row.libraries}),
    }
