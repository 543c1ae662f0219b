"""Call an application, and buffer up to its first chunk: then its head is final.

A framework's response has a status and headers before its body is read.  A WSGI
application need not know them before its first chunk that is not empty: until
then it may call ``start_response`` late, or again to report an error (PEP 3333).
So ask for chunks up to that one, and no further.

Not for a middleware, which can hand on the server's own ``start_response``.  What
an application gives to ``write()`` before it returns waits here in memory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from wsgiref.types import WSGIApplication, WSGIEnvironment

from ..base import Body, Headers

if TYPE_CHECKING:
    from _typeshed import OptExcInfo


class FinalHead(Body):
    """An answer whose status and headers are final, and whose body streams.

    The body of an answer to HEAD is empty, and closed as soon as the status is
    known (RFC 9110, 9.3.2).

    :param app: called at once; what it raises before its first chunk is raised
        here, when its body is closed.
    :raises RuntimeError: if it does not call ``start_response``, or twice
        without ``exc_info``.
    """

    def __init__(self, app: WSGIApplication, environ: WSGIEnvironment) -> None:
        self.status = ""
        self.headers: Headers = []
        self.head = environ["REQUEST_METHOD"] == "HEAD"
        self.waiting: deque[bytes] = deque()
        self.final = self.closed = False
        super().__init__(app(environ, self.start_response))
        try:
            self.begin()
        except BaseException:
            self.close()
            raise

    def start_response(
        self,
        status: str,
        headers: Headers,
        exc_info: OptExcInfo | None = None,
        /,
    ) -> Callable[[bytes], object]:
        """Keep status and headers; replace them for an error, while possible."""
        try:
            if self.final and exc_info and exc_info[1]:
                raise exc_info[1].with_traceback(exc_info[2])
            if self.status and not exc_info:
                raise RuntimeError("start_response was called twice")
        finally:
            exc_info = None  # else its traceback holds itself
        self.status, self.headers = status, headers.copy()
        return self.write

    def write(self, chunk: bytes) -> None:
        """Buffer a chunk, which makes the head final."""
        if chunk:
            self.waiting.append(chunk)
            self.final = True

    def begin(self) -> None:
        """Ask for chunks up to the first that is not empty, or the end."""
        while not self.waiting and not (self.head and self.status):
            chunk = next(self.chunks, None)
            if chunk is None:
                break
            self.write(chunk)
        if not self.status:
            raise RuntimeError("start_response was not called")
        if self.head:
            self.waiting.clear()
            self.close()
        if not self.waiting:  # wsgiref would send a length of 0
            self.chunks = iter((b"",))

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pop_waiting()
        for chunk in self.chunks:
            yield from self.pop_waiting()
            yield chunk
        yield from self.pop_waiting()

    def pop_waiting(self) -> Iterator[bytes]:
        """Yield and drop the chunks that wait."""
        while self.waiting:
            yield self.waiting.popleft()

    def close(self) -> None:
        """Close the body, once."""
        if not self.closed:
            self.closed = True
            super().close()
