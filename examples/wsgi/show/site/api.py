"""The Bottle application: the table as JSON, and a way to restock."""

from __future__ import annotations

from bottle import Bottle, HTTPResponse, request, response

from ...context import context
from ..stock import restock, stock


def api() -> Bottle:
    """Make the API of the site."""
    app = Bottle()
    app.get("/", callback=cherries)
    app.post("/<name>", callback=add)
    app.add_hook("after_request", keep_private)
    return app


def cherries() -> dict[str, object]:
    """Give the stock, and say who asked."""
    current = context(request.environ)
    return {"user": current.user, "cherries": stock(current)}


def add(name: str) -> dict[str, object]:
    """Add ``grams`` to a sort; give what there is of it now."""
    current = context(request.environ)
    try:
        more = whole(request.forms.get("grams", ""))
        grams = restock(current, name, more)
        return {"name": name, "grams": grams}
    except PermissionError as error:
        raise refusal(403, error) from None
    except ValueError as error:
        raise refusal(400, error) from None
    except LookupError as error:
        raise refusal(404, error) from None


def whole(text: str) -> int:
    """Read a number from a form.

    :raises ValueError: with words for whoever filled in the form.
    """
    try:
        return int(text)
    except ValueError:
        raise ValueError("expected grams as a whole number") from None


def refusal(status: int, error: Exception) -> HTTPResponse:
    """Make an answer with the error as JSON."""
    return HTTPResponse({"error": str(error)}, status)


def keep_private() -> None:
    """Keep out of all caches what names its reader."""
    response.set_header("Cache-Control", "private, no-store")
    response.add_header("Vary", "Cookie")
