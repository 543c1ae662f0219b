"""Sign and verify who is asking, so that no application trusts its gateway blindly.

Text such as ``identity:anna:1790000000:5be7…``: what it is for, a name, when it
ends (Unix time, seconds), and HMAC-SHA256 of these.  Any language checks it in a
few lines; `orders.mjs` does.

One key signs and checks.  Where applications distrust each other, sign with a key
that only one has (Ed25519): whoever checks this one could also make it.
"""

from __future__ import annotations

import hmac
import os
import re
import time
from urllib.parse import quote, unquote

KEY = "CHERRIES_KEY"
"""The variable of the environment that holds the key, in ASCII: Node reads text."""

TOKEN = re.compile(
    r"((\w+):((?:[\w.~-]|%[0-9A-Fa-f]{2})+):(\d{1,12})):([0-9a-f]{64})", re.ASCII
)
"""Its groups: what is signed, the use, the name, the end; and the HMAC."""

IDENTITY, SESSION = "identity", "session"
SECONDS = {IDENTITY: 60, SESSION: 24 * 3600}
"""What a token is for, and how long it lasts: on its way in, or in a browser."""


def key() -> bytes:
    """Return the key of this process.

    :raises RuntimeError: if it was started without one.
    """
    if not (found := os.environb.get(KEY.encode())):
        raise RuntimeError(f"{KEY} is not set: start with `python -m {__package__}`")
    return found


def sign(use: str, name: str, key: bytes) -> str:
    """Make a token of a name, good for the `SECONDS` of its use.

    :param use: `IDENTITY` or `SESSION`; one is not taken for the other.
    :param name: whose it is, in any letters.
    """
    said = f"{use}:{quote(name, safe='')}:{int(time.time()) + SECONDS[use]}"
    return f"{said}:{hmac.digest(key, said.encode(), 'sha256').hex()}"


def verify(use: str, token: str, key: bytes) -> str | None:
    """Return whose a token is; None if it is forged, too old, or for another use."""
    if not (found := TOKEN.fullmatch(token)):
        return None
    said, its_use, name, until, code = found.groups()
    if its_use != use or int(until) < time.time():
        return None
    right = hmac.digest(key, said.encode(), "sha256").hex()
    if not hmac.compare_digest(code, right):
        return None
    try:
        return unquote(name, errors="strict")
    except UnicodeDecodeError:
        return None
