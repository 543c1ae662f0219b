"""Pages: where the mark is there may be a bar, and nothing else is changed."""

from __future__ import annotations

import sys
from wsgiref.types import StartResponse, WSGIEnvironment

from tests.wsgi.cases.case import (
    COOKIES,
    SHORT,
    VALIDATORS,
    Body,
    Logged,
    case,
    failed,
)
from tests.wsgi.server import HTML, TEXT


@case(b"<html><body>{bar}Cherries", page=True)
def a_page(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A page in one chunk, with headers that tell of its bytes."""
    length = ("Content-Length", str(len(b"<html><body>Cherries")))
    start_response("200 OK", [HTML, *COOKIES, length, *VALIDATORS])
    return [b"<html><body>Cherries"]


@case(b"<html><BODY class='a'>{bar}Cherries", page=True)
@case(b"<html><BODY class='a'>{bar}Cherries", method="POST", more=SHORT, page=True)
@case(b"<html><B", cut=1, page=True)
@case(b"<html><BODY class='a'>{bar}", cut=3, page=True)
def a_page_in_pieces(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A page that is cut where it hurts."""
    start_response("200 OK", [HTML])
    return Logged(environ, b"<html><B", b"ODY class='a", b"'>", b"", b"Cherries")


@case(b"<html><body>{bar}Cherries", page=True)
def a_page_written(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A page of which one half is written."""
    start_response("200 OK", [HTML])(b"<html><bo")
    return Logged(environ, b"dy>", b"Cherries")


@case(b"<html><body>{bar}Cherries", page=True)
def a_late_page(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A page that starts late."""
    start_response("200 OK", [HTML, *VALIDATORS])
    yield b"<html><body>"
    yield b"Cherries"


@case(b"<body>{bar}Sorry", status="500 Oops", page=True)
def a_page_for_text(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A page about an error takes the place of a text."""
    start_response("200 OK", [TEXT])
    try:
        raise LookupError("no cherries")
    except LookupError:
        start_response("500 Oops", [HTML], sys.exc_info())
    return Logged(environ, b"<body>Sorry")


@case(b"<body>Sorry", status="500 Oops")
def text_for_a_page(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A text about an error takes the place of a page."""
    start_response("200 OK", [HTML])
    yield b""
    failed(start_response)
    yield b"<body>Sorry"


@case(b"<body>{bar}Cherr", error=LookupError, page=True)
def a_broken_page(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A page breaks off."""
    start_response("200 OK", [HTML])
    return Logged(environ, b"<body>", b"Cherr", error=LookupError("no cherries"))


@case(b"<!-- <body> --><p>Cherries", page=True)
def no_body_tag(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A page without the tag."""
    start_response("200 OK", [HTML])
    return [b"<!-- <body> --><p>Cherries"]


@case(method="HEAD", page=True)
def a_page_to_head(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """The head of a page."""
    start_response("200 OK", [HTML, *VALIDATORS])
    return []


@case(b"<body>{bar}" + b"<p>Cherries" * 20_000, page=True)
def a_long_page(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A page in a hundred chunks."""
    start_response("200 OK", [HTML])
    return Logged(environ, b"<body>", *[b"<p>Cherries" * 200] * 100)
