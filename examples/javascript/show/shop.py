"""The shop's account: a sign-in without a password, a basket, and the bar.

A Flask view may return any WSGI application (``04-views``), so it returns the bar.
Sessions are a dict of this process.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from secrets import token_urlsafe
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from flask import Flask, redirect, render_template_string, request, url_for
from werkzeug.wrappers import Response

from ..service import Bar, Shown
from ..then import old_bar

LAX = "HttpOnly; SameSite=Lax"
"""Sent from pages of the same site only; and no script reads it."""
PEOPLE = "Anna", "Ben"
LINKS = {"Account": "sign-in", "Basket": "basket"}
VISITORS = 1000
"""That are remembered; then the oldest is forgotten."""
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Account</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<main><h1>Account</h1>
{% for person in people %}<form method="post" action="{{ url_for('sign_in') }}">
<button name="name" value="{{ person }}">Sign in as {{ person }}</button></form>
{% endfor %}<form method="post" action="{{ url_for('basket') }}">
<button>A cherry, please</button></form>
<form method="post" action="{{ url_for('sign_out') }}"><button>Sign out</button></form>
</main><script type="module" src="{{ url_for('script') }}{{ query }}"></script></html>
"""


@dataclass
class Visitor:
    """Who has a cookie: a name, if signed in, a basket; how the service is to them."""

    name: str | None = None
    basket: int = 0
    mood: str = "well"


@dataclass
class Shop:
    """The account, as an application, and who has which cookie.

    origins: of the pages that may know.
    cookie: the attributes of its cookie.
    query: of the address of its own script.
    """

    origins: Iterable[str] = ()
    cookie: str = LAX
    query: str = ""
    visitors: dict[str, Visitor] = field(default_factory=dict)
    well: threading.Event = field(default_factory=threading.Event)
    """Clear it, and ``bar.json`` waits."""

    def __post_init__(self) -> None:
        self.well.set()

    def read(self, environ: WSGIEnvironment) -> Shown:
        """Tell who asks, by the cookie; when the shop is well."""
        self.well.wait()
        who = self.visitor(environ)
        return Shown(who.name, who.basket, LINKS if who.name else {})

    def visitor(self, environ: WSGIEnvironment) -> Visitor:
        """Return whose cookie this is; a new visitor if it is none of ours."""
        return self.visitors.get(token(environ)) or Visitor()

    def application(self) -> Flask:
        """Make the Flask application."""
        app = Flask(__name__, static_folder=None)
        bar = Bar(self.read, self.origins)

        @app.get("/bar.js", endpoint="script")
        @app.get("/bar.json", endpoint="json")
        def bar_itself() -> WSGIApplication:
            return bar

        @app.get("/2011/bar.js", endpoint="old_script")
        @app.get("/2011/who", endpoint="old_json")
        def old() -> WSGIApplication:
            before: WSGIApplication = old_bar(self.read)
            return before

        @app.get("/basket")
        @app.get("/sign-in")
        def account() -> str:
            return render_template_string(PAGE, people=PEOPLE, query=self.query)

        @app.post("/sign-in")
        def sign_in() -> Response:
            name = request.form.get("name", PEOPLE[0])[:80]
            return self.renewed(name=name)

        @app.post("/basket")
        def basket() -> Response:
            return self.renewed(basket=self.visitor(request.environ).basket + 1)

        @app.post("/sign-out")
        def sign_out() -> Response:
            return self.renewed(name=None, basket=0)

        return app

    def renewed(self, **changes: Any) -> Response:
        """Change a visitor, give out a new cookie, and go back to the account."""
        who = replace(self.visitor(request.environ), **changes)
        self.visitors.pop(token(request.environ), None)
        while len(self.visitors) >= VISITORS:
            del self.visitors[next(iter(self.visitors))]
        new = token_urlsafe()
        self.visitors[new] = who
        answer = redirect(url_for("account"), 303)
        where = f"session={new}; Path={request.root_path}/"
        answer.headers["Set-Cookie"] = f"{where}; {self.cookie}"
        return answer


def token(environ: WSGIEnvironment) -> str:
    """Return what the cookie says, or nothing."""
    session = SimpleCookie(environ.get("HTTP_COOKIE", "")).get("session")
    return session.value if session else ""
