"""The front, with Flask: the page that all others are included in, and the order.

It knows nobody's address but those of the store, the old shop's sessions and the
highlighter; who joins the page knows how to include (SSI).

Two clicks are two orders: a shop that takes money hands out a key with its form, and
the store takes each key once.
"""

from __future__ import annotations

from typing import Any, NoReturn

from flask import Flask, Response, abort, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from . import store
from .colour import coloured
from .failed import failed
from .sessions import basket
from .settings import who

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'self'; base-uri 'none'"
)
RECIPE = """\
def pie(cherries, sugar=250, butter=125):
    \"\"\"Sour ones, if you can get them.\"\"\"
    filling = [stone(one) for one in cherries]
    return bake(crust(butter), filling, sugar, minutes=45)
"""

application = Flask(__name__, static_folder=None)
application.config["MAX_CONTENT_LENGTH"] = 4096
application.register_error_handler(HTTPException, failed)


@application.get("/")
def page() -> str:
    """Show the frame, with its includes."""
    user = who(request.environ)
    sorts = store.stock() if user else ()
    there = basket(request.cookies.get("PHPSESSID", ""))
    return render_template("front.html", user=user, sorts=sorts, basket=there)


@application.post("/order")
def buy() -> AnyResponse:
    """Order so many grams of a sort, as whoever is signed in."""
    if not (user := who(request.environ)):
        abort(401, "Sign in first.")
    sort = request.form.get("sort", "")
    if sort not in (stock := store.stock()):
        abort(409, f"There are no cherries of the sort {sort!r}.")
    grams = request.form.get("grams", 0, int)
    if not 0 < grams <= stock[sort]:
        refuse(sort)
    try:
        store.order(sort, grams, user)
    except store.RefusedError:  # somebody else was quicker: the database says so
        refuse(sort)
    return redirect(url_for("page"), 303)


def refuse(sort: str) -> NoReturn:
    """Tell what is there now, in place of what the database says."""
    there, given = store.stock().get(sort, 0), request.form.get("grams")
    abort(409, f"There are {there} g of {sort}; {given!r} cannot be ordered.")


@application.get("/recipe")
def recipe() -> Any:
    """Show the recipe, which has code in it."""
    return render_template("recipe.html", code=coloured(RECIPE, "python"))


@application.after_request
def harden(answer: Response) -> Response:
    """No cache may keep a page, and no other site frame it."""
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Frame-Options"] = "DENY"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
