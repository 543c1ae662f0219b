"""The page of this chapter: scroll and post, while the inside is switched under it.

The site stays.  The API below ``/api`` is Flask in this process, or Node in another,
which is started when it is wanted first.  Both append to the same file.
"""

from __future__ import annotations

import atexit
import shutil
import subprocess
import threading
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from flask import Response, redirect, request, url_for
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.exceptions import BadRequest, ServiceUnavailable

from examples import peers

from ..api import create_api, same_site
from ..posts import Posts
from ..site import create_site
from . import node
from .front import Front
from .posts import said

SEEDED = 400  # posts
PAGE = """\
{% extends "page.html" %}
{% block top %}<link rel="stylesheet" href="{{ url_for('style') }}">
<script type="module" src="{{ url_for('script') }}"></script>
<h1>What people say about cherries</h1>
<form id="inside" method="post" action="{{ url_for('switch') }}">
<span>The API is kept by</span>
{% for name in inside.names %}<button name="to" value="{{ name }}"
  aria-pressed="{{ 'true' if name == inside.now else 'false' }}">{{ name }}</button>
{% endfor %}</form>{% endblock %}
"""
STYLE = """\
#inside { align-items: center; margin-bottom: .8rem }
#inside button[aria-pressed=false] { background: #fffdf9; color: #9b1232 }
#posts[data-answered-by]::before { display: block; padding-bottom: .4rem;
  color: #2f6b45; font-weight: 600; content: "answered by " attr(data-answered-by) }
"""
SCRIPT = """\
const form = document.querySelector("#inside");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new URLSearchParams({ to: event.submitter.value });
  const answer = await fetch(form.action, { method: "POST", body });
  if (!answer.ok) return;
  for (const button of form.elements)
    button.ariaPressed = String(button === event.submitter);
});
"""


class Inside:
    """A file of posts, the front before it, and who is behind: Flask or Node."""

    def __init__(self, folder: Path) -> None:
        self.posts = Posts(folder / "posts.jsonl")
        for author, text in said(SEEDED):
            self.posts.add(author, text)
        self.flask = create_api(self.posts)
        self.front = Front(self.flask)
        self.now = "Flask"
        self.names = ["Flask", *(["Node"] if peers.find("node") else [])]
        self.node = ""
        self.process: subprocess.Popen[str] | None = None
        self.lock = threading.Lock()

    def switch(self, to: str) -> None:
        """Let another one answer, from the next request on."""
        with self.lock:
            if to == "Node" and not self.node:
                self.process, self.node = node.start(self.posts.path)
            self.front.inside = self.node if to == "Node" else self.flask
            self.now = to

    def close(self) -> None:
        """End Node, if it was started."""
        if self.process:
            node.stop(self.process)


OPENING = threading.Lock()
"""Held while the file is filled: first requests may come at the same time."""


def inside() -> Inside:
    """Fill a file at the first request; its folder goes with the process."""
    with OPENING:
        return opened()


@cache
def opened() -> Inside:
    """Fill it."""
    folder = mkdtemp(prefix="timeline-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    one = Inside(Path(folder))
    atexit.register(one.close)
    return one


class Lazy:
    """The file and the front of `inside`, opened when they are asked."""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer as the front does."""
        return inside().front(environ, start_response)

    def __getattr__(self, name: str) -> Any:
        return getattr(inside().posts, name)


lazy: Any = Lazy()
application = create_site(lazy, lazy, template="live.html")
application.jinja_loader = ChoiceLoader(
    [application.jinja_loader, DictLoader({"live.html": PAGE})]  # type: ignore[list-item]
)


@application.context_processor
def shown() -> dict[str, Any]:
    """Let the template see who is inside."""
    return {"inside": inside()}


@application.post("/switch")
def switch() -> Any:
    """Switch the inside."""
    same_site()
    to = request.form.get("to", "")
    if to not in inside().names:
        raise BadRequest(f"{to[:40]!r} is not among {', '.join(inside().names)}")
    try:
        inside().switch(to)
    except OSError as error:
        raise ServiceUnavailable(str(error)) from None
    return redirect(url_for("front"), 303)


@application.get("/live.css")
def style() -> Response:
    """Send the style of the switch."""
    return Response(STYLE, mimetype="text/css")


@application.get("/live.js")
def script() -> Response:
    """Send the script of the switch."""
    return Response(SCRIPT, mimetype="text/javascript")
