"""A response body that counts what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator


class Body:
    """Two chunks, and a close() that may be called once.

    fails_at: the number of chunks before an error; more than two for none.
    """

    def __init__(self, chunk: bytes, fails_at: int) -> None:
        self.chunk, self.fails_at = chunk, fails_at
        self.at, self.closed = 0, 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.at == self.fails_at:
            raise LookupError("the cherry is not on the tree")
        self.at += 1
        if self.at > 2:
            raise StopIteration
        return self.chunk

    def close(self) -> None:
        """Count."""
        self.closed += 1
