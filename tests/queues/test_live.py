"""examples.queues.show.live: post, and hear of it when it is done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from examples.queues import FullError
from examples.queues.show import live
from examples.queues.show.photos import SIZES
from examples.thumbnails.show.pictures import plain, saved
from tests.thumbnails.look import UPRIGHT, seen

PHOTO = saved(plain(), "JPEG")


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """Be a shop of this test, whose worker loses no time."""
    shop = live.Shop(tmp_path, slow=0)
    monkeypatch.setattr(live, "shop", lambda: shop)
    yield live.application.test_client()
    shop.close()


def post(client: FlaskClient, photo: bytes = PHOTO) -> str:
    """Post a photo; return where its result will be."""
    answer = client.post("/", data={"photo": (BytesIO(photo), "cherry.jpg")})
    assert answer.status_code == 303
    return answer.location


def heard(client: FlaskClient, place: str) -> list[dict[str, object]]:
    """Return all that a stream tells, to its end."""
    with client.get(f"{place}/events") as answer:
        text = answer.get_data(as_text=True)
    return [json.loads(line[6:]) for line in text.splitlines() if line[:5] == "data:"]


def test_a_photo_becomes_three_thumbnails(client: FlaskClient) -> None:
    """The request has ended long before; the stream tells when they are there."""
    place = post(client)
    assert heard(client, place)[-1] == {"made": list(SIZES), "why": ""}
    page = client.get(place).text
    assert page.count("<img") == 3
    assert "<noscript>" not in page
    assert seen(client.get(f"{place}/middle.webp").data) == UPRIGHT


def test_a_bad_photo_says_why(client: FlaskClient) -> None:
    """Its task is dead after two tries, and nobody waits any longer."""
    place = post(client, b"cherries")
    why = heard(client, place)[-1]["why"]
    assert str(why).endswith("not a picture in one of JPEG, PNG, GIF, WEBP")
    page = client.get(place).text
    assert str(why) in page
    assert "<script" not in page


def test_the_same_photo_twice_is_one_result(client: FlaskClient) -> None:
    """It is named by its content, so a second delivery does no harm."""
    first = post(client)
    heard(client, first)
    assert post(client) == first
    assert len(heard(client, first)) == 1


def test_a_third_listener_is_refused(client: FlaskClient) -> None:
    """Each holds a thread of the deck's server; the page is loaded again instead."""
    place = post(client)
    with ExitStack() as stack:
        for _ in range(2):
            stack.callback(live.STREAMS.release)
            live.STREAMS.acquire()
        answer = client.get(f"{place}/events")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert heard(client, place)


def test_a_full_queue_says_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503, and when to come back; nothing is promised."""

    def put(body: object) -> None:
        raise FullError("database or disk is full")

    monkeypatch.setattr(live.shop().queue, "put", put)
    answer = client.post("/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


@pytest.mark.parametrize("path", ["none", "none/events", "none/small.webp", "..%2Fx"])
def test_what_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    """No name leads out of the folder."""
    assert client.get(f"/{path}").status_code == 404
