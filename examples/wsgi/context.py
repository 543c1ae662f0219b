"""One user and one database connection for each request (talk, page 36).

Both lie in one object under one key of the environ, which every framework
passes on: a Flask view, a Bottle view and a Django view read the same.  That
is where dispatching becomes merging.

- Nothing is done in advance.  The user is looked up when somebody asks, the
  connection opened when somebody needs it, and then kept for all who ask later.
- A failure is not kept.  Each who asks tries again, and gets the error: with a
  database down, the page, its error page and a bar around it wait three times.
  So let ``connect`` give up soon.
- The connection is closed when the response is: read to the end, broken off,
  or abandoned by its client.  Whoever asks later is told so by an error;
  nothing is opened that nobody would close.
- Nothing is committed.  When to commit is the application's decision, and a
  database rolls back what was not.
- Two layers of it make one: the outer context stays, the inner layer stands
  aside.  So an application that brings its own runs alone, and in a site.

The threads: a server may call the application in one thread and iterate or
close its body in another (Tornado with an executor does), one after the other.
``sqlite3`` refuses that, and ``close()`` too, unless the connection is opened
with ``check_same_thread=False``.  A body wrapped here hides its length from
the server, and a file it could send by itself.

Not for a single application: its framework has this (``flask.g``, Django's
own connections).  Not behind a server that never closes a body
(``show/servers`` asks nine).  Not a pool: ``connect`` may well take from one,
if ``close()`` gives back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from threading import RLock
from types import TracebackType
from typing import Any, Generic, NoReturn, Protocol, TypeVar
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from .base import guarded

KEY = "cherries.context"


class Closable(Protocol):
    """What can be closed, such as a connection of DB-API 2.0 (PEP 249)."""

    def close(self) -> object:
        """Give back what it holds."""


Connection = TypeVar("Connection", bound=Closable)


class Context(Generic[Connection]):
    """What a piece of work is done with, be it a request, a command or a job.

    Outside a request it is a block::

        with Context("anna", connect) as context:
            restock(context, "Morello", 200)

    :param user: a name, None for nobody, or a call that finds it, made until it
        succeeds once.  It may use the connection; if it asks for the user, that
        is a RecursionError.
    :param connect: opens a connection, when one is wanted; called until it
        succeeds once.
    """

    def __init__(
        self,
        user: str | Callable[[], str | None] | None,
        connect: Callable[[], Connection],
    ) -> None:
        self._user = user
        self._connect = connect
        self._connection: Connection | None = None
        self._lock = RLock()  # the look-up may want the connection

    @property
    def user(self) -> str | None:
        """The current user's name; None if nobody signed in.

        What the look-up raises is raised here, and the next who asks tries again.

        :raises RuntimeError: if nobody asked before the context was closed.
        """
        with self._lock:
            if callable(self._user):
                self._user = self._user()
            return self._user

    @property
    def connection(self) -> Connection:
        """The one connection, opened now if nobody needed it before.

        What ``connect`` raises is raised here, and the next who asks tries again.

        :raises RuntimeError: if the context is closed.
        """
        with self._lock:
            if self._connection is None:
                self._connection = self._connect()
            return self._connection

    def close(self) -> None:
        """Close the connection, if there is one.  Once; again does nothing."""
        with self._lock:
            open_one, self._connection = self._connection, None
            self._connect = raise_closed
            if callable(self._user):
                self._user = raise_closed  # forgets the environ, too
        if open_one is not None:
            open_one.close()

    def __enter__(self) -> Context[Connection]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def raise_closed() -> NoReturn:
    """Raise RuntimeError, in place of a look-up or a connection that comes too late."""
    raise RuntimeError("closed: the request or block is over")


class Inject:
    """Give an application, and all it dispatches to, one context a request.

    :param app: gets a copy of the environ, with the context under `KEY`.
    :param who: finds the user's name in that environ, or None.  It may use the
        connection: ``context(environ).connection``; not ``.user``, which it finds.
    :param connect: opens a connection; its ``close()`` is called once.
    """

    def __init__(
        self,
        app: WSGIApplication,
        who: Callable[[WSGIEnvironment], str | None],
        connect: Callable[[], Closable],
    ) -> None:
        self.app = app
        self.who = who
        self.connect = connect

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Call the application; close when its body is closed, or none comes."""
        if KEY in environ:
            return self.app(environ, start_response)
        inside = environ.copy()
        who = partial(self.who, inside)
        made = inside[KEY] = Context(who, self.connect)
        return guarded(self.app, inside, start_response, made.close)


def context(environ: WSGIEnvironment) -> Context[Any]:
    """Return the context of a request, from its environ.

    :param environ: the request's; ``request.environ`` in Flask, Bottle and
        Django alike.
    :raises LookupError: if no layer of `Inject` is around the application.
    """
    if KEY not in environ:
        hint = "wrap the application in Inject"
        raise LookupError(f"no {KEY!r} in the environ: {hint}")
    found: Context[Any] = environ[KEY]
    return found
