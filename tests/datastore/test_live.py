"""examples.datastore.show.live: one cherry, saved at the front and at the office."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from examples.datastore.show import live
from examples.datastore.show.shop import Shop

SIDES = ["front", "office"]


@pytest.fixture
def client(sqlite: Shop, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Be the page of a cherry of this test."""
    one = live.cherry()
    one.tag = uuid4()
    one.name = str(one.tag)
    sqlite.front.add(one)
    monkeypatch.setattr(live, "TAG", one.tag)
    return live.site(sqlite.front, sqlite.office).test_client()


def form(client: FlaskClient, side: str) -> dict[str, str]:
    """Read the form of a side."""
    return dict(
        re.findall(
            r'name="(\w+)" value="(.*?)"', client.get(f"/{side}/{live.TAG}").text
        )
    )


def test_the_page_has_two_frames(client: FlaskClient) -> None:
    """And both show the same row."""
    page = client.get("/")
    assert re.findall(r'src="(\w+)/', page.text) == SIDES
    assert form(client, "front") == form(client, "office")
    assert form(client, "front") == {"version": "1", "price": "4.50", "grams": "500"}


@pytest.mark.parametrize(("first", "second"), [SIDES, SIDES[::-1]])
def test_the_second_is_told(client: FlaskClient, first: str, second: str) -> None:
    """409, the row as it is now, and a form that may be saved."""
    both = {side: form(client, side) for side in SIDES}
    saved = client.post(f"/{first}/{live.TAG}", data=both[first] | {"price": "4.90"})
    assert saved.status_code == 303
    shown = client.get(f"/{first}/{saved.location}").text
    assert "✓ saved as version 2" in shown
    late = client.post(f"/{second}/{live.TAG}", data=both[second] | {"price": "4.10"})
    assert late.status_code == 409
    assert "✗ Not saved: it was version 1 to you." in late.text
    assert 'value="4.90"' in late.text
    again = form(client, second) | {"price": "4.10"}
    assert client.post(f"/{second}/{live.TAG}", data=again).status_code == 303
    assert form(client, first)["price"] == "4.10"


@pytest.mark.parametrize("side", SIDES)
def test_the_version_it_tells_is_the_one_it_has(client: FlaskClient, side: str) -> None:
    """Also where nothing was changed: then the front writes nothing."""
    saved = client.post(f"/{side}/{live.TAG}", data=form(client, side))
    shown = client.get(f"/{side}/{saved.location}").text
    assert f"saved as version {form(client, side)['version']}" in shown


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("price", "x", "price, grams and version are numbers"),
        ("price", "-1", "Not saved: "),
        ("price", "4.505", "Not saved: "),
        ("grams", "-1", "Not saved: "),
        ("version", "", "price, grams and version are numbers"),
    ],
)
def test_what_is_refused_says_why(
    client: FlaskClient, side: str, field: str, value: str, says: str
) -> None:
    """400, and nothing is written."""
    typed = form(client, side) | {field: value}
    answer = client.post(f"/{side}/{live.TAG}", data=typed)
    assert (answer.status_code, says in answer.text) == (400, True)
    assert form(client, side)["version"] == "1"


def test_there_is_no_other_cherry(client: FlaskClient) -> None:
    """404."""
    path = "/front/00000000-0000-0000-0000-000000000000"
    assert client.get(path).status_code == 404
    assert client.post(path, data=form(client, "front")).status_code == 404
    assert client.get("/front/x").status_code == 404


def test_it_opens_at_the_first_request() -> None:
    """As ``make present`` asks for it."""
    from werkzeug.test import Client

    assert Client(live.application).get("/").status_code == 200
