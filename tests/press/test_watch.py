"""What counts as a save, and what a save does."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from slides import watch

pytestmark = pytest.mark.beside("properties")

BUILD = """\
from pathlib import Path
Path("build/slides").mkdir(parents=True)
Path("build/slides/index.html").touch()
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Lay out the folders that are watched."""
    for folder in watch.FOLDERS:
        (tmp_path / folder).mkdir()
    return tmp_path


@pytest.mark.parametrize(
    "name", ["slides/chapters/04-views.rst", "notebooks/04-views.ipynb"]
)
def test_a_source_counts(root: Path, name: str) -> None:
    """A new, a changed and a deleted source are each a change."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    before = watch.snapshot(root)
    path.write_text("1")
    made = watch.snapshot(root)
    path.write_text("12")
    changed = watch.snapshot(root)
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000))  # saved at once again
    again = watch.snapshot(root)
    path.unlink()
    gone = watch.snapshot(root)
    steps = [(before, made), (made, changed), (changed, again), (again, gone)]
    assert [watch.changes(*step) for step in steps] == [{path}] * 4


@pytest.mark.parametrize(
    "name",
    [
        "slides/chapters/.#04-views.rst",
        "slides/chapters/#04-views.rst#",
        "slides/chapters/04-views.rst~",
        "notebooks/.ipynb_checkpoints/04-views-checkpoint.ipynb",
        "examples/node_modules/zeromq/package.json",
        "build/slides/index.html",
    ],
)
def test_what_tools_leave_behind_does_not(root: Path, name: str) -> None:
    """Neither editors' temporary files nor caches nor what npm brings is a change."""
    before = watch.snapshot(root)
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("1")
    assert watch.snapshot(root) == before


def test_a_burst_is_one_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are still being saved are waited for."""
    saves = iter(["a.rst", "b.rst", "c.rst"])

    def pause(seconds: float) -> None:
        """Save another file instead of sleeping, while there are any."""
        if name := next(saves, None):
            (root / "slides" / name).write_text("1")

    monkeypatch.setattr("slides.watch.time.sleep", pause)
    settled = watch.settled(root, watch.snapshot(root))
    assert [path.name for path in sorted(settled)] == ["a.rst", "b.rst", "c.rst"]


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("examples/views/mount.py", True),
        ("slides/present.py", True),
        ("slides/press/html.py", False),
        ("examples/views/client.rb", False),
        ("notebooks/run.py", False),
    ],
)
def test_code_that_the_server_holds(root: Path, name: str, held: bool) -> None:
    """Only the code of examples and of the server itself wants a new server."""
    assert watch.held(root, root / name) == held


def test_it_ends_with_its_server(root: Path) -> None:
    """It builds, then serves; a server that cannot begin ends it with its status."""
    press = root / "slides" / "press"
    press.mkdir()
    (root / "slides" / "__init__.py").touch()
    (press / "__init__.py").touch()
    (press / "__main__.py").write_text(BUILD)
    (root / "slides" / "present.py").write_text("raise SystemExit(7)\n")
    assert watch.watch(root, watch.Server(root, [])) == 7
    assert (root / "build" / "slides" / "index.html").is_file()


def test_a_new_server_opens_no_second_page(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page that is open takes the new build by itself."""
    started: list[list[str]] = []
    process = SimpleNamespace(terminate=lambda: None, wait=lambda: 0)

    def start(command: list[str], cwd: Path) -> SimpleNamespace:
        started.append(command[3:])
        return process

    monkeypatch.setattr("slides.watch.subprocess.Popen", start)
    server = watch.Server(root, ["--reload"])
    server.renew()  # there is none yet
    server.start()
    server.renew()
    assert started == [["--reload"], ["--reload", "--no-browser"]]


def test_a_port_that_would_change_is_refused() -> None:
    """Port 0 would be another one after each restart of the server."""
    with pytest.raises(SystemExit):
        watch.main(["--port=0"])
