"""2006's timeline: what goes wrong with it, and what today's does instead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from examples.timeline import Posts, then
from examples.timeline.api import create_api
from examples.timeline.show.posts import said
from examples.timeline.site import create_site

AT = "2006-03-21T20:50:14Z"


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    """Be 2006, with forty posts."""
    then.POSTS[:] = [(author, f"{n}", AT) for n, (author, _) in enumerate(said(40))]
    yield then.app.test_client()
    then.POSTS.clear()


@pytest.fixture
def today(tmp_path: Path) -> FlaskClient:
    """Be today, with as many."""
    posts = Posts(tmp_path / "posts.jsonl")
    for n, (author, _) in enumerate(said(40)):
        posts.add(author, f"{n}")
    return create_site(posts, create_api(posts)).test_client()


def texts(client: FlaskClient, page: str) -> list[str]:
    """Return what a page of XML holds."""
    root = ET.fromstring(client.get(f"/posts.xml?page={page}").text)
    return [str(post.findtext("text")) for post in root]


def test_it_worked(client: FlaskClient) -> None:
    """As long as nobody posts, and nobody writes an ampersand."""
    both = texts(client, "1") + texts(client, "2")
    assert both == [f"{n}" for n in range(39, -1, -1)]
    assert "<p>39</p>" in client.get("/").text


def test_a_post_was_shown_twice(client: FlaskClient) -> None:
    """A post came between two pages, and moved all others by one."""
    first = texts(client, "1")
    then.POSTS.append(("boris", "new", AT))
    second = texts(client, "2")
    assert first[-1] == second[0] == "20"


def test_a_post_is_shown_once(today: FlaskClient) -> None:
    """The next page begins where the first one ended."""
    first = today.get("/api/posts").json
    today.post("/api/posts", json={"author": "boris", "text": "new"})
    assert first
    second = today.get(f"/api/posts{first['older']}").json
    assert second
    assert [first["posts"][-1]["text"], second["posts"][0]["text"]] == ["20", "19"]


@pytest.mark.parametrize("text", ["sweet & sour", "2 < 3", "half a stone \x0b"])
def test_a_text_broke_the_xml(client: FlaskClient, text: str) -> None:
    """Nobody could read the page as long as that post was on it."""
    then.POSTS.append(("anna", text, AT))
    with pytest.raises(ET.ParseError):
        texts(client, "1")


def test_no_escape_saves_a_control_character() -> None:
    """XML 1.0 has no way to write it; JSON has."""
    with pytest.raises(ET.ParseError, match="invalid character number"):
        ET.fromstring("<text>&#11;</text>")
    assert json.loads('"\\u000b"') == "\x0b"


@pytest.mark.parametrize(
    "text", ["sweet & sour", "2 < 3", "half a stone \x0b", "\u2028"]
)
def test_any_text_comes_back(today: FlaskClient, text: str) -> None:
    """As it was posted."""
    today.post("/api/posts", json={"author": "anna", "text": text})
    page = today.get("/api/posts").json
    assert page
    assert page["posts"][0]["text"] == text


def test_a_text_was_markup(client: FlaskClient) -> None:
    """Whoever read it ran it."""
    then.POSTS.append(("anna", "<script>alert(1)</script>", AT))
    assert "<script>alert(1)</script>" in client.get("/").text


def test_a_text_is_a_text(today: FlaskClient) -> None:
    """It is escaped in the page, and no script but the site's own may run."""
    today.post(
        "/api/posts", json={"author": "a<b>", "text": "<script>alert(1)</script>"}
    )
    page = today.get("/")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "a&lt;b&gt;" in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert re.findall("<script[^>]*>", page.text) == [
        '<script type="module" src="/static/timeline.js">'
    ]
