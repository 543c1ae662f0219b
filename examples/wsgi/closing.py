"""A response body that calls back when it is closed.

PEP 3333: if the body has a ``close()``, the server calls it when the request
ends, be it read to the end, cut short or never begun.  It is the only moment
of which a middleware can be sure, so this is where it gives back what it took.

Not for work that has to wait until the client has the last byte: servers close
a body when they have buffered it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class Body:
    """Iterate over a body, once, and close it.

    :param body: chunks of bytes, with or without a ``close()`` of its own.
    """

    def __init__(self, body: Iterable[bytes]) -> None:
        self.body = body
        try:
            self.chunks = iter(body)
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        return self.chunks

    def close(self) -> None:
        """Close the body, if it wants to be closed."""
        if close := getattr(self.body, "close", None):
            close()


class Closing(Body):
    """Iterate over a body; on close, close it and then call back.

    :param callback: called even if the body's own ``close()`` raised.  Servers
        close once; it should bear a second call.
    """

    def __init__(self, body: Iterable[bytes], callback: Callable[[], object]) -> None:
        self.callback = callback
        super().__init__(body)

    def close(self) -> None:
        """Close the body, and call back."""
        try:
            super().close()
        finally:
            self.callback()


def guarded(
    app: WSGIApplication,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    callback: Callable[[], object],
) -> Iterable[bytes]:
    """Let an application answer; call back when its body is closed.

    :param callback: called at once if the application raises instead.
    """
    try:
        body = app(environ, start_response)
    except BaseException:
        callback()
        raise
    return Closing(body, callback)
