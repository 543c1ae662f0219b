"""Edit a response as it streams, at all of its four ways out (talk, page 37).

A WSGI response has two phases.  First the head: ``start_response``, called at
once, or late, when the body is already read, or twice, when an error replaces an
answer that has not begun.  Then the body: chunks of an iterable, and before them
whatever went to ``write()``.  In the end ``close()``.  Each of them passes here,
and nothing is held: a chunk that comes in goes out before the next one is asked
for (PEP 3333, "Middleware Handling of Block Boundaries").

A server no longer sees that a body is a file, which it could send by itself.

Not for a change that needs all of the body.  Hold it then, say up to which size,
and let nobody stream: that is what WebOb's ``Response.body`` is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from ..base import Body, Headers

if TYPE_CHECKING:
    from _typeshed import OptExcInfo

Edit: TypeAlias = Callable[[bytes], bytes]
Choose: TypeAlias = Callable[[str, Headers], tuple[Headers, Edit | None]]


def rewrite(
    app: WSGIApplication,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    choose: Choose,
) -> Iterable[bytes]:
    """Let an application answer, and edit its answer.

    :param choose: given status and headers, returns the headers to send, and
        what to do with each chunk; None leaves the body as it is.  It must not
        change the list that it is given.  It is called again if an error
        replaces the answer.
    """
    response = Response(start_response, choose)
    body = app(environ, response.start)
    if response.is_final(body):
        return body
    return Edited(body, response)


class Response:
    """The response of one request."""

    def __init__(self, start_response: StartResponse, choose: Choose) -> None:
        self.start_response = start_response
        self.choose = choose
        self.edit: Edit | None = None

    def start(
        self,
        status: str,
        headers: Headers,
        exc_info: OptExcInfo | None = None,
        /,
    ) -> Callable[[bytes], object]:
        """Take the place of the server's ``start_response``."""
        headers, edit = self.choose(status, headers)
        try:
            write = self.start_response(status, headers, exc_info)
        finally:
            exc_info = None  # else its traceback holds itself
        self.edit = edit  # only now: the server may have refused
        return lambda chunk: write(self.apply(chunk))

    def apply(self, chunk: bytes) -> bytes:
        """Edit a chunk, if there is an edit: of write() or of the body."""
        return self.edit(chunk) if self.edit else chunk

    def stream(self, body: Iterable[bytes]) -> Iterator[bytes]:
        """Edit chunks as they are asked for; `apply`, without a call a chunk."""
        for chunk in body:
            yield self.edit(chunk) if self.edit else chunk

    def is_final(self, body: Iterable[bytes]) -> bool:
        """Tell whether a body can go to the server untouched.

        A list has no code that could yet replace the answer, and it has a length,
        which tells a server the Content-Length.
        """
        return self.edit is None and isinstance(body, list | tuple)


class Edited(Body):
    """A body whose chunks are edited as they are asked for."""

    def __init__(self, body: Iterable[bytes], response: Response) -> None:
        super().__init__(body)
        self.chunks = response.stream(self.chunks)
