"""Take one side of a diff: the new document, or the old one.

Both read nothing but our marks; whatever else the events hold stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from genshi.core import END, START, TEXT, Attrs

from .marks import (
    ATTRS,
    JOIN,
    LEAD,
    MARK,
    OUR_WRAPPERS,
    OURS,
    PREFIX,
    TAG,
    TAIL,
    WRAP,
    WRAPPERS,
    decode_attributes,
    decode_lead,
    decode_name,
    unescape_name,
)
from .reading.events import NOWHERE, Event, MarkupError, join_texts
from .reading.vocabulary import PARTS, SPACE


def accept_events(diff: Iterable[Event]) -> Iterator[Event]:
    """Yield the new document of a diff.

    :param diff: events of a diff; any others stay as they are.
    :raises MarkupError: if marks are damaged.
    """
    return join_texts(Side("ins").take(diff))


def reject_events(diff: Iterable[Event]) -> Iterator[Event]:
    """Yield the old document of a diff; else as :func:`accept_events`."""
    return join_texts(Side("del").take(diff))


def shown_side(diff: Iterable[Event], mark: str) -> Iterator[Event]:
    """Yield one document of a diff with its own marks in it, to look at.

    :param mark: "del" for the old one, "ins" for the new one.
    """
    return join_texts(ShownSide(mark).take(diff))


class Side:
    """One of the two documents of a diff.

    mark: what marks a thing as this side's alone, "ins" or "del".
    """

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.old = mark == "del"
        self.out: list[Event] = []
        # Of each open element: its name here (None for a wrapper), its old tail.
        self.open: list[tuple[str | None, str | None]] = []

    def take(self, diff: Iterable[Event]) -> list[Event]:
        """Return this side's events."""
        skipped = 0
        for event in diff:
            kind, data, _ = event
            if skipped:
                skipped += (kind is START) - (kind is END)
            elif kind is START:
                skipped = self.start(*data)
            elif kind is END:
                self.end()
            else:
                self.out.append(event)
        return self.out

    def start(self, name: str, attributes: Attrs) -> int:
        """Take a start tag; return 1 if its element is not of this side."""
        marks = {key: value for key, value in attributes if key in OURS}
        mark = marks.get(MARK, "")
        if (name, mark) in OUR_WRAPPERS:
            return self.wrapper(mark, marks)
        if mark and (name in WRAPPERS or mark not in WRAPPERS):
            # Somebody else's.
            self.open.append((name, None))
            self.out.append((START, (name, attributes), NOWHERE))
            return 0
        if mark and mark != self.mark:
            self.drop_lead(name)
            return 1
        if WRAP in marks and marks[WRAP] != self.mark:
            self.open.append((None, None))  # what it holds stays
            return 0
        if self.old and JOIN in marks:
            self.join(name)
            return 0
        tail = None
        if self.old:
            if TAG in marks:
                name = decode_name(marks[TAG], TAG)
            tail = marks.get(TAIL)
            if LEAD in marks:
                self.drop_lead(name)
                self.out += decode_lead(marks[LEAD])
        self.open.append((name, tail))
        if any(key.startswith(PREFIX) for key, _ in attributes):
            attributes = self.attributes(attributes, marks.get(ATTRS))
        self.out.append((START, (name, attributes), NOWHERE))
        return 0

    def wrapper(self, mark: str, marks: dict[str, str]) -> int:
        """Take an ``<ins>`` or ``<del>`` of ours; return 1 to leave out the inside."""
        if mark == self.mark or (mark == "space" and not self.old):
            self.open.append((None, None))
            return 0
        if mark == "space":
            self.out += decode_lead(marks.get(LEAD, ""))
        elif mark == "break" and self.old:
            self.part(marks)
        return 1

    def join(self, name: str) -> None:
        """Undo the break before an element: it goes on with the one before."""
        self.drop_lead(name)
        if not self.out or self.out[-1][:2] != (END, name):
            raise MarkupError(f"expected </{name}> before <{name} {JOIN}>")
        self.out.pop()
        self.drop_run(False)
        self.open.append((name, None))

    def part(self, marks: dict[str, str]) -> None:
        """Redo a break: the open element ends, and the next begins."""
        name = self.open[-1][0] if self.open else None
        if name is None:
            raise MarkupError(f'expected an open element around {MARK}="break"')
        attributes = self.attributes(Attrs(), marks.get(ATTRS, "[]"))
        self.out += [
            *decode_lead(marks.get(TAIL, ""), TAIL),
            (END, name, NOWHERE),
            *decode_lead(marks.get(LEAD, "")),
            (START, (name, attributes), NOWHERE),
        ]

    def attributes(self, attributes: Attrs, before: str | None) -> Attrs:
        """Return an element's attributes on this side."""
        own = self.own(attributes, before)
        return Attrs((unescape_name(key), value) for key, value in own)

    def own(self, attributes: Attrs, before: str | None) -> Attrs:
        """Return an element's attributes on this side, as the diff names them."""
        if self.old and before is not None:
            attributes = decode_attributes(before)
        return Attrs(pair for pair in attributes if pair[0] not in OURS)

    def end(self) -> None:
        """Take an end tag."""
        name, tail = self.open.pop()
        if tail is not None:
            self.drop_run(name in PARTS)
            self.out += decode_lead(tail, TAIL)
        if name is not None:
            self.out.append((END, name, NOWHERE))

    def drop_lead(self, name: str) -> None:
        """Take back what led to an element."""
        parent = self.open[-1][0] if self.open else None
        self.drop_run(parent in PARTS if self.open else name == "html")

    def drop_run(self, everything: bool) -> None:
        """Take back what stands after the last tag: all, or white space."""
        out = self.out
        while out and out[-1][0] not in (START, END):
            kind, data, _ = out[-1]
            if everything:
                out.pop()
                continue
            if kind is not TEXT:
                return
            rest = data.rstrip(SPACE)
            if rest:
                out[-1] = TEXT, rest, NOWHERE
                return
            out.pop()


class ShownSide(Side):
    """One of the two documents, which tells where it is not the other."""

    def wrapper(self, mark: str, marks: dict[str, str]) -> int:
        """Take an ``<ins>`` or ``<del>`` of ours, and keep it if it is of this side."""
        left_out = super().wrapper(mark, marks)
        if mark == self.mark:
            name = WRAPPERS[mark]
            self.open[-1] = name, None
            self.out.append((START, (name, Attrs([(MARK, mark)])), NOWHERE))
        return left_out

    def attributes(self, attributes: Attrs, before: str | None) -> Attrs:
        """Return an element's attributes on this side, and our marks."""
        ours = [pair for pair in attributes if pair[0] in OURS]
        return self.own(attributes, before) | ours
