"""Check that PHP's format carries a Python value exactly; say where it does not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import isnan
from typing import Any

from ..brief import brief
from ..protocol import as_bytes

Strings = type[str] | type[bytes]
INTEGERS = range(-(2**63), 2**63)
CARRIED = "None, bool, int, float, {}, list and dict"
# The fewest bytes that are written for a value, and for a key: b"i:0;".
LEAST = {type(None): 2, bool: 4, int: 4, float: 4, list: 6, dict: 6, str: 7, bytes: 7}
INDEX = 4
# What is_index() asks about.
DIGITS = re.compile("0|-?[1-9][0-9]{0,18}")


class PhpFloat(float):
    """An infinity or NaN, spelled as PHP reads it; phpserialize uses ``str``."""

    def __str__(self) -> str:
        return "NAN" if isnan(self) else "-INF" if self < 0 else "INF"


@dataclass
class Fit:
    """Check one value, and return what phpserialize should write for it.

    Bytes are counted before anything is built, so that a small value which
    would be long when written (``[text] * 50``) is refused early.

    :param empty: the one of ``list`` and ``dict`` that may be empty.
    :param strings: the one of ``str`` and ``bytes`` that is carried.
    :param depth: how many arrays may be nested.
    :param size: how many bytes may be written; the count never exceeds what
        will be written, and what it passes is measured afterwards.
    """

    empty: type
    strings: Strings
    depth: int
    size: int
    spent: int = field(default=0, init=False)

    def __call__(self, value: Any, where: str = "value", level: int = 0) -> Any:
        """Check a value and all that it holds.

        :param where: its place, for the message: ``value['cart'][2]``.
        :raises TypeError: if PHP has no such type.
        :raises ValueError: if it would come back as something else.
        """
        kind = type(value)  # a subclass would come back as its base
        length = len(value) if kind is self.strings else 0
        self.spend(LEAST.get(kind, 0) + length, where)
        if kind in (list, dict):
            return self.array(value, where, level)
        if kind is int:
            return check_integer(value, where)
        if kind is self.strings:
            return check_text(value, where)
        if kind is float:
            return value if abs(value) < float("inf") else PhpFloat(value)
        if value is None or kind is bool:
            return value
        carried = CARRIED.format(self.strings.__name__)
        raise TypeError(f"{where}: PHP carries {carried}, not {kind.__name__}")

    def array(self, value: Any, where: str, level: int) -> dict[Any, Any]:
        """Check a list or dict, its keys, and what it holds."""
        if level == self.depth:
            raise ValueError(f"{where}: deeper than {self.depth}")
        self.spend(INDEX * len(value), where)
        if not value and type(value) is not self.empty:
            raise changed(where, value, self.empty())
        pairs = value if type(value) is dict else dict(enumerate(value))
        if pairs is value and [*value] == [*range(len(value))] != []:
            raise changed(where, value, [*value.values()])
        return {
            self.key(key, where): self(held, f"{where}[{brief(key)}]", level + 1)
            for key, held in pairs.items()
        }

    def key(self, key: Any, where: str) -> int | str | bytes:
        """Check a key of an array, and count the bytes of a string."""
        if type(key) is self.strings:
            self.spend(LEAST[str] - INDEX + len(key), where)
        return array_key(key, where, self.strings)

    def spend(self, count: int, where: str) -> None:
        """Count bytes that will be written.

        :raises ValueError: if it is too large by now.
        """
        self.spent += count
        if self.spent > self.size:
            raise ValueError(f"{where}: more than {self.size} bytes")


def check_integer(value: int, where: str) -> int:
    """Check an integer: PHP has 64 bits, and saturates in silence."""
    if value not in INTEGERS:
        raise ValueError(f"{where}: {brief(value)} is beyond 64 bits")
    return value


def check_text(value: str | bytes, where: str) -> str | bytes:
    """Check a string: a lone surrogate has no UTF-8.  Bytes are what they are."""
    try:
        as_bytes(value)
    except UnicodeEncodeError as error:
        at = f"lone surrogate at {error.start}"
        raise ValueError(f"{where}: {at}, no UTF-8") from None
    return value


def is_index(key: str) -> bool:
    """Tell whether PHP turns a key into an integer: it does so within 64 bits."""
    return DIGITS.fullmatch(key) is not None and int(key) in INTEGERS


def array_key(key: Any, where: str, strings: Strings = str) -> int | str | bytes:
    """Check a key: PHP has integers and strings, and turns ``"1"`` into 1."""
    where = f"a key of {where}"
    if type(key) is int:
        return check_integer(key, where)
    if type(key) is not strings:
        given = f"{type(key).__name__} {brief(key)}"
        raise TypeError(f"{where}: int or {strings.__name__}, not {given}")
    if is_index(key if isinstance(key, str) else key.decode("latin-1")):
        raise changed(where, key, int(key))
    return check_text(key, where)


def changed(where: str, given: object, becomes: object) -> ValueError:
    """Make the error that says what PHP would make of a value."""
    what = f"{brief(given)} would come back as {brief(becomes)}"
    return ValueError(f"{where}: {what}")
