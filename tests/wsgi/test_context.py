"""examples.wsgi.context: one user and one connection for each request."""

from __future__ import annotations

import gc
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ

import pytest

from examples.wsgi import then
from examples.wsgi.base import Closing
from examples.wsgi.context import Context, Inject, context
from tests.wsgi.server import TEXT, environ_of, exchange


class Counted:
    """A database whose connections are counted; it has the numbers 1 to 3."""

    def __init__(self) -> None:
        self.opened = 0
        self.open: set[Connection] = set()

    def connect(self) -> Connection:
        """Open one more."""
        self.opened += 1
        return Connection(self)


class Connection:
    """One connection: to be closed once, and not used after that."""

    def __init__(self, database: Counted) -> None:
        self.database = database
        database.open.add(self)

    def rows(self) -> Iterator[int]:
        """Read the numbers, one by one."""
        for number in (1, 2, 3):
            assert self in self.database.open, "used after close()"
            yield number

    def close(self) -> None:
        """Close; a second call raises KeyError."""
        self.database.open.remove(self)


@pytest.fixture
def database() -> Iterator[Counted]:
    """A database of which every connection has to be closed in the end."""
    counted = Counted()
    yield counted
    assert not counted.open


def anna(environ: Environ) -> str | None:
    """Know one user."""
    return "anna"


def call(app: WSGIApplication, environ: Environ | None = None) -> bytes:
    """Read an answer as a server does; whatever happens, close it."""
    found = exchange(app, environ=environ)
    if found.error:
        raise found.error
    return found.body


def ignore(*_: object) -> Callable[[bytes], object]:
    """Start a response that nobody reads."""
    return bytes


def streaming(environ: Environ, start_response: Start) -> Iterator[bytes]:
    """Use the connection until the end, and start the response late."""
    start_response("200 OK", [TEXT])
    for number in context(environ).connection.rows():
        yield b"%d\n" % number


def indifferent(environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Ask for nothing."""
    start_response("200 OK", [TEXT])
    return [b"hello\n"]


class TestUser:
    """The current user is looked up when somebody asks."""

    def test_nobody_asks(self, database: Counted) -> None:
        """Whoever does not ask pays for no look-up, and for no connection."""

        def who(environ: Environ) -> str | None:
            raise AssertionError("looked up")

        assert call(Inject(indifferent, who, database.connect)) == b"hello\n"
        assert database.opened == 0

    @pytest.mark.parametrize("name", ["anna", None])
    def test_looked_up_once(self, database: Counted, name: str | None) -> None:
        """Asked ten times by ten threads, it is looked up once, None as well."""
        asked: list[Environ] = []

        def who(environ: Environ) -> str | None:
            asked.append(environ)
            return name

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            own = context(environ)
            with ThreadPoolExecutor(10) as threads:
                found = list(threads.map(lambda _: own.user, range(10)))
            assert found == [name] * 10
            return indifferent(environ, start_response)

        call(Inject(app, who, database.connect), environ_of(HTTP_COOKIE="a=b"))
        assert [environ["HTTP_COOKIE"] for environ in asked] == ["a=b"]

    def test_the_look_up_may_use_the_connection(self, database: Counted) -> None:
        """A user in a session table is read through the request's connection."""

        def who(environ: Environ) -> str | None:
            return str(max(context(environ).connection.rows()))

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            assert context(environ).user == "3"
            return streaming(environ, start_response)

        call(Inject(app, who, database.connect))
        assert database.opened == 1

    def test_a_failed_look_up_is_not_remembered(self) -> None:
        """The next who asks looks it up again."""
        answers: list[str] = []

        def find() -> str:
            if not answers:
                raise OSError("no route to the directory")
            return answers[0]

        with Context(find, Counted().connect) as own:
            with pytest.raises(OSError, match="no route"):
                assert own.user
            answers.append("anna")
            assert own.user == "anna"

    def test_a_look_up_that_asks_for_the_user(self, database: Counted) -> None:
        """It is the answer itself: asked in a circle, it is an error, no dead lock."""

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            with pytest.raises(RecursionError):
                assert context(environ).user
            return indifferent(environ, start_response)

        circular = Inject(app, lambda environ: context(environ).user, database.connect)
        assert call(circular) == b"hello\n"


class TestConnection:
    """The connection is opened late, and closed with the response."""

    def test_used_until_the_end(self, database: Counted) -> None:
        """A body may read from it to its last chunk; then it is closed."""
        body: Any = Inject(streaming, anna, database.connect)(environ_of(), ignore)
        assert b"".join(body) == b"1\n2\n3\n"
        assert (database.opened, len(database.open)) == (1, 1)
        for _ in range(2):  # a server may close twice
            body.close()
            assert not database.open

    @pytest.mark.parametrize("error", [OSError, SystemExit])
    def test_the_application_fails(
        self, database: Counted, error: type[BaseException]
    ) -> None:
        """An error before there is a body closes the connection; so does an exit."""

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            assert context(environ).connection
            raise error("before")

        with pytest.raises(error, match="before"):
            call(Inject(app, anna, database.connect))
        assert (database.opened, len(database.open)) == (1, 0)

    def test_the_body_cannot_be_iterated(self, database: Counted) -> None:
        """An error in iter(body) closes the connection, and the body."""
        closed: list[bool] = []

        class Body:
            def __iter__(self) -> Iterator[bytes]:
                raise OSError("iter")

            def close(self) -> None:
                closed.append(bool(database.open))

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            assert context(environ).connection
            start_response("200 OK", [TEXT])
            return Body()

        with pytest.raises(OSError, match="iter"):
            Inject(app, anna, database.connect)(environ_of(), ignore)
        assert closed == [True]  # the body first, which may need it

    def test_the_body_fails_to_close(self, database: Counted) -> None:
        """The body's own close() may fail: the connection is closed all the same."""

        def fail() -> None:
            raise OSError("close")

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            return Closing(streaming(environ, start_response), fail)

        with pytest.raises(OSError, match="close"):
            call(Inject(app, anna, database.connect))
        assert database.opened == 1

    def test_a_database_that_is_up_again(self, database: Counted) -> None:
        """A failure is not kept: who asks next gets a connection, and keeps it."""
        answers: list[Connection] = []
        with Context("anna", answers.pop) as own:
            for _ in range(2):
                with pytest.raises(IndexError):
                    assert own.connection
            answers.append(database.connect())
            assert own.connection is own.connection

    def test_nothing_is_committed(self) -> None:
        """What the application does not commit is rolled back."""
        shared = "file:nothing-is-committed?mode=memory&cache=shared"
        connect = partial(sqlite3.connect, shared, uri=True)
        kept = connect()
        kept.execute("CREATE TABLE cherries (name)")
        for commit in (False, True):
            with Context("anna", connect) as own:
                own.connection.execute("INSERT INTO cherries VALUES ('Bing')")
                if commit:
                    own.connection.commit()
            stored = kept.execute("SELECT count(*) FROM cherries").fetchone()
            assert stored == (int(commit),)
        kept.close()


class TestTooLate:
    """After the end, nothing is opened that nobody would close."""

    def test_neither_connection_nor_user(self, database: Counted) -> None:
        """Asking for one is an error that says what happened, and not "nobody"."""
        found: list[Context[Any]] = []

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            found.append(context(environ))
            return indifferent(environ, start_response)

        call(Inject(app, anna, database.connect))
        with pytest.raises(RuntimeError, match="request or block is over"):
            assert found[0].connection
        with pytest.raises(RuntimeError, match="request or block is over"):
            assert found[0].user
        assert database.opened == 0

    def test_a_user_who_is_known(self) -> None:
        """Looked up in time, the name stays."""
        with Context(lambda: "anna", Counted().connect) as own:
            assert own.user == "anna"
        assert own.user == "anna"

    def test_the_environ_is_let_go(self, database: Counted) -> None:
        """A context that is kept does not keep the request's environ."""

        class Upload:
            pass

        upload = Upload()
        gone = weakref.ref(upload)
        environ = environ_of(upload=upload)
        del upload
        kept: list[object] = []

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            kept.append(context(environ))
            return indifferent(environ, start_response)

        gc.disable()
        try:
            call(Inject(app, anna, database.connect), environ)
            del environ
            assert gone() is None
        finally:
            gc.enable()

    def test_a_race_leaves_no_connection(self) -> None:
        """A connection that is being opened when the request ends is closed."""
        database = Counted()
        opening, go_on = threading.Event(), threading.Event()

        def slow() -> Connection:
            opening.set()
            assert go_on.wait(20)
            return database.connect()

        own = Context("anna", slow)
        with ThreadPoolExecutor(2) as threads:
            got = threads.submit(lambda: own.connection)
            assert opening.wait(20)
            closing = threads.submit(own.close)
            go_on.set()
            closing.result(20)
            assert got.result(20) not in database.open
        assert (database.opened, len(database.open)) == (1, 0)


class TestEnviron:
    """Where the context is found."""

    def test_a_missing_layer_is_named(self) -> None:
        """Read without `Inject`, the error says what is missing."""
        with pytest.raises(LookupError, match=r"'cherries.context'.* in Inject"):
            context({})

    def test_the_outer_layer_stays(self, database: Counted) -> None:
        """Of two layers the outer one answers: one user, one connection, one close."""
        other = Counted()
        inner = Inject(streaming, lambda _: "ben", other.connect)

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            body = inner(environ, start_response)
            assert context(environ).user == "anna"
            return body

        assert call(Inject(app, anna, database.connect)) == b"1\n2\n3\n"
        assert (database.opened, other.opened) == (1, 0)


class TestThreads:
    """A server may iterate in another thread than it called in."""

    def test_sqlite_told(self) -> None:
        """Opened in one, read and closed in another: told so, sqlite3 does it."""

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            start_response("200 OK", [TEXT])
            rows = context(environ).connection.execute("SELECT 7")
            return (b"%d" % row for row in rows)

        connect = partial(sqlite3.connect, ":memory:", check_same_thread=False)
        body: Any = Inject(app, anna, connect)(environ_of(), ignore)
        with ThreadPoolExecutor(1) as other:
            assert other.submit(b"".join, body).result() == b"7"
            other.submit(body.close).result()


class TestThen:
    """The way of 2011: talk, page 36."""

    def test_connections_stay_open(self) -> None:
        """Then, each request leaves one more; today none is left."""
        old, new = Counted(), Counted()
        then_app = then.inject_database(indifferent, old.connect)
        now_app = Inject(indifferent, anna, new.connect)
        for _ in range(3):
            assert call(then_app) == call(now_app) == b"hello\n"
        assert (old.opened, len(old.open)) == (3, 3)
        assert (new.opened, len(new.open)) == (0, 0)
