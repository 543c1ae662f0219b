"""examples.highlight as a quarry: what is copied out of it works elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import examples.highlight
from examples.highlight.core import highlight
from tests.lifted import ONLY, OURS, copy, importing, lift, run

pytestmark = pytest.mark.beside("notebooks")

# What the package offers: a line an offer, its files, and what they need.
OFFERS = re.findall(
    r"^- (.+?)\.$", str(examples.highlight.__doc__), re.DOTALL | re.MULTILINE
)

IMPORTS = """\
import importlib
from pathlib import Path

for path in sorted(Path("lifted").glob("*.py")):
    importlib.import_module(f"lifted.{path.stem}")
    print(path.stem)
"""

POOL = """\
from lifted.message import Request, decode, encode
from lifted.pool import Pool

with Pool(1) as pool:
    print(decode(pool.ask(encode(Request("puts 1", "ruby")))), end="")
"""

WEB = """\
from pathlib import Path

from lifted.message import answer
from lifted.shelf import Shelf
from lifted.web import create_app

client = create_app(answer, Shelf(Path("shelf"))).test_client()
where = client.post("/h?language=ruby", data="puts 1").location
print(client.get(where).text, end="")
"""


def needs(offer: str) -> list[str]:
    """Return the packages that an offer names behind its files."""
    return re.findall(r"\w+", offer.partition(";")[2])


@pytest.mark.parametrize("offer", OFFERS, ids=[o.partition(":")[0] for o in OFFERS])
def test_the_named_files_need_what_is_named(offer: str, tmp_path: Path) -> None:
    """The files of an offer can be imported where nothing else is."""
    lift(examples.highlight, tmp_path, offer)
    named = sorted(re.findall(r"``(\w+)\.py``", offer))
    said = run(tmp_path, "-W", "error", "-c", ONLY + IMPORTS, *needs(offer))
    assert said.split() == named


@pytest.mark.parametrize("program", [POOL, WEB], ids=["pool", "web"])
def test_what_is_lifted_highlights(program: str, tmp_path: Path) -> None:
    """With children, or over HTTP, with nothing of ours around."""
    lift(examples.highlight, tmp_path)
    assert run(tmp_path, "-c", program) == highlight("puts 1", "ruby")


def test_the_whole_folder_works_under_another_name(tmp_path: Path) -> None:
    """Copied whole, every module is imported, none of them from here."""
    names = [name for name in copy(examples.highlight, tmp_path) if name != "__main__"]
    assert run(tmp_path, "-c", importing(names) + OURS) == "[]\n"


def test_the_command_of_a_copy(tmp_path: Path) -> None:
    """A copy is a command as well, under its own name."""
    copy(examples.highlight, tmp_path)
    (tmp_path / "code").write_text("puts 1")
    arguments = ("code", "--language", "ruby")
    assert run(tmp_path, "-m", "cherries", *arguments) == highlight("puts 1", "ruby")
    assert run(tmp_path, "-m", "cherries", "none").startswith("cherries: none: ")
