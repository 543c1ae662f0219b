"""Dispatch by path: several applications under one host (talk, pages 34-35).

Each application is mounted under a prefix and sees the rest of the path, with
the prefix moved from PATH_INFO to SCRIPT_NAME (PEP 3333): so it finds its
routes, and the links it makes lead to itself.

Not for applications that must not trust each other: one host means one origin,
one set of cookies and one JavaScript.  Those need a host each
(:mod:`.hosts`) or a process each.  Not where Werkzeug is at hand
and paths are short: its ``DispatcherMiddleware`` costs less there.  It changes the
caller's environ, and knows no prefix beyond ASCII.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from .base import native, not_found


class Dispatcher:
    """Choose the application with the longest prefix of the path.

    ``/api`` holds ``/api`` and ``/api/cherries``, but not ``/apiary``.  What it
    costs depends on the segments of the longest prefix, not on the number of
    applications or of segments in the path.

    :param mounts: applications by prefix, in plain text: ``"/api"``,
        ``"/café"``.  Empty, or a slash, is the whole host.
    :param default: answers where no prefix fits; 404 if it is not given.  Where the
        whole host is mounted, every path fits, and it is never asked.
    :raises ValueError: for a prefix without a slash first, or given twice.
    :raises TypeError: for an application that cannot be called.
    """

    def __init__(
        self,
        mounts: Mapping[str, WSGIApplication],
        default: WSGIApplication = not_found,
    ) -> None:
        self.mounts: dict[str, WSGIApplication] = {}
        for prefix, app in mounts.items():
            place = native_prefix(prefix)
            if place in self.mounts:
                raise ValueError(f"two applications at {prefix!r}")
            if not callable(app):
                raise TypeError(f"no WSGI application at {prefix!r}: {app!r}")
            self.mounts[place] = app
        if not callable(default):
            raise TypeError(f"no WSGI application as default: {default!r}")
        self.mounts.setdefault("", default)
        self.depth = max(prefix.count("/") for prefix in self.mounts)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Call what is under the longest prefix, with the prefix in SCRIPT_NAME."""
        path = environ.get("PATH_INFO", "")
        prefix = self.longest(path)
        inside = environ.copy()
        # "/" is what some servers say for none; "//api/" would lead to a host "api".
        inside["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "").rstrip("/") + prefix
        inside["PATH_INFO"] = path[len(prefix) :]
        return self.mounts[prefix](inside, start_response)

    def longest(self, path: str) -> str:
        """Find the longest prefix of a path that has an application.

        :param path: as in an environ: bytes decoded as latin-1.
        """
        deeper = path.split("/", self.depth + 1)[self.depth + 1 :]
        prefix = path[: -len(deeper[0]) - 1] if deeper else path
        while prefix not in self.mounts:
            prefix = prefix.rpartition("/")[0]
        return prefix


def native_prefix(prefix: str) -> str:
    """Check a prefix, and spell it as an environ does: UTF-8, decoded as latin-1.

    :raises ValueError: unless it is empty or starts with a slash.
    """
    if prefix and not prefix.startswith("/"):
        raise ValueError(f"prefix must start with '/': {prefix!r}")
    return native(prefix.rstrip("/"))
