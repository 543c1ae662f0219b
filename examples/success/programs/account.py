"""The account of ``08``, with a form that looks like the shop, and says what was wrong.

Whoever has signed in goes to the shop, also from the account's own host.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.wrappers import Response

from ...gateway.show import account
from ..hosts import home

CSS = (Path(__file__).parent / "templates" / "shop.css").read_text("utf-8")
WRONG = '<p role="status" class="wrong">Wrong name or password.</p>'
FORM = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<style>{}</style>
<title>Sign in</title>
<main>
<h1>Sign in</h1>
{}
<form method="post">
  <label>Name <input name="name" autocomplete="username" required></label>
  <label>Password <input name="password" type="password"
    autocomplete="current-password" required></label>
  <button>Sign in</button>
</form>
<p><a href="{}">To the shop</a></p>
</main>
</html>
"""


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
        wrong = WRONG if response.status_code == 403 else ""
        response.mimetype = "text/html"
        response.set_data(FORM.format(CSS, wrong, home(environ)))
    return response(environ, start_response)
