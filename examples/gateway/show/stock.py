"""The stock, with Bottle: answers that a cache may keep, as JSON and as a fragment.

Its answers may be kept for a second.  For a minute more an old one is better than
waiting for a new one (RFC 5861): a cache asks behind the client's back.
"""

from __future__ import annotations

from html import escape

from bottle import Bottle, response

FRESH = "public, max-age=1, stale-while-revalidate=60"
GRAMS = {"Burlat": 400, "Morello": 250, "Napoleon": 900}


def stock() -> dict[str, int]:
    """Return the grams of each sort."""
    response.set_header("Cache-Control", FRESH)
    return GRAMS


def one(name: str) -> dict[str, int]:
    """Return the grams of one sort."""
    response.set_header("Cache-Control", FRESH)
    return {name: GRAMS.get(name, 0)}


def rows() -> str:
    """Return it as ``<li>``, a fragment for somebody else's page."""
    return "\n".join(f"<li>{escape(sort)}: {GRAMS[sort]} g</li>" for sort in GRAMS)


application = Bottle()
application.get("/", callback=stock)
application.get("/rows", callback=rows)
application.get("/<name>", callback=one)
