"""examples.wsgi.with_django.final_head: status and headers, as soon as final."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ

import pytest

from examples.wsgi.with_django.final_head import FinalHead

TEXT = ("Content-Type", "text/plain")


def answering(
    *chunks: bytes, status: str = "200 OK", headers: Iterable[tuple[str, str]] = (TEXT,)
) -> WSGIApplication:
    """Make an application that answers so."""

    def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
        start_response(status, list(headers))
        return list(chunks)

    return app


class Body:
    """A body that counts what is asked of it."""

    def __init__(self, *chunks: bytes | BaseException) -> None:
        self.chunks = iter(chunks)
        self.read = self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk = next(self.chunks)
        self.read += 1
        if isinstance(chunk, BaseException):
            raise chunk
        return chunk

    def close(self) -> None:
        """Count."""
        self.closed += 1

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer with it."""
        start_response("200 OK", [TEXT])
        return self


ENVIRON: Environ = {"REQUEST_METHOD": "GET"}


class TestFinalHead:
    """The head of an answer is final, and its body still streams."""

    def test_it_reads_to_the_first_chunk_that_is_not_empty(self) -> None:
        """No further: an endless body begins too."""
        body = Body(b"", b"", b"one", b"", b"two")
        head = FinalHead(body, ENVIRON)
        assert body.read == 3
        assert list(head) == [b"one", b"", b"two"]

    def test_an_empty_body_is_an_answer(self) -> None:
        """There need not be a chunk; a server gets one, or it makes up a length."""
        head = FinalHead(answering(status="204 No Content", headers=[]), ENVIRON)
        assert (head.status, list(head)) == ("204 No Content", [b""])

    def test_a_list_that_goes_on_changing(self) -> None:
        """The head is what was said at the start, whatever becomes of the list."""

        def app(environ: Environ, start_response: Start) -> Any:
            headers = [TEXT]
            start_response("200 OK", headers)
            headers.append(("Late", "1"))
            return [b"x"]

        assert FinalHead(app, ENVIRON).headers == [TEXT]

    def test_written_comes_first(self) -> None:
        """What is written stands before what is returned, whenever it is written."""

        def app(environ: Environ, start_response: Start) -> Any:
            write = start_response("200 OK", [TEXT])
            write(b"one ")

            def chunks() -> Iterator[bytes]:
                write(b"two ")  # the PEP forbids it; servers send it
                yield b"three "
                write(b"four")

            return chunks()

        assert b"".join(FinalHead(app, ENVIRON)) == b"one two three four"

    def test_an_error_comes_too_late(self) -> None:
        """Once a byte is out, exc_info is raised again."""

        def app(environ: Environ, start_response: Start) -> Any:
            start_response("200 OK", [TEXT])(b"one")
            try:
                raise LookupError("too late")
            except LookupError:
                start_response("500 Sorry", [TEXT], sys.exc_info())

        with pytest.raises(LookupError, match="too late"):
            FinalHead(app, ENVIRON)

    def test_starting_twice_is_an_error(self) -> None:
        """Without exc_info it is a bug, and not the last one that wins."""

        def app(environ: Environ, start_response: Start) -> Any:
            start_response("200 OK", [TEXT])
            start_response("200 OK", [TEXT])

        with pytest.raises(RuntimeError, match="twice"):
            FinalHead(app, ENVIRON)

    @pytest.mark.parametrize("chunks", [[], [b"one"]])
    def test_not_starting_is_an_error(self, chunks: list[bytes]) -> None:
        """The body is closed, and somebody hears of it."""
        body = Body(*chunks)
        with pytest.raises(RuntimeError, match="not called"):
            FinalHead(lambda *_: body, ENVIRON)
        assert body.closed == 1

    def test_head_computes_no_body(self) -> None:
        """The body of an answer to HEAD is closed unread."""
        body = Body(b"one")
        head = FinalHead(body, {"REQUEST_METHOD": "HEAD"})
        assert (body.read, body.closed) == (0, 1)
        assert list(head) == [b""]
        head.close()
        assert body.closed == 1

    def test_head_sends_nothing_that_is_written(self) -> None:
        """Nor what came before its status."""

        def app(environ: Environ, start_response: Start) -> Any:
            start_response("200 OK", [TEXT])(b"written")
            return []

        assert list(FinalHead(app, {"REQUEST_METHOD": "HEAD"})) == [b""]
