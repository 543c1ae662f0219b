"""A page with two boxes and what changed between them: plain WSGI, no framework.

Whatever is pasted was written by somebody else, so it is sanitised, and the page
forbids itself all that could act on it: no script, no picture, no other site.

Not for long documents: a request is answered while it waits.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

from .. import MarkupError
from ..marks import changes
from ..markup import compare
from ..reading.sanitize import told
from ..reading.serialize import serialize
from .notes import noted, side_by_side
from .style import MARKS, counted

STYLE = MARKS + Path(__file__).with_name("page.css").read_text("utf-8")
HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
SAFE = [
    ("Content-Type", "text/html; charset=utf-8"),
    (
        "Content-Security-Policy",
        f"default-src 'none'; style-src 'sha256-{HASH}'; img-src data:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
]
METHODS = "GET, HEAD, POST"
LIMIT = 512 * 1024
"""Bytes of a form."""
TYPE = "application/x-www-form-urlencoded"
BOXES = ["new", "old"]
BESIDE = "beside"
"""A field that may be there: the answer is two documents side by side."""

OLD = """\
<h2>Cherry pie</h2>
<p>Take a pound of sour cherries and wash them.</p>
<ul><li>sugar</li><li>lard</li></ul>
<p>Bake for <a href="/clock">an hour</a>.</p>
"""
NEW = """\
<h2>Cherry pie</h2>
<p>Take two pounds of <em>sour</em> cherries and stone them.</p>
<ul><li>sugar</li><li>butter</li><li>zest</li></ul>
<p>Bake for <a href="/oven">an hour</a>.</p>
"""
PAGE = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>What changed?</title>
<style>{style}</style>
<form method="post">
<header>
<h1>What changed?</h1>
{count}<label><input type="checkbox" name="beside"{checked}> side by side</label>
<button>Compare</button>
</header>
<div class="boxes">
<label>Old <textarea name="old" spellcheck="false">
{old}</textarea></label>
<label>New <textarea name="new" spellcheck="false">
{new}</textarea></label>
</div>
</form>
{result}
</html>
"""


class RefusedError(Exception):
    """A request that is not answered with a diff.

    status: of the answer, ``413 Content Too Large``.
    """

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def page(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Show two boxes, and the diff of what is in them."""
    method = environ["REQUEST_METHOD"]
    more: list[tuple[str, str]] = []
    try:
        if environ.get("PATH_INFO") not in ("", "/"):
            raise RefusedError("404 Not Found", "There is one page here, and not this.")
        if method not in METHODS.split(", "):
            more = [("Allow", METHODS)]
            raise RefusedError("405 Method Not Allowed", f"Only {METHODS}.")
        given = {"old": OLD, "new": NEW}
        status, body = answer(**read_form(environ) if method == "POST" else given)
    except RefusedError as refused:
        status, body = refused.status, lay_out("", "", "", "", alert(refused))
    content = body.encode()
    length = ("Content-Length", str(len(content)))
    start_response(status, [*SAFE, *more, length])
    return [] if method == "HEAD" else [content]


def read_form(environ: WSGIEnvironment) -> dict[str, str]:
    """Read the fields, if our own page sent them (``Sec-Fetch-Site``).

    :raises RefusedError: if not; another site must not choose what is shown here.
    """
    if environ.get("HTTP_SEC_FETCH_SITE", "none") not in ("none", "same-origin"):
        raise RefusedError("403 Forbidden", "The form came from another site.")
    return read_documents(environ)


def read_documents(environ: WSGIEnvironment) -> dict[str, str]:
    """Read the old and the new document from a form, within limits; and BESIDE.

    What a browser sends is URL-encoded UTF-8 with a length.  All else is refused,
    each with the status that says why (RFC 9110, 15.5), before more is read.

    :raises RefusedError: if the form is too long, or none of ours.
    """
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind != TYPE:
        raise RefusedError("415 Unsupported Media Type", f"The form wants {TYPE}.")
    length = content_length(environ)
    body = environ["wsgi.input"].read(length)
    if len(body) < length:
        raise RefusedError("400 Bad Request", "The form ended too early.")
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=len(BOXES) + 1,
        )
    except UnicodeDecodeError:
        raise RefusedError("400 Bad Request", "The form is not in UTF-8.") from None
    except ValueError:
        raise RefusedError("400 Bad Request", "The form cannot be read.") from None
    names = sorted(name for name, _ in pairs)
    if names not in (BOXES, [BESIDE, *BOXES]):
        raise RefusedError("400 Bad Request", "The form wants “old” and “new”.")
    return {name: value.replace("\r\n", "\n") for name, value in pairs}


def content_length(environ: WSGIEnvironment) -> int:
    """Read how many bytes were promised.

    :raises RefusedError: if none were, or no number, or too many.
    """
    length = environ.get("CONTENT_LENGTH", "")
    if not length:
        raise RefusedError("411 Length Required", "The form came without a length.")
    if not (length.isascii() and length.isdigit()):
        raise RefusedError("400 Bad Request", "The length of the form is no number.")
    if len(length) > len(str(LIMIT)) or int(length) > LIMIT:
        reason = (
            f"Too large: both documents together may have {LIMIT // 1024} KB. "
            "Go back to find your text."
        )
        raise RefusedError("413 Content Too Large", reason)
    return int(length)


def answer(old: str, new: str, beside: str = "") -> tuple[str, str]:
    """Give the status and the page for two documents."""
    try:
        found = compare(old, new)
    except MarkupError as error:
        page = lay_out(old, new, beside, "", alert(error))
        return "422 Unprocessable Content", page
    seen = changes(found.events)
    shown = side_by_side(found.events) if beside else noted(found.events, seen)
    count = f"<p>{counted(len(seen))}</p>\n"
    said = escape(told(found.gone))
    hidden = f"<p>Left out for safety: {said}</p>\n" if found.gone else ""
    article = f"<article>\n{serialize(shown)}</article>"
    page = lay_out(old, new, beside, count, hidden + article)
    return "200 OK", page


def lay_out(old: str, new: str, beside: str, count: str, result: str) -> str:
    """Put both documents into their boxes, the count above, and the result below."""
    return PAGE.format(
        style=STYLE,
        old=escape(old),
        new=escape(new),
        checked=" checked" if beside else "",
        count=count,
        result=result,
    )


def alert(error: Exception) -> str:
    """Say why there is no diff."""
    return f'<p role="alert">{escape(str(error))}</p>'
