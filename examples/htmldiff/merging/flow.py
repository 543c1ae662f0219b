"""Merge text and what stands in it, where ``<ins>`` and ``<del>`` are allowed."""

from __future__ import annotations

from collections.abc import Iterator

from genshi.core import END, START, TEXT, Attrs

from ..marks import (
    ATTRS,
    JOIN,
    LEAD,
    MARK,
    TAIL,
    WRAPPERS,
    Tagged,
    encode_attributes,
    encode_lead,
    lead_events,
    pieces,
)
from ..reading.events import NOWHERE, Event
from ..reading.vocabulary import BLOCK, BY_ATTRIBUTE, PREFORMATTED
from ..sequences.align import Run
from ..sequences.match import Matcher
from .items import Break, Item, flow_contents
from .kinship import Kin
from .pair import Pair, PairMerge, Step, mark_element, respaced, wrap
from .tree import Node
from .wrappers import open_wrappers


class Flow(PairMerge[str, Item]):
    """Merges words and elements."""

    def __init__(self, pair: Pair, matcher: Matcher) -> None:
        a = flow_contents(pair.old, pair.old_more)
        b = flow_contents(pair.new, pair.new_more)
        super().__init__(pair, a, b, matcher)
        self.several = bool(pair.old_more or pair.new_more)
        self.found = open_wrappers(a, b, matcher, several=self.several)
        self.shown = pair.shown or pair.new.name in PREFORMATTED
        self.in_block = pair.new.name in BLOCK or not pair.new.name

    def runs(self) -> Iterator[Run]:
        """Yield what stays, without words that stay by chance."""
        return iter(self.found)

    def kin(self, i1: int, i2: int, j1: int, j2: int) -> Iterator[Kin]:
        """Yield elements that became each other; of several no wrapper is between."""
        for k, olds, m, news in super().kin(i1, i2, j1, j2):
            i, j = i1 + k, j1 + m
            between = [
                *self.a.leads[i + 1 : i + len(olds)],
                *self.b.leads[j + 1 : j + len(news)],
            ]
            if any(isinstance(lead, Tagged) for lead in between):
                yield k, olds[:1], m, news[:1]
            else:
                yield k, olds, m, news

    def keep(self, i: int, j: int, length: int) -> list[Event]:
        """Return items as they are; where the space before differs, so marked."""
        out: list[Event] = []
        words: list[str] = []
        stretch = zip(
            self.a.leads[i : i + length],
            self.b.leads[j : j + length],
            self.a.items[i : i + length],
            self.b.items[j : j + length],
            strict=True,
        )
        for k, (before, lead, was, item) in enumerate(stretch):
            plain = not isinstance(before, Tagged) and not isinstance(lead, Tagged)
            if before == lead and plain and isinstance(item, str):
                words += lead, item
                continue
            out += text_events(words)
            words.clear()
            if isinstance(was, Break) and isinstance(item, Break):
                out += self.keep_break(before, was, lead, item)
            elif self.tells_lead(item, before, lead):
                out += lead_events(lead)
                assert isinstance(item, Node)
                out += mark_element(item, LEAD, before)
            else:
                out += self.space(before, lead, self.at_edge(i + k, j + k))
                out += item_events(item)
        return out + text_events(words)

    def keep_break(
        self, before: str, was: Break, lead: str, item: Break
    ) -> list[Event]:
        """Return a break as it is, or anew where the space around it differs."""
        if (before, was.lead) == (lead, item.lead):
            return [*text_events([lead]), *item_events(item)]
        return [*mark_run("del", [(before, was)]), *mark_run("ins", [(lead, item)])]

    def pair_up(
        self, i: int, olds: list[Node], j: int, news: list[Node]
    ) -> Iterator[Step]:
        """Yield the space before a pair, and the pair."""
        before, lead = self.a.leads[i], self.b.leads[j]
        pair = self.pair_at(i, olds, j, news)
        if self.tells_lead(pair.new, before, lead):
            yield lead_events(lead)
            pair.lead = before
        else:
            yield self.space(before, lead, self.at_edge(i, j))
        pair.shown = self.shown
        yield pair

    def marks_tail(self) -> bool:
        """Tell whether the element can tell what its tail was: not of several."""
        tagged = isinstance(self.a.tail, Tagged) and self.a.tail != self.b.tail
        return super().marks_tail() and not self.several and not tagged

    def last(self) -> list[Event]:
        """Return what follows the last item, and tags of wrappers."""
        if self.marks_tail() and self.a.tail != self.b.tail:
            return lead_events(self.b.tail)
        return self.space(self.a.tail, self.b.tail, self.in_block)

    def mark_changed(self, i1: int, i2: int, j1: int, j2: int) -> list[Event]:
        """Return old items in ``<del>`` and new ones in ``<ins>``."""
        removed = list(zip(self.a.leads[i1:i2], self.a.items[i1:i2], strict=True))
        added = list(zip(self.b.leads[j1:j2], self.b.items[j1:j2], strict=True))
        shared = ""
        if removed and added and not any(stands_alone(i) for _, i in removed + added):
            (before, old), (lead, new) = removed[0], added[0]
            tagged = isinstance(before, Tagged) or isinstance(lead, Tagged)
            if before == lead and not tagged:  # it stays outside
                shared, removed[0], added[0] = lead, ("", old), ("", new)
        return [
            *text_events([shared]),
            *mark_run("del", removed),
            *mark_run("ins", added),
        ]

    def hides_space(self, node: Node) -> bool:
        """Tell whether space before an element never shows."""
        return node.name in BLOCK and not self.shown

    def tells_lead(self, item: Item, before: str, lead: str) -> bool:
        """Tell whether an element has to tell what space was before it, and can."""
        hidden = isinstance(item, Node) and self.hides_space(item)
        return hidden and before != lead and not isinstance(before, Tagged)

    def at_edge(self, i: int, j: int) -> bool:
        """Tell whether white space before two items is at an edge of a block.

        :param i: of the old item.
        :param j: of the new one, which stays where it stood.
        """
        if not i and not j:
            return self.in_block
        before = self.b.items[j - 1] if j else None
        return isinstance(before, Break) or any(
            isinstance(item, Node) and item.name in BLOCK
            for item in (before, self.b.items[j])
        )

    def space(self, before: str, lead: str, hidden: bool) -> list[Event]:
        """Return white space, marked where it was other space; and tags in it.

        :param hidden: whether it never shows.
        """
        if before == lead:
            return lead_events(before if isinstance(before, Tagged) else lead)
        out: list[Event] = []
        old = isinstance(before, Tagged)
        rest = lead if old else before
        for piece in pieces(before if old else lead):
            if not isinstance(piece, str):
                out.append(piece)
                continue
            was, now = (piece, rest) if old else (rest, piece)
            out += text_events([now]) if was == now else self.respace(was, now, hidden)
            rest = ""
        return out

    def respace(self, before: str, lead: str, hidden: bool) -> list[Event]:
        """Return space that was other space, or was none, marked if that shows."""
        if not self.shown and (hidden or (before and lead)):
            return respaced(before, lead)
        return [*wrap("del", lead_events(before)), *wrap("ins", lead_events(lead))]


def mark_run(mark: str, items: list[tuple[str, Item]]) -> list[Event]:
    """Return items marked: together where they can be wrapped, else each."""
    out: list[Event] = []
    inside: list[Event] = []
    for lead, item in items:
        if isinstance(lead, Tagged):
            for piece in lead.pieces:
                if isinstance(piece, str):
                    inside += text_events([piece])
                else:
                    out += [*wrap(mark, inside), piece]
                    inside = []
            lead = ""
        if stands_alone(item):
            out += wrap(mark, inside)
            inside = []
            out += mark_alone(mark, lead, item)
        else:
            inside += text_events([lead])
            inside += item_events(item)
    return out + wrap(mark, inside)


def stands_alone(item: Item) -> bool:
    """Tell whether an item is marked itself, not wrapped."""
    if isinstance(item, Node):
        return item.name in BY_ATTRIBUTE
    return isinstance(item, Break)


def mark_alone(mark: str, lead: str, item: Item) -> list[Event]:
    """Return an item that is marked itself, and the space before it."""
    if isinstance(item, Node):
        return [*text_events([lead]), *mark_element(item, MARK, mark)]
    assert isinstance(item, Break)
    name, attributes = item.node.name, item.node.attributes
    if mark == "ins":
        joined = name, attributes | [(JOIN, "")]
        between = [(END, name, NOWHERE), *lead_events(item.lead)]
        return [*text_events([lead]), *between, (START, joined, NOWHERE)]
    was = [
        (MARK, "break"),
        (TAIL, lead),
        (LEAD, encode_lead(item.lead)),
        (ATTRS, encode_attributes(attributes)),
    ]
    return [
        (START, (WRAPPERS["del"], Attrs(was)), NOWHERE),
        (END, WRAPPERS["del"], NOWHERE),
    ]


def item_events(item: Item) -> list[Event]:
    """Return an item as events."""
    if isinstance(item, Node):
        return item.own()
    if isinstance(item, str):
        return [(TEXT, item, NOWHERE)]
    node = item.node
    return [
        (END, node.name, NOWHERE),
        *lead_events(item.lead),
        (START, (node.name, node.attributes), NOWHERE),
    ]


def text_events(pieces: list[str]) -> list[Event]:
    """Return words and white space as one event, or none."""
    joined = "".join(pieces)
    return [(TEXT, joined, NOWHERE)] if joined else []
