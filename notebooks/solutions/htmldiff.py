"""Answers to the exercises of 05-htmldiff: right ones, and likely wrong ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from genshi.core import END, START, Attrs
from lxml import html as lxml_html

from examples.htmldiff import accept, parse, serialize
from examples.htmldiff.reading.events import Event
from examples.htmldiff.sequences.match import Opcode, by_rapidfuzz
from notebooks.exercises import Exercise, htmldiff

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
    """Ask difflib, which ignores what is frequent: not clever, and exact."""
    return SequenceMatcher(None, a, b).get_opcodes()


def beginning(a: Items, b: Items) -> list[Opcode]:
    """Find what both begin with, and nothing else."""
    end = 0
    while end < min(len(a), len(b)) and a[end] == b[end]:
        end += 1
    return [("equal", 0, end, 0, end)]


def uneven(a: Items, b: Items) -> Iterable[Opcode]:
    """End the second stretch one item too early."""
    for tag, i, j, k, m in longest(a, b):
        yield tag, i, j, k, max(k, m - 1)


def by_text(a: Items, b: Items) -> Iterable[Opcode]:
    """Compare what items look like: 1 is no "1"."""
    return standard([*map(str, a)], [*map(str, b)])


def by_hash(a: Items, b: Items) -> Iterable[Opcode]:
    """Compare hashes, in fifty buckets."""
    return standard([hash(one) % 50 for one in a], [hash(one) % 50 for one in b])


def by_whole_hash(a: Items, b: Items) -> Iterable[Opcode]:
    """Compare hashes: those of -1 and -2 are the same."""
    return standard([*map(hash, a)], [*map(hash, b)])


def by_repr(a: Items, b: Items) -> Iterable[Opcode]:
    """Compare how items are written: 1 is True, and not written so."""
    return standard([*map(repr, a)], [*map(repr, b)])


def by_type(a: Items, b: Items) -> Iterable[Opcode]:
    """Compare types as well."""
    return standard([(type(one), one) for one in a], [(type(one), one) for one in b])


def by_identity(a: Items, b: Items) -> list[Opcode]:
    """Ask whether two are one and the same."""
    end = 0
    while end < min(len(a), len(b)) and a[end] is b[end]:
        end += 1
    return [("equal", 0, end, 0, end)]


def beyond(a: Items, b: Items) -> list[Opcode]:
    """Count the first that differs, too."""
    [(tag, _, end, _, _)] = beginning(a, b)
    return [(tag, 0, end + 1, 0, end + 1)]


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


def open_elements(stream: Iterable[Event]) -> list[Event]:
    """List what changed, with a list of the open elements."""
    marks: list[bool] = []
    listed = []
    for event in stream:
        kind, data, _ = event
        if kind is START:
            marks.append(dict(data[1]).get("data-diff") in {"ins", "del"})
        if any(marks):
            listed.append(event)
        if kind is END:
            marks.pop()
    return listed


def by_attribute(stream: Iterable[Event]) -> Iterator[Event]:
    """Take any attribute for a mark."""
    return by(stream, lambda name, attributes: bool(attributes))


def by_prefix(stream: Iterable[Event]) -> Iterator[Event]:
    """Take all attributes of ours for marks."""
    return by(stream, lambda name, attributes: "data-diff" in str(attributes))


def wrappers_only(stream: Iterable[Event]) -> Iterator[Event]:
    """Forget that an item may carry the mark."""
    return by(
        stream,
        lambda name, attributes: name in ("ins", "del") and "data-diff" in attributes,
    )


def any_value(stream: Iterable[Event]) -> Iterator[Event]:
    """Take the attribute for a mark, whatever its value."""
    return by(stream, lambda name, attributes: "data-diff" in attributes)


def known_names(stream: Iterable[Event]) -> Iterator[Event]:
    """Know no element but those of the first examples."""
    marks = "ins", "del"
    return by(
        stream,
        lambda name, attributes: (
            name in (*marks, "li") and attributes.get("data-diff") in marks
        ),
    )


def inside_only(stream: Iterable[Event]) -> Iterator[Event]:
    """List what stands in a mark, without the mark."""
    depth = 0
    for event in stream:
        kind, data, _ = event
        depth -= kind is END and depth > 0
        if depth:
            yield event
        if kind is START and (depth or "data-diff" in data[1]):
            depth += 1


def by_name(stream: Iterable[Event]) -> Iterator[Event]:
    """List the elements called ``ins`` and ``del``, whosever they are."""
    return by(stream, lambda name, attributes: name in ("ins", "del"))


def by(stream: Iterable[Event], marks: Callable[[str, Attrs], bool]) -> Iterator[Event]:
    """List the elements of which `marks` says so, by their names and attributes."""
    depth = 0
    for event in stream:
        kind, data, _ = event
        if kind is START and (depth or marks(*data)):
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


def take_from_tree(diff: str, number: int) -> str:
    """Accept one mark, in a tree of lxml's."""
    root: Any = lxml_html.fragment_fromstring(diff, create_parent="div")
    mark = root.xpath(".//*[@data-diff='ins' or @data-diff='del']")[number]
    if mark.get("data-diff") == "del":
        mark.drop_tree()
    elif mark.tag == "ins":
        mark.drop_tag()
    else:
        del mark.attrib["data-diff"]
    return "".join(
        [
            root.text or "",
            *(lxml_html.tostring(one, encoding="unicode") for one in root),
        ]
    )


def accepted(diff: str, number: int) -> str:
    """Accept all marks."""
    return accept(diff)


def from_one(diff: str, number: int) -> str:
    """Count from one."""
    return take(diff, number - 1)


def rejected(diff: str, number: int) -> str:
    """Confuse the two sides."""
    swap = {"ins": "del", "del": "ins"}
    swapped = re.sub(r"\b(ins|del)\b", lambda one: swap[one[0]], diff)
    return re.sub(r"\b(ins|del)\b", lambda one: swap[one[0]], take(swapped, number))


MARK = r'<(\w+)([^>]*) data-diff="(ins|del)">(.*?)</\1>'


def by_regex(diff: str, number: int) -> str:
    """Take markup for text: a mark ends at the first end tag of its name."""

    def one(found: re.Match[str]) -> str:
        name, attributes, mark, inside = found.groups()
        if mark == "del":
            return ""
        return inside if name == "ins" else f"<{name}{attributes}>{inside}</{name}>"

    found = [*re.finditer(MARK, diff)][number]
    return diff[: found.start()] + one(found) + diff[found.end() :]


def bare(diff: str, number: int) -> str:
    """Take all attributes of an item that came."""
    events = []
    for kind, data, position in parse(take(diff, number)):
        if kind is START and data[0] == "li" and "data-diff" not in data[1]:
            data = data[0], Attrs()
        events.append((kind, data, position))
    return serialize(events)


Entries = dict[str, tuple[Callable[..., Any], Exercise]]
SOLUTIONS: Entries = {
    "exercise-match": (longest, htmldiff.match),
    "exercise-changes": (changes, htmldiff.changes),
    "exercise-take": (take, htmldiff.take),
}
OTHERS: Entries = {
    "difflib, with all that its opcodes say": (standard, htmldiff.match),
    "difflib, which ignores what is frequent": (junk, htmldiff.match),
    "rapidfuzz": (by_rapidfuzz, htmldiff.match),
    "only what both begin with": (beginning, htmldiff.match),
    "a list of the open elements": (open_elements, htmldiff.changes),
    "a tree": (take_from_tree, htmldiff.take),
}
MISTAKES: Entries = {
    "nothing is equal": (nothing, htmldiff.match),
    "a stretch that is one shorter": (uneven, htmldiff.match),
    "equal items that cross": (crossing, htmldiff.match),
    "equal is what stands there": (in_place, htmldiff.match),
    "compared as text": (by_text, htmldiff.match),
    "compared by a part of their hash": (by_hash, htmldiff.match),
    "compared by their hash": (by_whole_hash, htmldiff.match),
    "compared by how they are written": (by_repr, htmldiff.match),
    "compared by type, too": (by_type, htmldiff.match),
    "compared by identity": (by_identity, htmldiff.match),
    "one too many": (beyond, htmldiff.match),
    "every <ins> is a mark": (by_name, htmldiff.changes),
    "a mark ends at an end tag": (to_first_end, htmldiff.changes),
    "any attribute is a mark": (by_attribute, htmldiff.changes),
    "any attribute of ours is a mark": (by_prefix, htmldiff.changes),
    "any value is a mark": (any_value, htmldiff.changes),
    "a row carries none": (known_names, htmldiff.changes),
    "an item carries none": (wrappers_only, htmldiff.changes),
    "without the mark": (inside_only, htmldiff.changes),
    "all are accepted": (accepted, htmldiff.take),
    "counted from one": (from_one, htmldiff.take),
    "an item keeps its mark": (left_marked, htmldiff.take),
    "the other side": (rejected, htmldiff.take),
    "a regular expression": (by_regex, htmldiff.take),
    "an item loses all attributes": (bare, htmldiff.take),
}
