"""Two documents from a form, read by the standard library within limits.

What a browser sends is URL-encoded UTF-8 with a length.  All else is refused, each
with the status that says why (RFC 9110, 15.5), before more than needed is read.
"""

from __future__ import annotations

from urllib.parse import parse_qsl
from wsgiref.types import WSGIEnvironment

LIMIT = 512 * 1024
"""Bytes of a form."""
TYPE = "application/x-www-form-urlencoded"
BOXES = ["new", "old"]


class RefusedError(Exception):
    """A request that is not answered with a diff.

    status: of the answer, ``413 Content Too Large``.
    """

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def two_documents(environ: WSGIEnvironment) -> tuple[str, str]:
    """Read the old and the new document from a request.

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
            max_num_fields=len(BOXES),
        )
    except UnicodeDecodeError:
        raise RefusedError("400 Bad Request", "The form is not in UTF-8.") from None
    except ValueError:
        raise RefusedError("400 Bad Request", "The form cannot be read.") from None
    if sorted(name for name, _ in pairs) != BOXES:
        raise RefusedError("400 Bad Request", "The form wants “old” and “new”.")
    form = {name: value.replace("\r\n", "\n") for name, value in pairs}
    return form["old"], form["new"]


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
