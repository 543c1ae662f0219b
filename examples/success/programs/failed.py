"""An error on a page of the shop, for the parts that are made with Flask."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from ..hosts import home


def failed(error: HTTPException) -> Response:
    """Return the error's answer, status and headers as they are, with a page."""
    answer = error.get_response()
    page = render_template("error.html", error=error, home=home(request.environ))
    answer.set_data(page)
    return answer
