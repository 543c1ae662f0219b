"""The Flask application: a page, a form to sign in, a button to sign out."""

from __future__ import annotations

from flask import Flask, Response, abort, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from ...context import context
from ..stock import stock
from .sign_in import AGE, COOKIE, SignIn, foreign

POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'"
)
ELSEWHERE = "This form was on a page of another site."


def front(sign_in: SignIn) -> Flask:
    """Make the front of the site.

    :param sign_in: checks passwords, and signs the cookie.
    """
    app = Flask(__name__, static_folder="files", static_url_path="/files")
    app.config["MAX_CONTENT_LENGTH"] = 4096
    app.add_url_rule("/", view_func=page)
    app.add_url_rule("/sign-out", view_func=leave, methods=["POST"])
    app.register_error_handler(HTTPException, show_error)
    app.after_request(keep_private)

    @app.post("/sign-in")
    def enter() -> AnyResponse:
        """Let a user in who knows the password."""
        if foreign(request.environ):
            abort(403, ELSEWHERE)
        name = request.form.get("name", "")
        password = request.form.get("password", "")
        if not sign_in.knows(name, password):
            return Response(lay_out("Name and password do not fit."), 403)
        return let_in(sign_in.cookie(name))

    return app


def let_in(signed: str) -> AnyResponse:
    """Set the cookie, for all three applications and no script."""
    answer = redirect("/", 303)
    answer.set_cookie(
        COOKIE,
        signed,
        max_age=AGE,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return answer


def page() -> str:
    """Show the stock, and who is signed in."""
    return lay_out()


def lay_out(complaint: str = "") -> str:
    """Lay out the page: user and table are those of the context."""
    current = context(request.environ)
    return render_template(
        "front.html",
        user=current.user,
        stock=stock(current),
        complaint=complaint,
    )


def leave() -> AnyResponse:
    """Sign out, unless another site's page wants that."""
    if foreign(request.environ):
        abort(403, ELSEWHERE)
    answer = redirect("/", 303)
    answer.delete_cookie(COOKIE)
    return answer


def show_error(error: HTTPException) -> AnyResponse:
    """Show an error on a page like all others; its status and headers stay.

    Werkzeug's own page has no body, so nothing could be put on top of it.
    """
    answer = error.get_response()
    answer.set_data(render_template("error.html", error=error))
    return answer


def keep_private(answer: Response) -> Response:
    """Keep the page out of caches, frames and other sites' hands."""
    if request.endpoint != "static":
        answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Frame-Options"] = "DENY"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
