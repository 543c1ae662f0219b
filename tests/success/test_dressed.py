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

from examples.gateway.identity import KEY
from examples.gateway.show.account import PASSWORD
from examples.success.dressed import LINE, Dressed
from examples.success.hosts import DOMAIN, home, widened
from examples.success.programs import account, front, office, sessions, stock, store

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
    page = Page(b"<!doctype html>", Content_Security_Policy="Script-Src a.example")
    head, get = asked(page, "HEAD"), asked(page)
    assert head.data == b""
    assert [*head.headers] == [*get.headers]
    assert not {"Content-Length", "ETag"} & {*get.headers.keys()}
    policy = "script-src a.example 'self'; connect-src *"
    assert get.headers["Content-Security-Policy"] == policy  # whatever its case


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
    for host in ("127.0.0.1", f"evil{DOMAIN}"):
        assert told(host, mine)[0] == mine


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


def test_what_is_no_session_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of its lock is not one, nor is the name of another file."""
    monkeypatch.setattr(sessions, "opened", lambda _: nullcontext({"basket": 3}))
    asked = ("a" * 32, "a" * 32 + "_LOCK", "a/../b", "")
    assert [sessions.basket(one) for one in asked] == [3, 0, 0, 0]


def test_a_sort_is_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fragment is put into somebody else's page as it is."""
    monkeypatch.setattr(stock, "store", SimpleNamespace(stock=lambda: {"<b> & Co": 9}))
    assert (
        Client(stock.application).get("/rows").text
        == "<li>&lt;b&gt; &amp; Co: 9 g</li>"
    )


def test_who_signs_in_is_led_to_the_shop(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the account's own host, too, where the root is the account."""
    monkeypatch.setenv(PASSWORD, "stones")
    monkeypatch.setenv(KEY, "ab" * 32)
    typed = {"name": "anna", "password": "stones"}
    at = f"http://account.{DOMAIN}:8014"
    answer = Client(account.application).post("/sign-in", at, data=typed)
    assert (answer.status_code, answer.location) == (303, f"//{DOMAIN}:8014/")


def test_no_server_says_who_is_staff(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django believes REMOTE_USER: only the signed header may set it."""
    heard: list[WSGIEnvironment] = []
    monkeypatch.setattr(office, "needed", lambda _: "")
    monkeypatch.setattr(office, "taken", lambda _: False)
    monkeypatch.setattr(
        office, "handler", lambda: lambda environ, _: heard.append(environ)
    )
    for user in (None, "ben"):
        monkeypatch.setattr(office, "who", lambda _, user=user: user)
        office.application({"REMOTE_USER": "anna"}, lambda *_: len)
    assert heard == [{}, {"REMOTE_USER": "ben"}]
