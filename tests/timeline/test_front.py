"""examples.timeline.show.front: a switch, and answers that are lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client

from examples.peers import held
from examples.timeline import Bucket, Posts
from examples.timeline.api import create_api
from examples.timeline.show import live, node
from examples.timeline.show.front import Front
from examples.views.show.server import serving

GIVEN = {"author": "anna", "text": "Cherries!", "key": "key-of-anna"}


@pytest.fixture
def posts(tmp_path: Path) -> Posts:
    """An empty file."""
    return Posts(tmp_path / "posts.jsonl")


def test_it_hands_on_over_http(posts: Posts) -> None:
    """Method, query, body and origin go in; status and headers come out."""
    five = Bucket(rate=0.4, burst=5, clock=lambda: 0)
    with serving(create_api(posts, five)) as address:
        client = Client(Front(address))
        done = client.post("/posts", json=GIVEN)
        assert (done.status_code, done.headers["Location"]) == (201, "posts/0")
        assert client.get("/posts?limit=1").json == {
            "posts": [done.json],
            "older": None,
        }
        evil = client.post(
            "/posts", json=GIVEN, headers={"Origin": "http://evil.example"}
        )
        assert (evil.status_code, evil.content_type) == (
            403,
            "application/problem+json",
        )
        long = client.post("/posts", data=b"x" * 9000, content_type="application/json")
        assert long.status_code == 413
        assert client.put("/posts").headers["Allow"].count(",") == 2
        assert client.get("/posts").headers["Retry-After"] == "3"


def test_nobody_inside_is_502(posts: Posts) -> None:
    """A client waits, and asks again."""
    with held() as port:
        done = Client(Front(f"http://127.0.0.1:{port}")).get("/posts")
    assert done.status_code == 502


def test_a_lost_answer_is_asked_for_again(posts: Posts) -> None:
    """The post was written and nobody was told: the key finds it."""
    front = Front(create_api(posts))
    front.lose = 1
    client = Client(front)
    assert client.post("/posts", json=GIVEN).status_code == 502
    assert client.post("/posts", json=GIVEN).status_code == 201
    assert [post.text for post in posts.before()] == ["Cherries!"]


@pytest.mark.peer("node")
def test_the_inside_is_switched(posts: Posts) -> None:
    """Between two pages: Node goes on where Flask has ended."""
    for number in range(30):
        posts.add("anna", f"{number}")
    with node.serving(posts.path) as address:
        front = Front(create_api(posts))
        client = Client(front)
        first: Any = client.get("/posts").json
        front.inside = address
        second: Any = client.get(f"/posts{first['older']}").json
    found = [post["text"] for post in [*first["posts"], *second["posts"]]]
    assert found == [f"{number}" for number in range(29, -1, -1)]
    assert front.answered == {"timeline (Python)": 1, "timeline (Node)": 1}


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """Be a visitor of the live page, whose Node ends with the test."""
    one = live.Inside(tmp_path)
    monkeypatch.setattr(live, "inside", lambda: one)
    yield live.application.test_client()
    one.close()


def test_the_live_page_offers_flask(page: FlaskClient) -> None:
    """Who is inside is pressed; what is not known is no choice."""
    assert '"Flask"\n  aria-pressed="true"' in page.get("/").text
    assert page.post("/switch", data={"to": "Rails"}).status_code == 400
    assert page.post("/switch", data={"to": "Flask"}).status_code == 303
    evil = {"Origin": "http://evil.example"}
    assert page.post("/switch", data={"to": "Flask"}, headers=evil).status_code == 403
    assert page.get("/live.css").mimetype == "text/css"
    assert page.get("/live.js").mimetype == "text/javascript"


@pytest.mark.peer("node")
def test_the_live_page_switches_to_node(page: FlaskClient) -> None:
    """The API answers under another name, with the same posts."""
    before = page.get("/api/posts")
    assert page.post("/switch", data={"to": "Node"}).status_code == 303
    after = page.get("/api/posts")
    assert before.json == after.json
    servers = [one.headers["Server"] for one in (before, after)]
    assert servers == ["timeline (Python)", "timeline (Node)"]
    assert '"Node"\n  aria-pressed="true"' in page.get("/").text


@pytest.mark.peer("node")
def test_a_node_that_ends_at_once_is_not_switched_to(
    page: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503, and Flask stays inside."""
    monkeypatch.setattr(node, "API", tmp_path / "broken.mjs")
    node.API.write_text("process.exit(3)")
    done = page.post("/switch", data={"to": "Node"})
    assert (done.status_code, "before it serves" in done.text) == (503, True)
    assert page.get("/api/posts").headers["Server"] == "timeline (Python)"


def posted(client: FlaskClient) -> list[dict[str, object]]:
    """Return the first page."""
    page: Any = client.get("/api/posts").json
    found: list[dict[str, object]] = page["posts"]
    return found


def test_the_live_page_is_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the first request, and not before."""
    live.opened.cache_clear()
    client = live.application.test_client()
    assert len(posted(client)) == 20
    client.post("/", data=GIVEN)
    assert posted(client)[0]["text"] == "Cherries!"
