"""Find where a value in PHP's format ends, and refuse what is not plain data.

It walks over the tokens with a stack of its own, so depth costs no recursion.
What it lets pass, phpserialize reads as PHP does.  That is more than PHP would
write: ``d:1.50;`` and ``d:1e3;`` pass.  Whether a key comes twice, or is a text
that PHP takes for a number, is left to who builds the arrays (:mod:`.format`).
"""

from __future__ import annotations

import re
from math import isinf

from .fit import INTEGERS

TOKEN = re.compile(
    rb"(?P<null>N;)"
    rb"|b:(?P<bool>[01]);"
    rb"|i:(?P<int>0|-?[1-9]\d{0,18});"
    rb"|d:(?:-?INF|NAN|(?P<float>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?));"
    rb'|s:(?P<string>0|[1-9]\d{0,11}):"'
    rb"|a:(?P<array>0|[1-9]\d{0,11}):\{"
)
REFUSED = {
    b"R": "a reference (PHP's &)",
    b"r": "an object met twice",
    b"O": "an object",
    b"C": "an object",
    b"E": "an enum",
    b"S": "an escaped string",
}


def end(data: bytes, start: int = 0, *, depth: int) -> int:
    """Return the index after the value that starts at ``start``.

    :param depth: how many arrays may be nested.
    :raises ValueError: at the first byte that does not belong there.
    """
    left = [1]  # values still to come, for each open array
    place = start
    while left != [0]:
        if left[-1] == 0:
            place = close(data, place)
            left.pop()
            continue
        left[-1] -= 1
        place, inside = step(data, place, key=left[-1] % 2 == 1)
        left.extend(inside)
        if len(left) > depth + 1:
            raise ValueError(f"byte {place}: deeper than {depth}")
    return place


def step(data: bytes, place: int, *, key: bool) -> tuple[int, list[int]]:
    """Step over one token; an array brings two values for each of its items."""
    found = TOKEN.match(data, place)
    kind = found.lastgroup if found else None
    if not found or (key and kind not in ("int", "string")):
        wanted = "a key" if key else "a value"
        got = describe(data, place)
        raise ValueError(f"byte {place}: expected {wanted}, got {got}")
    if kind == "string":
        return string(data, place, found.end() + int(found["string"])), []
    if kind == "int" and int(found["int"]) not in INTEGERS:
        raise ValueError(f"byte {place}: an integer beyond 64 bits")
    if kind == "float" and isinf(float(found["float"])):
        raise ValueError(f"byte {place}: a float beyond 64 bits")
    return found.end(), [2 * int(found["array"])] if kind == "array" else []


def string(data: bytes, place: int, close: int) -> int:
    """Return the index after the string that has its last quote at ``close``."""
    if data[close : close + 2] != b'";':
        raise ValueError(f"byte {place}: the string has another length")
    return close + 2


def close(data: bytes, place: int) -> int:
    """Return the index after the brace that closes an array."""
    if data[place : place + 1] != b"}":
        raise ValueError(f"byte {place}: expected '}}', got {describe(data, place)}")
    return place + 1


def describe(data: bytes, place: int) -> str:
    """Describe the bytes at a place: a type that is refused, others, or the end."""
    if place >= len(data):
        return "the end"
    if data[place + 1 : place + 2] == b":" and data[place : place + 1] in REFUSED:
        return REFUSED[data[place : place + 1]]
    return repr(data[place : place + 12])
