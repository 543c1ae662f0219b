"""Make the bar: links to the applications, and who is signed in (talk, page 61)."""

from __future__ import annotations

from html import escape
from wsgiref.types import WSGIEnvironment

from ...context import context

LINKS = {
    "/": "the shop (Flask)",
    "/api/": "the API (Bottle)",
    "/admin/": "the office (Django)",
}


def top(environ: WSGIEnvironment) -> str:
    """Link the three applications, and say who is signed in.

    Its style is a file, for no inline style passes a strict policy.
    """
    user = context(environ).user
    who = f"signed in as <b>{escape(user)}</b>" if user else "nobody is signed in"
    links = "".join(f'<a href="{url}">{name}</a>' for url, name in LINKS.items())
    style = '<link rel="stylesheet" href="/files/top.css">'
    return f'{style}<nav class="top" aria-label="site">{links}<span>{who}</span></nav>'
