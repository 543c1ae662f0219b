"""examples.views as a quarry: what is copied out of it works elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

import examples.views
from tests.lifted import ONLY, OURS, copy, importing, lift, run

pytestmark = pytest.mark.beside("notebooks")

USE = """\
import flask

from lifted.flask_view import AppResponse, attach
from lifted.mount import mount


def shop(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["SCRIPT_NAME"].encode(), environ["PATH_INFO"].encode()]


app = flask.Flask("site", static_folder=None)
attach(app, "/shop", shop)
app.add_url_rule("/a/b", view_func=lambda: AppResponse(mount(shop, "/a")))
browser = app.test_client()
print(browser.get("/shop/cherries").text, browser.get("/a/b").text)
print(repr(browser.head("/shop").text), browser.get("/none").status_code)
"""


def test_the_named_files_need_flask_and_nothing_else(tmp_path: Path) -> None:
    """The files that the package names make a package of their own."""
    lift(examples.views, tmp_path)
    said = run(tmp_path, "-c", ONLY + USE, "flask")
    assert said == "/shop/cherries /a/b\n'' 404\n"


def test_the_whole_folder_works_under_another_name(tmp_path: Path) -> None:
    """Copied whole, every module is imported, and the routes answer."""
    program = importing(copy(examples.views, tmp_path)) + (
        "from cherries.app import app\n"
        "from cherries.ask import ask\n"
        "for kind in ('flask', 'django'):\n"
        "    print(ask(app, f'/robust/{kind}/page').text.strip())\n"
    )
    assert run(tmp_path, "-c", program + OURS) == (
        "Flask: path=/page home=/robust/flask/\n"
        "Django: path=/page home=/robust/django/\n"
        "[]\n"
    )


def test_the_command_of_a_copy_knows_its_name(tmp_path: Path) -> None:
    """Help and complaints of a copy name the copy."""
    copy(examples.views, tmp_path)
    assert run(tmp_path, "-m", "cherries", "--help").startswith(
        "usage: python -m cherries "
    )
    said = run(tmp_path, "-m", "cherries", "--port=none")
    assert said == "cherries: --port wants 0 to 65535, got 'none'\n"
