"""examples.gateway behind a real nginx: who is asked, and what is told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event
from typing import Any
from unittest.mock import patch
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from examples.gateway.run.child import behind
from examples.gateway.show.curl import curl
from examples.gateway.show.site import TABLE
from examples.gateway.show.trial import HOST, Seen, ask, threads, trial
from examples.gateway.table import KB, Row
from examples.peers import serve
from notebooks.exercises.gateway import PASSED

pytestmark = pytest.mark.peer("nginx")

APPS = {row.name: Seen(row.name) for row in TABLE}
HELD = Event()
LARGE = 2 * KB * KB


def held(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Answer when the test is over."""
    HELD.wait(10)
    start_response("200 OK", [])
    return [b""]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A gateway in front of applications that take notes; account says 200 to all."""
    chosen: dict[str, Any] = {
        "highlight": {"limit": 20, "patience": 0.3},
        "orders": {"limit": LARGE},
    }
    rows = [replace(row, **chosen.get(row.name, {})) for row in TABLE]
    with trial(rows, {**APPS, "highlight": held}) as port:
        yield port
        HELD.set()


@pytest.mark.parametrize(
    ("path", "name", "asked"),
    [
        ("/", "front", "/"),
        ("/stock/Morello?ripe=1", "stock", "/Morello?ripe=1"),
        ("/stockings", "front", "/stockings"),
        ("//stock//Morello", "stock", "/Morello"),
        ("/stock/..%2forders/all", "orders", "/all"),
        ("/stock/caf%C3%A9%20%3F", "stock", "/caf%C3%A9%20%3F"),
    ],
)
def test_each_path_reaches_its_application(
    port: int, path: str, name: str, asked: str
) -> None:
    """One application is asked, without the prefix; slashes and dots fool nobody."""
    for app in APPS.values():
        app.environs.clear()
    assert ask(port, path).text == name
    assert APPS[name].last["REQUEST_URI"] == asked
    others = {"account", name}  # account is asked who is asking
    assert not any(app.environs for n, app in APPS.items() if n not in others)


def test_a_slash_is_added_without_losing_anything(port: int) -> None:
    """``/stock`` leads to ``/stock/``: with its query, a POST as a POST, any host."""
    answer = ask(port, "/stock?ripe=1", "POST")
    assert answer.status == 308
    assert answer.headers["Location"] == "/stock/?ripe=1"


def test_an_application_knows_where_it_is(port: int) -> None:
    """The prefix that the gateway took away comes as a header, and is obeyed."""
    ask(port, "/stock/Morello")
    seen: dict[str, str] = {}

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        seen.update({k: environ[k] for k in ("SCRIPT_NAME", "PATH_INFO", "HTTP_HOST")})
        return []

    behind(app)(APPS["stock"].last, lambda *answered: bytes)
    assert seen == {
        "SCRIPT_NAME": "/stock",
        "PATH_INFO": "/Morello",
        "HTTP_HOST": f"127.0.0.1:{port}",
    }


SPOOFED = {
    "X-Forwarded-For": "10.0.0.1",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Scheme": "https",
    "X-Forwarded-Ssl": "on",
    "Forwarded": "for=10.0.0.1",
    "X-Real-IP": "10.0.0.1",
    "X-Original-URL": "/orders/",
    "X-Rewrite-URL": "/orders/",
    "X-Identity": "identity:anna:9999999999:00",
    "X_Identity": "identity:anna:9999999999:00",
    "Proxy": "http://evil.example",
}


@pytest.mark.parametrize("path", ["/stock/", "/orders/", "/account/", "/"])
def test_a_client_cannot_speak_for_the_gateway(port: int, path: str) -> None:
    """What only the gateway may say is said by it, whatever a client writes."""
    ask(port, path, headers=SPOOFED)
    name = path.strip("/") or "front"
    environ = APPS[name].last
    told = {key: value for key, value in environ.items() if key.startswith("HTTP_")}
    assert told.pop("HTTP_X_FORWARDED_FOR") == "127.0.0.1"
    assert told.pop("HTTP_X_FORWARDED_HOST") == f"127.0.0.1:{port}"
    assert told.pop("HTTP_X_FORWARDED_PROTO") == "http"
    assert told.pop("HTTP_X_FORWARDED_PREFIX", "") == path.rstrip("/")
    allowed = {"HTTP_HOST", "HTTP_X_REQUEST_ID", "HTTP_ACCEPT_ENCODING"}
    assert set(told) <= allowed


HOPS = {
    "Connection": "close, X-Hop",
    "Keep-Alive": "timeout=5",
    "TE": "trailers",
    "Trailer": "X-Sum",
    "Upgrade": "h2c",
    "Proxy-Authorization": "Basic YTpi",
    "Proxy-Connection": "keep-alive",
}


def test_what_is_between_neighbours_ends_there(port: int) -> None:
    """Hop-by-hop headers of a client do not reach an application."""
    ask(port, "/orders/", headers=HOPS)
    named = {f"HTTP_{name.upper().replace('-', '_')}" for name in HOPS}
    assert not named & set(APPS["orders"].last)


def test_who_asks_is_asked_for_no_part(port: int) -> None:
    """206, 304 or 412 would be no answer: what a client wants is for the page."""
    wants = {"Range": "bytes=0-3", "If-None-Match": '"1"', "If-Match": '"2"'}
    assert ask(port, "/orders/", headers=wants).status == 200
    named = {f"HTTP_{name.upper().replace('-', '_')}" for name in wants}
    assert not named & set(APPS["account"].last)
    assert named <= set(APPS["orders"].last)


def test_what_an_application_tells_the_gateway_ends_there(port: int) -> None:
    """An identity is not for the client, to whom it would be a key."""
    APPS["account"].headers = [("X-Identity", "identity:anna:1:00")]
    try:
        answer = ask(port, "/account/who")
        assert answer.status == 200
        assert "X-Identity" not in answer.headers
    finally:
        APPS["account"].headers = []


class Frank(BaseHTTPRequestHandler):
    """An application in no framework, which says to all what is for a proxy."""

    says = (
        *("Upgrade", "Trailer", "TE", "Proxy-Connection", "Proxy-Authenticate"),
        *("Proxy-Authentication-Info", "Alt-Svc"),
    )

    def do_GET(self) -> None:
        """Answer with headers alone."""
        self.send_response(200)
        for name in self.says:
            self.send_header(name, "x")
        self.end_headers()


def test_what_is_for_a_proxy_ends_there() -> None:
    """A browser would ask for a password, or go round the gateway."""
    with HTTPServer((HOST, 0), Frank) as inner, ThreadPoolExecutor(1) as pool:
        inner.timeout = 60
        pool.submit(inner.handle_request)
        row, there = Row("/", "frank", "", "", "", ""), {"frank": [inner.server_port]}
        with trial([row], {}, there) as port:
            answer = ask(port, "/")
    assert answer.status == 200
    assert not {*Frank.says} & set(answer.headers)


@pytest.mark.parametrize(
    ("sent", "passed"),
    [
        ("order-7", "order-7"),
        ("a" * 65, None),
        ('"},{"', None),
        ("", None),
    ],
)
def test_a_request_has_an_id(port: int, sent: str, passed: str | None) -> None:
    """It is taken from the client, or made; the application and the client see it."""
    answer = ask(port, "/stock/", headers={"X-Request-Id": sent, "Cookie": sent})
    ids = answer.headers.get_all("X-Request-Id", [])
    assert len(ids) == 1
    assert ids[0] == passed or (passed is None and re.fullmatch("[0-9a-f]{32}", ids[0]))


def test_connections_to_applications_are_kept(port: int) -> None:
    """Twenty requests over as many connections reach the application over one."""
    APPS["front"].environs.clear()
    for _ in range(20):
        ask(port, "/page")
    assert len(APPS["front"].environs) == 20
    assert len({environ["REMOTE_PORT"] for environ in APPS["front"].environs}) == 1


def test_a_body_has_a_limit_of_its_applications(port: int) -> None:
    """A body above the limit of a row is refused, with a problem; others pass."""
    for path in "/highlight/", "/highlight/h", "/highlight/h/7":  # the last is kept
        answer = ask(port, path, "POST", body=b"x" * 21)
        assert answer.status == 413
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.loads(answer.body)["title"] == "Content Too Large"
    assert ask(port, "/page", "POST", body=b"x" * 64 * KB).status == 200
    assert APPS["front"].bodies[-1] == b"x" * 64 * KB
    assert ask(port, "/page", "POST", body=b"x" * (64 * KB + 1)).status == 413
    # More than nginx allows by default, which holds for the question who asks, too.
    assert ask(port, "/orders/", "POST", body=b"x" * LARGE).status == 200


def test_an_application_that_hangs_is_not_waited_for(port: int) -> None:
    """After the patience of its row the client gets a problem, with the id in it."""
    answer = ask(port, "/highlight/languages", headers={"X-Request-Id": "slow-1"})
    assert answer.status == 504
    assert json.loads(answer.body)["request"] == "slow-1"


@pytest.mark.peer("curl")
def test_curl_shows_what_there_is(port: int) -> None:
    """Status, the headers that are wanted, and the body, behind what was typed."""
    assert curl(port, "-si cherries.test/stock/a", ["X-Cache-Status"]) == (
        "$ curl -si cherries.test/stock/a\n"
        "HTTP/1.1 200 OK\nX-Cache-Status: MISS\n\nstock"
    )
    assert APPS["stock"].last["HTTP_HOST"] == "cherries.test"


def test_a_missing_curl_is_named() -> None:
    """Where curl is not, the cure is."""
    with (
        patch("examples.gateway.show.curl.find", return_value=None),
        pytest.raises(LookupError, match="peer curl is missing"),
    ):
        curl(1, "-si cherries.test")


def test_the_exercise_asks_for_what_nginx_does() -> None:
    """What an answer to exercise 1 has to return is what a real nginx asks for."""
    app = Seen("app")
    with threads({"app": app}) as ports:
        there = f"http://127.0.0.1:{ports['app'][0]}"
        servers = "\n".join(
            f"server {{ include listen; server_name case{number}; "
            f"location {location} {{ proxy_pass {there}{proxied}; }} }}"
            for number, (location, proxied, _, _) in enumerate(PASSED)
        )
        with serve("nginx", servers) as server:
            for number, (*_, path, wanted) in enumerate(PASSED):
                app.environs.clear()
                ask(server.port, path, headers={"Host": f"case{number}"})
                came = [environ["REQUEST_URI"] for environ in app.environs]
                assert came == ([wanted] if wanted else []), PASSED[number]
