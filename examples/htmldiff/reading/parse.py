"""Parse HTML with libxml2, straight to Genshi's events.

Genshi's own parser takes as long as all of lxml's diff.  libxml2 can call for
every tag instead of building a tree, which is as fast as parsing gets from Python
and knows no depth at which it drops what is below (its trees do, at 253 levels).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from genshi.core import COMMENT, DOCTYPE, END, PI, START, TEXT, Attrs
from lxml import etree

from .events import NOWHERE, Event, MarkupError, qname
from .vocabulary import NEWLINE, VOID

# Browsers stop at 512 levels, libxml2's trees at 2048 when told to go far.
DEEPEST = 2048
WHOLE = re.compile(
    r"(?>\s+|<!--.*?-->|<\?[^>]*>)*+<(?:!doctype|html|head|body|frameset)\b",
    re.S | re.I,
)

FRAMES = "frameset"  # stands in the place of a body
# Read as what is beside it; plain text could not be closed.
ENDED = {"plaintext": "code", "head": "head", FRAMES: FRAMES}
STRAY = {"head", FRAMES}  # not in a body, where they are left out
SPECIAL = VOID | ENDED.keys() | {"html", "body"}


def is_document(html: str) -> bool:
    """Tell a whole document, which starts with its doctype or frame, from a part."""
    return WHOLE.match(require_str(html)) is not None


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
    :raises MarkupError: if it holds what no document can, is nested too
        deep, or libxml2 gives up.
    """
    whole = is_document(html)
    document = whole if document is None else document
    target = Target(document, deepest)
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    try:
        # The encoding that a document may declare was true of its bytes.
        data = html.encode()
        if not whole:  # else a script would open a head
            parser.feed(b"<html><body>")
        parser.feed(data)
        parser.close()
    except UnicodeEncodeError as error:
        found = html[error.start]
        raise MarkupError(
            f"expected text, got the lone surrogate {found!r} at {error.start}"
        ) from None
    except etree.LxmlError as error:
        raise MarkupError(f"the parser gave up: {error}") from None
    for entry in parser.error_log.filter_from_fatals():
        if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise MarkupError(f"the parser gave up: {entry.message}")
    return target.events


def require_str(html: str) -> str:
    """Return HTML that is ``str``.  Raises TypeError for all else."""
    if not isinstance(html, str):
        raise TypeError(f"expected HTML as str, got {type(html).__name__}")
    return html


class Memo(dict[str, Any]):
    """A cache: makes what is missing of its name."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, name: str) -> Any:
        self[name] = made = self.make(name)
        return made


class Target:
    """Turns libxml2's calls, one for every tag, into events."""

    def __init__(self, document: bool, deepest: int) -> None:
        self.document = document
        self.deepest = deepest
        self.depth = 0
        self.framed = False
        self.stray: list[str] = []
        self.opened: list[str] = []
        self.events: list[Event] = []
        self.text: list[str] = []
        self.names = Memo(qname)
        # Of tags without attributes each event is made once.
        self.bare = Memo(lambda tag: (START, (self.names[tag], Attrs()), NOWHERE))
        self.ends = Memo(lambda tag: (END, self.names[tag], NOWHERE))

    def flush(self) -> None:
        """Make the text so far one event."""
        text = "".join(self.text)
        self.text.clear()
        if not self.opened:  # white space before a document is not of it
            return
        if self.events:
            kind, data, _ = self.events[-1]
            if kind is START and data[0] in NEWLINE:
                text = text.removeprefix("\n")
        if text:
            self.events.append((TEXT, text, NOWHERE))

    def add(self, event: Event) -> None:
        """Add an event after the text before it."""
        if self.text:
            self.flush()
        self.events.append(event)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        if tag in SPECIAL:
            self.special(tag, attributes)
        else:
            self.element(tag, attributes)

    def element(self, tag: str, attributes: dict[str, str]) -> None:
        """Open what has an end."""
        self.depth += 1
        if self.depth > self.deepest:
            raise MarkupError(
                f"expected at most {self.deepest} levels of elements, got more"
            )
        if self.text:
            self.flush()
        self.events.append(self.tag(tag, attributes))

    def tag(self, tag: str, attributes: dict[str, str]) -> Event:
        """Return a start tag."""
        if not attributes:
            bare: Event = self.bare[tag]
            return bare
        names = self.names
        found = Attrs([(names[key], value) for key, value in attributes.items()])
        return START, (names[tag], found), NOWHERE

    def special(self, tag: str, attributes: dict[str, str]) -> None:
        """Open what has no end, or one place."""
        if tag in VOID:
            self.add(self.tag(tag, attributes))
            self.add(self.ends[tag])
        elif tag in ENDED:
            if tag in STRAY and "body" in self.opened:
                self.stray.append(tag)
                return
            self.framed |= tag == FRAMES and not self.depth
            self.element(ENDED[tag], attributes)
        elif tag not in self.opened and not self.depth:
            if self.text:
                self.flush()
            self.opened.append(tag)
            if self.document:
                self.add(self.tag(tag, attributes))

    def end(self, tag: str) -> None:
        """Close an element; html and body close at the end of all."""
        if tag in SPECIAL:
            if tag not in ENDED:
                return
            if tag in self.stray:
                self.stray.remove(tag)
                return
            tag = ENDED[tag]
        self.depth -= 1
        if self.text:
            self.flush()
        self.events.append(self.ends[tag])

    def data(self, text: str) -> None:
        """Add to the text."""
        self.text.append(text)

    def comment(self, text: str) -> None:
        """Add a comment."""
        self.add((COMMENT, text, NOWHERE))

    def pi(self, target: str, data: str | None = None) -> None:
        """Add a processing instruction."""
        self.add((PI, (target, data or ""), NOWHERE))

    def doctype(self, name: str | None, public: str | None, system: str | None) -> None:
        """Add the doctype."""
        if self.document:
            self.add((DOCTYPE, (name or "", public, system), NOWHERE))

    def close(self) -> None:
        """Complete a document, and close what is open until the end."""
        if self.text:
            self.flush()
        if self.document:
            for tag in ("html",) if self.framed else ("html", "body"):
                self.start(tag, {})
            for tag in reversed(self.opened):
                self.add(self.ends[tag])
