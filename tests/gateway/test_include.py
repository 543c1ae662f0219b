"""Pages that include, behind nginx and embedded: a part is whole, whoever asks how."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from wsgiref.types import WSGIApplication

import pytest
from flask import Flask, Response, request
from werkzeug.test import Client

from examples.gateway.embedded.app import Identified
from examples.gateway.embedded.include import Including
from examples.gateway.show.trial import Seen, ask, trial
from examples.gateway.table import Row
from examples.wsgi.dispatch import Dispatcher

PAGE = """<p>A<!--# block name="gap" -->-
-<!--# endblock -->
<!--# include virtual="/_include/fragment/rows" stub="gap" -->Z
"""
TABLE = [
    Row("/", "page", "", "", "", "", includes=True),
    Row("/fragment/", "fragment", "", "", "", ""),
]
HOW = [
    {"Accept-Encoding": "gzip"},
    {"Range": "bytes=0-3"},
    {"Range": "bytes=0-3", "If-Range": '"1"'},
    {"If-Match": '"other"'},
    {"If-None-Match": '"1"'},
    {"If-Modified-Since": "Fri, 31 Dec 2049 00:00:00 GMT"},
    {"If-Unmodified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"},
]
"""What a browser may say of the answer that it wants."""


LAST = "Sun, 01 Jan 2023 00:00:00 GMT"


def obliging(path: str, text: str) -> Flask:
    """Make an application that does all that a client says of the answer it wants."""
    app = Flask(__name__, static_folder=None)

    @app.route(path)
    def answer() -> Response:
        if request.if_unmodified_since:
            return Response(status=412)
        response = Response(text, headers={"Last-Modified": LAST})
        if request.accept_encodings["gzip"]:
            response.set_data(gzip.compress(text.encode()))
            response.headers["Content-Encoding"] = "gzip"
        response.set_etag("1")
        response.make_conditional(request, True, len(response.get_data()))
        return response

    return app


page, fragment = obliging("/", PAGE), obliging("/rows", "<i>here</i>")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """nginx in front of both."""
    with trial(TABLE, {"page": page, "fragment": fragment}) as port:
        yield port


def inside() -> WSGIApplication:
    """Join both in this process."""
    return Including(page, Dispatcher({"/_include/fragment": fragment}))


@pytest.mark.peer("nginx")
@pytest.mark.parametrize("headers", HOW, ids=" ".join)
def test_nginx_joins_whole_parts(port: int, headers: dict[str, str]) -> None:
    """No packed, cut or empty fragment gets into a page, and no page is one."""
    answer = ask(port, "/", headers=headers)
    assert (answer.status, answer.text) == (200, "<p>A\n<i>here</i>Z\n")
    assert not {"ETag", "Last-Modified"} & set(answer.headers)


@pytest.mark.parametrize("headers", HOW, ids=" ".join)
def test_embedded_joins_whole_parts(headers: dict[str, str]) -> None:
    """The same without nginx; what marked the frame does not mark the page."""
    answer = Client(inside()).get("/", headers=headers)
    assert (answer.status_code, answer.text) == (200, "<p>A\n<i>here</i>Z\n")
    assert not {"ETag", "Last-Modified"} & set(answer.headers.keys())


def test_a_head_tells_the_length_of_the_whole_page() -> None:
    """It is the length that a GET gives, and not the frame's."""
    answer = Client(inside()).head("/")
    assert answer.data == b""
    assert answer.content_length == len(Client(inside()).get("/").data)


def test_who_is_asked_without_the_body() -> None:
    """Whoever says who asks may read all it gets: the body is for the application."""
    app, who = Seen("app"), Seen("who", [("X-Identity", "anna")])
    assert Client(Identified(app, who, guarded=True)).post("/", data=b"whole").text
    assert app.bodies == [b"whole"]
    assert app.last["HTTP_X_IDENTITY"] == "anna"
    assert who.bodies == [b""]
