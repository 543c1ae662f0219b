"""The stock, with Bottle: what there is, as JSON and as a fragment; and who ordered.

A second old is fresh enough; for a minute more an old answer is better than waiting
for a new one (RFC 5861).  Orders are asked for by a program that has no driver for the
store, `orders.mjs`: over HTTP every language reads it.
"""

from __future__ import annotations

import json
from html import escape

from bottle import Bottle, HTTPResponse, request, response

from . import store
from .settings import who

FRESH = "public, max-age=1, stale-while-revalidate=60"


def stock() -> dict[str, int]:
    """Return the grams of each sort."""
    response.set_header("Cache-Control", FRESH)
    return store.stock()


def rows() -> str:
    """Return it as ``<li>``, a fragment for somebody else's page."""
    response.set_header("Cache-Control", FRESH)
    there = store.stock()
    return "\n".join(f"<li>{escape(sort)}: {there[sort]} g</li>" for sort in there)


def orders() -> HTTPResponse:
    """Return what somebody ordered: whoever the signed header names."""
    headers = {"Cache-Control": "private, no-store", "Content-Type": "application/json"}
    if not (name := who(request.environ)):
        return HTTPResponse("{}", 401, **headers)
    mine = [one._asdict() for one in store.orders(name)]
    return HTTPResponse(json.dumps(mine), 200, **headers)


application = Bottle()
application.get("/", callback=stock)
application.get("/rows", callback=rows)
application.get("/orders", callback=orders)
