"""The shop's account: sign in without a password, a basket, and the bar's two addresses.

A Flask view may return any WSGI application (``04-views``), so it returns the bar.
Sessions are a dict of this process.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from secrets import token_urlsafe
from wsgiref.types import WSGIApplication, WSGIEnvironment

from flask import Flask, Response, redirect, render_template_string, request, url_for

from ..service import Bar, Shown

LAX = "HttpOnly; SameSite=Lax"
"""Sent from pages of the same site only; and no script reads it."""
PEOPLE = "Anna", "Ben"
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
    """Who has a cookie: a name, if signed in, and a basket."""

    name: str | None = None
    basket: int = 0


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
        links = {"Account": "sign-in", "Basket": "basket"}
        who = self.visitor(environ)
        return Shown(who.name, who.basket, links) if who else Shown()

    def visitor(self, environ: WSGIEnvironment) -> Visitor | None:
        """Return whose cookie this is, if it is one of ours."""
        cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
        session = cookies.get("session")
        return self.visitors.get(session.value) if session else None

    def application(self) -> Flask:
        """Make the Flask application."""
        app = Flask(__name__, static_folder=None)
        bar = Bar(self.read, self.origins)

        # region mounted
        @app.get("/bar.js", endpoint="script")
        @app.get("/bar.json", endpoint="json")
        def bar_itself() -> WSGIApplication:
            return bar

        # endregion

        @app.get("/sign-in")
        @app.get("/basket")
        def account() -> str:
            return render_template_string(PAGE, people=PEOPLE, query=self.query)

        @app.post("/sign-in")
        def sign_in() -> Response:
            return self.known(Visitor(request.form.get("name", PEOPLE[0])[:80]))

        @app.post("/basket")
        def basket() -> Response:
            who = self.visitor(request.environ) or Visitor()
            who.basket += 1
            return self.known(who)

        @app.post("/sign-out")
        def sign_out() -> Response:
            return self.known(Visitor())

        return app

    def known(self, who: Visitor) -> Response:
        """Give a visitor a new cookie, and go back to the account."""
        token = token_urlsafe()
        self.visitors[token] = who
        answer = redirect(url_for("account"), 303)
        answer.headers["Set-Cookie"] = f"session={token}; Path=/; {self.cookie}"
        return answer
