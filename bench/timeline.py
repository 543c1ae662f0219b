"""Measure ``examples/timeline``: bytes, time to the first post, time of an answer."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from flask.testing import FlaskClient

from examples import peers
from examples.timeline import Bucket, Posts, then
from examples.timeline.api import create_api
from examples.timeline.show import node
from examples.timeline.show.posts import said
from examples.timeline.site import create_site
from examples.views.show.server import serving

from .attempt import MissingError
from .race import race, ratios, told

LIBRARIES = "flask", "waitress", "playwright"
POSTS = 400
ROUNDS, LOADS, CALLS = 15, 11, 20
LATENCY = 100  # ms of a request
FREE = 1e6  # requests a second: the limit is not what is measured

# Runs before the page: notes when the first post has been painted.
WATCH = """
window.firstPost = new Promise((done) => {
  new MutationObserver((changes, observer) => {
    if (!document.querySelector("ol li")) return;
    observer.disconnect();
    requestAnimationFrame(() => done(performance.now()));
  }).observe(document, { childList: true, subtree: true });
});
"""

WHAT = {
    "bytes": (
        "Of the bodies, and of these packed by gzip, with twenty posts a page. 2006: a "
        "page each time. today: the page with its script and style, then JSON."
    ),
    "first post": (
        "Seconds in Chromium until the first post is painted, the median of "
        f"{LOADS} loads with nothing in the cache, where each request takes {LATENCY} "
        "ms longer. 2006: one page. today: page and style. shell: page and style, "
        "script, JSON. ratio: the quartiles of the quotients to 2006's in the same "
        "round."
    ),
    "answer": (
        "Seconds on the wall for a page of twenty posts over HTTP, the median of the "
        f"rounds, {CALLS} requests each. ratio: the quartiles of the quotients to "
        "Flask's in the same round."
    ),
}


@contextmanager
def filled() -> Iterator[Posts]:
    """Give a file of posts, and the same to 2006."""
    with TemporaryDirectory() as folder:
        posts = Posts(Path(folder, "posts.jsonl"))
        for author, text in said(POSTS):
            posts.add(author, text)
        then.POSTS[:] = [(p.author, p.text, p.at) for p in posts.before(limit=POSTS)]
        then.POSTS.reverse()
        yield posts


def both(*bodies: bytes) -> dict[str, int]:
    """Count bytes as they are, and packed."""
    return {
        "plain": sum(map(len, bodies)),
        "packed": sum(len(gzip.compress(body, mtime=0)) for body in bodies),
    }


def sizes() -> dict[str, dict[str, dict[str, int]]]:
    """Count bytes of a first page, of twenty older posts, of a post."""
    with filled() as posts:
        api = create_api(posts, Bucket(FREE, int(FREE)))
        old, new = then.app.test_client(), create_site(posts, api).test_client()
        page = new.get("/api/posts").json or {}
        given = {"author": "anna", "text": "Cherries!"}
        files = ["/", "/static/timeline.js", "/static/timeline.css"]
        return {
            "2006": {
                "first page": both(got(old, "/")),
                "twenty older": both(got(old, "/?page=2")),
                "one post": both(got(old, "/")),
            },
            "today": {
                "first page": both(*(got(new, path) for path in files)),
                "twenty older": both(got(new, f"/api/posts{page['older']}")),
                "one post": both(new.post("/api/posts", json=given).data),
            },
        }


def got(client: FlaskClient, path: str) -> bytes:
    """Get a body."""
    with client.get(path) as answer:
        return bytes(answer.data)


def first_post() -> dict[str, dict[str, Any]]:
    """Load each page in a browser, in turns."""
    if (chromium := peers.find("chromium")) is None:
        raise MissingError(peers.missing("chromium"))
    from playwright.sync_api import sync_playwright

    with ExitStack() as stack:
        posts = stack.enter_context(filled())
        api = create_api(posts, Bucket(FREE, int(FREE)))
        apps = {
            "2006": then.app,
            "today": create_site(posts, api),
            "shell": create_site(posts, api, shell=True),
        }
        places = {n: stack.enter_context(serving(app)) for n, app in apps.items()}
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        stack.callback(browser.close)

        def load(place: str) -> float:
            with browser.new_context() as context:
                context.add_init_script(WATCH)
                page = context.new_page()
                wire = context.new_cdp_session(page)
                slow = {"offline": False, "latency": LATENCY}
                slow |= {"downloadThroughput": -1, "uploadThroughput": -1}
                wire.send("Network.enable")
                wire.send("Network.emulateNetworkConditions", slow)
                page.goto(place)
                ms: float = page.evaluate("window.firstPost")
                return ms / 1000

        ways = {name: partial(load, place) for name, place in places.items()}
        for way in ways.values():
            way()
        times = told(ways, LOADS)
    return summed(times, "2006")


def answer() -> dict[str, dict[str, Any]]:
    """Ask Flask and Node for the same page, over one connection each."""
    if peers.find("node") is None:
        raise MissingError(peers.missing("node"))
    with ExitStack() as stack:
        posts = stack.enter_context(filled())
        api = create_api(posts, Bucket(FREE, int(FREE)))
        places = {
            "Flask": stack.enter_context(serving(api)),
            "Node": stack.enter_context(node.serving(posts.path, rate=FREE)),
        }
        ways: dict[str, Callable[[], None]] = {}
        for name, place in places.items():
            connection = HTTPConnection(place.removeprefix("http://"))
            stack.callback(connection.close)
            ways[name] = partial(repeat, connection, count())
            ways[name]()
        times = race(ways, ROUNDS, time.perf_counter)
    return {
        name: {**row, "seconds": row["seconds"] / CALLS}
        for name, row in summed(times, "Flask").items()
    }


def repeat(connection: HTTPConnection, numbers: Iterator[int]) -> None:
    """Ask for pages, each another one."""
    for _ in range(CALLS):
        connection.request("GET", f"/posts?before={20_000 + next(numbers)}")
        got = connection.getresponse()
        assert len(got.read()) > 1000


def summed(times: dict[str, list[float]], reference: str) -> dict[str, dict[str, Any]]:
    """Give medians, and ratios to a reference."""
    quotients = ratios(times, reference)
    return {
        name: {"seconds": median(own), "ratio": quotients[name]}
        for name, own in times.items()
    }


SECTIONS: dict[str, Callable[[], Any]] = {
    "bytes": sizes,
    "first post": first_post,
    "answer": answer,
}
