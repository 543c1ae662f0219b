"""Answer errors, ours and Flask's, with the JSON object of RFC 9457."""

from __future__ import annotations

import json
from typing import Any

import flask
from flask import Response
from werkzeug.exceptions import BadRequest as Unreadable
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from ..core import LIMIT
from ..problem import BadRequest, Busy, Problem, TooLarge

JSON = "application/problem+json"
RETRY = {"Retry-After": "1"}  # seconds


def register_errors(app: flask.Flask) -> None:
    """Let an application answer all its errors so."""
    app.register_error_handler(Problem, answer_problem)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(Exception, answer_fault)


def answer_problem(problem: Problem) -> Response:
    """Answer with a problem of ours; `Busy` says when to come again."""
    headers = RETRY if isinstance(problem, Busy) else {}
    return respond(problem.document(), headers)


def answer_http_error(error: HTTPException) -> Response:
    """Answer with an error of Flask or Werkzeug, as one of ours where there is one."""
    if isinstance(error, RequestEntityTooLarge):
        return answer_problem(TooLarge(f"expected at most {LIMIT} bytes of code"))
    if isinstance(error, Unreadable):
        return answer_problem(BadRequest(str(error.description)))
    document = {
        "type": "about:blank",  # nothing beyond the status (RFC 9457, 4.2.1)
        "title": error.name,
        "status": error.code,
        "detail": error.description,
    }
    headers = dict(error.get_headers())
    headers.pop("Content-Type")
    return respond(document, headers)


def answer_fault(error: Exception) -> Response:
    """Answer 500 with nothing about the error: that is in the log."""
    flask.current_app.logger.error("%s: %s", flask.g.id, error, exc_info=error)
    return answer_problem(
        Problem("an error on our side; the log has it by its request id")
    )


def respond(document: dict[str, Any], headers: dict[str, str]) -> Response:
    """Return the JSON object as a response."""
    body = json.dumps(document, ensure_ascii=True)
    return Response(body, document["status"], headers, content_type=JSON)
