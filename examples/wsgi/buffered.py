"""Look at a request's body on its way in (talk, page 36).

``wsgi.input`` is a stream, and can be read once.  If a middleware reads the form,
the application inside finds nothing, or waits for bytes that came already.
:class:`Buffered` takes the body first, up to a limit, lets a reader look, and
gives the application a stream of its own, at its first byte.

It also helps an application that knows no chunks: inside, every body has a
length.  And one that reads twice: inside, every stream can be rewound.

Not for uploads or for a body that streams: the application starts when the last
byte is here.  Not for what a header tells: a reader that looks at cookies needs no
body.  And it does not replace a server that buffers (waitress, or nginx in
front): a slow client occupies a thread here for as long as the server lets it.
What such a server has buffered can still be read only once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import TypeAlias
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from .answers import answer
from .closing import Closing
from .request_body import BodyError, Kept, received

Reader: TypeAlias = Callable[[WSGIEnvironment], WSGIApplication | None]

KIB = 1024
TRAVEL = ("HTTP_EXPECT", "HTTP_TRAILER", "HTTP_TRANSFER_ENCODING")
"""Headers about how a body travels.  This one has arrived."""


class Buffered:
    """Take the body of each request, before anybody inside asks for it.

    What is announced as too long is refused before a byte is read: a client
    that sent ``Expect: 100-continue`` never begins, where its server waits with
    the invitation.  What was not read is the server's: it drains the
    connection, or closes it.

    :param app: finds a stream that can be rewound, ends with the body, and
        has exactly CONTENT_LENGTH bytes.
    :param reader: called before the application, also where there is no body,
        with an environ and a stream of its own.  If it returns an application,
        that one answers instead; it gets the body too.  What it raises goes to
        the server.
    :param limit: greatest length in bytes; more is answered 413.
    :param memory: greatest length in bytes that is held in memory; more goes to
        a temporary file, which is gone when the response is closed.
    :raises ValueError: for a negative number.
    """

    def __init__(
        self,
        app: WSGIApplication,
        reader: Reader | None = None,
        *,
        limit: int = 1024 * KIB,
        memory: int = 64 * KIB,
    ) -> None:
        if limit < 0 or memory < 0:
            raise ValueError(f"limit={limit}, memory={memory}: less than nothing")
        self.app = app
        self.reader = reader
        self.limit = limit
        self.memory = memory

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Keep the body, let the reader look, and hand over a fresh stream."""
        with ExitStack() as cleanup:
            kept = Kept(self.memory, cleanup)
            try:
                kept.extend(received(environ, self.limit))
            except BodyError as error:
                return answer(error.status)(environ, start_response)
            app = self.choose(environ, kept)
            body = app(again(environ, kept), start_response)
            close = cleanup.pop_all().close
        # Bare where it can be: servers look for a length or a file.
        return Closing(body, close) if kept.on_disk else body

    def choose(self, environ: WSGIEnvironment, kept: Kept) -> WSGIApplication:
        """Let the reader look, and choose who answers."""
        if self.reader is None:
            return self.app
        instead = self.reader(again(environ, kept))
        return self.app if instead is None else instead


def again(environ: WSGIEnvironment, kept: Kept) -> WSGIEnvironment:
    """Copy an environ, with a body that is wholly there."""
    inside = environ.copy()
    for name in TRAVEL:
        inside.pop(name, None)
    inside["CONTENT_LENGTH"] = str(kept.length)
    inside["wsgi.input"] = kept.lend()
    return inside
