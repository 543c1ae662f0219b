"""Applications that stream a body, by ``write()`` or chunk by chunk, and close it.

``write()`` is WSGI's older way out (PEP 3333, "The write() Callable"): it
sends at once, from inside the call.  New programs return an iterable; those
that print as they go still need it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from ..closing import Closing
from .hello import TEXT


def streaming(
    chunks: Callable[[], Iterable[bytes]],
    closed: Callable[[], object],
) -> WSGIApplication:
    """Make an application that writes a line, then streams chunks.

    :param chunks: called once a request; gives its body.
    :param closed: called once a request, when its body is closed.
    """

    def stream(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        write = start_response("200 OK", [TEXT])
        write(b"a stream\n")
        return Closing(chunks(), closed)

    return stream


def leaking(
    chunks: Callable[[], Iterable[bytes]],
    closed: Callable[[], object],
) -> WSGIApplication:
    """Stream from a generator that cleans up in ``finally``, which may never run."""

    def body() -> Iterator[bytes]:
        try:
            yield from chunks()
        finally:
            closed()

    def stream(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        start_response("200 OK", [TEXT])
        return body()

    return stream


def printing(
    chunks: Callable[[], Iterable[bytes]],
) -> WSGIApplication:
    """Make an application that sends everything through ``write()``."""

    def prints(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        write = start_response("200 OK", [TEXT])
        for chunk in chunks():
            write(chunk)
        return []

    return prints


def lines(number: int) -> Iterator[bytes]:
    """Yield the numbers up to a number, a line each."""
    for line in range(1, number + 1):
        yield b"%d\n" % line


def endless() -> Iterator[bytes]:
    """Yield numbers for ever, a line each."""
    for line in count(1):
        yield b"%d\n" % line


def blocks(size: int, block: int = 65536) -> Iterator[bytes]:
    """Yield a number of bytes, block by block.

    :param size: bytes in all, a multiple of the block.
    :param block: bytes a chunk.
    """
    for number in range(size // block):
        yield (b"%08d" % number) * (block // 8)
