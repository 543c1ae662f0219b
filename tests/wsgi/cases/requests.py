"""The request: its body, its path, its headers."""

from __future__ import annotations

from wsgiref.types import StartResponse, WSGIEnvironment

from tests.wsgi.cases.case import (
    LARGE,
    LOG,
    LONG,
    MOUNT,
    OTHER,
    SHORT,
    Body,
    case,
)
from tests.wsgi.server import TEXT


def read(environ: WSGIEnvironment) -> bytes:
    """Read a body to CONTENT_LENGTH, or to its end if it has one."""
    if length := environ.get("CONTENT_LENGTH"):
        return environ["wsgi.input"].read(int(length))  # type: ignore[no-any-return]
    if environ.get("wsgi.input_terminated"):
        return b"".join(iter(lambda: environ["wsgi.input"].read(1000), b""))
    return b""


NO_LENGTH = {"CONTENT_LENGTH": ""}
CHUNKED = {
    "body": LARGE,
    "CONTENT_LENGTH": "",
    "HTTP_TRANSFER_ENCODING": "chunked",
    "wsgi.input_terminated": True,
}


@case(SHORT["body"], method="POST", more=SHORT)
@case(SHORT["body"], method="PUT", more=SHORT)
@case(SHORT["body"], method="PATCH", more=SHORT)
@case(SHORT["body"], method="DELETE", more=SHORT)
@case(SHORT["body"], method="OPTIONS", more=SHORT)
@case(SHORT["body"], more=SHORT)
@case(LARGE, method="POST", more=LONG)
@case(LARGE, method="POST", more=CHUNKED)
@case(method="POST")
@case(method="POST", more=NO_LENGTH)
def echo(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """The body of a request is there, wholly, of any length."""
    start_response("200 OK", [TEXT])
    return [read(environ)]


@case(SHORT["body"], method="BREW", more=SHORT, rules=("lint",))
def an_unknown_method(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A method that nobody knows, with a body."""
    assert environ["REQUEST_METHOD"] == "BREW"
    start_response("200 OK", [TEXT])
    return [read(environ)]


LINES = {"body": b"abcd\nabc\nab\na"}


@case(b"4 3 2 1", method="POST", more=LINES, rules=("validate",))
def lines(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """It can be read line by line."""
    stream = environ["wsgi.input"]
    found = [stream.readline().rstrip(), *map(bytes.rstrip, stream)]
    start_response("200 OK", [TEXT])
    return [b" ".join(b"%d" % len(line) for line in found)]


@case(b"4", method="POST", more=LINES, rules=("validate",))
def all_lines(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """It can be read as a list of lines."""
    start_response("200 OK", [TEXT])
    return [b"%d" % len(environ["wsgi.input"].readlines())]


@case(LARGE, method="POST", more=LONG)
def echo_while_reading(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """It can be read when the answer has begun."""
    start_response("200 OK", [TEXT])
    for _ in range(0, len(LARGE), 1024):
        yield environ["wsgi.input"].read(1024)


@case(b"not interested", method="POST", more=LONG)
def unread(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """It need not be read."""
    start_response("200 OK", [TEXT])
    return [b"not interested"]


PERCENT = "Django percent-encodes what is no UTF-8"
SLASH = "Django takes an empty path for a slash"


@case(MOUNT + b"//")
@case(MOUNT + b"//caf\xc3\xa9/", path="/caf\xc3\xa9/")
@case(MOUNT + b"//\xff\xfe", path="/\xff\xfe", django=PERCENT)
@case(MOUNT + b"//a b+c;d=e", path="/a b+c;d=e")
@case(MOUNT + b"///a//b/", path="//a//b/")
@case(MOUNT + b"//../../etc/passwd", path="/../../etc/passwd")
@case(b"/site" + MOUNT + b"//x", path="/x", more={"SCRIPT_NAME": "/site"})
@case(b"/site" + MOUNT + b"/", path="", more={"SCRIPT_NAME": "/site"}, django=SLASH)
def path(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """The path is what was sent, byte for byte, with the mount's in front of it."""
    start_response("200 OK", [TEXT])
    found = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")
    return ["/".join(found).encode("latin-1")]


QUERY = "a=1&a=2&b=%20+&c=<>&d"


@case(QUERY.encode(), more={"QUERY_STRING": QUERY})
def query(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """The query is not touched."""
    start_response("200 OK", [TEXT])
    return [environ["QUERY_STRING"].encode()]


@case(
    b"ada.example.com a=1; b=2 anna True",
    more={"HTTP_COOKIE": "a=1; b=2", "REMOTE_USER": "anna", "tests.other": OTHER},
)
def headers(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """Headers, the server's variables and other layers' objects are there."""
    start_response("200 OK", [TEXT])
    names = ("HTTP_HOST", "HTTP_COOKIE", "REMOTE_USER")
    other = environ["tests.other"] is OTHER
    return [" ".join([*(environ[name] for name in names), str(other)]).encode()]


@case(b"dict")
def a_builtin_dict(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """The environ is of no other type."""
    start_response("200 OK", [TEXT])
    return [type(environ).__name__.encode()]


@case(b"done")
def vandal(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """An application may do to its environ what it likes."""
    log = environ[LOG]
    environ.clear()
    environ[LOG] = log
    start_response("200 OK", [TEXT])
    return [b"done"]
