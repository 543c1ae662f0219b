"""A row for each application: its path, how it starts, what a gateway does for it.

The configuration of nginx, the processes, the map and the tests are made from rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from wsgiref.types import WSGIApplication

KB = 1024
PYTHON, JAVASCRIPT = "Python", "JavaScript"

MEANS = "; { } \" ' \\ $ # % ?"
"""What means something in a configuration of nginx, or in an address."""
UNSAFE = re.compile(r"""[\s;{}"'\\$#%?]""")
UNFOUND = re.compile(r"//|/\.\.?/|^/_")
"""What no request is matched by, for nginx merges slashes and follows dots; or what is
the gateway's own."""

Ports = Mapping[str, Sequence[int]]
"""Where the copies of each application listen, by its name."""


@dataclass(frozen=True)
class Row:
    """An application behind the gateway.

    :param path: the prefix it is asked under, with a slash last: ``"/stock/"``.
    :param name: what the gateway calls it: ``"stock"``.
    :param language: ``"Python"``, ``"JavaScript"``.
    :param made_with: the framework, or what else it is made with.
    :param purpose: what for, in two or three words.
    :param start: ``"module:name"`` of a WSGI application, as seen from this
        package, or the file of a program that takes a file descriptor.
    :param copies: how many processes `run` starts, which answer alike; nginx asks the
        one with the fewest requests under way.
    :param cached: the prefix below `path` whose answers are the same for
        everybody, so that the gateway may keep them, with a slash last:
        ``"h/"``; ``""`` for all, None for none.
    :param guarded: only for who has signed in.
    :param includes: its pages hold fragments of others (SSI).
    :param identifies: it says who is asking; one row of a table does.
    :param limit: bytes that a request's body may have.
    :param patience: seconds in which the application has to say something; longer
        than a deadline of its own.
    :raises ValueError: for a path that does not begin and end with a slash, for
        `cached` that begins with one or does not end with one, for what nginx
        would read as more than a word, or never match, and for an application that
        is guarded and cached.
    """

    path: str
    name: str
    language: str
    made_with: str
    purpose: str
    start: str
    copies: int = 1
    cached: str | None = None
    guarded: bool = False
    includes: bool = False
    identifies: bool = False
    limit: int = 64 * KB
    patience: float = 10

    def __post_init__(self) -> None:
        if not (self.path.startswith("/") and self.path.endswith("/")):
            raise ValueError(f"path has to begin and end with a slash: {self.path!r}")
        if self.cached and (self.cached[0] == "/" or self.cached[-1] != "/"):
            wants = "cached has to begin without a slash and end with one"
            raise ValueError(f"{self.name}: {wants}: {self.cached!r}")
        if not re.fullmatch(r"[\w.-]+", self.name):
            wants = "a name has letters, digits, _, . and -"
            raise ValueError(f"{self.path}: {wants}: {self.name!r}")
        place = f"{self.path}{self.cached or ''}"
        if wrong := UNFOUND.search(place):
            wants = "nothing is found below a path with // or dots, or that begins /_"
            raise ValueError(f"{self.name}: {wants}: {place!r}")
        for text in self.path, self.cached or "":
            if wrong := UNSAFE.search(text):
                wants = "path and cached have no blank and none of " + MEANS
                raise ValueError(f"{text!r} has {wrong[0]!r}; {wants}")
        if self.guarded and self.cached is not None:
            raise ValueError(f"{self.name}: what is guarded is not the same for all")

    @property
    def prefix(self) -> str:
        """The path without its last slash, as SCRIPT_NAME has it."""
        return self.path[:-1]

    @property
    def notes(self) -> list[str]:
        """What the gateway does for it, a phrase each."""
        phrases = {
            "joins fragments": self.includes,
            f"cached below {self.path}{self.cached}": self.cached is not None,
            "guarded": self.guarded,
            "asks it who asks": self.identifies,
            f"{self.copies} copies": self.copies > 1,
        }
        return [note for note, true in phrases.items() if true]


def identifying(table: Iterable[Row]) -> Row | None:
    """Return the row that says who is asking, if there is one.

    :raises ValueError: if a row is guarded and nobody says it, or two do.
    """
    rows = list(table)
    found = [row for row in rows if row.identifies]
    if len(found) > 1:
        raise ValueError(f"who says who is asking? {[row.name for row in found]}")
    if not found and (guarded := [row.name for row in rows if row.guarded]):
        raise ValueError(f"guarded, and nobody says who is asking: {guarded}")
    return found[0] if found else None


def wants_identity(row: Row) -> bool:
    """Whether the gateway asks who is asking before it asks this application."""
    return row.guarded or row.includes


def describe(table: Iterable[Row]) -> str:
    """Say who answers which path, and what the gateway does for it, a line a row."""
    return "\n".join(
        f"{row.path:12} {row.name}, {row.made_with}"
        + "".join(f"; {note}" for note in row.notes)
        for row in table
    )


def load(start: str) -> WSGIApplication:
    """Import an application.

    :param start: ``"module:name"``, as seen from this package; a dot first is
        the package beside it.
    """
    module, _, name = start.partition(":")
    found: WSGIApplication = getattr(import_module(f".{module}", __package__), name)
    return found
