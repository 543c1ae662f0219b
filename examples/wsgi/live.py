"""The page of this chapter that is shown in a frame, beside the slides.

The path below it is a URL without its scheme; the page shows who is called for
that, and what stood in the environ (:mod:`~.steps`).  Plain WSGI; no script;
everything shown is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

from .steps import KEYS, URLS, Step, steps

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'"
SAFE = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
]

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Who is called, and what do they see?</title>
<style>
body { margin: 0; padding: 1rem 1.4rem; background: #fbf7f0; color: #241d1a;
  font: 1.15rem/1.4 Inter, system-ui, sans-serif }
h1 { margin: 0 0 .6rem; font: 600 1.8rem/1.2 Fraunces, Georgia, serif }
nav { margin-bottom: .9rem; line-height: 1.6 }
a { color: #9b1232; margin-right: 1.2rem; white-space: nowrap }
a[aria-current] { color: #241d1a; text-decoration: none; font-weight: 600 }
table { width: 100%; table-layout: fixed; border-collapse: collapse;
  background: #fffdf9 }
th, td { padding: .5rem .6rem; border: 1px solid #e4dacb; text-align: left;
  vertical-align: baseline; width: 18% }
th:first-child, th:nth-child(2) { width: 25% }
th:nth-child(4) { width: 14% }
thead th { background: #f3ecdf }
code { overflow-wrap: anywhere;
  font: 1.05rem/1.4 "JetBrains Mono", ui-monospace, monospace }
tbody tr:last-child th { color: #2f6b45 }
mark { background: none; color: #9b1232; font-weight: 700 }
</style>
"""


def application(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Show who is called for the URL that the path spells."""
    method = environ["REQUEST_METHOD"]
    if method not in ("GET", "HEAD"):
        plain = ("Content-Type", "text/plain; charset=utf-8")
        allowed = [plain, ("Allow", "GET, HEAD"), *SAFE]
        start_response("405 Method Not Allowed", allowed)
        return [b"only GET and HEAD\n"]
    body = page(environ).encode()
    html = ("Content-Type", "text/html; charset=utf-8")
    length = ("Content-Length", str(len(body)))
    start_response("200 OK", [html, length, *SAFE])
    return [body] if method == "GET" else []


def page(environ: WSGIEnvironment) -> str:
    """Lay out links and steps."""
    path = environ.get("PATH_INFO", "").removeprefix("/")
    url = quote(path, encoding="latin-1") or URLS[0]
    home = quote(environ.get("SCRIPT_NAME", ""), encoding="latin-1")
    head = "".join(f"<th scope='col'><code>{key}</code></th>" for key in KEYS)
    return "".join(
        [
            PAGE,
            "<h1>Who is called, and what do they see?</h1>\n",
            f"<nav>{links(home, url)}</nav>\n<table>\n",
            f"<thead><tr><th scope='col'>called</th>{head}</tr></thead>\n<tbody>\n",
            *rows(steps(url)),
            "</tbody>\n</table>\n</html>\n",
        ]
    )


def links(home: str, here: str) -> str:
    """Link the URLs worth trying; mark the one that is shown."""
    return "\n".join(
        f"<a href='{escape(home)}/{quote(url)}'"
        f"{' aria-current=page' if quote(url) == here else ''}>{escape(url)}</a>"
        for url in URLS
    )


def rows(seen: Sequence[Step]) -> list[str]:
    """Draw a row for each step; mark what changed since the one before."""
    return [row(step, before) for before, step in pairwise([seen[0], *seen])]


def row(step: Step, before: Step) -> str:
    """Draw one step."""
    cells = "".join(
        f"<td><code>{marked(readable(now), now != was)}</code></td>"
        for now, was in zip(step[1:], before[1:], strict=True)
    )
    return f"<tr><th scope='row'>{escape(step.who)}</th>{cells}</tr>\n"


def marked(text: str, changed: bool) -> str:
    """Escape a value; mark it if it changed."""
    return f"<mark>{escape(text)}</mark>" if changed else escape(text)


def readable(value: str | None) -> str:
    """Quote a value of an environ, from its latin-1; a dash is none at all."""
    if value is None:
        return "–"
    return repr(value.encode("latin-1").decode("utf-8", "replace"))
