"""Wrap a response body: its ``close()`` closes the body and runs callbacks.

PEP 3333: if the body has a ``close()``, the server calls it when the request
ends, be it read to the end, cut short or never begun.  A generator's own
``finally`` is not enough: the ``close()`` of a generator that was never
started runs none of its code.

Not for cleaning up once the client has *received* the last byte: servers
close the body when they have buffered it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack


class Closing:
    """Iterate over a body; on close, close it and call back, once.

    :param body: chunks of bytes; its own ``close()``, if any, comes first.
    :param callbacks: called last to first, each even if one before it raised.
    """

    def __init__(
        self,
        body: Iterable[bytes],
        *callbacks: Callable[[], object],
    ) -> None:
        with ExitStack() as cleanup:
            for callback in callbacks:
                cleanup.callback(callback)
            if close := getattr(body, "close", None):
                cleanup.callback(close)
            self.chunks = iter(body)  # if this raises, all is cleaned up now
            self.cleanup = cleanup.pop_all()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self.chunks)

    def close(self) -> None:
        """Close the body and run the callbacks.  A second call does nothing."""
        self.cleanup.close()
