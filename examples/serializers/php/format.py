"""PHP's ``serialize`` format: phpserialize, with a check on the way out and in.

What :meth:`Php.dumps` accepts comes back exactly, from Python and from PHP.
Everything else is refused before a byte leaves (:mod:`.fit`), and bytes
that are not plain data, or that PHP reads otherwise, are refused before
phpserialize sees them (:mod:`.guard`), keys at the latest when an array is
built.

phpserialize 1.3 alone turns lists into dicts and text into bytes, writes
``d:inf`` and large integers that PHP misreads, accepts what follows a value,
and ends in a RecursionError on deep ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import phpserialize

from ..brief import brief
from .fit import Fit, Strings, array_key
from .guard import end

MEGABYTE = 1 << 20
DEEPEST = 200
FULL = "deeper than the caller's stack has room for"


@dataclass(frozen=True)
class Php:
    """PHP's format as a serializer.

    :param empty: what PHP's empty array is to Python, ``dict`` or ``list``.
        The other one is refused when writing.
    :param strings: what PHP's strings and the keys of its arrays are to Python:
        ``str``, and they have to be UTF-8, or ``bytes``, and they may be anything.
        The other one is refused when writing.
    :param depth: how many arrays may be nested; at most 200, for phpserialize
        recurses.
    :param size: how many bytes are read or written at most.
    """

    empty: type[dict[Any, Any]] | type[list[Any]] = dict
    depth: int = 100
    size: int = MEGABYTE
    strings: Strings = str

    def __post_init__(self) -> None:
        if self.empty not in (dict, list):
            raise ValueError(f"empty: expected dict or list, got {self.empty!r:.40}")
        if self.strings not in (str, bytes):
            given = f"{self.strings!r:.40}"
            raise ValueError(f"strings: expected str or bytes, got {given}")
        if not 0 <= self.depth <= DEEPEST:
            raise ValueError(f"depth: expected 0 to {DEEPEST}, got {self.depth}")

    def dumps(self, value: Any, /) -> bytes:
        """Check a value, and write it.

        :raises TypeError: if PHP has no such type.
        :raises ValueError: if the value would come back as another one, or is
            too large or too deep.
        """
        return self.write(value)

    def write(self, value: Any, where: str = "value") -> bytes:
        """Write a value as :meth:`dumps` does.

        :param where: its name in an error: ``session['cart']``.
        """
        try:
            fitted = Fit(self.empty, self.strings, self.depth, self.size)(value, where)
            data: bytes = phpserialize.dumps(fitted, errors="strict")
        except RecursionError:
            raise ValueError(f"{where}: {FULL}") from None
        self.measure(data, f"{where}: ")
        return data

    def loads(self, data: bytes, /) -> Any:
        """Read one value, which has to be all there is.

        :raises TypeError: if given anything but bytes.
        :raises ValueError: if they are not plain data in PHP's format.
        """
        self.measure(data)
        if (place := end(data, depth=self.depth)) < len(data):
            raise ValueError(f"byte {place}: more than one value")
        try:
            return phpserialize.loads(
                data,
                decode_strings=self.strings is str,
                errors="strict",
                array_hook=self.array,
            )
        except UnicodeDecodeError as error:
            raise ValueError(f"{error}; Php(strings=bytes) reads it") from None
        except RecursionError:
            raise ValueError(FULL) from None

    def array(self, pairs: list[tuple[int | str | bytes, Any]]) -> Any:
        """Make a list where the keys are 0, 1, 2…, else a dict.

        :raises ValueError: if a key comes twice, or is ``"1"``, to PHP 1.
        """
        for key, _ in pairs:
            array_key(key, "the array", self.strings)
        if not pairs:
            return self.empty()
        if [key for key, _ in pairs] == [*range(len(pairs))]:
            return [value for _, value in pairs]
        array = dict(pairs)
        if len(array) < len(pairs):
            raise ValueError(f"a key comes twice: {brief(array)}")
        return array

    def measure(self, data: bytes | bytearray, where: str = "") -> None:
        """Check the number of bytes.

        :raises TypeError: if they are none.
        :raises ValueError: if there are too many.
        """
        if not isinstance(data, (bytes, bytearray)):
            raise TypeError(f"expected bytes, got {brief(data)}")
        if len(data) > self.size:
            raise ValueError(f"{where}{len(data)} bytes, at most {self.size}")
