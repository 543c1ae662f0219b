"""``slides/images/wsgi-*.svg`` show what the programs do."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path
from wsgiref.handlers import SimpleHandler
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import setup_testing_defaults
from xml.etree import ElementTree

from bottle import Bottle
from django.http import HttpRequest, HttpResponse
from flask import Flask
from werkzeug.test import Client

import slides
from examples.wsgi.context import Inject
from examples.wsgi.dispatch import Dispatcher
from examples.wsgi.hosts.subdomains import Subdomains
from examples.wsgi.html_bar.bar import Bar
from examples.wsgi.with_django.from_django import as_wsgi
from tests.wsgi.django_settings import project

IMAGES = Path(str(slides.__file__)).with_name("images")
PAGE = "<html><body>{}"


def drawn(name: str) -> list[str]:
    """The texts of a drawing, in order."""
    return [
        str(element.text)
        for element in ElementTree.parse(IMAGES / name).iter()
        if element.tag.endswith("}text")
    ]


def flask() -> WSGIApplication:
    """A Flask application that says so."""
    app = Flask("drawn", static_folder=None)
    app.add_url_rule("/", view_func=lambda: PAGE.format("Flask"))
    return app


def bottle() -> WSGIApplication:
    """A Bottle application that says so."""
    app = Bottle()
    app.get("/", callback=lambda: PAGE.format("Bottle"))
    made: WSGIApplication = app
    return made


def django() -> WSGIApplication:
    """A Django view that says so, as an application."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(PAGE.format("Django"))

    return as_wsgi(view)


APPS = {"Flask": flask, "Bottle": bottle, "Django": django}
SKINS: dict[str, Callable[[WSGIApplication], WSGIApplication]] = {
    "Subdomains": partial(Subdomains, "<tenant>.example.com"),
    "Inject": lambda app: Inject(
        app, lambda environ: "anna", partial(sqlite3.connect, ":memory:")
    ),
    "Bar": lambda app: Bar(app, lambda environ: "<hr>", personal=True),
}


def test_the_onion_can_be_built_as_drawn() -> None:
    """In this order, under these prefixes, each application answers, with a bar."""
    shown = drawn("wsgi-onion.svg")
    names = [text for text in shown if text in APPS]
    prefixes = [text for text in shown if text.startswith("/")]
    skins = [text for text in shown if text in SKINS]
    assert [*skins, "Dispatcher"] == shown[: len(SKINS) + 1]
    places = dict(zip(prefixes, names, strict=True))
    app: WSGIApplication = Dispatcher({at: APPS[who]() for at, who in places.items()})
    for skin in reversed(skins):
        app = SKINS[skin](app)
    with project():
        for prefix, name in places.items():
            page = Client(app).get(
                f"{prefix}/".replace("//", "/"), "http://a.example.com"
            )
            assert page.text == f"<html><body><hr>{name}"


class Talkative:
    """An application that answers in each way there is, and notes it."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer, fail, answer again, write, and give a body."""
        self.heard.append("app(environ, start_response)")
        self.heard.append("start_response(status, headers)")
        start_response("200 OK", [("Content-Type", "text/plain")])
        self.heard.append("start_response(…, exc_info)")
        write = self.instead(start_response)
        self.heard.append("write(chunk)")
        write(b"old ")
        return self

    def instead(self, start_response: StartResponse) -> Callable[[bytes], object]:
        """Replace the answer, for there was an error."""
        try:
            raise LookupError("the cherry is not on the tree")
        except LookupError:
            head = [("Content-Type", "text/html")]
            return start_response("500 Oops", head, sys.exc_info())

    def __iter__(self) -> Iterator[bytes]:
        self.heard.append("next()")
        self.heard.append("chunk")
        yield b"new"

    def close(self) -> None:
        """Note the end."""
        self.heard.append("close()")


def test_a_server_plays_the_phases_as_drawn() -> None:
    """What the arrows say happens in this order, and is answered."""
    app, out = Talkative(), BytesIO()
    environ: WSGIEnvironment = {}
    setup_testing_defaults(environ)
    server = SimpleHandler(BytesIO(), out, StringIO(), environ)
    server.run(app)
    arrows = [text for text in drawn("wsgi-phases.svg") if text in app.heard]
    assert arrows == app.heard
    assert b" 500 Oops\r\n" in out.getvalue()
    assert out.getvalue().endswith(b"old new")
