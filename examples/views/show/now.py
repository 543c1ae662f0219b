"""Today: the view of 2011 (:mod:`.then`) in bytes, and with types."""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

from .hello import TEXT

app = Flask(__name__, static_folder=None)


def hello(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Greet the client by its address."""
    start_response("200 OK", [TEXT])
    client = environ["REMOTE_ADDR"]
    yield b"cherries for "
    yield client.encode()


@app.route("/")
def index() -> WSGIApplication:
    """Return a WSGI application."""
    return hello
