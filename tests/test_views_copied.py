"""examples.views as a quarry: what is copied out of it works elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import examples.views

pytestmark = pytest.mark.beside

FOLDER = Path(examples.views.__file__).parent

ONLY_FLASK = """\
import sys

import flask

known = {name.partition(".")[0] for name in sys.modules}
known |= {*sys.stdlib_module_names, "lifted"}


class OnlyFlask:
    \"\"\"Refuse what is neither lifted nor standard nor came with Flask.\"\"\"

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] not in known:
            raise ModuleNotFoundError(name)


sys.meta_path.insert(0, OnlyFlask)
"""

USE = """\
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


def test_the_named_files_need_flask_and_nothing_else(tmp_path: Path) -> None:
    """The files that the package names make a package of their own."""
    (tmp_path / "lifted").mkdir()
    files = re.findall(r"``(\w+\.py)``", str(examples.views.__doc__))
    for name in files:
        shutil.copy(FOLDER / name, tmp_path / "lifted")
    said = run(tmp_path, "-c", ONLY_FLASK + USE)
    assert said == "/shop/cherries /a/b\n'' 404\n"


def test_the_whole_folder_works_under_another_name(tmp_path: Path) -> None:
    """Copied whole, every module is imported, and the routes answer."""
    copy = tmp_path / "cherries"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    names = sorted(path.stem for path in copy.glob("*.py"))
    program = (
        "import importlib, sys\n"
        f"for name in {names}:\n"
        "    importlib.import_module(f'cherries.{name}')\n"
        "from cherries.app import app\n"
        "from cherries.ask import ask\n"
        "for kind in ('flask', 'django'):\n"
        "    print(ask(app, f'/robust/{kind}/page').text.strip())\n"
        "print([name for name in sys.modules if name.startswith('examples')])"
    )
    assert run(tmp_path, "-c", program) == (
        "Flask: path=/page home=/robust/flask/\n"
        "Django: path=/page home=/robust/django/\n"
        "[]\n"
    )


def test_the_command_of_a_copy_knows_its_name(tmp_path: Path) -> None:
    """Help and complaints of a copy name the copy."""
    copy = tmp_path / "cherries"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    assert run(tmp_path, "-m", "cherries", "--help").startswith(
        "usage: python -m cherries "
    )
    said = run(tmp_path, "-m", "cherries", "--port=none")
    assert said == "cherries: --port wants 0 to 65535, got 'none'\n"
