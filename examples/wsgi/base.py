"""A short answer, and a body with a callback on ``close()``: what middlewares share.

PEP 3333: if the body has a ``close()``, the server calls it when the request
ends, be it read to the end, cut short or never begun.  It is the only moment
of which a middleware can be sure, so this is where it gives back what it took.

Not for work that has to wait until the client has the last byte: servers close
a body when they have buffered it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Headers: TypeAlias = list[tuple[str, str]]


def answer(status: str, *headers: tuple[str, str]) -> WSGIApplication:
    """Make an application that answers every request with a status.

    The text is the status again, in lower case: nothing of the request is
    repeated to whoever sent it.  HEAD gets no body (RFC 9110, 9.3.2).

    :param status: code and reason: ``"404 Not Found"``.
    :param headers: further headers, such as ``("Retry-After", "1")``.
    """
    text = f"{status.partition(' ')[2].lower()}\n".encode()
    described = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(text))),
        *headers,
    ]

    def answered(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        start_response(status, described.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [text]

    return answered


not_found = answer("404 Not Found")


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
    """Call an application; call back when its body is closed, or at once on an error.

    :param callback: called once, either way; what the application raised goes on.
    """
    try:
        body = app(environ, start_response)
    except BaseException:
        callback()
        raise
    return Closing(body, callback)


def native(text: str) -> str:
    """Spell text as an environ does: UTF-8, decoded as latin-1 (PEP 3333)."""
    return text.encode().decode("latin-1")
