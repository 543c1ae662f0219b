"""The contract, asked of both who keep it: Flask and Node."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from examples.timeline import Bucket, Posts
from examples.timeline.api import create_api
from examples.timeline.contract import BODY, FILE
from examples.timeline.show import node
from examples.timeline.show.posts import said
from tests.timeline.conftest import JSON, Answer, Ask, by_http, by_wsgi, post

PROBLEM = "application/problem+json"
BAD_NUMBERS = ["", "-1", "0x1", "01", "1.0", "1e1", "٣", "+1", " 1", "1" * 17]
WRONG: dict[str, dict[str, object]] = {
    "no text": {"text": ""},
    "a text that is none": {"text": 7},
    "too many cherries": {"text": "🍒" * 281},
    "half a cherry": {"text": "\ud83c"},
    "no end of text": {"text": "a\x00b"},
    "a name of two lines": {"author": "anna\nboris"},
    "a name that ends a line": {"author": "anna\n"},
    "an unknown member": {"txet": "cherries"},
    "a member of every object": {"constructor": "x"},
    "a short key": {"key": "7"},
    "a key with a space": {"key": "key of anna"},
    "a key that ends a line": {"key": "key-of-anna\n"},
    "a key that is none": {"key": None},
}


def refused(answer: Answer, status: int) -> str:
    """Check that it is a problem document; return its detail."""
    assert (answer.status, answer.headers["content-type"]) == (status, PROBLEM)
    assert answer.json.keys() == {"type", "title", "status", "detail"}
    assert answer.json["status"] == status
    detail: str = answer.json["detail"]
    assert detail
    return detail


def test_a_post_is_added_and_found(ask: Ask) -> None:
    """201 says where it is, relative to where it was posted."""
    done = post(ask)
    assert done.status == 201
    assert done.headers["location"] == f"posts/{done.json['id']}"
    assert done.json.keys() == {"id", "author", "text", "at"}
    assert ask("GET", f"/posts/{done.json['id']}").json == done.json
    assert ask("GET", "/posts").json == {"posts": [done.json], "older": None}


def test_following_older_shows_every_post_once(ask: Ask) -> None:
    """A client follows the link and puts no address together."""
    ids = [post(ask, text=f"{n}").json["id"] for n in range(9)]
    seen, link = [], "?limit=4"
    while link:
        page = ask("GET", f"/posts{link}").json
        seen += [one["id"] for one in page["posts"]]
        link = page["older"]
    assert seen == ids[::-1]


def test_half_a_line_costs_no_other(ask: Ask, posts: Posts) -> None:
    """A writer was killed, after many posts: pages are full, the next one cuts it."""
    for number in range(12):
        posts.add("\x01" * 40, "\x01" * 280, f"{number:040}")
    whole = posts.path.read_bytes()
    with posts.path.open("ab") as file:
        file.write(b'{"author":"' + b"x" * 2000)
    assert len(ask("GET", "/posts?limit=10").json["posts"]) == 10
    assert post(ask).json["id"] == len(whole)
    assert posts.path.read_bytes().startswith(whole)


def test_a_cherry_is_one_character(ask: Ask) -> None:
    """280 are taken, though JavaScript counts 560, and the longest body is read."""
    escaped = json.dumps({"author": "🍒" * 40, "text": "🍒" * 280, "key": "k" * 40})
    assert 3500 < len(escaped) <= BODY
    done = ask("POST", "/posts", escaped.encode())
    assert done.status == 201
    assert done.json["text"] == "🍒" * 280


@pytest.mark.parametrize("what", WRONG)
def test_a_post_that_is_none_is_refused(ask: Ask, posts: Posts, what: str) -> None:
    """422, with the member that is wrong; nothing is written."""
    assert next(iter(WRONG[what])) in refused(post(ask, **WRONG[what]), 422)
    assert posts.before() == []


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"null", b"{}", b'{"text": "x"}'])
def test_a_body_that_is_no_post(ask: Ask, body: bytes) -> None:
    """422: JSON, but not the object that was expected."""
    refused(ask("POST", "/posts", body), 422)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 3000, b'{"author":"\xff"}']
)
def test_a_body_that_cannot_be_read(ask: Ask, body: bytes) -> None:
    """400: not JSON, or not UTF-8."""
    refused(ask("POST", "/posts", body), 400)


def test_a_body_that_is_too_long(ask: Ask) -> None:
    """413, and the connection is not cut before that was said."""
    refused(ask("POST", "/posts", b"x" * 200_000), 413)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_body_that_is_not_json(ask: Ask, kind: str) -> None:
    """415: what any page may send without asking is not read."""
    refused(ask("POST", "/posts", b"{}", {"Content-Type": kind}), 415)


def test_another_site_may_not_post(ask: Ask, posts: Posts) -> None:
    """403 for a page elsewhere, and a sandboxed one; this site's own may."""
    body = b'{"author": "anna", "text": "Cherries!"}'
    others = "http://evil.example", "null", "http://127.0.0.1:1", "http://localhost:1"
    for origin in others:
        refused(ask("POST", "/posts", body, JSON | {"Origin": origin}), 403)
    assert posts.before() == []
    own = {"Origin": "http://localhost:8000", "Host": "localhost:8000"}
    assert ask("POST", "/posts", body, JSON | own).status == 201


def test_a_foreign_name_is_refused(ask: Ask) -> None:
    """400: a page whose name points here cannot read through its reader's browser."""
    refused(ask("GET", "/posts", b"", {"Host": "evil.example"}), 400)


@pytest.mark.parametrize("text", [*BAD_NUMBERS, "0", "101"])
def test_a_limit_that_is_none(ask: Ask, text: str) -> None:
    """400, for all but a number from 1 to 100."""
    assert "limit" in refused(ask("GET", f"/posts?limit={quoted(text)}"), 400)


@pytest.mark.parametrize("text", [*BAD_NUMBERS, "1" * 16])
def test_a_before_that_is_none(ask: Ask, text: str) -> None:
    """400; but 0 is a number, and nothing is older."""
    assert "before" in refused(ask("GET", f"/posts?before={quoted(text)}"), 400)
    assert ask("GET", "/posts?before=0").json == {"posts": [], "older": None}


def quoted(text: str) -> str:
    """Quote for a query."""
    return "".join(f"%{byte:02x}" for byte in text.encode())


@pytest.mark.parametrize("path", ["/", "/post", "/posts/", "/posts/1", "/posts/x"])
def test_what_is_not_there(ask: Ask, path: str) -> None:
    """404, as a problem document like the rest."""
    refused(ask("GET", path), 404)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_what_cannot_be_done(ask: Ask, method: str) -> None:
    """405 says what can; nobody's preflight is answered."""
    answer = ask(method, "/posts")
    refused(answer, 405)
    allowed = {one.strip() for one in answer.headers["allow"].split(",")}
    assert allowed == {"GET", "HEAD", "POST"}


def test_asking_again_with_a_key(ask: Ask, posts: Posts) -> None:
    """The same answer, and one post; 409 if the key is another post's."""
    first = post(ask, key="key-of-anna")
    again = post(ask, key="key-of-anna")
    assert (again.status, again.json) == (201, first.json)
    assert len(posts.before()) == 1
    refused(post(ask, key="key-of-anna", text="Plums!"), 409)


def test_no_key_is_shown(ask: Ask) -> None:
    """Whoever knew it could be taken for its owner's second try."""
    done = post(ask, key="key-of-anna")
    assert b"key" not in done.data + ask("GET", "/posts").data


def test_nobody_guesses_frames_or_keeps(ask: Ask) -> None:
    """Headers that keep an answer what it is, of errors as well."""
    for path in "/posts", "/none":
        headers = ask("GET", path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"


def test_the_contract_is_served(ask: Ask) -> None:
    """Both serve the file that they read."""
    assert ask("GET", "/openapi.json").data == FILE.read_bytes()


def test_a_lock_left_behind(tmp_path: Path) -> None:
    """503 says what to delete, and when to come back."""
    posts = Posts(tmp_path / "posts.jsonl", patience=0)
    posts.lock.touch()
    answer = post(by_wsgi(create_api(posts).test_client()))
    assert "delete it" in refused(answer, 503)
    assert answer.headers["retry-after"] == "1"


def test_too_many_requests(tmp_path: Path) -> None:
    """429 says how long to wait, in whole seconds; the others go on."""
    bucket = Bucket(rate=0.4, burst=1, clock=lambda: 0)
    client = create_api(Posts(tmp_path / "posts.jsonl"), bucket).test_client()
    ask = by_wsgi(client)
    assert ask("GET", "/posts").status == 200
    answer = ask("GET", "/posts")
    refused(answer, 429)
    assert answer.headers["retry-after"] == "3"
    other = {"REMOTE_ADDR": "127.0.0.2"}
    assert client.get("/posts", environ_overrides=other).status_code == 200


@pytest.mark.peer("node")
def test_too_many_requests_of_node(tmp_path: Path) -> None:
    """The same of Node, with a bucket that is never full enough."""
    with node.serving(tmp_path / "posts.jsonl", rate=1e-6) as address:
        answer = by_http(address)("GET", "/posts")
    refused(answer, 429)
    assert int(answer.headers["retry-after"]) > 40_000


@pytest.mark.peer("node")
def test_both_say_the_same_to_the_byte(flask: Ask, posts: Posts, served: str) -> None:
    """A client cannot tell which of the two it asked, but by the name they give."""
    posts.path.unlink(missing_ok=True)
    for author, text in said(50):
        posts.add(author, text)
    middle = posts.before(limit=25)[-1].id
    paths = [
        *("/posts", "/posts?limit=100", f"/posts?before={middle}&limit=7"),
        *(f"/posts?before={middle + 1}&limit=1", f"/posts/{middle}", "/posts?before=1"),
    ]
    for path in paths:
        one, other = flask("GET", path), by_http(served)("GET", path)
        assert one.data == other.data
        assert one.headers["content-type"] == other.headers["content-type"]


@pytest.mark.peer("node")
def test_both_write_one_file(flask: Ask, posts: Posts, served: str) -> None:
    """At the same time: no post is lost, doubled or torn, and one key is one post."""
    posts.path.unlink(missing_ok=True)
    asks = [flask, by_http(served)]

    def add(number: int) -> tuple[int, str]:
        text = f"{number // 2}" if number < 20 else f"only {number}"
        key = f"key-of-{text.replace(' ', '-')}"
        done = post(asks[number % 2], text=text, key=key).json
        return done["id"], done["text"]

    with ThreadPoolExecutor(6) as pool:
        added = list(pool.map(add, range(80)))
    found = [(one.id, one.text) for one in posts.before(limit=100)]
    assert sorted(found) == sorted({*added})
    assert len(found) == 70  # the first ten came to both


@pytest.mark.peer("node")
def test_both_write_one_line(flask: Ask, posts: Posts, served: str) -> None:
    """The same post is the same line, whoever wrote it."""
    lines = []
    for ask in flask, by_http(served):
        posts.path.unlink(missing_ok=True)
        assert post(ask, text='é🍒"\n\x7f\u2028', key="key-of-anna").status == 201
        line = posts.path.read_text("utf-8")
        lines.append(re.sub(r'"at":"[^"]{20}"', '"at":""', line))
    assert lines[0] == lines[1]
