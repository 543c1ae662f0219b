"""The Flask application: POST code, be sent to its HTML (talk, page 47).

The HTML has an address of its own, made from all that it depends on.  So a cache,
anyone's, may keep it for ever, and need not look into the body of a POST.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from flask import Flask, Response, current_app, g, redirect, request, url_for
from werkzeug.exceptions import NotFound, ServiceUnavailable
from werkzeug.wrappers import Response as Answer

from ..core import LIMIT, versions
from ..message import Made, Snippet, encode, read_answer
from .about import add_descriptions
from .errors import register_errors
from .incoming import check_query, prefers_html, request_id, wanted
from .origins import allow_origins
from .page import add_page
from .shelf import Shelf, address

POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"
}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", **POLICY}
GONE = "nothing is kept at this address: POST the code to /h (again)"
UNREADABLE = "the shelf cannot be read, the log has why: POST the code to /h (again)"


def create_app(
    ask: Callable[[bytes], bytes], shelf: Shelf, origins: Collection[str] = ()
) -> Flask:
    """Return the application: ``/h``, ``/h/KEY``, the page and what describes it.

    :param ask: answers messages, such as ``Pool().ask``; it may raise `Problem`.  Its
        workers should have the Pygments of this process: what another version made
        is kept under an address of that version, and a POST does not look there.
    :param shelf: where the HTML is kept until somebody asks for it.
    :param origins: whose pages may ask by script, such as ``https://shop.example``;
        all for ``*``.  Without any, a browser lets only pages of our own origin.
    :raises ValueError: if an origin is not written as browsers write it.
    """
    app = Flask(__name__, static_folder=None)
    # One more: there a body in chunks is cut off, without an error.
    app.config["MAX_CONTENT_LENGTH"] = LIMIT + 1
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    register_errors(app)
    add_page(app, ask)
    add_descriptions(app, ask)

    @app.before_request
    def begin() -> None:
        g.id = request_id(request)
        if request.endpoint:  # else it is a 404 or 405
            check_query(request)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.id
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    if origins:
        allow_origins(app, origins)

    @app.post("/h")
    def post() -> Answer:
        """Highlight what is not on the shelf; say where it is."""
        code = wanted(request)
        key = address(code, versions())
        if (html := look(shelf, key)) is None:
            made = read_answer(ask(encode(code, g.id)), g.id)
            key, html = keep(shelf, code, made)
        return see_other(key, html)

    @app.get("/h/<key>")
    def result(key: str) -> Answer:
        """Give the HTML, to be kept for ever."""
        try:
            html = shelf.get(key)
        except OSError as error:
            current_app.logger.error("%s: not read: %s", g.id, error)
            raise ServiceUnavailable(UNREADABLE) from None
        if html is None:
            raise NotFound(GONE)
        response = Response(html, headers=FOR_EVER)
        response.set_etag(key)
        return response.make_conditional(request)

    return app


def look(shelf: Shelf, key: str) -> bytes | None:
    """Return what is on the shelf, or None also if that cannot be used."""
    try:
        return shelf.get(key)
    except OSError as error:
        current_app.logger.error("%s: not read: %s", g.id, error)
        return None


def keep(shelf: Shelf, code: Snippet, made: Made) -> tuple[str, bytes]:
    """Put HTML on the shelf; return its key, or no key if the disk is full, say.

    Nor is anything kept of a worker that does not tell its versions.
    """
    key, html = address(code, made.by), made.html.encode()
    if not made.by:
        return "", html
    try:
        shelf.put(key, html)
    except OSError as error:
        current_app.logger.error("%s: not kept: %s", g.id, error)
        return "", html
    return key, html


def see_other(key: str, html: bytes) -> Answer:
    """Send the client to the HTML; or give it at once, if it prefers that.

    ``Prefer: return=representation`` (RFC 7240) saves a client that talks to
    nobody but us the way there.  What could not be kept is given at once, too.

    :param key: of the HTML, if it was kept.
    """
    headers = dict(POLICY)
    if key:
        headers["Content-Location"] = url_for("result", key=key)
        if not prefers_html(request):
            return redirect(headers["Content-Location"], 303)
        headers["Preference-Applied"] = "return=representation"
    return Response(html, headers=headers)
