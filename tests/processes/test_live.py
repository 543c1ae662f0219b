"""examples.processes.show.live: a program restarted, upgraded, killed; none lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from examples.processes.show import live
from examples.processes.show.held import wait_until


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[live.Shop]:
    """Be a shop of this test."""
    one = live.Shop(tmp_path)
    monkeypatch.setattr(live, "shop", lambda: one)
    yield one
    one.close()


@pytest.fixture
def client(shop: live.Shop) -> FlaskClient:
    """Be somebody at the page."""
    return live.application.test_client()


def look(client: FlaskClient) -> dict[str, Any]:
    """Look at the page's figures."""
    told = client.get("/state").json
    assert isinstance(told, dict)
    return told


def wait_for(client: FlaskClient, version: int) -> None:
    """Look until a version has answered."""
    wait_until(lambda: look(client)["version"] == version)


@pytest.mark.parametrize("how", ["restart", "upgrade"])
def test_a_new_version_answers_and_nothing_is_lost(
    client: FlaskClient, how: str
) -> None:
    """The program ends between two requests."""
    wait_for(client, 1)
    assert client.post(f"/{how}").location == "/"
    wait_for(client, 2)
    assert look(client)["lost"] == 0
    page = client.get("/").text
    assert "version 2" in page
    assert all(f'formaction="/{way}"' in page for way in live.WAYS)


def test_a_killed_program_is_back(client: FlaskClient, shop: live.Shop) -> None:
    """With the next client; what it worked on is lost, if it did."""
    wait_for(client, 1)
    before = shop.holder.child
    client.post("/kill")
    # The next client is there only while somebody looks.
    wait_until(lambda: bool(look(client)) and shop.holder.child not in (None, before))
    served = shop.served
    wait_until(lambda: look(client)["served"] > served)
    assert shop.lost <= live.CLIENTS


def test_clients_rest_when_nobody_looks(
    shop: live.Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is not shown costs nothing: nothing is even started."""
    rounds = list[float]()
    ended = shop.ended.wait

    def wait(seconds: float) -> bool:
        rounds.append(seconds)
        return ended(seconds)

    monkeypatch.setattr(shop.ended, "wait", wait)
    wait_until(lambda: rounds.count(live.REST) > 2 * live.CLIENTS)
    assert (shop.served, shop.holder.child) == (0, None)


def test_another_way_is_404(client: FlaskClient) -> None:
    """It names those that there are."""
    answer = client.post("/burn")
    assert answer.status_code == 404
    assert "restart, upgrade, kill" in answer.text


def test_the_page_has_its_script(client: FlaskClient) -> None:
    """In a file of its own, as the policy wants it."""
    assert client.get("/live.js").mimetype == "text/javascript"
    assert "unsafe-inline" not in live.POLICY.split("script-src")[1].split(";")[0]
