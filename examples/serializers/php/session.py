"""Read and write the bytes of PHP's session files: both of its usual handlers.

``php_serialize`` writes the session as one array.  ``php``, the default, writes
``name|value`` after ``name|value`` without a separator, so only who reads the
values knows where the next name starts: a ``|`` in a string is data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..brief import brief
from .fit import DIGITS, check_text
from .format import Php
from .guard import end

Session = dict[str, Any]


@dataclass(frozen=True)
class PhpHandler:
    """The handler ``php``: ``name|value`` after ``name|value``.

    :param values: writes and reads the values; its limits hold here.
    """

    values: Php = field(default_factory=Php)

    def dumps(self, session: Session, /) -> bytes:
        """Write a session.

        :raises TypeError, ValueError: as :class:`~.format.Php`, or for a name
            that this handler cannot write: a ``|`` in it, or digits only.
        """
        data = bytearray()
        for name, value in session.items():
            data += variable(name) + b"|" + self.values.dumps(value)
            self.values.measure(data)
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
            stop = end(data, bar + 1, depth=self.values.depth)
            value = self.values.loads(data[bar + 1 : stop])
            session[unread(data[place:bar], session)] = value
            place = stop
        return session


@dataclass(frozen=True)
class PhpSerializeHandler:
    """The handler ``php_serialize``: the session as one array."""

    values: Php = field(default_factory=Php)

    def dumps(self, session: Session, /) -> bytes:
        """Write a session; raises as :class:`~.format.Php` does."""
        return self.values.dumps(session)

    def loads(self, data: bytes, /) -> Session:
        """Read a session; a new one has no bytes yet.

        :raises ValueError: if it is none.
        """
        session = self.values.loads(data) if data else {}
        if type(session) is not dict:
            raise ValueError(f"a session has names, this is {brief(session)}")
        return session


HANDLERS: dict[str, PhpHandler | PhpSerializeHandler] = {
    "php": PhpHandler(),
    "php_serialize": PhpSerializeHandler(),
}


def unread(written: bytes, session: Session) -> str:
    """Decode and check the name of a variable; refuse one that was read before."""
    variable(name := written.decode())
    if name in session:
        raise ValueError(f"the variable {name!r} comes twice")
    return name


def variable(name: Any) -> bytes:
    """Check the name of a session variable, and return what is written for it."""
    if type(name) is not str:
        raise TypeError(f"a session's names are str, not {type(name).__name__}")
    if DIGITS.fullmatch(name) or "|" in name:
        raise ValueError(f"PHP's session cannot hold a variable named {name!r}")
    return check_text(name, f"the name {name!r}").encode()
