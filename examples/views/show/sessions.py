"""Two Flask applications in one browser, with one cookie name or with two.

Flask signs its session into a cookie named ``session``, for the whole host.
Two applications that answer one request both set it; the browser keeps the
last, the outer one's, and the inner application forgets everything.  If they
share a secret key it is worse: each reads what the other wrote.  A path of
its own for the inner cookie does not help either: the browser then sends
both, and each application reads the first.  A name of its own does.
"""

from __future__ import annotations

from flask import Flask, session

from ..flask_view import AppResponse
from ..mount import mount
from .inner_flask import inner_flask


def outer_flask(secret_key: str, inner: Flask) -> Flask:
    """Make an application that counts visits and hands them on.

    :param inner: counts them too, under ``/inner/visits``.
    """
    app = Flask("outer", static_folder=None)
    app.secret_key = secret_key

    @app.route("/inner/visits")
    def visits() -> AppResponse:
        seen = session.get("outer visits", 0)
        session["outer visits"] = seen + 1
        return AppResponse(mount(inner, "/inner"))

    @app.route("/visits")
    def count() -> str:
        return f"outer visits: {session.get('outer visits', 0)}\n"

    return app


def one_name(outer_key: str, inner_key: str) -> Flask:
    """Mount one in the other; both cookies are named ``session``."""
    return outer_flask(outer_key, inner_flask(inner_key))


def two_names(outer_key: str, inner_key: str) -> Flask:
    """Mount one in the other, each with a cookie name of its own."""
    inner = inner_flask(inner_key, cookie="inner_session")
    return outer_flask(outer_key, inner)
