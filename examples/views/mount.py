"""Mount a WSGI application under a path.

A view that returns a WSGI application hands it the *outer* path: the inner
one looks for ``/m/page``, though it only knows ``/page``, and the links it
makes lead out of itself.  PEP 3333 has two variables for this: SCRIPT_NAME is
where the application is, PATH_INFO what is asked of it.  Mounting moves the
prefix from the second to the first.

Not for an application that needs its own host name or its own origin in the
browser: everything under one host shares cookies and JavaScript's trust.
"""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from .head import bodiless


def shift(environ: WSGIEnvironment, prefix: str) -> WSGIEnvironment | None:
    """Return a copy of an environ, with a prefix moved to SCRIPT_NAME.

    ``/m`` holds ``/m``, ``/m/`` and ``/m/page``, but not ``/mx``.  The given
    environ stays as it was.  SCRIPT_NAME + PATH_INFO does not change, but for a
    slash at the end of SCRIPT_NAME, where PEP 3333 has none: ``//m/page`` would be
    a link to a host called m.

    :param prefix: as in an environ: bytes decoded as latin-1, no slash last.
    :return: a new environ, or None if the path is outside of the prefix.
    """
    path = environ.get("PATH_INFO", "")
    rest = path.removeprefix(prefix)
    if prefix + rest != path or rest[:1] not in ("", "/"):
        return None
    script = environ.get("SCRIPT_NAME", "").rstrip("/") + prefix
    return {**environ, "SCRIPT_NAME": script, "PATH_INFO": rest}


def wire(prefix: str) -> str:
    """Encode a prefix as in an environ: UTF-8 bytes as latin-1, no slash last.

    :param prefix: plain text, not percent-encoded: ``"/café"``.
    :raises ValueError: unless it is empty or starts with a slash.
    """
    if prefix and not prefix.startswith("/"):
        raise ValueError(f"prefix must start with '/': {prefix!r}")
    return prefix.rstrip("/").encode().decode("latin-1")


def mount(app: WSGIApplication, prefix: str) -> WSGIApplication:
    """Wrap an application, so that it answers under a prefix.

    A path outside of the prefix is answered with 404.  Servers decode the
    path before we see it, so ``/m%2Fpage`` is ``/m/page``; dot segments are
    left alone.

    :param prefix: plain text: ``"/m"``; empty (or a slash) is the whole site.
    :raises ValueError: unless the prefix is empty or starts with a slash.
    """
    place = wire(prefix)

    def mounted(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        inside = shift(environ, place)
        if inside is None:
            return not_found(environ, start_response)
        return app(inside, start_response)

    return mounted


@bodiless
def not_found(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Answer 404, without repeating the path to whoever sent it."""
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"not found\n"]
