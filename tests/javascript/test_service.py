"""examples.javascript.service, asked by HTTP: who may know, and what may be kept."""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment
from wsgiref.validate import validator

import pytest
from werkzeug.test import Client, TestResponse

from examples.javascript import Bar, Shown

LISTED, STRANGER = "https://front.example", "https://blog.example"
ALLOW = "Access-Control-Allow-Origin"


def read(environ: WSGIEnvironment) -> Shown:
    """Know Anna by her cookie."""
    if environ.get("HTTP_COOKIE") == "session=anna":
        return Shown("Anna", 3, {"Sign out": "sign-out"})
    return Shown()


BAR = Bar(read, [LISTED])


def application(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Be the bar, held to PEP 3333."""
    return validator(BAR)(environ, start_response)


def ask(path: str = "/bar.json", method: str = "GET", **headers: str) -> TestResponse:
    """Ask as Anna."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    client = Client(application, use_cookies=False)
    own = {"Cookie": "session=anna", **names}
    return client.open(path, method=method, headers=own, buffered=True)


def test_it_says_who_is_signed_in_and_what_is_in_the_basket() -> None:
    """All that the bar shows is one small JSON."""
    answer = ask(Origin=LISTED)
    links = {"Sign out": "sign-out"}
    assert answer.json == {"name": "Anna", "basket": 3, "links": links}
    assert answer.headers[ALLOW] == LISTED
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"


def test_nobody_is_an_answer_too() -> None:
    """Without a cookie: no name, and an empty basket."""
    assert ask(Cookie="").json == {"name": None, "basket": 0, "links": {}}


@pytest.mark.parametrize("origin", [STRANGER, "null", "", "https://front.example.evil"])
def test_a_page_that_is_not_listed_is_told_nothing(origin: str) -> None:
    """403 without a name: what is not sent cannot leak by a hole in a browser."""
    answer = ask(Origin=origin)
    assert answer.status_code == 403
    assert b"Anna" not in answer.data
    assert ALLOW not in answer.headers


@pytest.mark.parametrize("origin", [None, LISTED, STRANGER])
def test_no_cache_confuses_two_askers(origin: str | None) -> None:
    """Kept nowhere; and if a cache does not obey, it knows that origins differ."""
    answer = ask(**({"Origin": origin} if origin else {}))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Vary"] == "Origin"


def test_the_json_is_no_script_and_no_picture() -> None:
    """A page of another origin cannot draw it in: CORP, and no guess at its type."""
    answer = ask()
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/json"


def test_the_script_is_for_everybody() -> None:
    """A module from another origin is fetched by CORS, without cookies."""
    answer = ask("/bar.js", Origin=STRANGER)
    assert answer.mimetype == "text/javascript"
    assert answer.headers[ALLOW] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_who_has_the_script_is_not_sent_it_again() -> None:
    """304 by its ETag, with the headers that let a page of another origin use it."""
    tag = ask("/bar.js").headers["ETag"]
    again = ask("/bar.js", If_None_Match=tag)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers[ALLOW] == "*"
    assert again.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "DELETE"])
def test_it_only_reads(method: str) -> None:
    """405, to a preflight as well: a plain GET has none."""
    answer = ask(method=method, Origin=LISTED)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert ALLOW not in answer.headers


def test_head_is_get_without_a_body() -> None:
    """The same length is told."""
    head, get = ask(method="HEAD"), ask()
    assert head.data == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_there_is_nothing_else() -> None:
    """404; so it can be mounted beside what you have."""
    assert ask("/").status_code == 404
