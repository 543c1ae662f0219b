"""Buffer a request body, to be read outside and again inside (talk, page 36).

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

Where a body ends is told in one of three ways.  CONTENT_LENGTH says it first.
A server that decodes chunks sets ``wsgi.input_terminated``: the stream ends
with the body.  And without either there is no body (PEP 3333).  What is chunked
on a server that does not decode it ends nobody knows where; to read on would be
to wait for ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from io import BufferedIOBase, BufferedReader, BytesIO, RawIOBase
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, TypeAlias
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from .base import Closing, answer

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Reader: TypeAlias = Callable[[WSGIEnvironment], WSGIApplication | None]

KIB = 1024
CHUNK = 64 * KIB
"""Bytes that are asked for at a time, at most."""

TRAVEL = ("HTTP_EXPECT", "HTTP_TRAILER", "HTTP_TRANSFER_ENCODING")
"""Headers about how a body travels.  This one has arrived."""


class Buffered:
    """Read the body of each request, up to a limit, before the application is called.

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
                kept.extend(read_body(environ, self.limit))
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
    """Copy an environ, with the whole body as its stream, at the first byte."""
    inside = environ.copy()
    for name in TRAVEL:
        inside.pop(name, None)
    inside["CONTENT_LENGTH"] = str(kept.length)
    inside["wsgi.input"] = kept.lend()
    return inside


class BodyError(Exception):
    """A body that is refused, with a status.

    :param status: what to answer: ``"413 Content Too Large"``.
    """

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


def body_length(environ: WSGIEnvironment) -> int | None:
    """Return the length of a body in bytes; None if it ends with its stream.

    A Transfer-Encoding overrides a Content-Length (RFC 9112, 6.3).

    :raises BodyError: 400 for a length that is no plain number, 413 for one of
        more than 18 digits, 411 for a body whose end is unknown, 501 for a
        coding other than ``chunked``.
    """
    coding = environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    length = environ.get("CONTENT_LENGTH", "")
    ends = environ.get("wsgi.input_terminated")
    if coding not in ("", "chunked"):
        raise BodyError("501 Not Implemented")
    if coding and not ends:
        raise BodyError("411 Length Required")
    if coding or (ends and not length):
        return None
    if not re.fullmatch("[0-9]*", length):
        raise BodyError("400 Bad Request")
    if len(length) > 18:
        raise BodyError("413 Content Too Large")
    return int(length or 0)


def read_body(environ: WSGIEnvironment, limit: int) -> Iterator[bytes]:
    """Read the body of a request, chunk by chunk, and never beyond its end.

    A body that is announced as too long is not read at all.

    :param limit: greatest length in bytes.
    :raises BodyError: as :func:`body_length` does; 413 for more than the limit;
        400 for a client that left too early, or whose chunks are broken, 408 for
        one that was too slow.
    """
    length = body_length(environ)
    if length is not None and length > limit:
        raise BodyError("413 Content Too Large")
    left = limit + 1 if length is None else length
    while left > 0 and (chunk := read(environ, min(left, CHUNK))):
        left -= len(chunk)
        yield chunk
    if length is None and left <= 0:
        raise BodyError("413 Content Too Large")
    if length is not None and left > 0:
        raise BodyError("400 Bad Request")


def read(environ: WSGIEnvironment, size: int) -> bytes:
    """Read up to so many bytes; what servers raise becomes a status.

    For a chunk that is broken or cut off, cheroot raises ValueError.
    """
    try:
        chunk: bytes = environ["wsgi.input"].read(size)
        return chunk
    except TimeoutError as error:
        raise BodyError("408 Request Timeout") from error
    except (OSError, ValueError, EOFError) as error:
        raise BodyError("400 Bad Request") from error


class Kept:
    """The bytes of a body: in memory, from a size on in a temporary file.

    The file has no name where the system can do without one, so that nothing is
    left of it even after a crash.

    :param memory: greatest length in bytes that is held in memory.
    :param cleanup: closes the file.
    """

    def __init__(self, memory: int, cleanup: ExitStack) -> None:
        self.memory = memory
        self.cleanup = cleanup
        self.length = 0
        self.file: BufferedIOBase = BytesIO()
        self.lent: Lent | None = None

    @property
    def on_disk(self) -> bool:
        """Whether there is a file."""
        return not isinstance(self.file, BytesIO)

    def extend(self, chunks: Iterable[bytes]) -> None:
        """Append chunks; spill to a file beyond the limit of memory."""
        for chunk in chunks:
            self.length += len(chunk)
            if self.length > self.memory and not self.on_disk:
                self.spill()
            self.file.write(chunk)

    def spill(self) -> None:
        """Move what is in memory to a temporary file, and go on there."""
        self.file.seek(0)
        held = self.file.read()
        file = TemporaryFile()  # noqa: SIM115 - closed with the response
        self.file = self.cleanup.enter_context(file)
        self.file.write(held)

    def lend(self) -> BufferedIOBase:
        """Return a stream at the first byte; of a file, the one before is closed.

        For a file has one position.
        """
        if isinstance(self.file, BytesIO):
            return BytesIO(self.file.getvalue())  # the same bytes, not a copy
        if self.lent:
            self.lent.close()
        self.file.seek(0)
        self.lent = Lent(self.file)
        return BufferedReader(self.lent)


class Lent(RawIOBase):
    """A stream over a file that stays open when the stream is closed."""

    def __init__(self, file: BufferedIOBase) -> None:
        self.file = file

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be rewound."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill a buffer; give the number of bytes."""
        return self.file.readinto(buffer)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a position, and give it."""
        return self.file.seek(offset, whence)
