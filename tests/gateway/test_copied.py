"""examples.gateway as a quarry: the configuration without the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

import examples.gateway
from examples.peers import serve
from tests.lifted import ONLY, lift, run

pytestmark = pytest.mark.beside("notebooks")

USE = """\
from lifted.nginx import configuration
from lifted.table import Row

table = [
    Row("/", "shop", "Ruby", "Rails", "the shop", ""),
    Row("/api/", "api", "Python", "Flask", "its API", "", cached="v1/public/"),
]
print(configuration(table, {"shop": [3000], "api": [8001, 8002]}))
"""


@pytest.mark.peer("nginx")
def test_four_files_make_a_configuration(tmp_path: Path) -> None:
    """Lifted, with nothing but the standard library, they make what nginx accepts."""
    lift(examples.gateway, tmp_path)
    made = run(tmp_path, "-W", "error", "-c", ONLY + USE)
    assert "location /api/v1/public/ {" in made
    with serve("nginx", made) as server:
        assert server.port


def test_the_docstring_says_so() -> None:
    """The program in the docstring is the one that was run."""
    shown = str(examples.gateway.__doc__)
    assert all(line in shown for line in USE.splitlines()[3:] if line)
