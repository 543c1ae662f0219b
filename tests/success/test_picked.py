"""What was picked is counted from the sources, and from nothing else."""

from __future__ import annotations

from pathlib import Path

from examples.success.show.picked import picked, totals


def write(folder: Path, **texts: str) -> Path:
    """Write sources: a name has two underscores for its dot."""
    (folder / "shop").mkdir()
    for name, text in texts.items():
        (folder / "shop" / name.replace("__", ".")).write_text(text, "utf-8")
    return folder


def test_a_library_is_what_is_imported(tmp_path: Path) -> None:
    """Not the standard library, not our own modules, and each once."""
    folder = write(
        tmp_path,
        front__py="import os\nimport flask.json\nfrom werkzeug import http\n",
        back__py="from flask import Flask\nimport front\nfrom . import front\n",
        orders__mjs='import http from "node:http"\nimport { a } from "redis"\n',
        queue__rb='require "json"\nrequire "ffi-rzmq"\nrequire_relative "x"\n',
        basket__php="<?php",
        notes__txt="import nothing",
    )
    found = {row.language: row for row in picked(folder)}
    assert found["Python"].libraries == ("flask", "werkzeug")
    assert found["JavaScript"].libraries == ("redis",)
    assert found["Ruby"].libraries == ("ffi-rzmq",)
    assert found["PHP"].libraries == ()
    assert {name: row.files for name, row in found.items()} == {
        **{"Python": 2, "JavaScript": 1, "PHP": 1, "Ruby": 1}
    }
    assert next(iter(found)) == "Python"


def test_what_npm_installed_is_not_ours(tmp_path: Path) -> None:
    """Folders of packages and of compiled files are left out."""
    folder = write(tmp_path, a__py="")
    (folder / "node_modules").mkdir()
    (folder / "node_modules" / "b.js").write_text("", "utf-8")
    assert [row.language for row in picked(folder)] == ["Python"]


def test_the_basket_is_full() -> None:
    """Of the frameworks on the map none is missing."""
    python = next(row for row in picked() if row.language == "Python")
    assert {"flask", "bottle", "django", "pygments", "PIL", "zmq"} <= {
        *python.libraries
    }
    found = totals()
    assert found["merge points"] == 6
    assert found["libraries"] >= len(python.libraries)
    with_redis = [row for row in picked() if "redis" in row.libraries]
    assert len(with_redis) == 3  # as 14-success says
    assert found["libraries"] == sum(len(row.libraries) for row in picked()) - 2
