"""Read an HTTP request within limits: options in the query, code in the body."""

from __future__ import annotations

import re
from secrets import token_hex
from typing import Any

import flask
from werkzeug.exceptions import LengthRequired, UnsupportedMediaType
from werkzeug.http import parse_list_header

from ..core import read_code
from ..message import Snippet
from ..problem import BadRequest

OPTIONS = {
    "language": "One of /languages; guessed if it is empty.",
    "lines": "Show only these lines, such as 3-7,9.",
    "marked": "Emphasise these lines, such as 3-7,9.",
    "numbers": "1: number the lines.",
    "style": "One of Pygments' styles, for style attributes; classes if empty.",
}
"""What may stand in the query of a POST, and what it does."""

QUERIES = {"post": [*OPTIONS], "styles": ["style"]}
"""What may stand in the query, by the name of the view."""

SWITCH = {"0": False, "false": False, "1": True, "true": True}
TYPES = re.compile("text/.+|application/octet-stream|", re.DOTALL)
CHARSETS = ("utf-8", "us-ascii")
FORM = "application/x-www-form-urlencoded"  # say curl and wget, unless told
TYPED = ": give curl or wget --header 'Content-Type: text/plain'"
ID = re.compile("[!-~]{1,128}")


def wanted(request: flask.Request) -> Snippet:
    """Return what is to be highlighted: options in the query, code in the body.

    :raises Problem: if the body is too long or not UTF-8, or an option is wrong.
    :raises HTTPException: if the body is announced as something else.
    """
    check_type(request)
    options: dict[str, Any] = request.args.to_dict()
    if options.get("numbers", "0") not in SWITCH:
        raise BadRequest(f"numbers: got {options['numbers'][:40]!r}, expected 0 or 1")
    options["numbers"] = SWITCH[options.get("numbers", "0")]
    return Snippet(read_code(body(request)), **options)


def body(request: flask.Request) -> bytes:
    """Read a body whole: Werkzeug does not say if it ended too early.

    :raises BadRequest: if it did.
    """
    data = request.get_data(cache=False)
    if request.content_length not in (None, len(data)):
        announced = f"expected {request.content_length} bytes"
        raise BadRequest(f"body: {announced}, it ended after {len(data)}")
    return data


def check_type(request: flask.Request) -> None:
    """Raise 415 for a body that is not UTF-8 text, 411 for one without an end."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if not TYPES.fullmatch(request.mimetype) or charset not in CHARSETS:
        given = request.headers["Content-Type"][:80]
        hint = TYPED if request.mimetype == FORM else ""
        raise UnsupportedMediaType(f"got {given}, expected text/plain in UTF-8{hint}")
    if "Content-Encoding" in request.headers:
        raise UnsupportedMediaType("expected a body without a Content-Encoding")
    chunked = "Transfer-Encoding" in request.headers
    if chunked and not request.environ.get("wsgi.input_terminated"):
        raise LengthRequired("this server reads no body without its length")


def check_query(request: flask.Request) -> None:
    """Refuse a query parameter that is unknown, or given twice.

    It would be overlooked.

    :raises BadRequest: with the parameters that are known.
    """
    known = QUERIES.get(str(request.endpoint), [])
    for name, values in request.args.lists():
        if name not in known:
            expected = ", ".join(known) or "none"
            raise BadRequest(f"query: got {name[:40]!r}, expected {expected}")
        if len(values) > 1:
            raise BadRequest(f"{name}: given {len(values)} times, expected once")


def request_id(request: flask.Request) -> str:
    """Return the ``X-Request-Id`` that the client gave, if it is one, or a new one."""
    given = request.headers.get("X-Request-Id", "")
    return given if ID.fullmatch(given) else token_hex(8)


def prefers_html(request: flask.Request) -> bool:
    """Tell whether the client wants the HTML rather than its address (RFC 7240)."""
    for preference in parse_list_header(request.headers.get("Prefer", "")):
        name, _, value = preference.partition(";")[0].partition("=")
        if name.strip().lower() == "return":  # of several the first counts
            return value.strip(' "').lower() == "representation"
    return False
