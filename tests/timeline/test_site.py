"""examples.timeline.site: it works without JavaScript, and says where the API is."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from examples.timeline import Posts
from examples.timeline.api import create_api
from examples.timeline.site import create_site


@pytest.fixture
def posts(tmp_path: Path) -> Posts:
    """Forty-five posts."""
    posts = Posts(tmp_path / "posts.jsonl", patience=0)
    for n in range(45):
        posts.add("anna", f"post {n}.")
    return posts


@pytest.fixture
def client(posts: Posts) -> FlaskClient:
    """Be the site's visitor."""
    return create_site(posts, create_api(posts)).test_client()


def shown(page: str) -> list[str]:
    """Return the texts on a page."""
    return re.findall(r"<li data-id.*<p>(.*)</p></li>", page)


def form(page: str, **given: str) -> dict[str, str]:
    """Fill in the form of a page."""
    key = re.search('name="key" value="([^"]+)"', page)
    assert key
    return {"author": "boris", "text": "Plums!", "key": key[1], **given}


def link(page: str) -> str | None:
    """Return where the link to older posts leads."""
    found = re.search('rel="next" href="([^"]+)"', page)
    return html.unescape(found[1]) if found else None


def test_links_lead_through_all_posts(client: FlaskClient) -> None:
    """Without JavaScript one clicks, and misses nothing."""
    seen, at = [], "/"
    while at:
        page = client.get(at).text
        seen += shown(page)
        at = link(page) or ""
    assert seen == [f"post {n}." for n in range(44, -1, -1)]


def test_the_form_posts(client: FlaskClient) -> None:
    """It leads back to the page, so that loading it again posts nothing."""
    done = client.post("/", data=form(client.get("/").text))
    assert (done.status_code, done.location) == (303, "/")
    page = client.get("/").text
    assert shown(page)[0] == "Plums!"
    assert re.search('<time datetime="....-..-..T(..:..):..Z">\\1</time>', page)
    assert 'name="text" required maxlength="280"' in page


def test_lines_end_as_in_the_api(client: FlaskClient, posts: Posts) -> None:
    """A browser sends two characters for the end of a line; one is stored."""
    client.post("/", data=form(client.get("/").text, text="Plums,\r\nand more."))
    assert posts.before(limit=1)[0].text == "Plums,\nand more."


def test_a_form_sent_twice_posts_once(client: FlaskClient, posts: Posts) -> None:
    """Two clicks are one key."""
    filled = form(client.get("/").text)
    for _ in range(2):
        client.post("/", data=filled)
    assert [post.text for post in posts.before(limit=2)] == ["Plums!", "post 44."]


def test_a_form_that_is_refused_keeps_what_was_written(client: FlaskClient) -> None:
    """With a reason, and escaped."""
    filled = form(client.get("/").text, author="", text='5" & <more>')
    done = client.post("/", data=filled)
    assert done.status_code == 422
    assert "author is a text of 1 to 40 characters" in done.text
    assert 'value="5&#34; &amp; &lt;more&gt;"' in done.text


def test_a_bad_page_is_said_so(client: FlaskClient) -> None:
    """400, with the first page below it."""
    done = client.get("/?before=x")
    assert done.status_code == 400
    assert len(shown(done.text)) == 20


def test_a_locked_file_is_said_so(client: FlaskClient, posts: Posts) -> None:
    """503; what was written is kept."""
    posts.lock.touch()
    done = client.post("/", data=form(client.get("/").text))
    assert done.status_code == 503
    assert 'value="Plums!"' in done.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_another_site_may_not_use_the_form(
    client: FlaskClient, posts: Posts, origin: str
) -> None:
    """403: a form may be sent across sites, so its origin is read."""
    filled = form(client.get("/").text)
    done = client.post("/", data=filled, headers={"Origin": origin})
    assert done.status_code == 403
    assert posts.before(limit=1)[0].text == "post 44."
    own = client.post("/", data=filled, headers={"Origin": "http://localhost"})
    assert own.status_code == 303


def test_a_long_form_is_not_read(client: FlaskClient) -> None:
    """413: neither as one field nor as many."""
    for data in {"text": "x" * 20_000}, {f"{n}": "x" * 99 for n in range(300)}:
        assert client.post("/", data=data).status_code == 413


def test_a_form_may_escape_each_byte(client: FlaskClient, posts: Posts) -> None:
    """Some clients do; the longest post, of the longest name, is taken so, too."""
    long = {
        "author": "\N{CHERRIES}" * 40,
        "text": "\N{CHERRIES}" * 280,
        "key": "k" * 40,
    }
    filled = form(client.get("/").text) | long
    each = (
        "".join(f"%{byte:02X}" for byte in value.encode()) for value in filled.values()
    )
    data = "&".join(f"{name}={value}" for name, value in zip(filled, each, strict=True))
    kind = "application/x-www-form-urlencoded"
    assert client.post("/", data=data, content_type=kind).status_code == 303
    assert posts.before(limit=1)[0].text == filled["text"]


def test_a_foreign_name_is_refused(client: FlaskClient) -> None:
    """400, as by the API."""
    assert client.get("/", base_url="http://evil.example").status_code == 400


def test_nobody_guesses_frames_or_is_told(client: FlaskClient) -> None:
    """Headers for a page that is read by its own site alone, of an error, too."""
    for path in "/", "/?before=x":
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert {"default-src 'none'", "frame-ancestors 'self'"} <= {
            *headers["Content-Security-Policy"].split("; ")
        }


def test_it_may_be_mounted_anywhere(posts: Posts) -> None:
    """Links, form, script and API are below the place where the site is."""
    site = create_site(posts, create_api(posts))
    client = Client(DispatcherMiddleware(lambda *_: [], {"/live/timeline": site}))
    page = client.get("/live/timeline/").text
    places = re.findall('(?:href|src|action|data-api|data-older)="(/[^"]*)', page)
    assert len(places) == 6
    assert all(place.startswith("/live/timeline/") for place in places)
    assert shown(client.get(str(link(page))).text)[0] == "post 24."


def test_a_shell_has_no_posts(posts: Posts) -> None:
    """The script asks for the first page, too; without it there is nothing."""
    client = create_site(posts, create_api(posts), shell=True).test_client()
    page = client.get("/").text
    assert shown(page) == []
    assert 'data-older="/api/posts"' in page
    assert link(page) == "/"  # which the script takes over
