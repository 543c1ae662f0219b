"""``/``: a page for people, with a form and below it the HTML or the problem."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import flask
from flask import Flask, Response, g, request

from ..core import LIMIT, stylesheet
from ..lexers import languages, styles
from ..message import Snippet, decode, encode
from ..problem import Problem

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "font-src 'self'; form-action 'self'; base-uri 'none'"
)
FIRST = Snippet('puts "ripe" # cherries\n', "ruby")
POISON = Snippet(" " * 64_000, "autoit")  # minutes of a processor
STYLE = "default"

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Pygments for everyone</title>
<style>{css}</style>
<form method="post">
<h1>Pygments for everyone</h1>
<textarea name="code" aria-label="Code" rows="5" spellcheck="false">
{code}</textarea>
<p><label>language <input name="language" list="languages" value="{language}"
size="9"></label>
<datalist id="languages">{languages}</datalist>
<label>style <select name="style">{styles}</select></label>
<label><input type="checkbox" name="numbers"{numbers}> numbers</label>
<button>Highlight</button>
<button name="poison">64,000 spaces as AutoIt</button></p>
</form>
<main>{result}</main>
</html>
"""

CSS = """
body { margin: 0; padding: 1rem 1.4rem; background: #fbf7f0; color: #241d1a;
  font: 1.3rem/1.4 Inter, system-ui, sans-serif }
h1 { margin: 0 0 .5rem; font: 600 1.8rem/1.2 Fraunces, Georgia, serif }
p { margin: .6rem 0; line-height: 2.1 }
label { margin-right: 1.2rem; white-space: nowrap }
input, select, button, textarea { font: inherit; color: inherit }
textarea, pre { box-sizing: border-box; width: 100%; margin: 0; padding: .6em;
  border: 1px solid #e4dacb; overflow: auto;
  font: 1.3rem/1.4 "JetBrains Mono", ui-monospace, monospace }
textarea { background: #fffdf9 }
code { font: inherit }
button { padding: .2em 1.2em; border: 0; background: #9b1232; color: #fff }
[name=poison] { background: #6d625b }
@media (min-width: 56rem) { body { display: grid; gap: 1.4rem;
  grid-template-columns: 1fr 1fr } main { margin-top: 2.7rem; min-width: 0 } }
"""
FONTS = [
    ("Fraunces", "fraunces-latin-600-normal", 600),
    ("Inter", "inter-latin-400-normal", 400),
    ("JetBrains Mono", "jetbrains-mono-latin-400-normal", 400),
]
"""Those of a deck that has this page in a frame; else those of the system."""


def add_page(app: Flask, ask: Callable[[bytes], bytes]) -> None:
    """Add ``/`` to an application: GET gives the form, POST the HTML below it."""

    @app.get("/")
    def empty() -> Response:
        """Show the form, with some code to begin with."""
        return render(FIRST, STYLE, "")

    @app.post("/")
    def filled() -> Response:
        """Show the form as it was sent, and the HTML or the problem."""
        code = read_form(request)
        style = request.form.get("style", STYLE)
        try:
            html = decode(ask(encode(code, g.id)), g.id)
            return render(code, style, html)
        except Problem as problem:
            return render(code, STYLE, f"<p>{escape(str(problem))}</p>", problem.status)


def read_form(request: flask.Request) -> Snippet:
    """Read the form.  What a browser sends is up to three times as long as it is."""
    request.max_content_length = request.max_form_memory_size = 4 * LIMIT
    fields = request.form
    if "poison" in fields:
        return POISON
    return Snippet(
        fields.get("code", "").replace("\r\n", "\n"),
        fields.get("language", ""),
        numbers="numbers" in fields,
    )


def render(code: Snippet, style: str, result: str, status: int = 200) -> Response:
    """Return the page.

    :param result: HTML; with classes, as the page has the style's CSS.
    :raises UnknownStyle: with the names that are near.
    """
    page = PAGE.format(
        css=font_faces() + stylesheet(style) + CSS,
        code=escape(code.code),
        language=escape(code.language),
        languages="".join(f'<option value="{escape(name)}">' for name in languages()),
        styles="".join(option(name, style) for name in styles()),
        numbers=" checked" if code.numbers else "",
        result=result,
    )
    return Response(page, status, {"Content-Security-Policy": POLICY})


def option(name: str, chosen: str) -> str:
    """Return a style's ``option``."""
    return f"<option{' selected' * (name == chosen)}>{escape(name)}</option>"


def font_faces() -> str:
    """Return the CSS that takes a deck's fonts, if the page is mounted in one."""
    if not request.root_path:
        return ""
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight};'
        f' src: url("../../assets/fonts/{file}.woff2") }}\n'
        for family, file, weight in FONTS
    )
