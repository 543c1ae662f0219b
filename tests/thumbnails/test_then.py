"""examples.thumbnails.then: what the program of 2011 needs, and a worker lacks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from examples.thumbnails.show import pictures
from notebooks.kernels import ROOT
from tests.thumbnails.look import opened

PROJECT = """\
import sys
import django
from django.conf import settings
from django.db import connection

engine = "django.db.backends.sqlite3"
databases = {"default": {"ENGINE": engine, "NAME": sys.argv[1]}}
settings.configure(DATABASES=databases, MEDIA_ROOT=".")
django.setup()
from examples.thumbnails.then import Recipe, thumbnail
"""
ONCE = """\
with connection.schema_editor() as schema:
    schema.create_model(Recipe)
Recipe.objects.create(pk=1, photo="cherry.jpg")
"""
THEN = "thumbnail(1, (60, 60))"
TODAY = """\
from pathlib import Path
from examples.thumbnails import thumbnail
Path("small.webp").write_bytes(thumbnail(Path("cherry.jpg").read_bytes(), (60, 60)))
"""


def run(folder: Path, code: str, database: str = "shop.db") -> str:
    """Run code where the picture lies; return the last line of its complaint."""
    done = subprocess.run(
        [sys.executable, "-c", code, database],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.strip().rpartition("\n")[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Be the machine of the worker: the picture is there."""
    (tmp_path / "cherry.jpg").write_bytes(pictures.turned(1))
    return tmp_path


def test_inside_django_it_works(folder: Path) -> None:
    """As long as one never leaves."""
    assert run(folder, PROJECT + ONCE + THEN) == ""
    assert opened((folder / "cherry.jpg.small.jpg").read_bytes()).size == (60, 40)


def test_a_worker_cannot_even_import_it(folder: Path) -> None:
    """It has no settings; today's core asks for none."""
    says = run(folder, "import examples.thumbnails.then")
    assert "ImproperlyConfigured" in says
    assert run(folder, TODAY) == ""
    assert opened((folder / "small.webp").read_bytes()).size == (60, 40)


def test_without_its_database_it_has_no_picture(folder: Path) -> None:
    """Which lies there all the same."""
    assert run(folder, PROJECT + THEN, "nowhere/shop.db").startswith(
        "django.db.utils.OperationalError"
    )
    assert (folder / "cherry.jpg").exists()
