"""The type of a serializer: two names, ``dumps`` and ``loads``; bytes or text.

``json`` and ``itsdangerous`` write text, ``pickle`` and ``phpserialize`` write
bytes.  Both are right; who passes the result on has to know which it is.  So
the protocol has a parameter, and a type checker sees a mistake.
"""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

Wire = TypeVar("Wire", bytes, str)


class Serializer(Protocol[Wire]):
    """Turn a value into bytes or text, and back.  A module will do."""

    def dumps(self, value: Any, /) -> Wire:
        """Write a value, or raise."""

    def loads(self, data: Wire, /) -> Any:
        """Read what :meth:`dumps` wrote, or raise."""


def as_bytes(data: bytes | str) -> bytes:
    """Return bytes as they are, and text as UTF-8.

    :raises UnicodeEncodeError: if the text holds a lone surrogate.
    """
    return data if isinstance(data, bytes) else data.encode()
