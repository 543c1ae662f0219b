"""Serve the Python applications of a table in one process, without nginx.

The dispatcher of ``07-wsgi`` stands where nginx stood.  An application in another
language is reached by HTTP if it runs, and otherwise says who is missing.

For a notebook, a test, a laptop.  There is no cache, nothing is tried again, and one
process is one fate.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.middleware.http_proxy import ProxyMiddleware
from werkzeug.wrappers import Response

from ...wsgi.dispatch import Dispatcher
from ..headers import IDENTITY, OURS, SPOOFED
from ..problems import document
from ..table import PYTHON, Row, describe, identifying, load, wants_identity
from .include import Including, question, variable

SIGNED = variable(IDENTITY)
DROPPED = frozenset(map(variable, (*SPOOFED, *OURS))) - {"HTTP_HOST"}
"""What a client says of itself that only a gateway may say; `proxy` says it anew."""


def embedded(
    table: Iterable[Row], elsewhere: Mapping[str, str] | None = None
) -> WSGIApplication:
    """Mount the applications of a table under their paths, with guard and includes.

    :param elsewhere: the addresses of those that are not Python, by name, as far
        as they run: ``{"orders": "http://127.0.0.1:8104"}``.
    """
    rows = list(table)
    says_who = identifying(rows)
    apps = {row.name: in_process(row, elsewhere or {}) for row in rows}
    fragments = Dispatcher({f"/_include/{name}": app for name, app in apps.items()})
    mounts: dict[str, WSGIApplication] = {}
    for row in rows:
        app = Including(apps[row.name], fragments) if row.includes else apps[row.name]
        who = apps[says_who.name] if says_who and wants_identity(row) else None
        mounts[row.path] = Identified(app, who, row.guarded)
    return Dispatcher(mounts)


def describe_embedded(table: Iterable[Row]) -> str:
    """Say who answers which path here: no cache, no copies, only Python."""
    return "\n".join(
        describe([replace(row, cached=None, copies=1)])
        if row.language == PYTHON
        else f"{row.path:12} {row.name}: missing, {row.language}"
        for row in table
    )


def in_process(row: Row, elsewhere: Mapping[str, str]) -> WSGIApplication:
    """Make an application of a row: import it, reach it, or say it is missing."""
    if row.name in elsewhere:
        return proxy(row, elsewhere[row.name])
    if row.language == PYTHON:
        return load(row.start)
    return problem(502, f"{row.name} is {row.language}, and does not run")


def proxy(row: Row, address: str) -> WSGIApplication:
    """Make an application that passes requests on by HTTP, as nginx does.

    The other side is told who came, and under which prefix; what a client said of that
    is dropped.
    """
    options = {"target": address, "remove_prefix": True, "host": None}
    there = ProxyMiddleware(problem(502), {row.name: options})

    def pass_on(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        inside = {key: value for key, value in environ.items() if key not in DROPPED}
        forwarded = {
            "For": environ.get("REMOTE_ADDR", ""),
            "Host": environ.get("HTTP_HOST", ""),
            "Prefix": row.prefix,
            "Proto": environ["wsgi.url_scheme"],
        }
        for name, value in forwarded.items():
            inside[variable(f"X-Forwarded-{name}")] = value
        # ProxyMiddleware knows no "/".
        inside["PATH_INFO"] = f"/{row.name}{environ['PATH_INFO']}"
        return there(inside, start_response)

    return pass_on


def problem(status: int, detail: str = "") -> WSGIApplication:
    """Make an application that answers as the gateway does when it cannot."""
    body = document(status)
    body["detail"] = detail or body["detail"]
    del body["request"]
    kind = "application/problem+json"
    return Response(json.dumps(body), f"{status} {body['title']}", content_type=kind)


class Identified:
    """Set the signed identity of a request, and drop one that the client sent.

    :param app: the application.
    :param who: says who is asking; None if nobody does.
    :param guarded: whether strangers are sent away.
    """

    def __init__(
        self, app: WSGIApplication, who: WSGIApplication | None, guarded: bool
    ) -> None:
        self.app, self.who, self.guarded = app, who, guarded

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Ask who is asking; then let the application answer, or the guard."""
        inside = {key: value for key, value in environ.items() if key != SIGNED}
        if self.who and (token := header(self.who, question("/who", inside))):
            inside[SIGNED] = token
        elif self.guarded:
            return problem(401)(environ, start_response)
        return self.app(inside, start_response)


def header(app: WSGIApplication, environ: WSGIEnvironment) -> str:
    """Ask an application who is asking; return the token of its answer, or nothing."""
    with Response.from_app(app, environ, buffered=True) as response:
        return response.headers.get(IDENTITY, "")
