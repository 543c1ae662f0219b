"""A WSGI server without a socket, for tests: strict, and it writes down what happens.

It does what PEP 3333 asks of a server and no more.  Headers go out with the first
byte of the body, a chunk goes out before the next is asked for, the body is closed
exactly once, and an error of the application comes back beside what was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any, TypeAlias
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ

if TYPE_CHECKING:
    from _typeshed import OptExcInfo

Headers: TypeAlias = list[tuple[str, str]]

TEXT = ("Content-Type", "text/plain; charset=utf-8")
HTML = ("Content-Type", "text/html; charset=utf-8")


def environ_of(path: str = "/", method: str = "GET", **more: Any) -> Environ:
    """Make the environ of a request, complete and of the builtin types.

    :param path: the wire's bytes as latin-1, decoded.
    :param more: further variables; ``body`` is what the client sends.
    """
    body: bytes = more.pop("body", b"")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **more,
    }


@dataclass
class Exchange:
    """One request and what came of it."""

    status: str = ""
    headers: Headers = field(default_factory=list)
    chunks: list[bytes] = field(default_factory=list)
    """What was given to the server, written or iterated, empty chunks too."""
    error: BaseException | None = None
    log: list[str] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        """What the client gets."""
        return b"".join(self.chunks)

    @property
    def sent(self) -> bool:
        """Whether the head has gone out."""
        return any(self.chunks)

    def all(self, name: str) -> list[str]:
        """Give the values of a header, in order."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def start_response(
        self, status: str, headers: Headers, exc_info: OptExcInfo | None = None, /
    ) -> Callable[[bytes], object]:
        """Begin the answer; replace it, as long as nothing has gone out."""
        try:
            if exc_info and exc_info[1] and self.sent:
                raise exc_info[1].with_traceback(exc_info[2])
            if self.status and not exc_info:
                raise AssertionError("start_response was called twice")
        finally:
            exc_info = None
        self.status, self.headers, self.chunks = status, list(headers), []
        return self.write

    def write(self, chunk: bytes) -> None:
        """Send a chunk."""
        if chunk and not self.status:
            raise AssertionError("a chunk came before start_response")
        few = len(chunk) <= 1000
        self.log.append(f"sent {chunk!r}" if few else f"sent {len(chunk)} bytes")
        self.chunks.append(chunk)


def exchange(
    app: WSGIApplication,
    path: str = "/",
    method: str = "GET",
    *,
    cut: int | None = None,
    into: Exchange | None = None,
    **more: Any,
) -> Exchange:
    """Serve one request.

    :param cut: the client leaves after so many chunks.
    :param into: what to write down to.
    :param more: as in :func:`environ_of`; or ``environ``, the whole of it.
    """
    result = into or Exchange()
    environ = more.pop("environ", None) or environ_of(path, method, **more)
    try:
        serve(app(environ, result.start_response), result, cut)
    except BaseException as error:
        result.error = error
    return result


def serve(body: Iterable[bytes], result: Exchange, cut: int | None) -> None:
    """Send a body, and close it."""
    try:
        chunks = iter(body)
        while cut is None or len(result.chunks) < cut:
            try:
                chunk = next(chunks)
            except StopIteration:
                break
            result.write(chunk)
    finally:
        if close := getattr(body, "close", None):
            close()
    if not result.status and cut is None:
        raise AssertionError("the application never called start_response")
