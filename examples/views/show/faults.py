"""Routes to each failing application: one returns it, one wraps it in AppResponse."""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Blueprint, abort, request

from ..flask_view import AppResponse
from ..form import read_and_replay
from . import context, failing
from .stream import endless, streaming


def read_then_pass(inner: WSGIApplication) -> WSGIApplication:
    """Read the form, then hand over: the inner application gets no body."""
    request.form.get("name")
    return inner


def measure(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Answer how many bytes of a body were promised and how many came."""
    promised = int(environ.get("CONTENT_LENGTH") or 0)
    came = len(environ["wsgi.input"].read(promised))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"promised %d, came %d\n" % (promised, came)]


faults = Blueprint("faults", __name__)

CASES: dict[str, WSGIApplication] = {
    "late": failing.late,
    "silent": failing.silent,
    "twice": failing.twice,
    "mistyped": failing.mistyped,
    "apologetic": failing.apologetic,
    "too-late-to-apologise": failing.too_late_to_apologise,
    "fails-before": failing.failing(0, closed=list),
    "fails-after": failing.failing(1, closed=list),
    "endless": streaming(endless, closed=list),
    "context-too-late": context.too_late,
    "context-in-time": context.in_time,
    "context-kept": context.kept,
}


@faults.route("/naive/case/<name>")
def naive_case(name: str) -> WSGIApplication:
    """Return the application of a name."""
    return CASES.get(name) or abort(404)


@faults.route("/robust/case/<name>")
def robust_case(name: str) -> AppResponse:
    """Return the application of a name, wrapped in AppResponse."""
    return AppResponse(CASES.get(name) or abort(404))


@faults.post("/naive/form")
def naive_form() -> WSGIApplication:
    """Read the form, then return an application that wants it too."""
    return read_then_pass(measure)


@faults.post("/robust/form")
def robust_form() -> AppResponse:
    """Read the form, then hand over a copy of it."""
    return read_and_replay(measure)
