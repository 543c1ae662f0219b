"""An example is lifted by copying its folder, under any name.

Nothing else is named or listed.  Its front door, the package's docstring, has an
example of use and says what it needs; here that example runs in a copy without
``show``, where only what it needs can be imported.  Whole it has no less.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from notebooks.kernels import ROOT

pytestmark = pytest.mark.beside("notebooks")

EXAMPLES = sorted(path.parent.name for path in ROOT.glob("examples/*/__init__.py"))
NEEDS = re.compile(r"^Needs: (.+?)\.$", re.MULTILINE | re.DOTALL)
BESIDE = re.compile(r"^Beside it: (.+?)\.$", re.MULTILINE | re.DOTALL)
NOISE = shutil.ignore_patterns("__pycache__", "node_modules")

# Run the example of a front door where only the standard library, what is named
# and what that imports by itself is there.
FRONT_DOOR = """\
import doctest
import importlib
import sys

name, *needs = sys.argv[1:]
for need in needs:
    importlib.import_module(need)
known = {one.partition(".")[0] for one in sys.modules}
known |= {*sys.stdlib_module_names, "lifted"}


class Only:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] not in known:
            raise ModuleNotFoundError(f"{name} is not among {sorted(needs)}")


sys.meta_path.insert(0, Only)
module = importlib.import_module(name)
flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
result = doctest.testmod(module, optionflags=flags)
sys.exit(0 if result.attempted and not result.failed else f"{result}")
"""


def front_door(name: str) -> str:
    """Return the docstring of an example's package."""
    source = (ROOT / "examples" / name / "__init__.py").read_text("utf-8")
    return source.split('"""')[1]


def named(pattern: re.Pattern[str], text: str) -> list[str]:
    """Return what a line of a front door lists; nothing where it says so."""
    found = pattern.search(text)
    names = re.findall(r"[\w.]+", found[1]) if found else []
    return [] if names == ["nothing"] else names


def lift(name: str, place: Path) -> Path:
    """Copy an example and the siblings that its front door names, renamed.

    ``examples.NAME`` is ``lifted.copy_of_NAME`` in the copy: whoever lifts one with
    a sibling keeps them beside each other, and names them as he likes.
    """
    package = place / "lifted"
    package.mkdir()
    (package / "__init__.py").touch()
    siblings = named(BESIDE, front_door(name))
    for one in [name, *siblings]:
        copy = package / one
        shutil.copytree(ROOT / "examples" / one, copy, ignore=NOISE)
        for path in copy.rglob("*.py"):
            source = path.read_text("utf-8")
            path.write_text(source.replace(f"examples.{one}", f"lifted.{one}"), "utf-8")
    return package / name


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_front_door_opens_in_a_copy(name: str, tmp_path: Path) -> None:
    """The example of use in the docstring runs with what the docstring names."""
    lifted = lift(name, tmp_path)
    shutil.rmtree(lifted / "show")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            FRONT_DOOR,
            f"lifted.{name}",
            *named(NEEDS, front_door(name)),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_of_use_comes_first(name: str) -> None:
    """It begins within the first ten lines of the front door."""
    assert ">>>" in "\n".join(front_door(name).splitlines()[:10])


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_product_does_not_know_the_show(name: str) -> None:
    """Only the command imports ``show``; other examples are imported if named."""
    folder = ROOT / "examples" / name
    text = front_door(name)
    allowed = {name, *named(BESIDE, text)}
    if "examples.peers" in text:
        allowed.add("peers")
    for path in folder.rglob("*.py"):
        if "show" in path.relative_to(folder).parts or path.name == "__main__.py":
            continue
        source = path.read_text("utf-8")
        assert not re.search(
            r"^\s*from (\.+show|\.+ import .*\bshow\b)", source, re.M
        ), path
        assert {
            *re.findall(r"^\s*(?:from|import) examples\.(\w+)", source, re.M)
        } <= allowed, path
