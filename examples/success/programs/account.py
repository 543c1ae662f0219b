"""The account of ``08``, with a form that looks like the shop, and says what was wrong.

Whoever has signed in goes to the shop, also from the account's own host.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from jinja2 import Environment, FileSystemLoader, Template
from werkzeug.wrappers import Response

from ...gateway.show import account
from ..hosts import home


@cache
def form() -> Template:
    """Load the form: a page of the shop, though no framework is here."""
    templates = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=templates, autoescape=True).get_template("sign-in.html")


def application(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Answer as the account does, with another page; no password is read here."""
    if environ.get("PATH_INFO") not in ("/sign-in", "/sign-out"):
        return account.application(environ, start_response)
    response = Response.from_app(account.application, environ, buffered=True)
    if response.status_code == 303:
        response.location = home(environ)
    elif response.status_code in (200, 403):
        wrong = response.status_code == 403
        response.mimetype = "text/html"
        response.set_data(form().render(wrong=wrong, home=home(environ)))
    return response(environ, start_response)
