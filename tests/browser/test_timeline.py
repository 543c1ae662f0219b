"""The timeline in a browser: its inside is switched under who scrolls and posts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

import pytest
from playwright.sync_api import Browser, Page, expect

from examples.timeline import Bucket, Posts
from examples.timeline.api import create_api
from examples.timeline.show import live, node
from examples.timeline.show.front import Front
from examples.timeline.show.posts import said
from examples.timeline.site import create_site
from tests.browser.heard import Heard
from tests.browser.reveal import until

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.beside("properties")]

Serve = Callable[[WSGIApplication], str]
IDS = "[...document.querySelectorAll('#posts li')].map(li => Number(li.dataset.id))"
TEXTS = "[...document.querySelectorAll('#posts p')].map(p => p.textContent)"
SHOW = """(id) => { const item = document.createElement("li");
    item.dataset.id = id; document.querySelector("#posts").prepend(item); }"""
COUNT = 150
EVIL = """<!doctype html><title>You have won</title>
<form method="post" action="{}/"><input name="author" value="evil">
<input name="text" value="evil"><button>Here is your prize</button></form>"""


@pytest.fixture
def posts(tmp_path: Path) -> Posts:
    """A file with more posts than are shown at once."""
    posts = Posts(tmp_path / "posts.jsonl", patience=30)
    for author, text in said(COUNT):
        posts.add(author, text)
    return posts


@pytest.fixture
def front(posts: Posts) -> Front:
    """A front before Flask, which grants as many requests as are wanted."""
    return Front(create_api(posts, Bucket(1000, 1000)))


def every(posts: Posts) -> list[tuple[int, str]]:
    """Return all that the file has, the newest first."""
    found: list[tuple[int, str]] = []
    end: int | None = None
    while page := posts.before(end, 100):
        found += [(post.id, post.text) for post in page]
        end = page[-1].id
    return found


def scroll(page: Page) -> None:
    """Scroll to the end of what is there, and wait until there is more."""
    count = len(page.evaluate(IDS))
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    until(page, f"document.querySelectorAll('#posts li').length > {count}")


def say(page: Page, text: str) -> None:
    """Post, and wait until it is shown."""
    page.get_by_label("your name").fill("boris")
    page.get_by_label("what you say").fill(text)
    page.get_by_role("button", name="Say it").click()
    expect(page.locator("#posts p", has_text=text)).to_have_count(1)
    expect(page.get_by_label("what you say")).to_have_value("")
    expect(page.get_by_role("status")).to_have_text("")


@pytest.mark.peer("node")
def test_the_inside_is_switched_under_a_reader(
    page: Page, serve: Serve, posts: Posts, front: Front
) -> None:
    """Flask, Node, Flask: every post is shown once, in order, and stored once.

    Others post meanwhile.  At each switch the answer to a post is lost on its way, and
    the page asks again, of the other one.
    """
    flask = front.inside
    with node.serving(posts.path, rate=1000) as address:
        page.goto(serve(create_site(posts, front)))
        scroll(page)
        for turn, inside in enumerate([address, flask, address]):
            say(page, f"before turn {turn}")
            posts.add("chiara", f"meanwhile {turn}")
            front.lose = 1
            front.inside = inside
            say(page, f"after turn {turn}")
            scroll(page)
        while page.locator("a[rel=next]").count():
            scroll(page)
        shown = list(zip(page.evaluate(IDS), page.evaluate(TEXTS), strict=True))
    mine = [f"{when} turn {turn}" for turn in (2, 1, 0) for when in ("after", "before")]
    stored = every(posts)
    assert [text for _, text in stored if "turn" in text] == mine
    assert len(stored) == COUNT + len(mine) + 3
    # What others wrote after the page was loaded is for the next visit.
    assert shown == [one for one in stored if "meanwhile" not in one[1]]
    assert min(front.answered.values()) >= 4
    assert front.answered.keys() == {"timeline (Python)", "timeline (Node)"}


def test_a_refused_request_is_asked_again(
    page: Page, serve: Serve, posts: Posts
) -> None:
    """429 says when: the page waits, and shows nothing of it."""
    asked = count()

    def clock() -> float:
        return 5 * (next(asked) // 2)  # every other request comes too early

    api = create_api(posts, Bucket(1, 1, clock))
    page.goto(serve(create_site(posts, api)))
    for _ in range(2):
        scroll(page)
    assert next(asked) >= 3
    ids = page.evaluate(IDS)
    assert ids == [number for number, _ in every(posts)][: len(ids)]
    expect(page.get_by_role("status")).to_have_text("")


def test_a_text_is_shown_as_it_was_written(
    page: Page, heard: Heard, serve: Serve, posts: Posts, front: Front
) -> None:
    """By the server and by the script alike; nothing is run, nothing is blocked."""
    evil = "<img src=x onerror=\"document.title='got you'\"> & </li><script>1</script>"
    posts.add("<b>anna</b>", evil)
    for number in range(25):
        posts.add("anna", f"{number}")
    for _ in range(2):
        page.goto(serve(create_site(posts, front)))
        scroll(page)
        assert page.evaluate(TEXTS).count(evil) == 1
        say(page, f"{evil} {len(every(posts))}")
    assert "got you" not in page.title()
    assert heard.complaints == []


@pytest.mark.parametrize("shell", [False, True], ids=["with posts", "shell"])
def test_a_shell_shows_the_same(
    page: Page, serve: Serve, posts: Posts, front: Front, shell: bool
) -> None:
    """Whether the first posts come with the page or are asked for; none comes twice."""
    page.goto(serve(create_site(posts, front, shell=shell)))
    until(page, "document.querySelectorAll('#posts li').length >= 20")
    ids = [number for number, _ in every(posts)]
    assert page.evaluate(IDS)[:20] == ids[:20]
    page.evaluate(SHOW, ids[-1])  # as if it were mine, and had come meanwhile
    while page.locator("a[rel=next]").count():
        scroll(page)
    assert sorted(page.evaluate(IDS)) == sorted(ids)
    expect(page.locator("#posts time:not([datetime$='Z'])")).to_have_count(0)
    page.get_by_label("your name").evaluate("name => { name.required = false; }")
    page.get_by_label("what you say").fill("Guess who.")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_role("status")).to_contain_text("author is a text")
    say(page, "It was me.")


def test_without_javascript(
    browser: Browser, serve: Serve, posts: Posts, front: Front
) -> None:
    """One clicks through the pages, and posts by the form."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(serve(create_site(posts, front)))
        page.get_by_role("link", name="older").click()
        expect(page.locator("#posts li")).to_have_count(20)
        say(page, "no script")
        expect(page.locator("#posts li").first).to_contain_text("no script")
    assert sum(front.answered.values()) == 0


def test_a_page_of_another_site_cannot_post(
    page: Page, serve: Serve, posts: Posts, front: Front
) -> None:
    """Neither by a form nor by a script, though both reach the server."""
    address = serve(create_site(posts, front))

    def evil(environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/html")])
        return [EVIL.format(address).encode()]

    page.goto(serve(evil).replace("127.0.0.1", "localhost"))
    sent = page.evaluate(
        """(there) => fetch(there + "/api/posts", {
            method: "POST", mode: "no-cors",
            body: '{"author":"evil","text":"evil"}' }).then(() => "sent")""",
        address,
    )
    assert sent == "sent"
    page.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("may not post here")
    assert len(every(posts)) == COUNT
    assert front.answered["timeline (Python)"] >= 1


@pytest.mark.peer("node")
def test_the_live_page_is_switched(
    page: Page,
    heard: Heard,
    serve: Serve,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One presses Node, scrolls on, and reads who answers."""
    (tmp_path / "live").mkdir()
    inside = live.Inside(tmp_path / "live")
    monkeypatch.setattr(live, "inside", lambda: inside)
    try:
        page.goto(serve(live.application))
        scroll(page)
        list_ = page.locator("#posts")
        expect(list_).to_have_attribute("data-answered-by", "timeline (Python)")
        page.get_by_role("button", name="Node").click()
        pressed = page.locator("button[aria-pressed=true]")
        expect(pressed).to_have_text("Node")
        scroll(page)
        expect(list_).to_have_attribute("data-answered-by", "timeline (Node)")
        assert page.evaluate(IDS) == sorted(page.evaluate(IDS), reverse=True)
    finally:
        inside.close()
    assert heard.complaints == []
