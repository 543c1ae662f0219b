"""Serve the page in the slides' frame: which path each inner application sees.

It asks :mod:`examples.views.show.app` twice for the path it was asked for itself,
once the naive and once the robust way, and shows what each inner application
believed.  Plain WSGI; no script; everything shown is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

from ..ask import ask
from .app import app

PATHS = ("/", "/page", "/café")
KINDS = ("mirror", "flask", "django")
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'"

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Where does the inner application believe it is?</title>
<style>
body { margin: 0; padding: 1.2rem 1.6rem; background: #fbf7f0; color: #241d1a;
  font: 1.4rem/1.4 Inter, system-ui, sans-serif }
h1 { margin: 0 0 .6rem; font: 600 1.8rem/1.2 Fraunces, Georgia, serif }
nav { margin-bottom: .9rem; color: #6d625b }
a { color: #9b1232; margin-right: .8rem }
a[aria-current] { color: #241d1a; text-decoration: none; font-weight: 600 }
table { width: 100%; border-collapse: collapse; background: #fffdf9 }
th, td { padding: .45rem .7rem; border: 1px solid #e4dacb; text-align: left;
  vertical-align: top }
thead th { background: #f3ecdf }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere;
  font: 1.35rem/1.4 "JetBrains Mono", ui-monospace, monospace }
.naive { color: #9b1232 } .robust { color: #2f6b45 }
</style>
"""


def application(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Answer with a table of the paths that inner applications see, both ways."""
    method = environ["REQUEST_METHOD"]
    if method not in ("GET", "HEAD"):
        allowed = [*safe("plain"), ("Allow", "GET, HEAD")]
        start_response("405 Method Not Allowed", allowed)
        return [b"only GET and HEAD\n"]
    body = page(environ).encode()
    start_response("200 OK", [*safe("html"), ("Content-Length", str(len(body)))])
    return [body] if method == "GET" else []


def safe(kind: str) -> list[tuple[str, str]]:
    """Return the headers of a page in a frame: no script, no sniffing, no cache."""
    return [
        ("Content-Type", f"text/{kind}; charset=utf-8"),
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ]


def page(environ: WSGIEnvironment) -> str:
    """Return the page's HTML: links and a table of answers."""
    here = readable(environ.get("PATH_INFO") or "/")
    home = readable(environ.get("SCRIPT_NAME", ""))
    return "".join(
        [
            PAGE,
            "<h1>Where does the inner application believe it is?</h1>\n",
            f"<nav>asked for: {links(home, here)}</nav>\n<table>\n",
            "<thead><tr><th scope='col'>the view returns…</th>"
            "<th scope='col' class='naive'>returned as it is</th>"
            "<th scope='col' class='robust'>mounted first</th></tr></thead>\n",
            *(row(environ, kind) for kind in KINDS),
            "</table>\n</html>\n",
        ]
    )


def links(home: str, here: str) -> str:
    """Return links to the paths worth trying; mark the one that is shown."""
    return "".join(
        f"<a href='{escape(quote(home + path))}'"
        f"{' aria-current=page' if path == here else ''}>{escape(path)}</a>"
        for path in PATHS
    )


def row(environ: WSGIEnvironment, kind: str) -> str:
    """Ask one inner application both ways; return a row of the table."""
    path = quote(environ.get("PATH_INFO") or "/", encoding="latin-1")
    naive = escape(ask(app, f"/naive/{kind}{path}").text)
    robust = escape(ask(app, f"/robust/{kind}{path}").text)
    return (
        f"<tr><th scope='row'>{kind}</th>"
        f"<td><pre>{naive}</pre></td><td><pre>{robust}</pre></td></tr>\n"
    )


def readable(text: str) -> str:
    """Decode a string of an environ: its latin-1 is bytes, those are UTF-8."""
    return text.encode("latin-1").decode("utf-8", "replace")
