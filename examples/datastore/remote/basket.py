"""The basket of the old shop, in Flask: it lies in PHP's session, and PHP sees it."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, jsonify, request

from .session import php_session, strict_id

GOODS = ("cherry", "plum", "leaf")
COOKIE = "PHPSESSID"  # PHP's session.name; both programs answer for one host


def basket(client: Any) -> Flask:
    """Return the application: ``POST /basket/KIND`` puts one in, and tells them all.

    :param client: a ``redis.Redis`` that returns bytes.
    """
    app = Flask(__name__)

    @app.post("/basket/<kind>")
    def add(kind: str) -> Response:
        """Add one to the basket of the visitor."""
        if kind not in GOODS:
            abort(404, f"no {kind!r}; there are {', '.join(GOODS)}")
        sid = strict_id(client, given := request.cookies.get(COOKIE))
        # region add
        with php_session(client, sid) as session:
            basket = session.setdefault("basket", {})
            basket[kind] = basket.get(kind, 0) + 1
        # endregion
        response = jsonify(basket)
        if sid != given:
            response.set_cookie(COOKIE, sid, httponly=True, samesite="Lax")
        return response

    return app
