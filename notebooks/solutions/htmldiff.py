"""Answers to the exercises of 05-htmldiff: right ones, and likely wrong ones."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from genshi.core import END, START, Attrs

from examples.htmldiff import parse, serialize
from examples.htmldiff.reading.events import Event
from examples.htmldiff.sequences.match import Opcode

Items = Sequence[Hashable]


def longest(a: Items, b: Items) -> Iterator[Opcode]:
    """Find a longest common subsequence, by the book."""
    left = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]  # from here to both ends
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            either = max(left[i + 1][j], left[i][j + 1])
            left[i][j] = left[i + 1][j + 1] + 1 if a[i] == b[j] else either
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            yield "equal", i, i + 1, j, j + 1
            i, j = i + 1, j + 1
        elif left[i + 1][j] >= left[i][j + 1]:
            i += 1
        else:
            j += 1


def nothing(a: Items, b: Items) -> Iterable[Opcode]:
    """Find nothing: exact, and no use."""
    return []


def junk(a: Items, b: Items) -> Iterable[Opcode]:
    """Forget that difflib ignores what is frequent."""
    return SequenceMatcher(None, a, b).get_opcodes()


def standard(a: Items, b: Items) -> Iterable[Opcode]:
    """Ask difflib, with all that its opcodes say."""
    return SequenceMatcher(None, a, b, autojunk=False).get_opcodes()


def crossing(a: Items, b: Items) -> Iterator[Opcode]:
    """Look for each item anywhere."""
    for i, item in enumerate(a):
        if item in b:
            j = list(b).index(item)
            yield "equal", i, i + 1, j, j + 1


def in_place(a: Items, b: Items) -> Iterator[Opcode]:
    """Call equal what stands at the same place, whatever it is."""
    length = min(len(a), len(b))
    yield "equal", 0, length, 0, length


def changes(stream: Iterable[Event]) -> Iterator[Event]:
    """List what changed."""
    depth = 0
    for event in stream:
        kind, data, _ = event
        if kind is START and (depth or data[1].get("data-diff") in ("ins", "del")):
            depth += 1
        if depth:
            yield event
        if kind is END and depth:
            depth -= 1


def by_name(stream: Iterable[Event]) -> Iterator[Event]:
    """List the elements called ``ins`` and ``del``, whosever they are."""
    depth = 0
    for event in stream:
        kind, data, _ = event
        if kind is START and (depth or data[0] in ("ins", "del")):
            depth += 1
        if depth:
            yield event
        if kind is END and depth:
            depth -= 1


def to_first_end(stream: Iterable[Event]) -> Iterator[Event]:
    """End a mark at the first end tag."""
    listed = False
    for event in stream:
        kind, data, _ = event
        listed = listed or (kind is START and "data-diff" in data[1])
        if listed:
            yield event
        if kind is END:
            listed = False


def take(diff: str, number: int) -> str:
    """Accept one mark."""
    return taken(diff, number, unmark=True)


def left_marked(diff: str, number: int) -> str:
    """Forget the mark of an item."""
    return taken(diff, number, unmark=False)


def taken(diff: str, number: int, *, unmark: bool) -> str:
    """Accept one mark; where it is an attribute, take that off if `unmark`."""
    out: list[Event] = []
    ways: list[str] = []  # of each open element: "keep", "open" or "drop" it
    for event in parse(diff):
        kind, data, position = event
        if kind is START:
            name, attributes = data
            mark, way = attributes.get("data-diff"), "keep"
            if mark in ("ins", "del"):
                if number == 0:
                    way = "drop" if mark == "del" else way
                    way = "open" if name == "ins" else way
                    rest = attributes - "data-diff" if unmark else attributes
                    event = kind, (name, Attrs(rest)), position
                number -= 1
            ways.append(way)
        hidden = "drop" in ways or (kind in (START, END) and ways[-1] == "open")
        if kind is END:
            ways.pop()
        if not hidden:
            out.append(event)
    return serialize(out)
