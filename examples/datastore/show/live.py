"""The page of this chapter: one cherry, two programs.  Save at one, then at the other.

The left frame is the front, in this process.  What the right one shows and saves is
done by Django, in a process of its own.
"""

from __future__ import annotations

import atexit
import shutil
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from tempfile import mkdtemp
from uuid import UUID
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response, render_template_string

from ..front.pages import pages
from ..protocol import Cherry, Store
from .shop import open_shop

TAG = UUID(int=11)
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>One cherry, two programs</title>
<style>
html, body { height: 100% }
body { margin: 0; padding: 1.2rem 1.6rem; background: #fbf7f0; color: #241d1a;
  box-sizing: border-box; font: 1.2rem/1.4 Inter, system-ui, sans-serif;
  display: flex; flex-direction: column }
h1 { margin: 0 0 .8rem; font: 600 1.8rem/1.2 Fraunces, Georgia, serif }
div { display: flex; gap: 1.2rem; flex: 1; min-height: 21rem }
iframe { flex: 1; min-width: 0; border: 2px solid #e4dacb;
  border-left: 8px solid #1f4e8c;  border-radius: 10px; background: #fffdf9 }
</style>
<h1>One cherry, two programs</h1>
<div><iframe title="the front" src="front/{{ tag }}"></iframe>
<iframe title="the office" src="office/{{ tag }}"></iframe></div>
</html>
"""


def site(front: Store, office: Store) -> Flask:
    """Make the page, and below it the pages of both sides."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 4096
    sides = {"front": (front, "the front: Flask, SQLAlchemy")}
    sides["office"] = office, "the office: Django's models"
    for name, (store, who) in sides.items():
        app.register_blueprint(pages(name, store, who), url_prefix=f"/{name}")

    @app.get("/")
    def both() -> str:
        """Show two frames."""
        return render_template_string(PAGE, tag=TAG)

    @app.after_request
    def stay_in_frame(answer: Response) -> Response:
        """Give every answer the headers that keep a page in its frame."""
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return app


def cherry() -> Cherry:
    """The one on the page."""
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    return Cherry(TAG, "Kordia", Decimal("4.50"), noon, 500)


OPENING = threading.Lock()
"""Held while the shop opens: first requests may come at the same time."""


@cache
def opened() -> Flask:
    """Open a shop whose folder goes with this process."""
    folder = mkdtemp(prefix="datastore-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shop = open_shop(f"sqlite:///{folder}/shop.db")
    atexit.register(shop.close)
    shop.front.add(cherry())
    return site(shop.front, shop.office)


def application(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Open at the first request."""
    with OPENING:
        app = opened()
    return app(environ, start_response)
