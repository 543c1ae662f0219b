"""The shop of 14 in a browser, in both settings; and with what servers there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from examples.gateway.show.trial import ask, until
from examples.success import many
from examples.success.show.kills import PASSWORD, customer
from examples.success.show.way import STEPS, walk
from examples.thumbnails.show.pictures import plain, saved
from tests.browser.heard import Heard
from tests.browser.reveal import settle
from tests.success.conftest import One, opened

pytestmark = pytest.mark.beside("properties")

ALL = dict.fromkeys(STEPS, True)


@pytest.fixture(scope="module")
def one() -> Iterator[One]:
    """Open the shop as one process."""
    with opened() as found:
        yield found


@pytest.fixture(scope="module")
def peered() -> Iterator[many.Shop]:
    """Open the shop in many processes, with each server and language that is there."""
    with (
        TemporaryDirectory(prefix="shop-") as folder,
        many.shop(Path(folder), PASSWORD) as running,
    ):
        port = int(running.address.rpartition(":")[2])

        def answers(path: str) -> bool:
            return ask(port, path).status < 500

        # A gateway has less patience with a part that starts than a busy machine needs.
        for path in "/", "/account/sign-in", "/photos/", "/orders/":
            until(partial(answers, path), 120)
        yield running


@pytest.mark.peer("chromium")
@pytest.mark.parametrize("setting", ["one", "peered"])
def test_a_customers_way(
    setting: str, request: pytest.FixtureRequest, browser: Browser
) -> None:
    """Sign in, post a picture, see it small, order; the office knows, at its host."""
    running = request.getfixturevalue(setting)
    port = running.address.rpartition(":")[2]
    heard = Heard()
    with browser.new_context() as context:
        heard.listen(context)
        page = context.new_page()
        page.goto(f"http://shop.localhost:{port}/")
        page.get_by_role("link", name="Sign in").first.click()
        page.get_by_label("name").fill("anna")
        page.get_by_label("password").fill(getattr(running, "password", PASSWORD))
        page.get_by_role("button").click()
        expect(page.get_by_text("anna", exact=True).first).to_be_visible()

        page.goto(f"http://shop.localhost:{port}/photos/")
        picture = saved(plain(), "JPEG")
        photo = FilePayload(name="cherry.jpg", mimeType="image/jpeg", buffer=picture)
        page.get_by_label("picture").set_input_files(photo)
        page.get_by_role("button", name="Post it").click()
        expect(page.get_by_role("main").get_by_role("status")).to_have_text("done")
        expect(page.get_by_role("img")).to_have_count(3)
        settle(page)
        widths = "[...document.images].map(one => one.naturalWidth)"
        assert all(page.evaluate(widths))

        page.get_by_role("link", name="To the shop").click()
        page.get_by_label("Sort").select_option("Morello")
        page.get_by_label("Grams").fill("321")
        page.get_by_role("button", name="Order").click()
        expect(page.get_by_text("Morello: 2179 g")).to_be_visible()
        if "orders" in getattr(running, "kept", ()):
            expect(page.get_by_text("321 g Morello")).to_be_visible()

        page.goto(f"http://office.shop.localhost:{port}/")  # signed in there, too
        page.get_by_role("link", name="Orders", exact=True).click()
        expect(page.get_by_role("cell", name="321")).to_be_visible()
        assert heard.complaints == []


@pytest.mark.peer("nginx")
def test_hosts_of_nginx(peered: many.Shop) -> None:
    """A part is at the root of its own host, the others stay; no other host is ours."""
    port = int(peered.address.rpartition(":")[2])

    def at(host: str, path: str = "/") -> str:
        return ask(port, path, headers={"Host": f"{host}:{port}"}).text

    for host in ("127.0.0.1", "shop.localhost", "front.shop.localhost"):
        assert "Burlat:" in at(host)  # a fragment of another part
    assert json.loads(at("stock.shop.localhost")) == json.loads(
        at("localhost", "/stock/")
    )
    assert "Burlat" in at("timeline.shop.localhost", "/stock/")
    assert "<ins" in at("history.shop.localhost")
    assert ask(port, "/", headers={"Host": "office.shop.localhost"}).status == 401
    assert ask(port, "/", headers={"Host": "evil.example"}).status == 421


@pytest.mark.peer("nginx")
@pytest.mark.peer("node")
@pytest.mark.peer("php")
@pytest.mark.peer("phpredis")
@pytest.mark.peer("postgresql")
@pytest.mark.peer("rabbitmq")
@pytest.mark.peer("redis")
def test_with_every_peer(peered: many.Shop) -> None:
    """Six servers and languages stand in for what is embedded."""
    assert {*peered.peers} == {"nginx", "postgresql", "rabbitmq", "redis"}
    assert {"orders", "basket"} < {*peered.kept}
    visitor = customer(peered)
    assert walk(visitor) == ALL
    # Node tells what Flask wrote to PostgreSQL, by asking Bottle.
    ordered = {"sort": "Napoleon", "grams": visitor.grams}
    assert ordered in json.loads(visitor.ask("/orders/"))["orders"]
    assert f"{visitor.grams} g Napoleon" in visitor.ask("/")
    # PHP's basket lies in Redis; the bar and Flask read it there.
    assert "In your basket: 1" in visitor.fill_in("/basket/")
    assert json.loads(visitor.ask("/bar/bar.json"))["basket"] == 1
    assert "old shop: 1" in visitor.ask("/")
