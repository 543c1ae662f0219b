"""Read and write the bytes of PHP's session files: both of its usual handlers.

``php_serialize`` writes the session as one array.  ``php``, the default, writes
``name|value`` after ``name|value`` without a separator, so only who reads the
values knows where the next name starts: a ``|`` in a string is data.

A session is a dict, empty or not, and its names are text; what else is in it is
for :class:`~.format.Php` to say, to both handlers.  An error names the variable.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..brief import brief
from .fit import array_key, check_text, is_index
from .format import Php
from .guard import close, end, step

Session = dict[str, Any]
Name = TypeVar("Name", int, str)
NAMES = Php()


@dataclass(frozen=True)
class PhpHandler:
    """The handler ``php``: ``name|value`` after ``name|value``.

    :param values: writes and reads the values; its limits hold here.
    """

    values: Php = field(default_factory=Php)

    def dumps(self, session: Session, /) -> bytes:
        """Write a session.

        :raises TypeError, ValueError: as :class:`~.format.Php`, or for a name
            that this handler cannot write: a ``|`` in it, or an integer's.
        """
        data = bytearray()
        for name, value in named(session).items():
            data += variable(name) + b"|"
            data += self.values.write(value, f"session[{name!r}]")
            self.values.measure(data, f"with session[{name!r}] ")
        return bytes(data)

    def loads(self, data: bytes, /) -> Session:
        """Read a session, value by value.

        :raises ValueError: if it is not one, or too large or too deep; also
            for a name that comes twice, or that this handler cannot write.
        """
        self.values.measure(data)
        session: Session = {}
        place = 0
        while place < len(data):
            if (bar := data.find(b"|", place)) < 0:
                raise ValueError(f"byte {place}: no name|value")
            variable(name := unread(data[place:bar], session))
            with reading(name):
                place = end(data, bar + 1, depth=self.values.depth)
                session[name] = self.values.loads(data[bar + 1 : place])
        return session


@dataclass(frozen=True)
class PhpSerializeHandler:
    """The handler ``php_serialize``: the session as one array.

    :param values: writes and reads the values; its limits hold here.
    """

    values: Php = field(default_factory=Php)

    def dumps(self, session: Session, /) -> bytes:
        """Write a session; raises as :class:`~.format.Php` does."""
        data = bytearray(b"a:%d:{" % len(named(session)))
        for name, value in session.items():
            data += NAMES.dumps(array_key(name, "session"))
            data += self.values.write(value, f"session[{name!r}]")
            self.values.measure(data, f"with session[{name!r}] ")
        data += b"}"
        self.values.measure(data)
        return bytes(data)

    def loads(self, data: bytes, /) -> Session:
        """Read a session, value by value; a new one has no bytes yet.

        :raises ValueError: if it is none, or too large or too deep, or if a name
            comes twice.
        """
        self.values.measure(data)
        session: Session = {}
        if not data:
            return session
        place, inside = step(data, 0, key=False)
        if not inside:
            found = brief(self.values.loads(data))
            raise ValueError(f"a session has names, this is {found}")
        for _ in range(inside[0] // 2):
            name, place = index(data, place, session)
            with reading(name):
                start, place = place, end(data, place, depth=self.values.depth)
                session[name] = self.values.loads(data[start:place])
        if (place := close(data, place)) < len(data):
            raise ValueError(f"byte {place}: more than one value")
        return session


HANDLERS: dict[str, type[PhpHandler] | type[PhpSerializeHandler]] = {
    "php": PhpHandler,
    "php_serialize": PhpSerializeHandler,
}


@contextmanager
def reading(name: object) -> Iterator[None]:
    """Name the variable whose value cannot be read."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"session[{name!r}]: {error}") from None


def index(data: bytes, start: int, session: Session) -> tuple[Any, int]:
    """Read a name from its place in an array; return it, and the place of its value."""
    place, _ = step(data, start, key=True)
    if data.startswith(b"i", start):
        name: Any = once(int(data[start + 2 : place - 1]), session)
    else:
        name = unread(data[data.index(b'"', start) + 1 : place - 2], session)
    array_key(name, "the session")
    return name, place


def unread(written: bytes, session: Session) -> str:
    """Decode a name; refuse one that was read before."""
    try:
        return once(written.decode(), session)
    except UnicodeDecodeError as error:
        raise ValueError(f"the name {written!r:.40}: {error}") from None


def once(name: Name, session: Session) -> Name:
    """Return a name, unless it was read before."""
    if name in session:
        raise ValueError(f"the variable {name!r} comes twice")
    return name


def variable(name: Any) -> bytes:
    """Check the name of a session variable, and return what is written for it."""
    if type(name) is not str:
        raise TypeError(f"a session's names are str, not {type(name).__name__}")
    if is_index(name) or "|" in name:
        raise ValueError(f"PHP's session cannot hold a variable named {name!r}")
    check_text(name, f"the name {name!r}")
    return name.encode()


def named(session: object) -> Session:
    """Check that a session is a dict.

    :raises ValueError: if it is not.
    """
    if type(session) is not dict:
        raise ValueError(f"a session is a dict, this is {brief(session)}")
    return session
