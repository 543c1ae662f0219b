"""Note in a diff what its marks alone do not show.

Each change can be reached by Tab, an old address or title is told, a line that came or
went has a sign, what is closed or hidden is open if there is a change in it.

What comes out is to look at: `accept` and `reject` take the diff itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from genshi.core import END, START, TEXT, Attrs, QName

from ..marks import ATTRS, MARK, WRAPPERS, changes, decode_attributes
from ..reading.events import NOWHERE, Event
from ..reading.vocabulary import PARTS
from ..sides import shown_side

OPEN, HIDDEN = QName("open"), QName("hidden")
CLOSED = ("details", "dialog")
TOLD = (
    "href", "src", "srcset", "action", "cite", "alt", "title", "value", "start",
    "datetime",
)  # fmt: skip
"""Attributes that a reader may follow or read."""
LONGEST = 80
"""Characters of an old value that are shown; an address may hold a whole picture."""


def noted(diff: list[Event], changed: Iterable[int]) -> list[Event]:
    """Return a diff with notes.

    :param diff: events of a diff, or of what one element of it holds.
    :param changed: the places of its changes, see :func:`~..marks.changes`.
    """
    changed = {*changed}
    open_now = {*closed_over(diff, changed)}
    out: list[Event] = []
    # Of each open element: its name, whether it is a mark, what is noted after it.
    inside: list[tuple[str, bool, list[Event]]] = []
    for place, (kind, data, position) in enumerate(diff):
        if kind is START:
            name, attributes = data
            if name == "br" and inside and inside[-1][1]:
                out += enclose("span", [], ("class", "diff-line"))
            is_mark = MARK in attributes and name in WRAPPERS
            inside.append((name, is_mark, list(was(attributes))))
            if place in changed:
                attributes |= [(QName("tabindex"), "0")]
            if place in open_now:
                attributes -= HIDDEN
                if name in CLOSED:
                    attributes |= [(OPEN, "")]
            out.append((kind, (name, attributes), position))
            continue
        out.append((kind, data, position))
        if kind is END:
            _, _, notes = inside.pop()
            if inside and inside[-1][0] in PARTS:  # which takes no text
                inside[-1][2].extend(notes)
            else:
                out += notes
    return out


def closed_over(diff: list[Event], changed: set[int]) -> Iterator[int]:
    """Yield the place of each element that hides a change, or what is in one."""
    around: list[tuple[int, bool, bool]] = []
    for place, (kind, data, _) in enumerate(diff):
        if kind is START:
            within = MARK in data[1] or any(mark for *_, mark in around)
            closed = data[0] in CLOSED or HIDDEN in data[1]
            around.append((place, closed, within))
            if place in changed or within:
                yield from (one for one, closes, _ in around if closes)
        elif kind is END:
            around.pop()


def was(attributes: Attrs) -> Iterator[Event]:
    """Yield a note on each address, and the like, that is another now."""
    before = attributes.get(ATTRS)
    if before is None:
        return
    old = decode_attributes(before)
    for name in TOLD:
        if old.get(name) != attributes.get(name):
            text = f" ({name} was {brief(old.get(name))})"
            noted = [(TEXT, text, NOWHERE)]
            yield from enclose("i", noted, ("class", "diff-was"))


def brief(value: str | None) -> str:
    """Say an old value."""
    if value is None:
        return "not there"
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"


def side_by_side(diff: list[Event]) -> list[Event]:
    """Put the two documents of a diff side by side, each with its own marks.

    An ``id`` of both is there twice then, and a link leads to the left one.
    """
    columns = []
    for name, mark in (("old", "del"), ("new", "ins")):
        side = list(shown_side(diff, mark))
        shown = noted(side, changes(side))
        columns += enclose("div", shown, ("class", f"diff-{name}"))
    return enclose("div", columns, ("class", "diff-sides"))


def enclose(
    name: str, inside: list[Event], *attributes: tuple[str, str]
) -> list[Event]:
    """Put events inside an element."""
    qname = QName(name)
    pairs = Attrs((QName(key), value) for key, value in attributes)
    return [(START, (qname, pairs), NOWHERE), *inside, (END, qname, NOWHERE)]
