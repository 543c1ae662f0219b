"""The account of examples.javascript.show: its cookie, and its pages' one line."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from wsgiref.types import WSGIApplication

import pytest
from werkzeug.test import Client

from examples.javascript import Shown
from examples.javascript.show import shop as shop_module
from examples.javascript.show.pages import django_page, flask_page, static_page
from examples.javascript.show.shop import Shop
from examples.javascript.show.site import Hosts, site

BAR = "http://account.shop.localhost:8000/bar.js"
LINE = f'<script type="module" src="{BAR}"></script>'


@pytest.fixture
def client() -> Client:
    """Be a browser at the account."""
    return Client(Shop(["https://front.example"]).application())


def test_the_cookie_says_where_it_goes(client: Client) -> None:
    """To the account, wherever it is mounted; no script, no other site has it."""
    mounted = "http://localhost/account"
    answer = client.post("/sign-in", mounted, data={"name": "Anna"})
    cookie = SimpleCookie(answer.headers["Set-Cookie"])["session"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"]) == ("Lax", "/account/")
    assert "domain" not in answer.headers["Set-Cookie"].lower()


def test_the_bar_knows_who_signed_in(client: Client) -> None:
    """The view returns the bar itself, a WSGI application."""
    assert client.get("/bar.json").json == {"name": None, "basket": 0, "links": {}}
    client.post("/basket")
    client.post("/sign-in", data={"name": "Anna"})
    told = client.get("/bar.json").json
    assert told
    assert (told["name"], told["basket"]) == ("Anna", 1)
    assert client.get("/bar.js").mimetype == "text/javascript"


def test_a_token_is_worth_nothing_after_the_next(client: Client) -> None:
    """Signing in and out gives a new one; the old one is nobody's."""
    client.post("/sign-in", data={"name": "Anna"})
    old = client.get_cookie("session")
    assert old
    client.post("/sign-out")
    client.set_cookie("session", old.value)
    assert client.get("/bar.json").json == {"name": None, "basket": 0, "links": {}}


def test_the_oldest_visitor_is_forgotten(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    """Whoever asks without end fills no memory."""
    monkeypatch.setattr(shop_module, "VISITORS", 2)
    client.post("/sign-in", data={"name": "Anna" * 99})
    told = client.get("/bar.json").json
    assert told
    assert len(told["name"]) == 80
    for _ in range(2):
        Client(client.application).post("/basket")
    told = client.get("/bar.json").json
    assert told
    assert told["name"] is None


@pytest.mark.parametrize("make", [flask_page, django_page, static_page])
def test_a_page_includes_it_by_one_line(make: Callable[[str], WSGIApplication]) -> None:
    """Whatever makes the page: one line, and the strictest policy."""
    answer = Client(make(BAR)).get("/")
    assert answer.status_code == 200
    assert LINE in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src http://account.shop.localhost:8000;" in policy
    assert "trusted-types 'none'" in policy


def test_a_host_that_is_not_ours_is_404() -> None:
    """Nobody else's name is answered."""
    assert Client(Hosts()).get("/").status_code == 404


def test_nobody_waits_for_a_site_that_ends() -> None:
    """An answer that was held back is given."""
    with ThreadPoolExecutor() as beside, site() as running:
        running.shop.well.clear()
        asked = beside.submit(running.shop.read, {})
    assert asked.result() == Shown()


def test_every_page_but_one_is_listed() -> None:
    """Asked by HTTP, with the origin a browser would send."""
    with site() as running:
        client = Client(running.hosts)
        for host, status in {
            "front.shop.localhost": 200,
            "file.shop.localhost": 200,
            "front.localhost": 200,
            "blog.shop.localhost": 403,
        }.items():
            answer = client.get(
                "/bar.json",
                base_url=f"http://account.shop.localhost:{running.port}",
                headers={"Origin": running.address(host)},
            )
            assert answer.status_code == status, host
