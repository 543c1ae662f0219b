"""The inner Flask application: routes for its path, for visits and for a form."""

from __future__ import annotations

from flask import Flask, Response, request, session, url_for


def inner_flask(
    secret_key: str | None = None,
    cookie: str = "session",
) -> Flask:
    """Make the inner application, with its routes and its session cookie.

    :param secret_key: signs its session; without one ``/visits`` fails.
    :param cookie: the name of its session cookie.
    """
    app = Flask("inner", static_folder=None)
    app.secret_key = secret_key
    app.config["SESSION_COOKIE_NAME"] = cookie
    app.add_url_rule("/", view_func=where)
    app.add_url_rule("/<path:rest>", view_func=where)
    app.add_url_rule("/visits", view_func=visits)
    app.add_url_rule("/form", view_func=form, methods=["POST"])
    return app


def where(rest: str = "") -> Response:
    """Answer with the path of the request and the URL of the front page."""
    home = url_for("where")
    return plain(f"Flask: path={request.path} home={home}\n")


def visits() -> Response:
    """Count the visits of one browser in the session."""
    count = session.get("inner visits", 0) + 1
    session["inner visits"] = count
    return plain(f"inner visits: {count}\n")


def form() -> Response:
    """Answer with the name in a form."""
    name = request.form["name"]
    return plain(f"inner: {name}\n")


def plain(text: str) -> Response:
    """Make a response of plain text."""
    return Response(text, mimetype="text/plain")
