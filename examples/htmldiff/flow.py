"""Merge text and what stands in it, where ``<ins>`` and ``<del>`` are allowed."""

from __future__ import annotations

from collections.abc import Iterator

from genshi.core import END, START, TEXT, Attrs

from .content import BLOCK, BY_ATTRIBUTE, PREFORMATTED
from .contents import flow_contents
from .marks import LEAD, MARK, WRAPPERS
from .match import Matcher
from .parse import NOWHERE, Event
from .pieces import Merge, Pair, Piece, marked, wrapped
from .tree import Node

Item = Node | str


class Flow(Merge[str, Item]):
    """Merges words and elements."""

    def __init__(self, pair: Pair, matcher: Matcher) -> None:
        a, b = flow_contents(pair.old), flow_contents(pair.new)
        super().__init__(pair, a, b, matcher)
        self.shown = pair.shown or pair.new.name in PREFORMATTED

    def kept(self, i: int, j: int, length: int) -> list[Event]:
        """Return items as they are; where the space before differs, so marked."""
        out: list[Event] = []
        for k in range(length):
            before, lead = self.a.leads[i + k], self.b.leads[j + k]
            item = self.b.items[j + k]
            if before == lead:
                out += space(lead)
                out += item_events(item)
            elif isinstance(item, Node) and self.hides_space(item):
                out += space(lead)
                out += marked(item, LEAD, before)
            else:
                out += self.respaced(before, lead)
                out += item_events(item)
        return out

    def paired(self, before: str, old: Node, lead: str, new: Node) -> Iterator[Piece]:
        """Yield the space before a pair, and the pair."""
        if before == lead:
            yield space(lead)
            yield Pair(old, new, shown=self.shown)
        elif self.hides_space(new):
            yield space(lead)
            yield Pair(old, new, before)
        else:
            yield self.respaced(before, lead)
            yield Pair(old, new, shown=self.shown)

    def changed(self, i1: int, i2: int, j1: int, j2: int) -> list[Event]:
        """Return old items in ``<del>`` and new ones in ``<ins>``."""
        removed = list(zip(self.a.leads[i1:i2], self.a.items[i1:i2], strict=True))
        added = list(zip(self.b.leads[j1:j2], self.b.items[j1:j2], strict=True))
        shared = ""
        if removed and added and not any(by_attribute(i) for _, i in removed + added):
            (before, old), (lead, new) = removed[0], added[0]
            if before == lead:  # it stays outside
                shared, removed[0], added[0] = lead, ("", old), ("", new)
        return [*space(shared), *run("del", removed), *run("ins", added)]

    def hides_space(self, node: Node) -> bool:
        """Tell whether space before an element never shows."""
        return node.name in BLOCK and not self.shown

    def respaced(self, before: str, lead: str) -> list[Event]:
        """Return space that was other space, or was none."""
        if self.shown or not before or not lead:
            return [*wrapped("del", space(before)), *wrapped("ins", space(lead))]
        name = WRAPPERS["ins"]
        attributes = Attrs([(MARK, "space"), (LEAD, before)])
        return [
            (START, (name, attributes), NOWHERE),
            *space(lead),
            (END, name, NOWHERE),
        ]


def run(mark: str, items: list[tuple[str, Item]]) -> list[Event]:
    """Return items marked: together where they can be wrapped, else each."""
    out: list[Event] = []
    inside: list[Event] = []
    for lead, item in items:
        if isinstance(item, Node) and item.name in BY_ATTRIBUTE:
            out += wrapped(mark, inside)
            inside = []
            out += space(lead)
            out += marked(item, MARK, mark)
        else:
            inside += space(lead)
            inside += item_events(item)
    return out + wrapped(mark, inside)


def by_attribute(item: Item) -> bool:
    """Tell whether an item is marked itself, not wrapped."""
    return isinstance(item, Node) and item.name in BY_ATTRIBUTE


def item_events(item: Item) -> list[Event]:
    """Return a word or a node as events."""
    return item.own() if isinstance(item, Node) else [(TEXT, item, NOWHERE)]


def space(text: str) -> list[Event]:
    """Return white space as events."""
    return [(TEXT, text, NOWHERE)] if text else []
