"""examples.serializers as a quarry: what is copied out of it works elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import examples.serializers

pytestmark = pytest.mark.beside

FOLDER = Path(examples.serializers.__file__).parent

ONLY = """\
import sys

known = {*sys.stdlib_module_names, "lifted", *sys.argv[1:]}


class Only:
    \"\"\"Refuse what is neither lifted nor standard nor named.\"\"\"

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] not in known:
            raise ModuleNotFoundError(name)


sys.meta_path.insert(0, Only)
"""

STRICT = """\
import json
from lifted.strict import Strict

try:
    Strict(json).dumps((1, 2))
except ValueError as error:
    print(error)
"""

PHP = """\
from lifted.php import Php
from lifted.php_session import PhpHandler

print(PhpHandler().dumps({"cart": {"cherries": 3}}))
"""

SIGNED = """\
from lifted.keys import new_key
from lifted.php import Php
from lifted.signed import SignedSession

carts = SignedSession(Php(), [new_key()], salt="cart, php", max_age=3600)
print(carts.loads(carts.dumps({"cherries": 3})))
"""


def run(folder: Path, *arguments: str) -> str:
    """Run Python in a folder from which this repository is not seen."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("sentences", "allowed", "program", "says"),
    [
        (1, [], STRICT, "(1, 2) would come back as [1, 2]\n"),
        (2, ["phpserialize"], PHP, "b'cart|a:1:{s:8:\"cherries\";i:3;}'\n"),
        (3, ["phpserialize", "itsdangerous"], SIGNED, "{'cherries': 3}\n"),
    ],
)
def test_the_named_files_need_what_is_said(
    sentences: int, allowed: list[str], program: str, says: str, tmp_path: Path
) -> None:
    """The files of each clause, with those before, make a package of their own."""
    (tmp_path / "lifted").mkdir()
    _, _, advice = str(examples.serializers.__doc__).partition("To lift it:")
    for clause in advice.split(";")[:sentences]:
        for name in re.findall(r"``(\w+\.py)``", clause):
            shutil.copy(FOLDER / name, tmp_path / "lifted")
    assert run(tmp_path, "-c", ONLY + program, *allowed) == says


def test_the_whole_folder_works_under_another_name(tmp_path: Path) -> None:
    """Copied whole, every module is imported, and the matrix is computed."""
    copy = tmp_path / "cherries"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    names = sorted(path.stem for path in copy.glob("*.py"))
    program = (
        "import importlib, sys\n"
        f"for name in {names}:\n"
        "    importlib.import_module(f'cherries.{name}')\n"
        "from cherries.matrix import table\n"
        "print(table(['tuple'], ['pickle', 'json']))\n"
        "print([name for name in sys.modules if name.startswith('examples')])"
    )
    assert run(tmp_path, "-c", program) == (
        "(['value', 'pickle', 'json'], [['(1, 2)', 'exact', '→ [1, 2]']])\n[]\n"
    )
