"""Make a secret key; check a list of them, oldest first.

A key is made once, kept in the environment or a file that only the program may
read, and never committed.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

SHORTEST = 16


def new_key() -> str:
    """Return a new key: 32 random bytes in hexadecimal."""
    return secrets.token_hex(32)


def checked(keys: Sequence[str | bytes]) -> list[str] | list[bytes]:
    """Check a list of keys, oldest first, and return them.

    :raises TypeError: if given one key, keys without an order, or what is no key.
    :raises ValueError: if there is none, or one is short enough to be guessed.
    """
    if not listed(keys, "keys"):
        raise ValueError("keys: the list is empty, nothing to sign with")
    for number, key in enumerate(keys):
        if not isinstance(key, (str, bytes)):
            given = type(key).__name__
            raise TypeError(f"keys[{number}]: expected str or bytes, got {given}")
        if len(key) < SHORTEST:
            raise ValueError(f"keys[{number}] is shorter than {SHORTEST}")
    return [key.encode() if isinstance(key, str) else key for key in keys]


def listed(keys: Any, name: str) -> Sequence[str | bytes]:
    """Check that keys are in a list, and return them.

    :raises TypeError: if given one key, which is a list of letters to Python, or
        keys without an order.
    """
    if isinstance(keys, (str, bytes, bytearray, memoryview)):
        raise TypeError(f"{name}: expected a list, the newest last; got one key")
    if not isinstance(keys, Sequence):
        given = type(keys).__name__
        raise TypeError(f"{name}: expected a list, the newest last; got a {given}")
    return keys
