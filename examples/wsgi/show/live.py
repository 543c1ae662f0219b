"""Draw a table of who is called for a URL; the deck shows it in a frame.

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

POLICY = (
    "default-src 'none'; font-src 'self'; img-src data:; "
    "style-src 'unsafe-inline'; base-uri 'none'"
)
SAFE = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
]

FONTS = [
    ("Fraunces", 600),
    ("Inter", 400),
    ("Inter", 600),
    ("JetBrains Mono", 400),
    ("JetBrains Mono", 700),
]
"""Those of the deck.  Where it is not, the page has those of the system."""

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Who is called, and what do they see?</title>
<style>
body { margin: 0; padding: 1rem 1.4rem; background: #fbf7f0; color: #241d1a;
  font: 1.15rem/1.4 Inter, system-ui, sans-serif }
h1 { margin: 0 0 .5rem; font: 600 1.8rem/1.2 Fraunces, Georgia, serif }
nav { margin-bottom: .8rem; line-height: 1.5 }
a { color: #9b1232; margin-right: 1.2rem; white-space: nowrap }
a[aria-current] { color: #241d1a; text-decoration: none; font-weight: 600 }
table { width: 100%; table-layout: fixed; border-collapse: collapse;
  background: #fffdf9; font-size: clamp(1.2rem, 2.3vw, 2.2rem) }
th, td { padding: .55em .6em; border: 1px solid #e4dacb; text-align: left;
  vertical-align: baseline; width: 19% }
th:first-child { width: 35% } th:last-child { width: 27% }
thead th { background: #f3ecdf; font-size: .75em; padding: .6em .8em }
p { font-size: 1.5rem }
code { overflow-wrap: anywhere;
  font: 1em/1.3 "JetBrains Mono", ui-monospace, monospace }
.s200 th { color: #2f6b45 }
.s404 th { color: #9b1232 }
mark { background: none; color: #9b1232; font-weight: 700 }
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
    path = environ.get("PATH_INFO", "").removeprefix("/")
    url = spelt(path.encode("latin-1")) or URLS[0]
    home = quote(environ.get("SCRIPT_NAME", "").rstrip("/"), encoding="latin-1")
    try:
        status, shown = "200 OK", table(steps(url))
    except ValueError as error:
        status, shown = "404 Not Found", f"<p>{escape(str(error))}</p>\n"
    body = page(home, url, shown).encode()
    html = ("Content-Type", "text/html; charset=utf-8")
    length = ("Content-Length", str(len(body)))
    start_response(status, [html, length, *SAFE])
    return [body] if method == "GET" else []


def spelt(url: str | bytes) -> str:
    """Percent-encode a URL, but not the colon before its port."""
    return quote(url, safe="/:")


def page(home: str, url: str, shown: str) -> str:
    """Lay out a page around what it shows of a URL."""
    return "".join(
        [
            PAGE,
            *(face(f"{home}/../../assets/fonts", *font) for font in FONTS),
            "</style>\n<h1>Who is called, and what do they see?</h1>\n",
            f"<nav>{links(home, url)}</nav>\n{shown}</html>\n",
        ]
    )


def face(folder: str, family: str, weight: int) -> str:
    """Say in which file a font is."""
    file = f"{family.lower().replace(' ', '-')}-latin-{weight}-normal.woff2"
    src = f'src: url("{folder}/{file}")'
    return f'@font-face {{ font-family: "{family}"; font-weight: {weight}; {src} }}\n'


def table(seen: Sequence[Step]) -> str:
    """Draw a row for each step; mark what changed since the one before."""
    head = "".join(f"<th scope='col'><code>{key}</code></th>" for key in KEYS)
    rows = (row(step, before) for before, step in pairwise([seen[0], *seen]))
    return "".join(
        [
            f"<table>\n<thead><tr><th scope='col'>called</th>{head}</tr></thead>\n",
            "<tbody>\n",
            *rows,
            "</tbody>\n</table>\n",
        ]
    )


def links(home: str, here: str) -> str:
    """Link the URLs worth trying; mark the one that is shown."""
    return "\n".join(
        f"<a href='{escape(home)}/{spelt(url)}'"
        f"{' aria-current=page' if spelt(url) == here else ''}>{escape(url)}</a>"
        for url in URLS
    )


def row(step: Step, before: Step) -> str:
    """Draw one step, in the colour of its status if it answers."""
    cells = "".join(
        f"<td><code>{marked(readable(now), now != was)}</code></td>"
        for now, was in zip(step[1:], before[1:], strict=True)
    )
    status = step.who.partition(": ")[2][:3]
    start = f"<tr class=s{status}>" if status else "<tr>"
    return f"{start}<th scope='row'>{escape(step.who)}</th>{cells}</tr>\n"


def marked(text: str, changed: bool) -> str:
    """Escape a value; mark it if it changed."""
    return f"<mark>{escape(text)}</mark>" if changed else escape(text)


def readable(value: str | None) -> str:
    """Quote a value of an environ, from its latin-1; a dash is none at all."""
    if value is None:
        return "–"
    return repr(value.encode("latin-1").decode("utf-8", "replace"))
