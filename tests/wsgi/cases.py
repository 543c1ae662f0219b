"""Cases of the contract: an application, a request, and what the client must get.

The application writes down in ``environ[LOG]`` what happens to its body.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import Any, TypeAlias
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ
from wsgiref.util import FileWrapper

from tests.wsgi.server import HTML, TEXT, Headers

Body: TypeAlias = Iterable[bytes]

LOG = "tests.log"
OTHER = object()
"""Something another layer put into the environ."""

MOUNT = b"{mount}"
"""Stands in an expected body for the prefix under which the application is."""

BAR = b"{bar}"
"""Stands in an expected page where a bar has to be."""

LARGE = bytes(range(256)) * 512  # 128 KB
SHORT = {"body": b"name=Cherry&kind=Morello"}
LONG = {"body": LARGE}

COOKIES = [("Set-Cookie", f"c{n}={n}; Path=/") for n in (3, 1, 2, 1)]
VALIDATORS = [("ETag", '"1"'), ("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT")]

OWN = "Django answers for what fails before the first byte"


@dataclass(frozen=True)
class Case:
    """A request to an application, and what must come of it.

    :ivar error: what comes up to the server.
    :ivar cut: the client leaves after so many chunks.
    :ivar page: it is a page that may have a bar.
    :ivar rules: who may watch: ``wsgiref.validate``, Werkzeug's lint.  They are
        wrong about some cases.
    :ivar django: why a round trip through Django cannot keep this.
    """

    app: WSGIApplication
    body: bytes
    status: str = "200 OK"
    path: str = "/"
    method: str = "GET"
    more: dict[str, Any] = field(default_factory=dict)
    error: type[BaseException] | None = None
    cut: int | None = None
    page: bool = False
    rules: tuple[str, ...] = ("validate", "lint")
    django: str = ""

    @property
    def name(self) -> str:
        """The name of the application, and what is special in the request."""
        special = [self.method] * (self.method != "GET")
        special += [self.path] * (self.path != "/")
        special += [f"cut {self.cut}"] * (self.cut is not None)
        special += [f"{len(self.more.get('body', b''))} bytes"] * ("body" in self.more)
        special += [key for key in self.more if key != "body"]
        return " ".join([getattr(self.app, "__name__", ""), *special])


CASES: list[Case] = []


def case(
    body: bytes = b"", **more: Any
) -> Callable[[WSGIApplication], WSGIApplication]:
    """Make a case of an application; the decorator may be repeated."""

    def add(app: WSGIApplication) -> WSGIApplication:
        CASES.append(Case(app, body, **more))
        return app

    return add


class Logged:
    """A body that tells when it is made and when it is closed."""

    def __init__(
        self,
        environ: Environ,
        *chunks: bytes,
        error: BaseException | None = None,
    ) -> None:
        self.log: list[str] = environ[LOG]
        self.chunks = chunks
        self.error = error

    def __iter__(self) -> Iterator[bytes]:
        for number, chunk in enumerate(self.chunks):
            self.log.append(f"made {number}")
            yield chunk
        if self.error:
            raise self.error

    def close(self) -> None:
        """Tell it."""
        self.log.append("closed")


def failed(start_response: Start, *headers: tuple[str, str]) -> None:
    """Report an error."""
    try:
        raise LookupError("no cherries")
    except LookupError:
        start_response("500 Oops", [TEXT, *headers], sys.exc_info())


# The body: every kind of iterable.
class ClosableList(list[bytes]):
    """A list with a ``close()`` of its own."""

    def __init__(self, log: list[str], *chunks: bytes) -> None:
        super().__init__(chunks)
        self.close = partial(log.append, "closed")


class Items:
    """An object of the oldest protocol: it has items by number, and no more."""

    def __getitem__(self, number: int) -> bytes:
        return [b"a", b"b", b"c"][number]


EMPTY_BETWEEN = (b"", b"one", b"", b"", b"two", b"")
KINDS: dict[str, tuple[bytes, Callable[[Environ], Any]]] = {
    "a list": (b"onetwothree", lambda environ: [b"one", b"two", b"three"]),
    "a stream": (b"onetwo", lambda environ: Logged(environ, b"one", b"two")),
    "to close": (b"onetwo", lambda environ: ClosableList(environ[LOG], b"one", b"two")),
    "only items": (b"abc", lambda environ: Items()),
    "a file": (LARGE, lambda environ: FileWrapper(BytesIO(LARGE), 8192)),
    "an empty chunk": (b"", lambda environ: [b""]),
    "empty chunks": (b"onetwo", lambda environ: Logged(environ, *EMPTY_BETWEEN)),
}


def kind(name: str, body: bytes, make: Callable[[Environ], Any]) -> None:
    """Make a case of a kind of body."""

    def app(environ: Environ, start_response: Start) -> Body:
        start_response("200 OK", [TEXT])
        returned: Body = make(environ)
        return returned

    app.__name__ = name
    case(body)(app)


for name, (body, make) in KINDS.items():
    kind(name, body, make)


# The start: at once, late, twice, and ``write()``.
@case(b"onetwo")
def late(environ: Environ, start_response: Start) -> Body:
    """start_response is called when the first chunk is asked for."""
    start_response("200 OK", [TEXT, ("X-Late", "yes")])
    yield b"one"
    yield b"two"


@case(b"onetwothree")
def written_and_returned(environ: Environ, start_response: Start) -> Body:
    """One half goes to write(), the other is returned."""
    start_response("200 OK", [TEXT])(b"one")
    return Logged(environ, b"two", b"three")


@case(b"sorry", status="500 Oops")
def replaced_late(environ: Environ, start_response: Start) -> Body:
    """It replaces the answer after an empty chunk."""
    start_response("200 OK", [TEXT, ("X-First", "1")])
    yield b""
    failed(start_response, ("X-Second", "2"))
    yield b"sorry"


@case(b"one", error=LookupError)
def replaced_too_late(environ: Environ, start_response: Start) -> Body:
    """When a byte is out, the error comes up."""
    start_response("200 OK", [TEXT])
    yield b"one"
    failed(start_response)
    yield b"sorry"


# The answer: statuses and headers, line by line.
def told(name: str, status: str, *chunks: bytes, headers: Headers, **more: Any) -> None:
    """Make a case of an answer; its list of headers is used again for the next."""

    def app(environ: Environ, start_response: Start) -> Body:
        start_response(status, headers)
        return Logged(environ, *chunks)

    app.__name__ = name
    case(b"".join(chunks), status=status, **more)(app)


told("cookies", "200 OK", b"x", headers=[COOKIES[0], TEXT, *COOKIES[1:]])
told(
    "order_and_case",
    "200 OK",
    b"x",
    headers=[("x-b", "1"), ("X-A", "Gr\xfc\xdfe"), TEXT, ("X-b", ""), ("x-a", "4")],
)
told("exact", "200 OK", b"one", b"two", headers=[TEXT, ("Content-Length", "6")])
told(
    "no_content",
    "204 No Content",
    headers=[("Content-Length", "0")],
    django="Django gives 204 no length",
)
told("not_modified", "304 Not Modified", headers=[VALIDATORS[0]])
told(
    "head_with_length",
    "200 OK",
    headers=[TEXT, ("Content-Length", "6"), VALIDATORS[0]],
    method="HEAD",
    rules=("validate",),  # Werkzeug's counts the bytes
)
told(
    "compressed",
    "200 OK",
    b"\x1f\x8b<body>",
    headers=[HTML, ("Content-Encoding", "gzip"), *VALIDATORS],
)


# Pages: where the mark is there may be a bar, and nothing else is changed.
@case(b"<html><BODY class='a'>{bar}Cherries", page=True)
@case(b"<html><B", cut=1, page=True)
@case(b"<html><BODY class='a'>{bar}", cut=3, page=True)
def a_page_in_pieces(environ: Environ, start_response: Start) -> Body:
    """A page that is cut where it hurts."""
    start_response("200 OK", [HTML])
    return Logged(environ, b"<html><B", b"ODY class='a", b"'>", b"", b"Cherries")


@case(b"<html><body>{bar}Cherries", page=True)
def a_page_written(environ: Environ, start_response: Start) -> Body:
    """A page of which one half is written, with headers that tell of its bytes."""
    length = ("Content-Length", str(len(b"<html><body>Cherries")))
    headers = [HTML, *COOKIES, length, *VALIDATORS]
    start_response("200 OK", headers)(b"<html><bo")
    return Logged(environ, b"dy>", b"Cherries")


@case(b"<body>{bar}Sorry", status="500 Oops", page=True)
def a_page_for_text(environ: Environ, start_response: Start) -> Body:
    """A page about an error takes the place of a text."""
    start_response("200 OK", [TEXT])
    try:
        raise LookupError("no cherries")
    except LookupError:
        start_response("500 Oops", [HTML], sys.exc_info())
    return Logged(environ, b"<body>Sorry")


@case(b"<body>Sorry", status="500 Oops")
def text_for_a_page(environ: Environ, start_response: Start) -> Body:
    """A text about an error takes the place of a page."""
    start_response("200 OK", [HTML])
    yield b""
    failed(start_response)
    yield b"<body>Sorry"


@case(b"<body>{bar}Cherr", error=LookupError, page=True)
def a_broken_page(environ: Environ, start_response: Start) -> Body:
    """A page breaks off."""
    start_response("200 OK", [HTML])
    return Logged(environ, b"<body>", b"Cherr", error=LookupError("no cherries"))


@case(method="HEAD", page=True)
def a_page_to_head(environ: Environ, start_response: Start) -> Body:
    """The head of a page."""
    start_response("200 OK", [HTML, *VALIDATORS])
    return []


# Errors come up, beside what was sent.
@case(status="", error=LookupError, django=OWN)
def fails(environ: Environ, start_response: Start) -> Body:
    """Before it has said anything."""
    raise LookupError("no cherries")


@case(error=LookupError, django=OWN)
def fails_before_a_chunk(environ: Environ, start_response: Start) -> Body:
    """When the first chunk is asked for."""
    start_response("200 OK", [TEXT])
    return Logged(environ, error=LookupError("no cherries"))


@case(b"one", error=SystemExit)
def exits_in_the_middle(environ: Environ, start_response: Start) -> Body:
    """Not only exceptions of the ordinary kind."""
    start_response("200 OK", [TEXT])
    return Logged(environ, b"one", error=SystemExit())


@case(error=OSError, rules=(), django=OWN)
def cannot_be_read(environ: Environ, start_response: Start) -> Body:
    """The body does not even begin; it is closed all the same."""

    class Broken(Logged):
        """A body whose source is gone."""

        def __iter__(self) -> Iterator[bytes]:
            raise OSError("cursor is gone")

    start_response("200 OK", [TEXT])
    return Broken(environ)


@case(b"one", error=OSError, django="Django keeps errors of close() to itself")
def cannot_be_closed(environ: Environ, start_response: Start) -> Body:
    """The page is whole, and the error comes up."""

    class Broken(Logged):
        """A body that does not close."""

        def close(self) -> None:
            """Fail."""
            super().close()
            raise OSError("disk full")

    start_response("200 OK", [TEXT])
    return Broken(environ, b"one")


@case(status="", error=AssertionError, django=OWN)
def says_nothing(environ: Environ, start_response: Start) -> Body:
    """start_response is never called: the server notices."""
    return []


@case(error=AssertionError, django=OWN)
def starts_twice(environ: Environ, start_response: Start) -> Body:
    """It is called twice without a reason: the server notices."""
    start_response("200 OK", [TEXT])
    start_response("200 OK", [TEXT])
    return []


# The end: the body is closed once, however much of it was read.
@case(cut=0)
@case(b"onetwo", cut=2)
def left(environ: Environ, start_response: Start) -> Body:
    """The client leaves before, in the middle, or when it has all."""
    start_response("200 OK", [TEXT])
    return Logged(environ, b"one", b"two", b"three")


# The request: its body, its path, its headers.
def read(environ: Environ) -> bytes:
    """Read a body to CONTENT_LENGTH, or to its end if it has one."""
    if length := environ.get("CONTENT_LENGTH"):
        return environ["wsgi.input"].read(int(length))  # type: ignore[no-any-return]
    if environ.get("wsgi.input_terminated"):
        return b"".join(iter(lambda: environ["wsgi.input"].read(1000), b""))
    return b""


CHUNKED = {
    "body": LARGE,
    "CONTENT_LENGTH": "",
    "HTTP_TRANSFER_ENCODING": "chunked",
    "wsgi.input_terminated": True,
}


@case(SHORT["body"], method="POST", more=SHORT)
@case(LARGE, method="DELETE", more=LONG)
@case(LARGE, method="POST", more=CHUNKED)
@case(method="POST")
@case(method="POST", more={"CONTENT_LENGTH": ""})
def echo(environ: Environ, start_response: Start) -> Body:
    """The body of a request is there, wholly, of any length."""
    start_response("200 OK", [TEXT])
    return [read(environ)]


@case(b"3 2 1", method="POST", more={"body": b"abc\nab\na"}, rules=("validate",))
def lines(environ: Environ, start_response: Start) -> Body:
    """It can be read line by line."""
    stream = environ["wsgi.input"]
    found = [stream.readline().rstrip(), *map(bytes.rstrip, stream)]
    start_response("200 OK", [TEXT])
    return [b" ".join(b"%d" % len(line) for line in found)]


PERCENT = "Django percent-encodes what is no UTF-8"
SLASH = "Django takes an empty path for a slash"


@case(MOUNT + b"//caf\xc3\xa9/", path="/caf\xc3\xa9/")
@case(MOUNT + b"//\xff\xfe", path="/\xff\xfe", django=PERCENT)
@case(MOUNT + b"///a//b/", path="//a//b/")
@case(b"/site" + MOUNT + b"//x", path="/x", more={"SCRIPT_NAME": "/site"})
@case(b"/site" + MOUNT + b"/", path="", more={"SCRIPT_NAME": "/site"}, django=SLASH)
def path(environ: Environ, start_response: Start) -> Body:
    """The path is what was sent, byte for byte, with the mount's in front of it."""
    start_response("200 OK", [TEXT])
    found = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")
    return ["/".join(found).encode("latin-1")]


@case(
    b"ada.example.com a=1; b=2 anna True",
    more={"HTTP_COOKIE": "a=1; b=2", "REMOTE_USER": "anna", "tests.other": OTHER},
)
def headers(environ: Environ, start_response: Start) -> Body:
    """Headers, the server's variables and other layers' objects are there."""
    start_response("200 OK", [TEXT])
    names = ("HTTP_HOST", "HTTP_COOKIE", "REMOTE_USER")
    other = environ["tests.other"] is OTHER
    return [" ".join([*(environ[name] for name in names), str(other)]).encode()]


@case(b"done")
def vandal(environ: Environ, start_response: Start) -> Body:
    """An application may do to its environ what it likes."""
    log = environ[LOG]
    environ.clear()
    environ[LOG] = log
    start_response("200 OK", [TEXT])
    return [b"done"]
