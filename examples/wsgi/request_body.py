"""Read a request body once, as far as it may be read, and keep it.

Where a body ends is told in one of three ways.  CONTENT_LENGTH says it first.
A server that decodes chunks sets ``wsgi.input_terminated``: the stream ends
with the body.  And without either there is no body (PEP 3333).  What is chunked
on a server that does not decode it ends nobody knows where; to read on would be
to wait for ever.

Not for a body that is passed on as it comes, such as an upload to another
store: read that chunk by chunk, and keep nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from io import BufferedIOBase, BufferedReader, BytesIO, RawIOBase
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, TypeAlias
from wsgiref.types import WSGIEnvironment

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Chunks: TypeAlias = Iterator[bytes]

CHUNK = 64 * 1024
"""Bytes that are asked for at a time, at most."""


class BodyError(Exception):
    """A body that is not taken.

    :param status: what to answer: ``"413 Content Too Large"``.
    """

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


def announced(environ: WSGIEnvironment) -> int | None:
    """Tell the length of a body in bytes; None if it ends with its stream.

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


def received(environ: WSGIEnvironment, limit: int) -> Chunks:
    """Read the body of a request, chunk by chunk, and never beyond its end.

    A body that is announced as too long is not read at all.

    :param limit: greatest length in bytes.
    :raises BodyError: as :func:`announced` does; 413 for more than the limit;
        400 for a client that left too early, or whose chunks are broken, 408 for
        one that was too slow.
    """
    length = announced(environ)
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
        """Keep chunks behind those that are kept."""
        for chunk in chunks:
            self.length += len(chunk)
            if self.length > self.memory and not self.on_disk:
                self.spill()
            self.file.write(chunk)

    def spill(self) -> None:
        """Go on in a file."""
        self.file.seek(0)
        held = self.file.read()
        file = TemporaryFile()  # noqa: SIM115 - closed with the response
        self.file = self.cleanup.enter_context(file)
        self.file.write(held)

    def lend(self) -> BufferedIOBase:
        """Give out the bytes from the first one on, to one borrower at a time.

        A file has one position, so what was lent of it before is closed.
        """
        if isinstance(self.file, BytesIO):
            return BytesIO(self.file.getvalue())  # the same bytes, not a copy
        if self.lent:
            self.lent.close()
        self.file.seek(0)
        self.lent = Lent(self.file)
        return BufferedReader(self.lent)


class Lent(RawIOBase):
    """A file in the hands of somebody who may close it: the file stays open."""

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
