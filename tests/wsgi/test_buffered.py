"""examples.wsgi.buffered: a body that is read outside, and again inside."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from io import BufferedReader, BytesIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, Any
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ

import pytest
from flask import Flask, request

from examples.wsgi.base import Closing
from examples.wsgi.buffered import CHUNK, Buffered
from examples.wsgi.show.honeypot import FORM, honeypot, read_then_pass
from tests.wsgi.rules import strict
from tests.wsgi.server import TEXT, environ_of, exchange

GOOD, ROBOT = b"name=Cherry", b"name=Cherry&website=spam"
SENT = bytes(range(256)) * 40  # 10,240 bytes
SMALL = 1024
"""A memory limit that SENT passes: it goes to a file."""


class Socket(BytesIO):
    """An input that is left open: a read beyond the body would wait for ever."""

    def __init__(self, body: bytes, at_once: int = CHUNK) -> None:
        super().__init__(body)
        self.at_once = at_once
        self.asked: list[int] = []

    def read(self, size: int | None = None) -> bytes:
        """Give up to so many bytes, and at most what comes at once."""
        if size is None or size > len(self.getbuffer()) - self.tell():
            pytest.fail(f"read({size}) waits for ever")
        self.asked.append(size)
        return super().read(min(size, self.at_once))


class Terminated(BytesIO):
    """An input that ends with the body, and gives few bytes at a time."""

    def read(self, size: int | None = None) -> bytes:
        """Give up to 1000 bytes."""
        assert size is not None
        assert 0 <= size <= CHUNK
        return super().read(min(size, 1000))


class Gone(BytesIO):
    """An input whose client is gone after so many bytes."""

    def __init__(self, body: bytes, error: BaseException) -> None:
        super().__init__(body)
        self.error = error

    def read(self, size: int | None = None) -> bytes:
        """Give what there is, then raise."""
        if chunk := super().read(size):
            return chunk
        raise self.error


def environ_for(body: bytes, **more: Any) -> Environ:
    """Make the environ of a POST; None leaves a variable out."""
    environ = environ_of("/", "POST", body=body, CONTENT_TYPE=FORM)
    for name, value in more.items():
        key = name.replace("wsgi_", "wsgi.")
        environ[key] = value
        if value is None:
            del environ[key]
    return environ


def ask(app: WSGIApplication, environ: Environ) -> tuple[str, bytes]:
    """Ask once, as a server does; give the status and the body."""
    found = exchange(app, environ=environ)
    if found.error:
        raise found.error
    return found.status, found.body


def echo(environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Send the body back."""
    length = int(environ["CONTENT_LENGTH"])
    start_response("200 OK", [TEXT])
    return [environ["wsgi.input"].read(length)]


def measure(environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Say how many bytes were promised, and how many came."""
    promised = int(environ["CONTENT_LENGTH"])
    came = len(environ["wsgi.input"].read(promised))
    start_response("200 OK", [TEXT])
    return [b"promised %d, came %d" % (promised, came)]


def whole(environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Send back what is there, whatever was promised."""
    start_response("200 OK", [TEXT])
    return [environ["wsgi.input"].read(CHUNK * 16)]


def upset(environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Raise after half of the body."""
    environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]) // 2)
    raise LookupError("upset")


def upset_reader(environ: Environ) -> WSGIApplication | None:
    """Raise, though it read a little."""
    environ["wsgi.input"].read(10)
    raise LookupError("reader")


def take_apart(stream: IO[bytes]) -> None:
    """Close what is beneath a stream, if there is something."""
    if isinstance(stream, BufferedReader):
        stream.detach().close()


ACTS: dict[str, Callable[[IO[bytes]], object]] = {
    "nothing": lambda stream: None,
    "half": lambda stream: stream.read(5000),
    "beyond": lambda stream: stream.read(CHUNK),
    "close": lambda stream: stream.close(),
    "detach": take_apart,
    "text": lambda stream: TextIOWrapper(stream, "latin-1").read(),
}
"""What a reader may do to its stream."""


class Reader:
    """A reader that keeps what it was given, and does something to it."""

    def __init__(self, act: Callable[[Any], object]) -> None:
        self.act = act
        self.seen: Environ = {}

    def __call__(self, environ: Environ) -> None:
        """Keep the environ, and act."""
        self.seen = environ
        self.act(environ["wsgi.input"])


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Files]:
    """Count temporary files; in the end there is none, named or open."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    files = Files(tmp_path)
    yield files
    assert files() == 0


class Files:
    """The files in a folder that have a name or are open in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self) -> int:
        """Count them."""
        opened = 0
        for link in Path("/proc/self/fd").iterdir():
            with suppress(OSError):  # the one that lists the others
                opened += link.readlink().is_relative_to(self.folder)
        return opened + len(list(self.folder.iterdir()))


class TestOnce:
    """A stream can be read once: the naive way, and what Buffered does for it."""

    def test_naive_the_form_is_gone(self) -> None:
        """Naive: promised bytes do not come; on an open connection, that is to hang."""
        app = read_then_pass(measure, honeypot)
        assert ask(app, environ_for(GOOD)) == ("200 OK", b"promised 11, came 0")
        with pytest.raises(pytest.fail.Exception, match="waits for ever"):
            ask(app, environ_for(GOOD, wsgi_input=Socket(GOOD)))

    def test_a_framework_finds_the_form(self) -> None:
        """Read outside, the form is whole inside."""
        site = Flask("site", static_folder=None)
        site.add_url_rule("/", view_func=lambda: request.form["name"], methods=["POST"])
        app = strict(Buffered(strict(site), honeypot))
        got = ask(app, environ_for(GOOD, wsgi_input=Socket(GOOD)))
        assert got == ("200 OK", b"Cherry")

    @pytest.mark.parametrize("kind", [f"{FORM} ; x=y", FORM.title()])
    def test_a_reader_may_refuse(self, kind: str) -> None:
        """A robot gets past it neither by a parameter of its form nor by capitals."""
        app = strict(Buffered(strict(upset), honeypot))
        assert ask(app, environ_for(ROBOT, CONTENT_TYPE=kind))[0] == "403 Forbidden"

    @pytest.mark.parametrize("kind", ["application/octet-stream", None])
    def test_a_reader_looks_at_forms_only(self, kind: str | None) -> None:
        """A body of another type, or of none, passes the honeypot unread."""
        sent = environ_for(ROBOT, CONTENT_TYPE=kind)
        assert ask(Buffered(echo, honeypot), sent) == ("200 OK", ROBOT)

    def test_who_answers_instead_gets_the_body(self) -> None:
        """Only None lets a request pass; an application may be an empty table."""
        table = type("Table", (dict,), {"__call__": staticmethod(echo)})()
        app = strict(Buffered(upset, lambda environ: table, memory=SMALL))
        assert ask(app, environ_for(SENT)) == ("200 OK", SENT)


class TestHowLong:
    """The length of a body, and what is refused."""

    @pytest.mark.parametrize(
        ("length", "status"),
        [
            ("-1", "400 Bad Request"),
            ("+5", "400 Bad Request"),
            ("5\n", "400 Bad Request"),
            ("\xb2", "400 Bad Request"),  # a superscript two
            ("10241", "413 Content Too Large"),
            ("9" * 18, "413 Content Too Large"),
            ("9" * 5000, "413 Content Too Large"),  # int() refuses these
        ],
    )
    def test_refused_unread(self, length: str, status: str) -> None:
        """Nothing is read of a body with a length that is wrong or too long."""
        stream = Gone(b"", AssertionError("read"))
        sent = environ_for(b"", CONTENT_LENGTH=length, wsgi_input=stream)
        app = Buffered(upset, upset_reader, limit=len(SENT))
        assert ask(app, sent)[0] == status

    @pytest.mark.parametrize("length", [None, ""])
    def test_no_length_is_no_body(self, length: str | None) -> None:
        """Without a length, and without chunks, nothing is read."""
        stream = Gone(b"", AssertionError("read"))
        sent = environ_for(b"", CONTENT_LENGTH=length, wsgi_input=stream)
        assert ask(strict(Buffered(strict(echo))), sent) == ("200 OK", b"")

    @pytest.mark.parametrize(
        ("coding", "length"),
        [("chunked", "3"), ("Chunked", None), (None, "3"), (None, None)],
    )
    def test_a_stream_that_ends(self, coding: str | None, length: str | None) -> None:
        """Where the server decodes, the stream is read to its end.

        Chunks overrule a length (RFC 9112, 6.3); HTTP/2 needs neither.
        """
        sent = environ_for(
            b"",
            CONTENT_LENGTH=length,
            wsgi_input=Terminated(SENT),
            wsgi_input_terminated=True,
        )
        if coding:
            sent["HTTP_TRANSFER_ENCODING"] = coding
        expected = SENT if coding or not length else SENT[:3]
        app = strict(Buffered(strict(whole), memory=SMALL))
        assert ask(app, sent) == ("200 OK", expected)

    @pytest.mark.parametrize(
        ("limit", "status"),
        [(len(SENT) - 1, "413 Content Too Large"), (len(SENT), "200 OK")],
    )
    def test_chunks_beyond_the_limit(self, limit: int, status: str) -> None:
        """A body that tells no length is read to one byte past the limit."""
        stream = Terminated(SENT + bytes(10**6 if limit < len(SENT) else 0))
        sent = environ_for(b"", CONTENT_LENGTH=None, wsgi_input=stream)
        sent |= {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
        app = strict(Buffered(strict(whole), limit=limit, memory=SMALL))
        assert ask(app, sent)[0] == status
        assert stream.tell() == min(limit + 1, len(SENT))

    def test_chunks_that_nobody_decodes(self) -> None:
        """Where a body ends is unknown: 411, and nobody waits for it."""
        sent = environ_for(SENT, HTTP_TRANSFER_ENCODING="chunked")
        assert ask(strict(Buffered(upset)), sent)[0] == "411 Length Required"

    def test_a_coding_that_nobody_knows(self) -> None:
        """Bytes in another coding would be taken for the body: 501."""
        sent = environ_for(SENT, HTTP_TRANSFER_ENCODING="gzip, chunked")
        sent["wsgi.input_terminated"] = True
        assert ask(strict(Buffered(upset)), sent)[0] == "501 Not Implemented"

    @pytest.mark.parametrize(("limit", "memory"), [(-1, 0), (0, -1)])
    def test_less_than_nothing(self, limit: int, memory: int) -> None:
        """A limit that can never be kept is refused when it is set."""
        with pytest.raises(ValueError, match="less than nothing"):
            Buffered(echo, limit=limit, memory=memory)


class TestBroken:
    """Clients and streams that fail."""

    @pytest.mark.parametrize(
        ("error", "status"),
        [
            (OSError("bad chunk"), "400 Bad Request"),
            (ValueError("bad chunk"), "400 Bad Request"),
            (EOFError(), "400 Bad Request"),
            (TimeoutError(), "408 Request Timeout"),
        ],
    )
    def test_a_client_that_leaves(self, error: Exception, status: str) -> None:
        """What a server raises while the body comes is answered, not passed on."""
        stream = Gone(SENT[:5000], error)
        app = strict(Buffered(upset, upset_reader, memory=SMALL))
        assert ask(app, environ_for(SENT, wsgi_input=stream))[0] == status

    @pytest.mark.parametrize("came", [0, 5000])
    def test_a_body_that_is_too_short(self, came: int) -> None:
        """Ten bytes promised and five sent is 400; nobody inside is asked."""
        sent = environ_for(SENT, wsgi_input=BytesIO(SENT[:came]))
        app = strict(Buffered(upset, upset_reader, memory=SMALL))
        assert ask(app, sent)[0] == "400 Bad Request"

    def test_another_error_is_the_servers(self) -> None:
        """A bug in a stream is no fault of the client, and is not hidden."""
        stream = Gone(SENT[:5000], LookupError("bug"))
        with pytest.raises(LookupError, match="bug"):
            ask(Buffered(upset, memory=SMALL), environ_for(SENT, wsgi_input=stream))

    def test_a_full_disk_is_no_fault_of_the_client(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An OSError of our own temporary file goes to the server."""
        monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
        with pytest.raises(FileNotFoundError):
            ask(Buffered(upset, memory=SMALL), environ_for(SENT))


class TestFresh:
    """What the application finds."""

    @pytest.mark.parametrize(
        ("act", "memory"),
        [*((act, SMALL) for act in ACTS), ("close", 0), ("close", len(SENT))],
    )
    def test_whatever_the_reader_did(self, act: str, memory: int) -> None:
        """Read, half read, closed or taken apart: inside it is whole."""
        app = strict(Buffered(strict(echo), Reader(ACTS[act]), memory=memory))
        assert ask(app, environ_for(SENT)) == ("200 OK", SENT)

    def test_what_the_reader_keeps_does_not_disturb(self) -> None:
        """A file that a reader kept is closed when the application is called."""
        kept: list[IO[bytes]] = []

        def app(environ: Environ, start_response: Start) -> Any:
            with pytest.raises(ValueError, match="closed"):
                kept[0].read(5)
            return echo(environ, start_response)

        assert ask(Buffered(app, Reader(kept.append), memory=SMALL), environ_for(SENT))

    def test_it_can_be_rewound(self) -> None:
        """An application may read twice, by lines too."""

        def twice(environ: Environ, start_response: Start) -> Any:
            stream: Any = environ["wsgi.input"]
            first = stream.read()
            assert (stream.read(1), stream.tell()) == (b"", len(SENT))
            stream.seek(-6, os.SEEK_END)
            assert stream.read() == SENT[-6:]
            stream.seek(0)
            assert list(stream) == BytesIO(SENT).readlines()
            start_response("200 OK", [TEXT])
            return [first]

        app = Buffered(twice, memory=SMALL)
        assert ask(app, environ_for(SENT)) == ("200 OK", SENT)

    def test_headers_of_the_journey_stay_outside(self) -> None:
        """Inside there is a length, no chunks, no expectation."""
        reader = Reader(lambda stream: None)
        sent = environ_for(
            b"",
            wsgi_input=Terminated(SENT),
            wsgi_input_terminated=True,
            CONTENT_LENGTH=None,
            HTTP_TRANSFER_ENCODING="chunked",
            HTTP_TRAILER="Expires",
            HTTP_EXPECT="100-continue",
            HTTP_X_CHERRY="kept",
        )
        ask(Buffered(echo, reader), sent)
        names = {name for name in reader.seen if name.startswith(("HTTP_", "CONTENT"))}
        assert names - {"HTTP_HOST"} == {
            "CONTENT_TYPE",
            "CONTENT_LENGTH",
            "HTTP_X_CHERRY",
        }
        assert reader.seen["CONTENT_LENGTH"] == str(len(SENT))

    def test_no_more_is_asked_for_than_promised(self) -> None:
        """A connection that stays open is never read beyond the body."""
        sent = bytes(150_000)
        stream = Socket(sent, at_once=50_000)
        app = Buffered(whole)
        assert ask(app, environ_for(sent, wsgi_input=stream)) == ("200 OK", sent)
        assert stream.asked == [65536, 65536, 50_000]

    def test_get_is_looked_at_too(self) -> None:
        """A reader is called where there is no body."""
        reader = Reader(lambda stream: stream.read())
        sent = environ_for(b"", REQUEST_METHOD="GET", CONTENT_LENGTH=None)
        assert ask(strict(Buffered(strict(echo), reader)), sent) == ("200 OK", b"")
        assert reader.seen["REQUEST_METHOD"] == "GET"


class TestFiles:
    """Temporary files come and go."""

    def test_in_memory_there_is_none(self, files: Files) -> None:
        """Up to the limit of memory no file is made, and the body comes bare."""
        returned = [b"body"]

        def app(environ: Environ, start_response: Start) -> Any:
            assert files() == 0
            return returned

        memory = Buffered(app, memory=len(SENT))
        assert memory(environ_for(SENT), lambda *_: len) is returned

    @pytest.mark.parametrize("reads", [0, 1, 9])
    def test_gone_when_the_response_is_closed(self, files: Files, reads: int) -> None:
        """Read wholly, half or not at all: close() ends it, once or twice."""
        closed: list[str] = []

        def app(environ: Environ, start_response: Start) -> Any:
            chunks = iter(lambda: environ["wsgi.input"].read(4000), b"")
            return Closing(chunks, lambda: closed.append("closed"))

        body: Any = Buffered(app, memory=SMALL)(environ_for(SENT), lambda *_: len)
        assert b"".join(islice(body, reads)) == SENT[: reads * 4000]
        assert files() == 1
        body.close()
        assert files() == 0
        body.close()
        assert closed == ["closed", "closed"]

    @pytest.mark.parametrize(
        ("app", "reader", "error"),
        [
            (upset, None, LookupError("upset")),
            (upset, upset_reader, LookupError("reader")),
            (lambda *_: None, None, TypeError("not iterable")),
        ],
    )
    def test_gone_when_something_raises(
        self, files: Files, app: Any, reader: Any, error: Exception
    ) -> None:
        """The application, the reader, or the server, who gets a body that is none."""
        with pytest.raises(type(error), match=str(error)):
            ask(Buffered(app, reader, memory=SMALL), environ_for(SENT))
        assert files() == 0

    def test_gone_when_close_raises(self, files: Files) -> None:
        """An error in the application's own close() leaves none either."""

        def fail() -> None:
            raise LookupError("closing")

        def app(environ: Environ, start_response: Start) -> Any:
            return Closing(echo(environ, start_response), fail)

        with pytest.raises(LookupError, match="closing"):
            ask(Buffered(app, memory=SMALL), environ_for(SENT))
        assert files() == 0

    def test_nothing_can_be_read_afterwards(self) -> None:
        """Who kept the stream of a closed response gets an error, not a file."""
        reader = Reader(lambda stream: None)

        def app(environ: Environ, start_response: Start) -> Any:
            reader.seen = environ
            return echo(environ, start_response)

        ask(Buffered(app, memory=SMALL), environ_for(SENT))
        with pytest.raises(ValueError, match="closed file"):
            reader.seen["wsgi.input"].seek(0)
