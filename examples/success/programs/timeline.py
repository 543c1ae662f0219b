"""The timeline of ``01``, and its last posts as a fragment for the front."""

from __future__ import annotations

from html import escape
from pathlib import Path

from ...timeline.api import HOSTS, create_api
from ...timeline.posts import Posts
from ...timeline.site import create_site
from ..hosts import DOMAIN
from .settings import folder

FIRST = ("anna", "The Morellos are in. Sour as ever."), ("ben", "A pie a day.")


def opened() -> Posts:
    """Open the posts; the first two are there from the beginning."""
    path = Path(folder("timeline"), "posts.jsonl")
    posts = Posts(path)
    if not path.exists() or not path.stat().st_size:
        for author, text in FIRST:
            posts.add(author, text)
    return posts


POSTS = opened()
HERE = (*HOSTS, f".{DOMAIN}")
application = create_site(POSTS, create_api(POSTS, hosts=HERE), hosts=HERE)


@application.get("/latest")
def latest() -> str:
    """Return the last posts as ``<li>``."""
    last = POSTS.before(limit=3)
    return "\n".join(
        f"<li><b>{escape(post.author)}</b> {escape(post.text)}</li>" for post in last
    )
