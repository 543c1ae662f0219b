"""examples.wsgi as a quarry: each middleware works alone, elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import examples.wsgi
from tests.lifted import ONLY, OURS, copy, importing, lift, run

pytestmark = pytest.mark.beside("notebooks")

# What a package offers: a line a middleware, its files, and what they need.
OFFERS = re.findall(
    r"^- (.+?)\.$", str(examples.wsgi.__doc__), re.DOTALL | re.MULTILINE
)

IMPORTS = """\
import importlib
from pathlib import Path

for path in sorted(Path("lifted").glob("*.py")):
    importlib.import_module(f"lifted.{path.stem}")
    print(path.stem)
"""

USE = """\
from wsgiref.util import setup_testing_defaults

from lifted.bar import Bar
from lifted.buffered import Buffered
from lifted.context import Inject, context
from lifted.dispatch import Dispatcher
from lifted.subdomains import Subdomains


class Database:
    def close(self):
        print("closed")


def shop(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html")])
    print(environ["cherries.tenant"], environ["SCRIPT_NAME"], context(environ).user)
    context(environ).connection
    yield b"<html><body>cherries"


app = Bar(Dispatcher({"/shop": shop}), lambda environ: "<hr>", personal=True)
app = Inject(Buffered(app), lambda environ: "anna", Database)
app = Subdomains("<tenant>.example.com", app)
environ = {"HTTP_HOST": "ada.example.com", "PATH_INFO": "/shop/page"}
setup_testing_defaults(environ)
body = app(environ, lambda status, headers, exc_info=None: print(status))
print(b"".join(body).decode())
body.close()
"""


def needs(offer: str) -> list[str]:
    """Return the packages that an offer names behind its files."""
    named = re.findall(r"\w+", offer.partition(";")[2])
    # Imports what Django itself needs, which is no need of ours.
    return [name.replace("django", "django.core.handlers.wsgi") for name in named]


def test_there_are_offers() -> None:
    """The docstring says what can be lifted; half needs nothing, as a slide says."""
    assert len(OFFERS) == 8
    assert sum(";" not in offer for offer in OFFERS) == 4


@pytest.mark.parametrize("offer", OFFERS, ids=[o.partition(":")[0] for o in OFFERS])
def test_the_named_files_need_what_is_named(offer: str, tmp_path: Path) -> None:
    """The files of an offer can be imported where nothing else is."""
    lift(examples.wsgi, tmp_path, offer)
    named = sorted(re.findall(r"``(\w+)\.py``", offer))
    said = run(tmp_path, "-W", "error", "-c", ONLY + IMPORTS, *needs(offer))
    assert said.split() == named


def test_five_of_them_around_an_application(tmp_path: Path) -> None:
    """What is lifted answers, with nothing of ours around."""
    lift(examples.wsgi, tmp_path)
    assert run(tmp_path, "-c", USE) == (
        "200 OK\nada /shop anna\n<html><body><hr>cherries\nclosed\n"
    )


def test_the_whole_folder_works_under_another_name(tmp_path: Path) -> None:
    """Copied whole, every module is imported, none of them from here."""
    names = [name for name in copy(examples.wsgi, tmp_path) if name != "__main__"]
    assert run(tmp_path, "-c", importing(names) + OURS) == "[]\n"


def test_the_servers_of_a_copy(tmp_path: Path) -> None:
    """A copy asks servers about its own application."""
    copy(examples.wsgi, tmp_path)
    said = run(tmp_path, "-m", "cherries.servers", "waitress")
    assert "waitress: waitress " in said
    assert "streams" in said
