"""The same table without nginx: one process, the same answers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from unittest.mock import patch
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from werkzeug.test import Client

from examples.gateway.embedded.app import embedded
from examples.gateway.embedded.include import Including
from examples.gateway.identity import IDENTITY, KEY, sign
from examples.gateway.run.child import behind
from examples.gateway.run.processes import HOST, started
from examples.gateway.show.account import PASSWORD
from examples.gateway.show.site import TABLE
from examples.gateway.show.trial import Copies, Seen, ask, threads, trial
from examples.gateway.table import PYTHON, load

ENVIRONMENT = {KEY: "cherry stones", PASSWORD: "open sesame"}
ANNA = {"name": "anna", "password": "open sesame"}
WITHOUT = [row for row in TABLE if row.name != "highlight"]
INCLUDE = b'<!--# include virtual="/f" stub="x" -->'
ORDERS = next(row for row in TABLE if row.name == "orders")


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """Give the applications in this process their key and their password."""
    with patch.dict(os.environ, ENVIRONMENT):
        yield


def test_python_answers_in_one_process() -> None:
    """Flask, Bottle and an application without a framework, each below its prefix."""
    client = Client(embedded(WITHOUT))
    page = client.get("/")
    assert "<li>Burlat: 400 g</li>" in page.text
    assert "<!--#" not in page.text
    assert client.get("/stock/Burlat").json == {"Burlat": 400}
    assert client.get("/account/sign-in").status_code == 200
    assert client.get("/nothing").status_code == 404


def test_another_language_says_that_it_is_missing() -> None:
    """What is not Python is a problem, of those that may see it; the page has a gap."""
    client = Client(embedded(WITHOUT))
    stranger = client.get("/orders/")
    assert stranger.status_code == 401
    assert stranger.json
    assert stranger.json["detail"] == "sign in first"
    client.post("/account/sign-in", data=ANNA)
    answer = client.get("/orders/")
    assert answer.status_code == 502
    assert answer.content_type == "application/problem+json"
    assert answer.json
    assert answer.json["detail"] == "orders is JavaScript, and does not run"
    assert "nothing to see" in client.get("/").text


def test_an_identity_from_outside_is_dropped() -> None:
    """Only the account says who is asking: not even a true identity is believed.

    Nor is the account itself told of one, of which it might make an answer.
    """
    app = Seen()
    rows = [row for row in TABLE if row.name in ("front", "stock", "account")]
    with patch("examples.gateway.embedded.app.load", return_value=app):
        client = Client(embedded(rows))
    token = sign(IDENTITY, "anna", b"cherry stones")
    for path in "/stock/", "/":
        assert client.get(path, headers={"X-Identity": token}).text == "seen"
    assert [seen["PATH_INFO"] for seen in app.environs] == ["/", "/who", "/"]
    assert all("HTTP_X_IDENTITY" not in seen for seen in app.environs)


def test_what_runs_elsewhere_is_told_who_came() -> None:
    """By this gateway, as nginx tells it; what a client says of that is dropped."""
    app, row = Seen(), TABLE[1]
    with threads({"stock": app}) as ports:
        there = {"stock": f"http://{HOST}:{ports['stock'][0]}"}
        client = Client(embedded([row], there))
        said = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Prefix": "/evil"}
        came = {"REMOTE_ADDR": "10.0.0.7"}
        headers = {**said, "X-Real-IP": "6.6.6.6"}
        https = "https://cherries.test"
        client.get("/stock/a", https, headers=headers, environ_base=came)
    told = {name[5:]: text for name, text in app.last.items() if name[:6] == "HTTP_X"}
    assert told == {
        "X_FORWARDED_FOR": "10.0.0.7",
        "X_FORWARDED_HOST": "cherries.test",
        "X_FORWARDED_PREFIX": "/stock",
        "X_FORWARDED_PROTO": "https",
    }


@pytest.mark.peer("nginx")
@pytest.mark.peer("node")
def test_both_give_the_same_answers() -> None:
    """Behind the dispatcher or behind nginx: status, type and body are the same."""
    python = [row for row in WITHOUT if row.language == PYTHON]
    apps: dict[str, Copies] = {row.name: behind(load(row.start)) for row in python}
    with (
        started(ORDERS, ENVIRONMENT) as orders,
        trial(WITHOUT, apps, {"orders": [orders.port]}) as port,
    ):
        client = Client(embedded(WITHOUT, {"orders": f"http://{HOST}:{orders.port}"}))
        client.post("/account/sign-in", data=ANNA)
        cookie = client.get_cookie("session")
        assert cookie
        sent = {"Cookie": f"session={cookie.value}"}
        for path in ("/", "/stock/", "/stock/Burlat", "/orders/", "/no", "/account/no"):
            one, other = client.get(path), ask(port, path, headers=sent)
            assert one.status_code == other.status, path
            assert one.content_type == other.headers["Content-Type"], path
            assert one.text.split() == other.text.split(), path
    assert client.get("/orders/").status_code == 502  # it does not run any more


def page(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Include one fragment."""
    start_response("200 OK", [("Content-Type", "text/html")])
    return [INCLUDE]


def test_fragments_are_asked_for_alone() -> None:
    """A fragment gets neither method nor body nor query of the page's request."""
    fragment = Seen("here")
    assert Client(Including(page, fragment)).post("/?a=1", data=b"body").text == "here"
    assert fragment.bodies == [b""]
    assert fragment.last["REQUEST_METHOD"] == "GET"
    assert fragment.last["QUERY_STRING"] == ""
    assert fragment.last["CONTENT_LENGTH"] == "0"  # else it waits for what never comes


@pytest.mark.parametrize("status", ["303 See Other", "404 Not Found", "500 Oops"])
def test_a_fragment_that_is_not_there_is_a_gap(status: str) -> None:
    """No page of an error's, and no word of where something went."""
    assert Client(Including(page, Seen("gone", status=status))).get("/").text == ""


def test_what_is_no_page_is_left_alone() -> None:
    """Text that looks like an include passes as it is."""
    text = Seen(INCLUDE.decode())
    assert Client(Including(text, Seen())).get("/").text == text.name
