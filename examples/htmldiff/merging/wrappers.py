"""Open wrappers: an element that came around what was there, or went from around it.

Where an element has no equal, what it holds may have one: words made bold, blocks
put into a ``div``.  Such an element is opened, that is, what it holds takes its place
among the items of its parent, and its tags become part of the white space there.
Then the items are compared as any others, and the tags are marked alone.

Text is marked instead where the tags would not survive reading again: where blocks
of the other side would come into a paragraph, a heading or a phrase, or a link into
a link; where wrappers of both sides would cross, or might; and where text was split
or joined as well.  A list is a wrapper only of paragraphs that all became its items,
or were: nothing else may stand in it.  Tables and ``pre`` are none.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from genshi.core import END, START

from ..marks import WRAP, Tagged, pieces
from ..reading.events import NOWHERE
from ..reading.vocabulary import BY_ATTRIBUTE, PHRASING_ONLY, WRAPPING
from ..sequences.align import Run, align
from ..sequences.chain import heaviest
from ..sequences.islands import ISLAND, touching, without_islands
from ..sequences.match import Matcher
from .items import Contents, Item, flow_contents
from .kinship import Placed, Shared, became, enterable, fits, names_in
from .tree import Node

# Wrappers in wrappers that are looked into.
DEEP = 8
# Share of its features that tells a block again inside of a wrapper.
SAME = 0.5

Flowing = Contents[str, Item]


def open_wrappers(
    a: Flowing, b: Flowing, matcher: Matcher, *, several: bool
) -> list[Run]:
    """Open the wrappers of both sides, in place; return the runs that stay.

    :param a: old items.
    :param b: new items.
    :param several: whether they are of elements that were split or joined; then no
        wrapper is opened.
    """
    runs = list(align(a.keys, b.keys, matcher))
    if not several:
        runs = opened(a, b, runs, matcher)
    runs = list(touching(runs))
    if all(length > ISLAND for _, _, length in runs):
        return runs
    return list(without_islands(runs, words(a), words(b), bool))


def opened(a: Flowing, b: Flowing, runs: list[Run], matcher: Matcher) -> list[Run]:
    """Open wrappers between runs; return the runs, and those that are found inside."""
    # From the right: what is opened moves nothing that is to come.
    todo: list[Run | Gap] = [*with_gaps(runs, (0, len(a.items)), (0, len(b.items)))]
    found: list[Run] = []
    while todo:
        step = todo.pop()
        if not isinstance(step, Gap):
            i, j, length = step
            found.append((len(a.items) - i, len(b.items) - j, length))
            continue
        (i1, i2), (j1, j2) = step.old, step.new
        for side, other, (start, end), (k1, k2) in (
            (b, a, step.new, step.old),
            (a, b, step.old, step.new),
        ):
            wrappers = chosen(side, start, end, other, k1, k2)
            if not wrappers:
                continue
            longer = len(side.items)
            for place in reversed(wrappers):
                expand(side, place, "ins" if side is b else "del")
            longer = len(side.items) - longer
            i2, j2 = (i2, j2 + longer) if side is b else (i2 + longer, j2)
            inside = align(a.keys[i1:i2], b.keys[j1:j2], matcher)
            shifted = [(i1 + i, j1 + j, length) for i, j, length in inside]
            todo += with_gaps(shifted, (i1, i2), (j1, j2))
            break
    ends = len(a.items), len(b.items)
    return [(ends[0] - i, ends[1] - j, length) for i, j, length in reversed(found)]


class Gap(NamedTuple):
    """Items between two runs: from where to where, on both sides."""

    old: tuple[int, int]
    new: tuple[int, int]


def with_gaps(
    runs: Sequence[Run], old: tuple[int, int], new: tuple[int, int]
) -> Iterator[Run | Gap]:
    """Yield runs and the gaps between, in order; a gap has items on both sides."""
    (i, i_end), (j, j_end) = old, new
    for i2, j2, length in (*runs, (i_end, j_end, 0)):
        if i < i2 and j < j2:
            yield Gap((i, i2), (j, j2))
        if length:
            yield i2, j2, length
        i, j = i2 + length, j2 + length


def tagged(contents: Flowing, start: int, end: int) -> bool:
    """Tell whether tags of wrappers stand among items, or right before or behind."""
    behind = contents.leads[end] if end < len(contents.leads) else contents.tail
    leads = [*contents.leads[start:end], behind]
    return Tagged in map(type, leads)


def words(contents: Flowing) -> list[Item | None]:
    """Return words, and None for each item that is none, or has a tag before it."""
    return [
        item if isinstance(item, str) and not isinstance(lead, Tagged) else None
        for lead, item in zip(contents.leads, contents.items, strict=True)
    ]


def chosen(
    side: Flowing,
    start: int,
    end: int,
    other: Flowing,
    first: int,
    last: int,
) -> list[int]:
    """Return the places of the items to open, of those between start and end.

    :param other: what the other side has, from first to last.
    """
    if listed(side.items[start:end], other.items[first:last]):
        return [start]
    nodes = {
        k: item
        for k, item in enumerate(side.items[start:end], start)
        if isinstance(item, Node) and wrapping(item)
    }
    if not nodes or tagged(other, first, last):
        return []
    others = Others(other.items[first:last], other.keys[first:last])
    return [k for k, node in nodes.items() if others.inside(node) and others.fit(node)]


def listed(items: Sequence[Item], others: Sequence[Item]) -> bool:
    """Tell whether a list is all there is, and each of its items was a paragraph.

    :param others: what the other side has: those paragraphs, and nothing else.
    """
    [first, *more] = items
    if more or not isinstance(first, Node) or first.name not in ("menu", "ol", "ul"):
        return False
    contents = flow_contents(first)
    inside, here = enterable(contents.items), enterable(others)
    if not len(inside) == len(contents.items) == len(here) == len(others):
        return False
    names = {node.name for node in inside.values()}, {n.name for n in here.values()}
    if names != ({"li"}, {"p"}):
        return False
    return len(became(inside, here)) == len(here)


def wrapping(node: Node) -> bool:
    """Tell whether an element may be opened."""
    return node.name in WRAPPING


class Others:
    """What stands on the other side of a gap."""

    def __init__(self, items: Sequence[Item], keys: Sequence[Hashable]) -> None:
        self.items = items
        self.keys = set(keys)
        self.nodes: Placed = enterable(items)

    @cached_property
    def names(self) -> set[str]:
        """The names of all elements, at any depth."""
        return {
            name
            for item in self.items
            if isinstance(item, Node)
            for name in names_in(item)
        }

    def inside(self, wrapper: Node) -> bool:
        """Tell whether a wrapper holds what is here: most of it, or the same blocks."""
        for _ in range(DEEP):
            contents = flow_contents(wrapper)
            known = sum(key in self.keys for key in contents.keys)
            if known * 2 >= len(contents.keys) > 0:
                return True
            [*rest, last] = contents.items or [""]
            if rest or not isinstance(last, Node) or not wrapping(last):
                break
            if self.same_blocks(wrapper, {0: last}):
                return True
            wrapper = last
        return wrapper.name not in PHRASING_ONLY and self.same_blocks(
            wrapper, enterable(contents.items)
        )

    def same_blocks(self, wrapper: Node, inside: Placed) -> bool:
        """Tell whether blocks here are again inside a wrapper, though edited."""
        named = {node.name for node in self.nodes.values()}
        inside = {k: node for k, node in inside.items() if node.name in named}
        tag = wrapper.name, wrapper.attributes
        if not inside or tag in {(n.name, n.attributes) for n in self.nodes.values()}:
            return False
        both = Shared(inside, self.nodes)
        weights = {}
        for k, node in inside.items():
            for i, (shared, _) in both.alike(k, both.holders.keys()).items():
                was = self.nodes[i]
                most = max(len(both.left[k]), len(both.right[i]))
                if node.name == was.name and shared >= SAME * most:
                    weights[k, i] = shared
        mates = heaviest(weights)
        if len(mates) == 1:
            [(k, i)] = mates
            was, node = self.nodes[i], inside[k]
            # Rather this than the wrapper itself.
            return wrapper.name != was.name or (
                node.attributes == was.attributes != wrapper.attributes
            )
        return len(mates) > 1

    def fit(self, wrapper: Node) -> bool:
        """Tell whether all that is here may stand in a wrapper."""
        return fits(wrapper.name, self.names) and not any(
            isinstance(item, Node) and item.name in BY_ATTRIBUTE for item in self.items
        )


def expand(contents: Flowing, place: int, mark: str) -> None:
    """Put what a wrapper holds into its place, and its tags, marked, around it."""
    wrapper = contents.items[place]
    assert isinstance(wrapper, Node)
    inside = flow_contents(wrapper)
    marked = wrapper.name, wrapper.attributes | [(WRAP, mark)]
    start, end = (START, marked, NOWHERE), (END, wrapper.name, NOWHERE)
    lead = contents.leads[place]
    inside.leads[0] = Tagged([*pieces(lead), start, *pieces(inside.leads[0])])
    after = [*pieces(inside.tail), end]
    if place + 1 < len(contents.leads):
        contents.leads[place + 1] = Tagged([*after, *pieces(contents.leads[place + 1])])
    else:
        contents.tail = Tagged([*after, *pieces(contents.tail)])
    contents.leads[place : place + 1] = inside.leads
    contents.items[place : place + 1] = inside.items
    contents.keys[place : place + 1] = inside.keys
