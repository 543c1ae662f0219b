"""Bytes of code, from a file or a request, as text."""

from __future__ import annotations

from .core import LIMIT
from .problem import BadRequest, TooLarge


def text(data: bytes) -> str:
    """Return code as text.

    :raises TooLarge: if it has more than `LIMIT` bytes.
    :raises BadRequest: if it is not UTF-8.
    """
    if len(data) > LIMIT:
        raise TooLarge(f"code: got {len(data)} bytes, expected at most {LIMIT}")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        found = f"byte 0x{data[error.start]:02x} at {error.start}"
        raise BadRequest(f"code: expected UTF-8, got {found}") from None
