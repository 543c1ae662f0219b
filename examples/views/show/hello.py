"""Two small WSGI applications: a greeting, and the path that it sees."""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

TEXT = ("Content-Type", "text/plain")


def hello(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Answer ``hello``: the smallest WSGI application there is (PEP 3333)."""
    start_response("200 OK", [TEXT])
    return [b"hello\n"]


def mirror(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Answer with the SCRIPT_NAME and the PATH_INFO that were seen.

    The strings of an environ are bytes in disguise, decoded as latin-1
    (PEP 3333, "Unicode Issues"), so encoding them back gives what the client
    sent.
    """
    script, path = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")
    body = f"SCRIPT_NAME={script}\nPATH_INFO={path}\n".encode("latin-1")
    start_response(
        "200 OK",
        [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )
    return [body]
