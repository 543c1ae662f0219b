"""The Flask application of the chapter: a route for each kind of answer.

``/naive/…`` returns the inner application from a view, as Flask invites to.
``/robust/…`` mounts the same one and lets it answer for itself.
"""

from __future__ import annotations

from secrets import token_hex
from wsgiref.types import WSGIApplication

from flask import Flask, Response
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from ..flask_view import attach
from ..mount import not_found
from .faults import faults
from .hello import hello, mirror
from .inner_django import inner_django
from .inner_flask import inner_flask
from .stream import lines, streaming

app = Flask(__name__, static_folder=None)
app.register_blueprint(faults)

flask_app = inner_flask(secret_key=token_hex())
dispatcher = DispatcherMiddleware(not_found, {"/a": hello, "/b": mirror})
stream = streaming(lambda: lines(5), closed=lambda: app.logger.debug("closed"))


@app.route("/")
def index() -> Response:
    """List the paths of all routes."""
    paths = sorted(rule.rule for rule in app.url_map.iter_rules())
    return Response("\n".join([*paths, ""]), mimetype="text/plain")


@app.route("/naive/response")
def a_response() -> Response:
    """Return a response: the ordinary case."""
    return Response("hello\n", mimetype="text/plain")


@app.route("/naive/function")
def a_function() -> WSGIApplication:
    """Return a WSGI function."""
    return hello


@app.route("/naive/flask/")
@app.route("/naive/flask/<path:rest>")
def another_flask(rest: str = "") -> WSGIApplication:
    """Return another Flask application."""
    return flask_app


@app.route("/naive/django/")
@app.route("/naive/django/<path:rest>")
def a_django(rest: str = "") -> WSGIApplication:
    """Return a Django application."""
    return inner_django


@app.route("/naive/dispatcher/")
@app.route("/naive/dispatcher/<path:rest>")
def a_dispatcher(rest: str = "") -> WSGIApplication:
    """Return a dispatcher, which looks for the next application itself."""
    return dispatcher


@app.route("/naive/stream")
def a_stream() -> WSGIApplication:
    """Return an application that writes, streams and closes."""
    return stream


@app.route("/naive/mirror/")
@app.route("/naive/mirror/<path:rest>")
def a_mirror(rest: str = "") -> WSGIApplication:
    """Return an application that answers with its SCRIPT_NAME and PATH_INFO."""
    return mirror


attach(app, "/robust/function", hello)
attach(app, "/robust/flask", flask_app)
attach(app, "/robust/django", inner_django)
attach(app, "/robust/dispatcher", dispatcher)
attach(app, "/robust/stream", stream)
attach(app, "/robust/mirror", mirror)
