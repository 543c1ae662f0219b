"""The answer: statuses and headers, line by line."""

from __future__ import annotations

from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from tests.wsgi.cases.case import (
    COOKIES,
    VALIDATORS,
    Body,
    Logged,
    case,
)
from tests.wsgi.server import HTML, TEXT, Headers


def told(name: str, status: str, *chunks: bytes, headers: Headers, **more: Any) -> None:
    """Make a case of an answer; its list of headers is used again for the next."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
        start_response(status, headers)
        return Logged(environ, *chunks)

    app.__name__ = name
    case(b"".join(chunks), status=status, **more)(app)


told("cookies", "200 OK", b"x", headers=[COOKIES[0], TEXT, *COOKIES[1:]])
told(
    "order_and_case",
    "200 OK",
    b"x",
    headers=[("x-b", "1"), ("X-A", "2"), TEXT, ("X-b", "3"), ("x-a", "4")],
)
told(
    "repeated",
    "401 Unauthorized",
    b"x",
    headers=[TEXT, ("WWW-Authenticate", "Basic"), ("WWW-Authenticate", "Digest")],
)
told(
    "latin_1",
    "200 OK",
    b"x",
    headers=[TEXT, ("X-Name", "Gr\xfc\xdfe"), ("X-Empty", "")],
)
told("exact", "200 OK", b"one", b"two", headers=[TEXT, ("Content-Length", "6")])
told("validators", "200 OK", b"x", headers=[TEXT, *VALIDATORS])
told(
    "cacheable",
    "200 OK",
    b"x",
    headers=[TEXT, ("Cache-Control", "public, s-maxage=9"), ("Vary", "Accept")],
)
told("redirect", "303 See Other", headers=[TEXT, ("Location", "http://localhost/x")])
told(
    "no_content",
    "204 No Content",
    headers=[("Content-Length", "0")],
    django="Django gives 204 no length",
)
told("not_modified", "304 Not Modified", headers=[VALIDATORS[0]])
told(
    "a_range",
    "206 Partial Content",
    b"two",
    headers=[TEXT, ("Content-Range", "bytes 3-5/9"), ("Content-Length", "3")],
)
told("head", "200 OK", headers=[TEXT, ("X-Head", "yes")], method="HEAD")
told(
    "head_with_length",
    "200 OK",
    headers=[TEXT, ("Content-Length", "6"), VALIDATORS[0]],
    method="HEAD",
    rules=("validate",),  # Werkzeug's counts the bytes
)
told("gone", "410 Gone", b"gone", headers=[TEXT])
told(
    "compressed",
    "200 OK",
    b"\x1f\x8b<body>",
    headers=[HTML, ("Content-Encoding", "gzip"), *VALIDATORS],
)
told(
    "utf_16",
    "200 OK",
    "<body>".encode("utf-16"),
    headers=[("Content-Type", "text/html; charset=utf-16"), VALIDATORS[0]],
)
told("a_page_range", "206 Partial Content", b"<body>", headers=[HTML])
told(
    "a_download",
    "200 OK",
    b"<body>",
    headers=[HTML, ("Content-Disposition", "attachment"), ("Content-Length", "6")],
)
