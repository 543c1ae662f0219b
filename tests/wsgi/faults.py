"""A server in a thread, and what servers get wrong, each as a middleware."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any, TypeAlias
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ

from examples.wsgi.show.servers.contract import application
from examples.wsgi.show.servers.wire import Address

Fault: TypeAlias = Callable[[WSGIApplication], WSGIApplication]


class Quiet(WSGIRequestHandler):
    """Requests are not logged, and errors go nowhere."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def get_stderr(self) -> Any:
        """Give a stream that nobody reads."""
        return io.StringIO()


class Threaded(ThreadingMixIn, WSGIServer):
    """wsgiref's server with a thread a request; closing it joins them."""

    daemon_threads = False


@contextmanager
def within(fault: Fault = lambda app: app) -> Iterator[Address]:
    """Serve the contract's application, in this process, with a fault."""
    with Threaded(("127.0.0.1", 0), Quiet) as server:
        server.set_app(fault(application))
        loop = threading.Thread(target=server.serve_forever, args=[0.01])
        loop.start()
        try:
            yield Address("127.0.0.1", server.server_port)
        finally:
            server.shutdown()
            loop.join()


def never_closes(app: WSGIApplication) -> WSGIApplication:
    """Read the body to its end, or drop it."""
    return lambda environ, start: (chunk for chunk in app(environ, start))


def closes_at_the_end(app: WSGIApplication) -> WSGIApplication:
    """Close what was read to the end, and nothing else."""

    def faulty(environ: Environ, start: Start) -> Iterator[bytes]:
        body = app(environ, start)
        yield from (chunk for chunk in body)  # alone, it would hand on a close()
        getattr(body, "close", bool)()

    return faulty


def buffers(app: WSGIApplication) -> WSGIApplication:
    """Collect the body, and send it in one piece."""
    return lambda environ, start: [b"".join(app(environ, start))]


def buffers_writes(app: WSGIApplication) -> WSGIApplication:
    """Collect what is written until the application returns."""

    def faulty(environ: Environ, start: Start) -> Iterable[bytes]:
        written: list[bytes] = []

        def started(*answer: Any) -> Callable[[bytes], object]:
            start(*answer)
            return written.append

        body = app(environ, started)
        return [*written, *body]

    return faulty


def has_no_write(app: WSGIApplication) -> WSGIApplication:
    """Return nothing from start_response."""

    def faulty(environ: Environ, start: Start) -> Iterable[bytes]:
        def started(*answer: Any) -> Any:
            start(*answer)

        return app(environ, started)

    return faulty


def starts_early(app: WSGIApplication) -> WSGIApplication:
    """Take the status as it is when the application returns."""

    def faulty(environ: Environ, start: Start) -> Iterable[bytes]:
        answer: list[Any] = ["200 OK", []]

        def started(*given: Any) -> Any:
            answer[:] = given

        body = app(environ, started)
        start(*answer)
        return body

    return faulty


def ignores_exc_info(app: WSGIApplication) -> WSGIApplication:
    """Keep the first answer."""

    def faulty(environ: Environ, start: Start) -> Iterable[bytes]:
        def started(status: str, headers: Any, exc_info: Any = None, /) -> Any:
            return None if exc_info else start(status, headers)

        return app(environ, started)

    return faulty


def promises_a_length(app: WSGIApplication) -> WSGIApplication:
    """Say how long the body is, so that a client can tell when it is cut off."""

    def faulty(environ: Environ, start: Start) -> Iterable[bytes]:
        def started(status: str, headers: Any, *more: Any) -> Any:
            return start(status, [*headers, ("Content-Length", "99")], *more)

        return app(environ, started)

    return faulty


def encodes_text(app: WSGIApplication) -> WSGIApplication:
    """Make bytes of text."""
    return lambda environ, start: (
        chunk.encode() if isinstance(chunk, str) else chunk
        for chunk in app(environ, start)
    )


def ends_the_input(app: WSGIApplication) -> WSGIApplication:
    """Decode a chunked request body."""

    def faulty(environ: Environ, start: Start) -> Iterable[bytes]:
        if "HTTP_TRANSFER_ENCODING" in environ:
            lines = iter(environ["wsgi.input"].readline, b"0\r\n")
            body = b"".join(lines).split(b"\r\n")[1]
            environ |= {"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True}
        return app(environ, start)

    return faulty
