"""The gateway of 2011: what it does today, and what ours does instead."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from examples.gateway import then
from examples.gateway.show.trial import Copies, Seen, ask, threads
from examples.gateway.table import KB
from examples.peers import serve

pytestmark = pytest.mark.peer("nginx")

SHOP, API, ADMIN = (Seen(name) for name in ("shop", "api", "admin"))


def digest(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Answer with what came, in short."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [sha256(environ["wsgi.input"].read()).hexdigest().encode()]


@pytest.fixture(scope="module")
def port(ran: set[str]) -> Iterator[int]:
    """The gateway of 2011, in front of four applications."""
    apps: dict[str, Copies] = {"shop": SHOP, "api": API, "admin": ADMIN}
    apps["highlight"] = digest
    with threads(apps) as ports:
        there = {name: numbers[0] for name, numbers in ports.items()}
        with serve("nginx", then.configuration(there)) as server:
            ran.add("examples/gateway/2011/nginx.conf")
            yield server.port


def test_it_worked(port: int) -> None:
    """Three applications are side by side under one address, as the talk said."""
    answers = [ask(port, path).text for path in ("/", "/api/", "/admin/")]
    assert answers == ["shop", "api", "admin"]


def test_a_prefix_takes_its_neighbours(port: int) -> None:
    """``location /api`` takes ``/apiary`` from the shop, and asks the API for /ary."""
    assert ask(port, "/apiary").text == "api"
    assert API.last["REQUEST_URI"] == "/ary"


def test_a_path_gets_a_second_slash(port: int) -> None:
    """``/api/cherries`` arrives as ``//cherries``."""
    ask(port, "/api/cherries")
    assert API.last["REQUEST_URI"] == "//cherries"


def test_an_application_is_told_little(port: int) -> None:
    """Its Host is an upstream's name; who asks is whoever the client says."""
    ask(port, "/api/", headers={"X-Forwarded-For": "10.0.0.1"})
    assert API.last["HTTP_HOST"] == "api"
    assert API.last["HTTP_X_FORWARDED_FOR"] == "10.0.0.1"


def test_each_request_opens_a_connection(port: int) -> None:
    """HTTP/1.0, and closed after each answer."""
    SHOP.environs.clear()
    for _ in range(5):
        ask(port, "/")
    assert len({environ["REMOTE_PORT"] for environ in SHOP.environs}) == 5
    assert SHOP.last["SERVER_PROTOCOL"] == "HTTP/1.0"


@pytest.mark.parametrize(("kilobytes", "mixed"), [(8, False), (12, True)])
def test_large_bodies_are_mixed_up(port: int, kilobytes: int, mixed: bool) -> None:
    """Above some 10 KB the cache gives one body's answer to another one's sender."""
    path = f"/highlight?{kilobytes}"
    bodies = [letter * kilobytes * KB for letter in (b"a", b"b")]
    first, second = (ask(port, path, "POST", body=body).text for body in bodies)
    assert first == sha256(bodies[0]).hexdigest()
    assert (second != sha256(bodies[1]).hexdigest()) == mixed
    assert (second == first) == mixed
