"""The marks that a diff carries: elements and attributes, written and read.

``<ins data-diff="ins">`` and ``<del data-diff="del">`` stand around what changed.
Where HTML allows neither, the element itself has the attribute.  An element that
stayed tells in attributes what it was: ``data-diff-attrs``, ``data-diff-tag``, and
``data-diff-lead`` and ``data-diff-tail`` for the white space before its start and
end tags.  An element with ``data-diff-wrap`` is of one side only, "ins" or "del", and
what it holds is of both.
``<ins data-diff="space">`` is white space that was other white space, or was none, or
is none now; where that would show, as between words, it is marked as words are.
An element with ``data-diff-join`` was one with that before it; where there were two
that are one now, ``<del data-diff="break">`` stands between.
Attributes of the documents that begin so are renamed, and named back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from genshi.core import END, START, TEXT, Attrs, QName, StreamEventKind

from .reading.events import NOWHERE, Event, MarkupError, qname


class Tagged(str):
    """White space with tags of wrappers in it; as text it is without them.

    pieces: white space and tags, in order.
    """

    pieces: tuple[str | Event, ...]

    def __new__(cls, pieces: Sequence[str | Event]) -> Tagged:
        """Return the space of all pieces as one text."""
        text = "".join(piece for piece in pieces if isinstance(piece, str))
        made = super().__new__(cls, text)
        made.pieces = tuple(pieces)
        return made


#: White space, with tags in it if `Tagged`; or else all that stands between two tags.
Lead = str | tuple[Event, ...]

# HTML's white space ends a name, and no other does.
NAME = re.compile(r"(\{[^{}>]*:[^{}>]*\})?[^ \t\n\f\r/>]+")
PREFIX = "data-diff"
FOREIGN = PREFIX + "-in"
MARK = QName(PREFIX)
ATTRS = QName(PREFIX + "-attrs")
TAG = QName(PREFIX + "-tag")
LEAD = QName(PREFIX + "-lead")
TAIL = QName(PREFIX + "-tail")
JOIN = QName(PREFIX + "-join")
WRAP = QName(PREFIX + "-wrap")
OURS = frozenset((MARK, ATTRS, TAG, LEAD, TAIL, JOIN, WRAP))
OUR_WRAPPERS = {("ins", "ins"), ("ins", "space"), ("del", "del"), ("del", "break")}
WRAPPERS = {"ins": QName("ins"), "del": QName("del")}


def escape_marks(events: Iterable[Event]) -> list[Event]:
    """Return events with their own ``data-diff…`` attributes renamed."""
    events = list(events)
    keys = {key for kind, data, _ in events if kind is START for key, _ in data[1]}
    if any(key.startswith(PREFIX) for key in keys):
        return [escape_tag(*event) if event[0] is START else event for event in events]
    return events


def escape_tag(kind: StreamEventKind, data: tuple[QName, Attrs], where: Any) -> Event:
    """Return a start tag with its own ``data-diff…`` attributes renamed."""
    name, attributes = data
    renamed = Attrs([(escape_name(key), value) for key, value in attributes])
    return kind, (name, renamed), where


def escape_name(name: str) -> QName:
    """Return a name that is none of ours."""
    ours = name.startswith(PREFIX)
    return qname(FOREIGN + name[len(PREFIX) :]) if ours else name


def unescape_name(name: str) -> QName:
    """Return the name as it was."""
    foreign = name.startswith(FOREIGN)
    return qname(PREFIX + name[len(FOREIGN) :]) if foreign else name


def changes(diff: Iterable[Event]) -> list[int]:
    """Find where a diff has a change that one sees: a word, an element, a start tag.

    What came and what went side by side are one change.  White space alone, between
    tags, is none.

    :param diff: events of a diff.
    :return: of each change the place of its first mark, a start tag.
    """
    found: list[int] = []
    inside = 0  # levels below a mark whose all is one change
    beside = False  # whether a change has ended right before
    for place, (kind, data, _) in enumerate(diff):
        if inside:
            inside += (kind is START) - (kind is END)
        elif kind is START:
            marks = {key: value for key, value in data[1] if key in OURS}
            whole = marks.get(MARK) in ("ins", "del", "break")
            if (whole and not beside) or marks.keys() & {ATTRS, TAG, JOIN, WRAP}:
                found.append(place)
            inside, beside = int(MARK in marks), whole
        elif kind is END or not str(data).isspace():
            beside = False
    return found


def pieces(lead: str) -> tuple[str | Event, ...]:
    """Return white space, and the tags in it."""
    return lead.pieces if isinstance(lead, Tagged) else (lead,)


def lead_events(lead: Lead) -> list[Event]:
    """Return a lead as events, the tags in it among them."""
    if not isinstance(lead, str):
        return list(lead)
    return [
        (TEXT, piece, NOWHERE) if isinstance(piece, str) else piece
        for piece in pieces(lead)
        if piece
    ]


def encode_lead(lead: Lead) -> str:
    """Return a lead as an attribute has it: white space without tags, or JSON."""
    if isinstance(lead, str):
        return lead
    return json.dumps([[kind, data] for kind, data, _ in lead], ensure_ascii=False)


def decode_lead(value: str, name: str = LEAD) -> list[Event]:
    """Return the events of an encoded lead.  Raises MarkupError if it is none."""
    if not value.startswith("["):
        return lead_events(value)
    return [
        (
            StreamEventKind(kind),
            tuple(data) if isinstance(data, list) else data,
            NOWHERE,
        )
        for kind, data in decode_pairs(value, name)
        if kind not in (START, END)
    ]


def encode_attributes(attributes: Attrs) -> str:
    """Return attributes as JSON: pairs of name and value, in order."""
    return json.dumps([list(pair) for pair in attributes], ensure_ascii=False)


def decode_attributes(value: str) -> Attrs:
    """Return the attributes of their JSON.  Raises MarkupError if it is none."""
    pairs = decode_pairs(value, ATTRS)
    return Attrs([(decode_name(key, ATTRS), text) for key, text in pairs])


def decode_name(name: str, mark: str) -> QName:
    """Return a name.  Raises MarkupError if it is none that HTML could have."""
    if not NAME.fullmatch(name):
        raise MarkupError(f"expected a name in {mark}, got {name[:60]!r}")
    return qname(name)


def decode_pairs(value: str, name: str) -> list[tuple[str, Any]]:
    """Return pairs of JSON, the first of each a text, as is the second of ATTRS."""
    try:
        pairs = [(str(first), second) for first, second in json.loads(value)]
    except (ValueError, TypeError, RecursionError):
        pairs = [("", None)]
    for _, second in pairs:
        if not isinstance(second, str if name == ATTRS else str | list):
            raise MarkupError(
                f"expected {name} to be pairs in JSON, got {value[:60]!r}"
            )
    return pairs
