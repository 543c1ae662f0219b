"""examples.thumbnails.then: what the program of 2011 needs, and a worker lacks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from examples.thumbnails.show import pictures
from examples.thumbnails.show.worker import ROOT, run
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


@pytest.fixture
def folder(
    tmp_path: Path, measuring: Callable[[], AbstractContextManager[None]]
) -> Iterator[Path]:
    """Be the machine of the worker: the picture is there."""
    (tmp_path / "cherry.jpg").write_bytes(pictures.turned(1))
    with measuring():
        yield tmp_path


def test_inside_django_it_works(folder: Path) -> None:
    """As long as one never leaves."""
    assert run(PROJECT + ONCE + THEN, folder, "shop.db") == ""
    assert opened((folder / "cherry.jpg.small.jpg").read_bytes()).size == (60, 40)


def test_a_worker_cannot_even_import_it(folder: Path) -> None:
    """It has no settings; today's core asks for none."""
    says = run("import examples.thumbnails.then", folder)
    assert "ImproperlyConfigured" in says
    assert run(TODAY, folder) == ""
    assert opened((folder / "small.webp").read_bytes()).size == (60, 40)


def test_without_its_database_it_has_no_picture(folder: Path) -> None:
    """Which lies there all the same."""
    assert run(PROJECT + THEN, folder, "nowhere/shop.db").startswith(
        "django.db.utils.OperationalError"
    )
    assert (folder / "cherry.jpg").exists()


def test_the_notebook_types_the_same() -> None:
    """What a learner hands to the worker is what the slides show."""
    program = (ROOT / "examples/thumbnails/then.py").read_text("utf-8")
    _, _, code = program.partition("import os")
    written = (ROOT / "notebooks/03-thumbnails.ipynb").read_text("utf-8")
    cells = ["".join(cell["source"]) for cell in json.loads(written)["cells"]]
    assert any(code in cell for cell in cells)
