"""examples.success.dressed and hosts: what becomes of a page on its way out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from werkzeug.test import Client, TestResponse

from examples.success.dressed import LINE, Dressed
from examples.success.hosts import DOMAIN, home, widened
from examples.success.programs import front, sessions, store

Pairs = list[tuple[str, str]]


class Page:
    """An application that answers with a body in pieces, and knows if it is closed."""

    def __init__(self, *pieces: bytes, kind: str = "text/html", **more: str) -> None:
        self.pieces, self.closed = pieces, 0
        length = str(sum(map(len, pieces)))
        headers = {"Content-Type": kind, "Content-Length": length, "ETag": '"a"'}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        self.headers = [*headers.items()]

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer."""
        start_response("200 OK", self.headers)
        return self if environ["REQUEST_METHOD"] != "HEAD" else []

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)

    def close(self) -> None:
        """Be closed, as PEP 3333 wants it."""
        self.closed += 1


def asked(page: Page, method: str = "GET") -> TestResponse:
    """Ask for a page in its bar."""
    return Client(Dressed(page)).open("/", method=method, buffered=True)


@pytest.mark.parametrize(
    "pieces",
    [
        (b"<!doctype html><p>a", b"b"),
        (b"<!DOCTYPE html><p>ab",),
        (b"", b"\n<HT", b"ML><p>ab"),
    ],
)
def test_a_page_has_the_bar_behind_it(pieces: tuple[bytes, ...]) -> None:
    """However it begins, and in whatever pieces; then it is closed."""
    page = Page(*pieces)
    answer = asked(page)
    assert answer.data == b"".join(pieces) + LINE
    assert page.closed == 1


def test_head_is_get_without_a_body() -> None:
    """Neither length nor tag is that of the page without the bar."""
    page = Page(b"<!doctype html>", Content_Security_Policy="default-src 'none'")
    head, get = asked(page, "HEAD"), asked(page)
    assert head.data == b""
    assert [*head.headers] == [*get.headers]
    assert not {"Content-Length", "ETag"} & {*get.headers.keys()}


@pytest.mark.parametrize(
    "page",
    [
        Page(b"<!doctype html>", Content_Encoding="gzip"),
        Page(b"<!doctype html>", kind="text/plain"),
    ],
)
def test_what_is_no_page_stays_as_it_is(page: Page) -> None:
    """A line behind what is compressed would break it."""
    answer = asked(page)
    assert answer.data == b"<!doctype html>"
    assert [*answer.headers] == page.headers


def told(host: str, headers: Pairs) -> tuple[Pairs, tuple[Any, ...]]:
    """Return what a server hears of an answer that came with an error."""
    heard: list[Any] = []

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("500 No", headers, sys.exc_info())
        return []

    def start(status: str, headers: Pairs, *error: Any) -> Any:
        heard[:] = [headers, error]

    widened(app)({"HTTP_HOST": host}, start)
    return heard[0], heard[1]


def test_a_session_is_good_for_all_our_hosts() -> None:
    """Whatever the case of its header; no other cookie, and at no other host."""
    mine = [("SET-Cookie", "session=a; Path=/"), ("Set-Cookie", "PHPSESSID=b")]
    wide, error = told(f"photos.{DOMAIN}:8014", mine)
    assert wide == [(mine[0][0], f"{mine[0][1]}; Domain={DOMAIN}"), mine[1]]
    assert error == ((None, None, None),)  # a server needs it to begin anew
    assert told("127.0.0.1", mine)[0] == mine


def test_home_has_the_port_that_was_asked() -> None:
    """And none, if none was."""
    hosts = (f"bar.{DOMAIN}:8014", f"bar.{DOMAIN}", "127.0.0.1:8014")
    homes = [home({"HTTP_HOST": host}) for host in hosts]
    assert homes == [f"//{DOMAIN}:8014/", f"//{DOMAIN}/", "/"]


def test_the_last_gram_can_be_bought(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of a sort, and not one more."""
    bought: list[int] = []
    shelf = SimpleNamespace(
        stock=lambda: {"Burlat": 9},
        order=lambda sort, grams, user: bought.append(grams),
        RefusedError=store.RefusedError,
    )
    monkeypatch.setattr(front, "store", shelf)
    monkeypatch.setattr(front, "who", lambda environ: "anna")
    client = front.application.test_client()
    for grams, status in ((9, 303), (10, 409)):
        answer = client.post("/order", data={"sort": "Burlat", "grams": grams})
        assert answer.status_code == status
    assert bought == [9]


@pytest.mark.parametrize("kept", [[1], "2", None, {}])
def test_an_odd_basket_is_empty(monkeypatch: pytest.MonkeyPatch, kept: object) -> None:
    """PHP may have kept anything there; the front is shown all the same."""
    monkeypatch.setattr(sessions, "opened", lambda _: nullcontext({"basket": kept}))
    assert sessions.basket("a" * 32) == 0
