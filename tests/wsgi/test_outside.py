"""One function, three callers: a request, a command and a worker."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from getpass import getuser
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from werkzeug.test import Client

from examples.wsgi.context import Context, Inject
from examples.wsgi.show import outside
from examples.wsgi.show.outside import Job, command, inside, work
from examples.wsgi.show.stock import MOST, Shop, connect, create, restock, stock, total


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The file of a shop with three sorts of cherries."""
    create(tmp_path / "shop.sqlite")
    return tmp_path / "shop.sqlite"


def morello(database: Path) -> tuple[object, object]:
    """Read the grams of Morello, and who changed them."""
    with Context(None, partial(connect, database)) as own:
        row = next(row for row in stock(own) if row["name"] == "Morello")
    return row["grams"], row["changed_by"]


@contextmanager
def working(
    connecting: Callable[[], sqlite3.Connection],
) -> Iterator[Queue[Job | None]]:
    """Run a worker for as long as a block lasts; its jobs are done after that."""
    jobs: Queue[Job | None] = Queue()
    worker = Thread(target=work, args=[jobs, connecting])
    worker.start()
    try:
        yield jobs
    finally:
        jobs.put(None)
        worker.join()


class TestCallers:
    """The function does not know who calls it."""

    def test_a_request(self, database: Path) -> None:
        """The context is in the environ, the user is who signed in."""
        app = Inject(inside, lambda _: "anna", partial(connect, database))
        assert Client(app).get("/", buffered=True).text == "450 g\n"
        assert morello(database) == (450, "anna")

    def test_a_command(self, database: Path) -> None:
        """The command makes a context; the user is who runs it."""
        assert command(database, "Morello", 200) == 450
        assert morello(database) == (450, getuser())

    def test_a_worker(self, database: Path) -> None:
        """The worker makes one for each job, for the user who wanted it."""
        with working(partial(connect, database)) as jobs:
            jobs.put(("anna", partial(restock, name="Morello", grams=100)))
            jobs.put(("ben", partial(restock, name="Morello", grams=100)))
        assert morello(database) == (450, "ben")

    def test_a_worker_survives_a_job(
        self, database: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """A job that fails is logged, rolled back and closed; the next is done."""
        opened: list[sqlite3.Connection] = []

        def connecting() -> sqlite3.Connection:
            opened.append(connect(database))
            return opened[-1]

        def fail(own: Shop) -> None:
            own.connection.execute("DELETE FROM cherries")
            raise OSError("no disk left")

        with working(connecting) as jobs:
            jobs.put(("anna", fail))
            jobs.put(("anna", partial(restock, name="Morello", grams=200)))
            jobs.join()
        assert morello(database) == (450, "anna")
        assert "a job of anna failed" in caplog.text
        assert "no disk left" in caplog.text
        for connection in opened:
            with pytest.raises(sqlite3.ProgrammingError, match="closed"):
                connection.execute("SELECT 1")


class TestStock:
    """What the function promises to each of them; see also what a command says."""

    def test_nobody_restocks(self) -> None:
        """Without a user it is refused before anything is opened."""

        def connecting() -> sqlite3.Connection:
            raise AssertionError("opened")

        with pytest.raises(PermissionError, match="sign in"):
            restock(Context(None, connecting), "Morello", 200)

    @pytest.mark.parametrize("grams", [0, MOST + 1])
    def test_grams_beyond_reason(self, database: Path, grams: int) -> None:
        """The error names what was given and what was expected."""
        with (
            Context("anna", partial(connect, database)) as own,
            pytest.raises(
                ValueError, match=f"expected 1 to 1000000 grams, not {grams}"
            ),
        ):
            restock(own, "Morello", grams)

    def test_an_unknown_sort(self, database: Path) -> None:
        """The error names it, and nothing is changed."""
        with Context("anna", partial(connect, database)) as own:
            before = total(own)
            with pytest.raises(LookupError, match="no cherries called 'plum'"):
                restock(own, "plum", 1)
            assert total(own) == before == 800


class TestCommand:
    """python -m examples.wsgi.show.outside"""

    def test_what_it_prints(
        self, database: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The sort and what there is of it now."""
        outside.main([str(database), "Morello", "200"])
        assert capsys.readouterr().out == "Morello: 450 g\n"

    @pytest.mark.parametrize(
        ("arguments", "complaint"),
        [
            ("shop.sqlite Bing 0", "shop.sqlite: expected 1 to 1000000 grams, not 0"),
            ("none? Bing 1", "none?: unable to open database file"),
        ],
    )
    def test_what_cannot_be_done(
        self,
        database: Path,
        monkeypatch: pytest.MonkeyPatch,
        arguments: str,
        complaint: str,
    ) -> None:
        """One line; and a file that was not there is not made."""
        monkeypatch.chdir(database.parent)
        with pytest.raises(SystemExit) as stopped:
            outside.main(arguments.split())
        assert str(stopped.value.code).startswith(complaint)
        assert not Path("none?").exists()

    @pytest.mark.beside
    def test_from_a_shell(self, database: Path) -> None:
        """Its help names it; what is wrong ends it with a status."""
        start = [sys.executable, "-m", "examples.wsgi.show.outside"]
        said = subprocess.run(
            [*start, "-h"], capture_output=True, text=True, check=True
        )
        assert said.stdout.startswith("usage: python -m examples.wsgi.show.outside ")
        failed = subprocess.run(
            [*start, str(database), "plum", "1"],
            capture_output=True,
            text=True,
            check=False,
        )
        complaint = f"{database}: no cherries called 'plum'\n"
        assert (failed.returncode, failed.stderr) == (1, complaint)
