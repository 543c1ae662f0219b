"""What nginx would do by default, and the gateway does not."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from examples.gateway.directives import LEFT, SET, WRITTEN
from examples.gateway.nginx import configuration
from examples.gateway.problems import REASONS
from examples.gateway.show.site import TABLE
from examples.gateway.show.trial import HOST, Copies, Seen, ask, trial, until
from examples.gateway.table import Row
from examples.peers import find

ROWS = [
    Row("/plain/", "plain", "", "", "", ""),
    Row("/café/", "kept", "", "", "", "", cached=""),
    Row("/two/", "two", "", "", "", "", patience=2),
    Row("/page/", "page", "", "", "", "", includes=True),
    Row("/who/", "who", "", "", "", "", identifies=True, patience=0.3),
]
OTHERS = (
    "auth_request auth_request_set ssi ssi_silent_errors return set add_header map "
    "default volatile include"
)
"""Directives of other modules, and what stands in a map."""

NONE = (
    "proxy_add_x_forwarded_for proxy_headers_hash proxy_host proxy_port "
    "proxy_internal_body_length proxy_internal_chunked proxy_protocol "
    "proxy_protocol_addr proxy_protocol_port proxy_protocol_server_addr "
    "proxy_protocol_server_port proxy_recursive"
)
"""Words of nginx that look like directives: variables, messages, a parameter."""


def names(text: str) -> set[str]:
    """Find the directives of a configuration; entries of a map begin with quotes."""
    return set(re.findall(r"^ *([a-z_]+)(?=[ ;])", text, re.MULTILINE))


def decided() -> list[str]:
    """List all directives of the table."""
    return [*SET, *WRITTEN.split(), *" ".join(LEFT.values()).split()]


def test_what_is_written_is_what_was_decided() -> None:
    """No directive is set beside the table, none is left that the text sets."""
    ports = {row.name: [1, 2] for row in TABLE}
    # server_name is for several tables; listen is in the file that is included.
    written = names(configuration(TABLE, ports)) | {"server_name", "listen"}
    assert written - set(OTHERS.split()) == {*WRITTEN.split(), *SET}
    assert len(decided()) == len(set(decided()))


@pytest.mark.peer("nginx")
def test_nothing_of_the_proxy_is_undecided() -> None:
    """Each directive is one that nginx knows, and no ``proxy_`` is forgotten."""
    program = find("nginx")
    assert program
    binary = Path(program).read_bytes()
    assert [name for name in decided() if f"{name}\0".encode() not in binary] == []
    known = {name.decode() for name in re.findall(rb"\0(proxy_\w+)(?=\0)", binary)}
    assert known - {*decided(), *NONE.split()} == set()


FREE, SLOW = Event(), list[str]()
plain, kept, page = Seen("plain"), Seen("kept"), Seen("page")


def two(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Answer at once, but for what is slow."""
    if environ["PATH_INFO"].endswith("slow"):
        SLOW.append(environ["PATH_INFO"])
        FREE.wait(10)
    start_response("200 OK", [])
    return [b"two"]


def late(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Say who asks when nobody waits for it any more."""
    FREE.wait(10)
    start_response("200 OK", [("X-Identity", "late")])
    return []


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A gateway without a row for ``/``."""
    apps: dict[str, Copies] = {"plain": plain, "kept": kept, "two": [two, two]}
    with trial(ROWS, {**apps, "page": page, "who": late}) as port:
        yield port
        FREE.set()


@pytest.mark.peer("nginx")
def test_one_slow_request_takes_nothing_from_others(port: int) -> None:
    """A time-out shuts no copy out, and is not tried on the next one."""
    assert ask(port, "/two/slow").status == 504
    # Who is busy for long is late again, and asked again; who is shut out is a 502.
    statuses = [ask(port, "/two/").status for _ in range(4)]
    while 200 not in statuses:
        statuses.append(ask(port, "/two/").status)
    assert {*statuses} <= {200, 504}
    until(lambda: SLOW != [])
    assert SLOW == ["/slow"]


@pytest.mark.peer("nginx")
def test_a_page_does_not_wait_long_for_who_asks(port: int) -> None:
    """Who says it has the patience of its row, not nginx's minute."""
    assert ask(port, "/page/").text == "page"
    assert "HTTP_X_IDENTITY" not in page.last


@pytest.mark.peer("nginx")
@pytest.mark.parametrize("path", ["/", "/conf", "/pid", "/_problem/400"])
def test_nothing_is_served_that_is_not_in_the_table(port: int, path: str) -> None:
    """nginx serves no files of its own: 404, with a problem."""
    answer = ask(port, path)
    assert answer.status == 404
    assert json.loads(answer.body)["detail"] == "nobody is here"


@pytest.mark.peer("nginx")
def test_an_application_does_not_command_the_gateway(port: int) -> None:
    """Whatever it reflects: no other page, and none is kept."""
    commands = {
        "X-Accel-Redirect": "/two/",
        "X-Accel-Expires": "60",
        "X-Cache-Status": "HIT",
        "Alt-Svc": 'h2=":444"',
    }
    plain.headers = kept.headers = list(commands.items())
    assert ask(port, "/plain/").text == "plain"
    answers = [ask(port, "/caf%C3%A9/accel") for _ in range(2)]
    states = [answer.headers.get_all("X-Cache-Status") for answer in answers]
    assert states == [["MISS"], ["MISS"]]
    assert not set(commands) - {"X-Cache-Status"} & set(answers[0].headers)


@pytest.mark.peer("nginx")
def test_many_headers_pass(port: int) -> None:
    """Cookies and a policy of 12 KB are no sign that an application is away."""
    plain.headers = [(f"X-{number}", "x" * 4000) for number in range(3)]
    assert ask(port, "/plain/").status == 200


FRESH = ("Cache-Control", "max-age=60")


@pytest.mark.peer("nginx")
@pytest.mark.parametrize(
    ("headers", "second"),
    [
        ([FRESH], "HIT"),
        ([FRESH, ("Vary", "Accept-Language"), ("Vary", "Accept-Encoding")], "MISS"),
        ([FRESH, ("Age", "50")], "MISS"),
        ([("Cache-Control", "max-age=60, must-revalidate")], "MISS"),
    ],
)
def test_what_nginx_cannot_keep_rightly_is_not_kept(
    port: int, headers: list[tuple[str, str]], second: str
) -> None:
    """It reads one of two lines of ``Vary``, lets ``Age`` stand still, and gives old
    answers to all when an application is away."""
    kept.headers = headers
    path = f"/caf%C3%A9/{quote(repr(headers))}"
    states = [ask(port, path).headers["X-Cache-Status"] for _ in range(2)]
    assert states == ["MISS", second]


@pytest.mark.peer("nginx")
def test_a_slash_is_added_in_ascii(port: int) -> None:
    """A header holds no other letters: a path is percent-encoded in it."""
    assert ask(port, "/caf%C3%A9").headers["Location"] == "/caf%C3%A9/"


HOSTED = "HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
REFUSED = {
    400: "GARBAGE\r\n",
    405: f"TRACE /plain/ {HOSTED}",
    412: f"GET /caf%C3%A9/ {HOSTED}If-Match: x\r\n",
    414: f"GET /{'a' * 9000} {HOSTED}",
    416: f"GET /caf%C3%A9/ {HOSTED}Range: bytes=9999-\r\n",
    431: f"GET /plain/ {HOSTED}Cookie: {'a' * 9000}\r\n",
    501: f"POST /plain/ {HOSTED}Transfer-Encoding: x\r\n",
    505: "GET /plain/ HTTP/3.0\r\nHost: a\r\n",
}


@pytest.mark.peer("nginx")
@pytest.mark.parametrize("status", REFUSED)
def test_what_the_gateway_refuses_is_a_problem(port: int, status: int) -> None:
    """Also what it cannot read, and what the cache cannot give."""
    last = ("Last-Modified", "Sun, 01 Jan 2023 00:00:00 GMT")
    kept.headers = [FRESH, ("Accept-Ranges", "bytes"), last]
    ask(port, "/caf%C3%A9/")
    with socket.create_connection((HOST, port), 10) as wire:
        wire.sendall(f"{REFUSED[status]}\r\n".encode())
        answer = b"".join(iter(lambda: wire.recv(65536), b""))
    head, _, body = answer.decode().partition("\r\n\r\n")
    assert int(head.split()[1]) == status
    assert "Content-Type: application/problem+json" in head
    assert json.loads(body)["title"] == REASONS[status][0]


@pytest.mark.peer("nginx")
def test_what_is_refused_unread_may_have_any_body(port: int) -> None:
    """The reason is the one that was found first, and not the body's length."""
    assert ask(port, "/plain/", "TRACE", body=bytes(2_000_000)).status == 405
