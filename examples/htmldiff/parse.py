"""HTML in: libxml2's parser, straight to Genshi's events.

Genshi's own parser takes as long as all of lxml's diff.  libxml2 can call for
every tag instead of building a tree, which is as fast as parsing gets from Python
and knows no depth at which it drops what is below (its trees do, at 253 levels).
"""

from __future__ import annotations

import re
from typing import Any

from genshi.core import COMMENT, DOCTYPE, END, PI, START, TEXT, Attrs, QName
from lxml import etree

from .content import NEWLINE, VOID

#: Kind, data, position: Genshi's event.
Event = tuple[str, Any, Any]

NOWHERE = (None, -1, -1)
# Browsers stop at 512 levels, libxml2's trees at 2048 when told to go far.
DEEPEST = 2048
NAMESPACED = re.compile(r"\{[^{}]*:[^{}]*\}[^{}]+\Z")
WHOLE = re.compile(
    r"(?>\s+|<!--.*?-->|<\?[^>]*>)*+<(?:!doctype|html|head|body|frameset)\b",
    re.S | re.I,
)


class MarkupError(ValueError):
    """Markup that cannot be read, or not without losing some of it."""


def is_document(html: str) -> bool:
    """Tell a whole document, which starts with its doctype or frame, from a part."""
    return WHOLE.match(checked(html)) is not None


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
    document = is_document(html) if document is None else document
    target = Target(document, deepest)
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    try:
        # The encoding that a document may declare was true of its bytes.
        data = html.encode()
        if not document:
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


def checked(html: str) -> str:
    """Return what is text; raise TypeError for all else."""
    if not isinstance(html, str):
        raise TypeError(f"expected HTML as str, got {type(html).__name__}")
    return html


def qname(name: str) -> Any:
    """Return a name as Genshi's, with the braces that HTML allows in names.

    :param name: of an element or attribute; ``{uri}name`` has a namespace.
    """
    if NAMESPACED.match(name):
        return QName(name)
    literal = str.__new__(QName, name)
    literal.namespace, literal.localname = None, str(name)
    return literal


class Names(dict[str, Any]):
    """Genshi's names, each made once."""

    def __missing__(self, name: str) -> Any:
        self[name] = found = qname(name)
        return found


class Target:
    """What libxml2 calls; it collects events."""

    def __init__(self, document: bool, deepest: int) -> None:
        self.events: list[Event] = []
        self.names = Names()
        self.text: list[str] = []
        self.document = document
        self.opened: list[str] = []
        self.depth = 0
        self.deepest = deepest

    def flush(self) -> None:
        """Make the text so far one event."""
        text = "".join(self.text)
        self.text.clear()
        if self.events:
            kind, data, _ = self.events[-1]
            if kind is START and data[0] in NEWLINE:
                text = text.removeprefix("\n")
        if text:
            self.events.append((TEXT, text, NOWHERE))

    def add(self, kind: str, data: object) -> None:
        """Add an event after the text before it."""
        if self.text:
            self.flush()
        self.events.append((kind, data, NOWHERE))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element; html and body once, and only in a document."""
        if tag in ("html", "body"):
            if tag in self.opened:
                return
            self.opened.append(tag)
            if not self.document:
                return
        elif tag == "plaintext":  # it cannot be closed
            tag = "pre"
        names = self.names
        found = Attrs([(names[key], value) for key, value in attributes.items()])
        self.add(START, (names[tag], found))
        if tag in VOID:
            self.add(END, names[tag])
            return
        self.depth += 1
        if self.depth > self.deepest:
            raise MarkupError(
                f"expected at most {self.deepest} levels of elements, got more"
            )

    def end(self, tag: str) -> None:
        """Close an element; html and body close at the end of all."""
        if tag not in VOID and tag not in ("html", "body"):
            self.depth -= 1
            self.add(END, self.names["pre" if tag == "plaintext" else tag])

    def data(self, text: str) -> None:
        """Add to the text."""
        self.text.append(text)

    def comment(self, text: str) -> None:
        """Add a comment."""
        self.add(COMMENT, text)

    def pi(self, target: str, data: str | None = None) -> None:
        """Add a processing instruction."""
        self.add(PI, (target, data or ""))

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Add the doctype."""
        if self.document:
            self.add(DOCTYPE, (name, public, system))

    def close(self) -> None:
        """Close what is open until the end."""
        if self.document and not self.opened:
            self.start("html", {})
        if self.text:
            self.flush()
        if self.document:
            for tag in reversed(self.opened):
                self.add(END, self.names[tag])
