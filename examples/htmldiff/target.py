"""What libxml2 calls for each tag of a document; it makes events of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from genshi.core import COMMENT, DOCTYPE, END, PI, START, TEXT, Attrs

from .content import NEWLINE, VOID
from .events import NOWHERE, Event, MarkupError, qname

FRAMES = "frameset"  # stands in the place of a body
# Read as what is beside it; plain text could not be closed.
ENDED = {"plaintext": "code", "head": "head", FRAMES: FRAMES}
STRAY = {"head", FRAMES}  # not in a body, where they are left out
SPECIAL = VOID | ENDED.keys() | {"html", "body"}


class Made(dict[str, Any]):
    """Things made by name, each once."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, name: str) -> Any:
        self[name] = made = self.make(name)
        return made


class Target:
    """What libxml2 calls for each tag, so often that little is done at each call."""

    def __init__(self, document: bool, deepest: int) -> None:
        self.document = document
        self.deepest = deepest
        self.depth = 0
        self.framed = False
        self.stray: list[str] = []
        self.opened: list[str] = []
        self.events: list[Event] = []
        self.text: list[str] = []
        self.names = Made(qname)
        # Of tags without attributes each event is made once.
        self.bare = Made(lambda tag: (START, (self.names[tag], Attrs()), NOWHERE))
        self.ends = Made(lambda tag: (END, self.names[tag], NOWHERE))

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
