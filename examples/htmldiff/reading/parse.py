"""Parse HTML to Genshi's events, of the tree that a browser makes of it.

The tree is *settled* first: written and read again until it stays, so that what is
made of the events is read as it was meant.  Most trees stay at once, and few need a
second time: a table in a paragraph that a page without doctype may have, a script
whose comment never ends.  Then :mod:`.html5` calls for each tag, and no tree of
Python objects is built.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from genshi.core import COMMENT, DOCTYPE, END, PI, START, TEXT, Attrs

from .copies import limit_copies
from .events import NOWHERE, Event, MarkupError, qname
from .html5 import SaxHandler, read, walk, write

DEEPEST = 500
"""Levels of elements.  Browsers stop at 512 and put what is deeper beside each other;
a diff has some levels more than its documents."""

AROUND = DOCTYPE, START, START, END, START
"""What stands before a part that was made a document."""

AGAIN = 3
"""How often HTML is read again, to stay as it is."""

WHOLE = re.compile(
    r"(?>\s+|<!--.*?-->|<\?[^>]*>)*+<(?:!doctype|html|head|body|frameset)\b",
    re.S | re.I,
)


def is_document(html: str) -> bool:
    """Tell a whole document, which starts with its doctype or frame, from a part."""
    return WHOLE.match(require_text(html)) is not None


def parse(
    html: str, document: bool | None = None, *, deepest: int = DEEPEST
) -> list[Event]:
    """Read HTML as the event stream of Genshi.

    Events carry no position, so that equal markup gives equal events wherever it
    stands.  Adjacent texts are one.  What follows ``</body>`` is in the body.

    :param html: a whole document, or any part of one.
    :param document: whether to complete it to a document; by default, if it
        starts as one.
    :param deepest: levels of elements that it may have.
    :raises TypeError: if it is not ``str``.
    :raises MarkupError: if it holds what no document can, is nested too deep, is
        built to multiply, or is another tree each time that it is read.
    """
    whole = is_document(html) and document is not False
    written, settled = settle(html, whole)
    target = Target(deepest)
    walk(written, whole, target)
    if not settled:
        raise MarkupError(
            f"expected HTML that stays as it is, got another tree each of {AGAIN} "
            "times that it was written and read again"
        )
    events = target.events
    if whole:
        return events + target.closing
    return events[1:] + target.closing if document else events[len(AROUND) :]


def settle(html: str, whole: bool) -> tuple[str, bool]:
    """Write HTML again until it stays; tell whether it did.

    :raises MarkupError: if it is built to multiply.
    """
    limit_copies(html)
    written = write(read(html, whole))
    for _ in range(AGAIN):
        before, written = written, write(read(written, whole))
        if written == before:
            return written, True
    return written, False


def stays(html: str, whole: bool) -> bool:
    """Tell whether whoever reads HTML makes the tree that was written as it."""
    again = write(read(html, whole))
    # A no-break space may be written in two ways.
    return again.replace("&nbsp;", "\xa0") == html.replace("&nbsp;", "\xa0")


def require_text(html: str) -> str:
    """Return HTML that is text.

    :raises TypeError: if it is no ``str``.
    :raises MarkupError: if it has a lone surrogate.
    """
    if not isinstance(html, str):
        raise TypeError(f"expected HTML as str, got {type(html).__name__}")
    try:
        html.encode()
    except UnicodeEncodeError as error:
        found = html[error.start]
        raise MarkupError(
            f"expected text, got the lone surrogate {found!r} at {error.start}"
        ) from None
    return html


class Memo(dict[str, Any]):
    """A cache: makes what is missing of its name."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, name: str) -> Any:
        self[name] = made = self.make(name)
        return made


class Target(SaxHandler):
    """Turns a parser's calls into events."""

    def __init__(self, deepest: int) -> None:
        self.deepest = deepest
        self.depth = 0
        # Of the body and html, which end after all that follows them.
        self.closing: list[Event] = []
        self.events: list[Event] = []
        self.names = Memo(qname)
        # Of tags without attributes each event is made once.
        self.bare = Memo(lambda tag: (START, (self.names[tag], Attrs()), NOWHERE))
        self.ends = Memo(lambda tag: (END, self.names[tag], NOWHERE))

    def start_element(
        self, tag: str, attrs: tuple[tuple[str, str | None], ...]
    ) -> None:
        """Open an element."""
        self.depth += 1
        if self.depth > self.deepest + 2:  # html and body are no levels
            raise MarkupError(
                f"expected at most {self.deepest} levels of elements, got more"
            )
        if attrs:
            names = self.names
            found = Attrs([(names[key], value or "") for key, value in attrs])
            self.events.append((START, (names[tag], found), NOWHERE))
        else:
            self.events.append(self.bare[tag])

    def end_element(self, tag: str) -> None:
        """Close an element."""
        self.depth -= 1
        if self.depth < 2 and tag in ("body", "html"):
            self.closing.append(self.ends[tag])
        else:
            self.events.append(self.ends[tag])

    def characters(self, data: str) -> None:
        """Add text."""
        self.events.append((TEXT, data, NOWHERE))

    def comment(self, data: str) -> None:
        """Add a comment."""
        self.events.append((COMMENT, data, NOWHERE))

    def processing_instruction(self, target: str, data: str) -> None:
        """Add a processing instruction."""
        self.events.append((PI, (target, data), NOWHERE))

    def doctype(self, name: str, public_id: str | None, system_id: str | None) -> None:
        """Add the doctype."""
        self.events.append((DOCTYPE, (name, public_id, system_id), NOWHERE))
