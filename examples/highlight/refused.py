"""Every error as the JSON object of RFC 9457, whoever raised it."""

from __future__ import annotations

import json
from typing import Any

import flask
from flask import Response
from werkzeug.exceptions import BadRequest as Unreadable
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from .core import LIMIT
from .problem import BadRequest, Busy, Problem, TooLarge

JSON = "application/problem+json"
RETRY = {"Retry-After": "1"}  # seconds


def refuse_with_problems(app: flask.Flask) -> None:
    """Let an application answer all its errors so."""
    app.register_error_handler(Problem, refused)
    app.register_error_handler(HTTPException, refused_by_flask)
    app.register_error_handler(Exception, broken)


def refused(problem: Problem) -> Response:
    """Answer with a problem of ours."""
    headers = RETRY if isinstance(problem, Busy) else {}
    return answer(problem.document(), headers)


def refused_by_flask(error: HTTPException) -> Response:
    """Answer with what Flask, or Werkzeug, has to say."""
    if isinstance(error, RequestEntityTooLarge):
        return refused(TooLarge(f"expected at most {LIMIT} bytes of code"))
    if isinstance(error, Unreadable):
        return refused(BadRequest(str(error.description)))
    document = {
        "type": "about:blank",  # nothing beyond the status (RFC 9457, 4.2.1)
        "title": error.name,
        "status": error.code,
        "detail": error.description,
    }
    kept = dict(error.get_headers())
    kept.pop("Content-Type")
    return answer(document, kept)


def broken(error: Exception) -> Response:
    """Answer with nothing about the error: that is in the log."""
    flask.current_app.logger.error("%s: %s", flask.g.id, error, exc_info=error)
    return refused(Problem("an error on our side; the log has it by its request id"))


def answer(document: dict[str, Any], headers: dict[str, str]) -> Response:
    """Return the JSON object as a response."""
    body = json.dumps(document, ensure_ascii=True)
    return Response(body, document["status"], headers, content_type=JSON)
