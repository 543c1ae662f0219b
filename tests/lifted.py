"""Lift an example, or files of it, into a folder that knows nothing of this one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

# Run first, it lets in what stands in `lifted`, the standard library, and
# packages named as arguments, with what these import by themselves.
ONLY = """\
import importlib
import sys

for name in sys.argv[1:]:
    importlib.import_module(name)
known = {name.partition(".")[0] for name in sys.modules}
known |= {*sys.stdlib_module_names, "lifted"}


class Only:
    \"\"\"Refuse what is neither lifted nor standard nor named.\"\"\"

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] not in known:
            raise ModuleNotFoundError(name)


sys.meta_path.insert(0, Only)
"""


def lift(example: ModuleType, place: Path, text: str | None = None) -> None:
    """Copy the files that an example's docstring, or some text of it, names."""
    package = place / "lifted"
    package.mkdir(exist_ok=True)
    for name in re.findall(r"``(\w+\.py)``", text or str(example.__doc__)):
        shutil.copy(folder(example) / name, package)


def copy(example: ModuleType, place: Path) -> list[str]:
    """Copy an example whole, as ``cherries``; return its modules' names."""
    package = place / "cherries"
    shutil.copytree(
        folder(example),
        package,
        ignore=shutil.ignore_patterns("__pycache__", "node_modules"),
    )
    return sorted(path.stem for path in package.glob("*.py"))


def importing(names: Iterable[str]) -> str:
    """Return a program that imports every module of a copy."""
    return (
        "import importlib\n"
        f"for name in {list(names)}:\n"
        "    importlib.import_module(f'cherries.{name}')\n"
    )


# Prints [] if nothing of a copy came from here.
OURS = "import sys\nprint([n for n in sys.modules if n.startswith('examples')])\n"


def folder(example: ModuleType) -> Path:
    """Return where an example lies."""
    return Path(str(example.__file__)).parent


def run(place: Path, *arguments: str) -> str:
    """Run Python in a folder from which this repository is not seen."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr
