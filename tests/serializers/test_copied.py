"""examples.serializers as a quarry: what is copied out of it works elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

import examples.serializers
from tests.lifted import ONLY, OURS, copy, importing, lift, run

pytestmark = pytest.mark.beside("notebooks")

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
    _, _, advice = str(examples.serializers.__doc__).partition("To lift it:")
    for clause in advice.split(";")[:sentences]:
        lift(examples.serializers, tmp_path, clause)
    assert run(tmp_path, "-c", ONLY + program, *allowed) == says


def test_the_whole_folder_works_under_another_name(tmp_path: Path) -> None:
    """Copied whole, every module is imported, and the matrix is computed."""
    program = importing(copy(examples.serializers, tmp_path)) + (
        "from cherries.matrix import table\n"
        "print(table(['tuple'], ['pickle', 'json']))\n"
    )
    assert run(tmp_path, "-c", program + OURS) == (
        "(['value', 'pickle', 'json'], [['(1, 2)', 'exact', '→ [1, 2]']])\n[]\n"
    )
