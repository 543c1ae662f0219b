"""Merge an element with what became of it: the base of ``flow`` and ``parts``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic

from genshi.core import END, START, Attrs

from ..marks import (
    ATTRS,
    LEAD,
    MARK,
    TAG,
    TAIL,
    WRAPPERS,
    Lead,
    encode_attributes,
    encode_lead,
    lead_events,
)
from ..reading.events import NOWHERE, Event
from ..sequences.align import Run, align
from ..sequences.match import Matcher
from .columns import Columns
from .items import Contents, Followers, ItemT, LeadT
from .kinship import Kin, kin
from .tree import Node


@dataclass(slots=True)
class Pair:
    """An element and what became of it, to be merged in turn.

    lead: what stood before it, if that was something else.
    shown: whether white space around it is shown as it is.
    old_more: elements that continued the old one, in text split or joined.
    new_more: elements that continue the new one.
    columns: of the tables that both are parts of.
    """

    old: Node
    new: Node
    lead: Lead | None = None
    shown: bool = False
    old_more: Followers = ()
    new_more: Followers = ()
    columns: Columns | None = None


#: What a merge yields: events, or a pair whose events come next.
Step = list[Event] | Pair


class PairMerge(ABC, Generic[LeadT, ItemT]):
    """Merges the contents of a pair; a subclass marks what changed as HTML allows."""

    def __init__(
        self,
        pair: Pair,
        a: Contents[LeadT, ItemT],
        b: Contents[LeadT, ItemT],
        matcher: Matcher,
    ) -> None:
        self.pair = pair
        self.a = a
        self.b = b
        self.matcher = matcher

    def steps(self) -> Iterator[Step]:
        """Yield the merged element, from start tag to end tag."""
        new = self.pair.new
        if new.name:
            yield [(START, (new.name, self.attributes()), NOWHERE)]
        yield from self.inside()
        yield self.last()
        if new.name:
            yield [(END, new.name, NOWHERE)]

    def marks_tail(self) -> bool:
        """Tell whether the element can tell what its tail was."""
        return bool(self.pair.new.name)

    def attributes(self) -> Attrs:
        """Return the new attributes, and marks for what was otherwise."""
        old, new = self.pair.old, self.pair.new
        marks = []
        if old.attributes != new.attributes:
            marks.append((ATTRS, encode_attributes(old.attributes)))
        if old.name != new.name:
            marks.append((TAG, str(old.name)))
        if self.pair.lead is not None:
            marks.append((LEAD, encode_lead(self.pair.lead)))
        if self.marks_tail() and self.a.tail != self.b.tail:
            marks.append((TAIL, encode_lead(self.a.tail)))
        return new.attributes | marks if marks else new.attributes

    def inside(self) -> Iterator[Step]:
        """Yield what the element holds."""
        a, b = self.a, self.b
        i = j = 0
        end = len(a.keys), len(b.keys), 0
        for i2, j2, length in (*self.runs(), end):
            i1, j1 = i, j
            if i < i2 and j < j2:
                for k, olds, m, news in self.kin(i1, i2, j1, j2):
                    yield self.mark_changed(i, i1 + k, j, j1 + m)
                    i, j = i1 + k, j1 + m
                    yield from self.pair_up(i, olds, j, news)
                    i, j = i + len(olds), j + len(news)
            if i < i2 or j < j2:
                yield self.mark_changed(i, i2, j, j2)
            yield self.keep(i2, j2, length)
            i, j = i2 + length, j2 + length

    def kin(self, i1: int, i2: int, j1: int, j2: int) -> Iterator[Kin]:
        """Yield elements that became each other, in a gap between runs."""
        return kin(self.a.items[i1:i2], self.b.items[j1:j2])

    def runs(self) -> Iterator[Run]:
        """Yield what stays."""
        return align(self.a.keys, self.b.keys, self.matcher)

    @abstractmethod
    def keep(self, i: int, j: int, length: int) -> list[Event]:
        """Return a run of items that are the same."""

    @abstractmethod
    def pair_up(
        self, i: int, olds: list[Node], j: int, news: list[Node]
    ) -> Iterator[Step]:
        """Yield what leads to a pair, and the pair."""

    @abstractmethod
    def mark_changed(self, i1: int, i2: int, j1: int, j2: int) -> list[Event]:
        """Return items that are only old, and items that are only new."""

    def last(self) -> list[Event]:
        """Return what follows the last item, marked if no tag can tell what it was."""
        if self.marks_tail():
            return lead_events(self.b.tail)
        return respaced(self.a.tail, self.b.tail)

    def pair_at(self, i: int, olds: list[Node], j: int, news: list[Node]) -> Pair:
        """Return elements as a pair: the first of each, and what goes on from it."""
        old_leads = self.a.leads[i + 1 : i + len(olds)]
        new_leads = self.b.leads[j + 1 : j + len(news)]
        return Pair(
            olds[0],
            news[0],
            old_more=list(zip(old_leads, olds[1:], strict=True)),
            new_more=list(zip(new_leads, news[1:], strict=True)),
        )


def wrap(mark: str, events: list[Event]) -> list[Event]:
    """Return events inside ``<ins>`` or ``<del>``, unless there are none."""
    if not events:
        return []
    name = WRAPPERS[mark]
    start = START, (name, Attrs([(MARK, mark)])), NOWHERE
    return [start, *events, (END, name, NOWHERE)]


def respaced(before: Lead, lead: Lead) -> list[Event]:
    """Return what leads to something; if it was other, with a mark that shows none."""
    if before == lead:
        return lead_events(lead)
    name = WRAPPERS["ins"]
    attributes = Attrs([(MARK, "space"), (LEAD, encode_lead(before))])
    start = START, (name, attributes), NOWHERE
    return [start, *lead_events(lead), (END, name, NOWHERE)]


def mark_element(node: Node, key: str, value: str) -> list[Event]:
    """Return an element with an attribute of ours."""
    [(kind, (name, attributes), _), *rest] = node.own()
    return [(kind, (name, attributes | [(key, value)]), NOWHERE), *rest]
