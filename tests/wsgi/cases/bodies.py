"""The body: every kind of iterable."""

from __future__ import annotations

from io import BytesIO
from wsgiref.types import StartResponse, WSGIEnvironment
from wsgiref.util import FileWrapper

from tests.wsgi.cases.case import (
    LARGE,
    LOG,
    Body,
    Logged,
    case,
)
from tests.wsgi.server import TEXT


class CountedList(list[bytes]):
    """A list that wants to be closed."""

    log: list[str]

    def close(self) -> None:
        """Tell it."""
        self.log.append("closed")


@case(b"one")
def one_chunk(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A list with one chunk."""
    start_response("200 OK", [TEXT])
    return [b"one"]


@case(b"onetwothree")
def several_chunks(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A list with several."""
    start_response("200 OK", [TEXT])
    return [b"one", b"two", b"three"]


@case(b"onetwo")
def a_tuple(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A tuple."""
    start_response("200 OK", [TEXT])
    return (b"one", b"two")


@case(b"onetwo")
def a_generator(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A generator, made when everything else is done."""
    start_response("200 OK", [TEXT])
    return (chunk for chunk in (b"one", b"two"))


@case(b"onetwothree")
def a_stream(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """An object that is no iterator, and wants to be closed."""
    start_response("200 OK", [TEXT])
    return Logged(environ, b"one", b"two", b"three")


@case(b"onetwo")
def a_list_to_close(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A list with a close() of its own."""
    start_response("200 OK", [TEXT])
    body = CountedList([b"one", b"two"])
    body.log = environ[LOG]
    return body


@case(b"abc")
def only_items(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """An object of the oldest protocol: it only has items."""

    class Items:
        """Items by number."""

        def __getitem__(self, number: int) -> bytes:
            return [b"a", b"b", b"c"][number]

    start_response("200 OK", [TEXT])
    return Items()  # type: ignore[return-value]  # iter() takes it


@case(LARGE)
def a_file(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A file, as the server would like to send it."""
    start_response("200 OK", [TEXT])
    wrapper = environ.get("wsgi.file_wrapper", FileWrapper)
    return wrapper(BytesIO(LARGE), 8192)  # type: ignore[no-any-return]


@case()
def nothing(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """An empty list."""
    start_response("200 OK", [TEXT])
    return []


@case()
def nothing_yielded(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A generator without a chunk."""
    start_response("200 OK", [TEXT])
    return iter(())


@case()
def one_empty_chunk(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A list with a chunk of no bytes."""
    start_response("200 OK", [TEXT])
    return [b""]


@case(b"onetwo")
def empty_chunks(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """Chunks of no bytes before, between and behind the others."""
    start_response("200 OK", [TEXT])
    return Logged(environ, b"", b"one", b"", b"", b"two", b"")


@case(b"x" * 100)
def crumbs(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A hundred chunks of one byte."""
    start_response("200 OK", [TEXT])
    return Logged(environ, *[b"x"] * 100)


@case(LARGE * 8)
def a_large_chunk(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A megabyte at once."""
    start_response("200 OK", [TEXT])
    return [LARGE * 8]


@case(LARGE * 2)
def large_chunks(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """Two chunks of 128 KB from a generator."""
    start_response("200 OK", [TEXT])
    return iter([LARGE, LARGE])


@case(bytes(range(256)))
def every_byte(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """Bytes of no text."""
    start_response("200 OK", [("Content-Type", "application/octet-stream")])
    return [bytes(range(256))]


@case(b"\x1f\x8b<body>")
def an_image(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """Bytes in which a tag stands by accident."""
    start_response("200 OK", [("Content-Type", "image/png")])
    return [b"\x1f\x8b<bo", b"dy>"]


@case(b'{"page": "<body>"}')
def json(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """JSON in which a tag stands on purpose."""
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b'{"page": "<body>"}']
