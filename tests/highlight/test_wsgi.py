"""examples.highlight.wsgi: the application for a server, and for the deck."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir

import pytest

from examples.highlight import wsgi
from examples.highlight.core import highlight
from examples.highlight.workers.pool import Pool
from examples.highlight.wsgi import MB


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Pool]]:
    """Collect the pools that are made, and close them."""
    made: list[Pool] = []

    class Seen(Pool):
        def __init__(self, size: int, timeout: float, *, waiting: int) -> None:
            super().__init__(size, timeout, waiting=waiting)
            made.append(self)

    monkeypatch.setattr(wsgi, "Pool", Seen)
    yield made
    for pool in made:
        atexit.unregister(pool.close)
        pool.close()


def children(pool: Pool) -> int:
    """Count the children that run."""
    return sum(pipe.warm for pipe in pool.pipes)


def test_nothing_is_started_before_the_first_code(
    pools: list[Pool], tmp_path: Path
) -> None:
    """Also the page comes without a child; the first code starts one."""
    folder = tmp_path / "shelf"
    app = wsgi.configure({"HIGHLIGHT_FOLDER": str(folder)})
    client = app.test_client()
    assert client.get("/").status_code == 200
    assert (children(pools[0]), folder.exists()) == (0, False)
    where = client.post("/h?language=ruby", data="1").location
    assert client.get(where).text == highlight("1", "ruby")
    assert children(pools[0]) == 1


def test_the_environment_has_the_settings(pools: list[Pool], tmp_path: Path) -> None:
    """They reach the pool and the shelf."""
    shops = "https://shop.example https://cherries.example"
    settings = {"HIGHLIGHT_WORKERS": "3", "HIGHLIGHT_SECONDS": "0.5"}
    app = wsgi.configure(settings | {"HIGHLIGHT_ORIGINS": shops})
    assert [pipe.timeout for pipe in pools[0].pipes] == [0.5] * 3
    for shop in shops.split():
        given = app.test_client().get("/languages", headers={"Origin": shop})
        assert given.access_control_allow_origin == shop


def test_an_empty_setting_is_none(
    pools: list[Pool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``HIGHLIGHT_FOLDER=`` is not the folder where the server was started."""
    given: list[tuple[Path, int]] = []
    monkeypatch.setattr(wsgi, "Shelf", lambda *settings: given.append(settings))
    names = "WORKERS", "SECONDS", "FOLDER", "SHELF", "ORIGINS"
    for settings in {}, {f"HIGHLIGHT_{name}": "" for name in names}:
        wsgi.configure(settings)
    assert given == [(Path(gettempdir(), f"highlight-{os.geteuid()}"), 256 * MB)] * 2


def test_not_all_threads_wait_for_a_child(pools: list[Pool]) -> None:
    """Of the eight that are proposed some are left for what is on the shelf."""
    wsgi.configure({})
    places = 0
    while pools[0].places.acquire(blocking=False):
        places += 1
    assert 2 < places < 8


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HIGHLIGHT_WORKERS", "two"),
        ("HIGHLIGHT_WORKERS", "0"),
        ("HIGHLIGHT_SECONDS", "-1"),
        ("HIGHLIGHT_SECONDS", "nan"),
        ("HIGHLIGHT_SHELF", "inf"),
    ],
)
def test_a_setting_that_cannot_be(name: str, value: str) -> None:
    """The server does not come up; the error names the setting and the value."""
    with pytest.raises(ValueError, match=f"{name}={value}: expected a number"):
        wsgi.configure({name: value})


@pytest.mark.beside
def test_no_child_outlives_it(tmp_path: Path) -> None:
    """Whoever imports it need not close it: its children end with the process."""
    program = (
        "from examples.highlight.wsgi import application\n"
        "client = application.test_client()\n"
        "assert client.post('/h?language=text', data='1').status_code == 303\n"
        "import os, pathlib\n"
        "print(pathlib.Path(f'/proc/self/task/{os.getpid()}/children').read_text())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"HIGHLIGHT_FOLDER": str(tmp_path / "shelf")},
        capture_output=True,
        text=True,
        check=True,
    )
    child = int(done.stdout.split()[0])
    assert not Path(f"/proc/{child}").exists()
