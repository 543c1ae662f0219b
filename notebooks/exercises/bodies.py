"""Applications that note how they are called, and a server to call them.

What a middleware hands on is seen from inside, what it gives back from outside.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

App = Callable[..., Iterable[bytes]]

ALL = 9  # more than there is to read
CALLED = -1  # before there is a body
CLOSED = 10  # when it is closed


class Body:
    """Two chunks, and a close() that may be called once.

    fails_at: the number of chunks before the error; more than two for none, and
        ``CLOSED`` if it is its close() that fails.
    """

    def __init__(self, chunk: bytes, fails_at: int, error: Exception) -> None:
        self.chunk, self.fails_at, self.error = chunk, fails_at, error
        self.at, self.closed = 0, 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.at == self.fails_at:
            raise self.error
        self.at += 1
        if self.at > 2:
            raise StopIteration
        return self.chunk

    def close(self) -> None:
        """Count, and fail if that is wanted."""
        self.closed += 1
        if self.fails_at == CLOSED:
            raise self.error


class Unclosable:
    """The chunks of a body without its close(): iterable like a list."""

    def __init__(self, body: Body) -> None:
        self.body = body

    def __iter__(self) -> Iterator[bytes]:
        return map(bytes, self.body)


class Inside:
    """What the applications inside a middleware were given, and were asked for.

    fails_at: see :class:`Body`; with ``CALLED`` it is the call that fails.
    closable: whether their bodies have a close().
    replaces: whether an error replaces the answer before anything has left.
    error: what is raised, in the call, in the body or in its close().
    """

    def __init__(
        self,
        fails_at: int = ALL,
        closable: bool = True,
        replaces: bool = False,
        error: Exception | None = None,
    ) -> None:
        self.fails_at, self.closable, self.replaces = fails_at, closable, replaces
        self.error = error or LookupError("the cherry is not on the tree")
        self.environs: list[dict[str, Any]] = []
        self.bodies: list[Body] = []
        self.writes: list[object] = []

    def app(self, word: str) -> App:
        """Make an application that says a word twice, and in a header."""

        def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            self.environs.append(dict(environ))
            if self.fails_at == CALLED:
                raise self.error
            body = Body(word.encode(), self.fails_at, self.error)
            self.bodies.append(body)
            self.writes.append(start_response("200 OK", [("Says", word)]))
            if self.replaces:
                self.replace(start_response)
            return body if self.closable else Unclosable(body)

        app.__name__ = word  # in a reply that shows the call
        return app

    def replace(self, start_response: Any) -> None:
        """Answer anew because of an error, as PEP 3333 has it: by a third argument."""
        try:
            raise LookupError("the cherry is not on the tree")
        except LookupError:
            start_response("404 Not Found", [("Says", "sorry")], sys.exc_info())

    def forget(self) -> None:
        """Begin anew, for another request."""
        self.environs, self.bodies, self.writes = [], [], []

    @property
    def at(self) -> int:
        """How many chunks were asked for."""
        return sum(body.at for body in self.bodies)

    @property
    def closed(self) -> int:
        """How often a body was closed."""
        return sum(body.closed for body in self.bodies)


def serve(
    app: App,
    environ: dict[str, str],
    inside: Inside,
    take: int = ALL,
    closes: int = 1,
) -> str:
    """Play a server: take chunks, close, and tell what came and what is wrong.

    take: the number of chunks after which the client leaves.
    closes: how often the server closes.
    """
    given, sent, came = dict(environ), list[str](), list[str]()

    def start(status: str, headers: Any, exc_info: Any = None) -> Any:
        anew = ["because of an error"] if exc_info else []
        sent.append(", ".join([status, *map(": ".join, headers), *anew]))
        return len

    answer: Any = ()
    try:
        answer = app(given, start)
    except Exception as error:
        if error is not inside.error:
            raise
        came.append(repr(error))
    early = inside.at
    try:
        chunks = iter(answer)
        for number in range(1, take + 1):
            came.append(repr(next(chunks).decode()))
            early = max(early, inside.at - number)
    except StopIteration:
        pass
    except LookupError as error:
        came.append(repr(error))
    finally:
        if hasattr(answer, "close"):
            for _ in range(closes):
                came += closing(answer.close, inside.error)
    faults = {
        f"application called {len(inside.environs)} times": len(inside.environs) != 1,
        "another environ inside": any(one != environ for one in inside.environs),
        "the environ was changed": given != environ,
        f"{early} chunks asked for early": early > 0,
        "start_response returned no write()": not all(map(callable, inside.writes)),
    }
    return told(sent, came, inside.closed, *(say for say, so in faults.items() if so))


def closing(close: Callable[[], object], error: Exception) -> Iterator[str]:
    """Close, and tell whether it failed as it should."""
    try:
        close()
    except type(error) as failed:
        if failed is not error:
            raise
        yield f"close() raises {failed!r}"


def told(sent: list[str], came: list[str], closed: int, *faults: str) -> str:
    """Put what came into a line."""
    start = " and ".join(sent) or "no status"
    chunks = " ".join(came) or "no chunk"
    times = "once" if closed == 1 else f"{closed} times"
    return "; ".join([start, chunks, f"closed {times}", *faults])
