"""Merge the parts of a list, a table or a frame, each marked by attribute."""

from __future__ import annotations

from collections.abc import Iterator

from ..marks import LEAD, MARK, WRAPPERS, Lead, encode_lead, lead_events
from ..reading.events import Event
from ..reading.vocabulary import TABULAR
from ..sequences.align import Run
from ..sequences.match import Matcher
from .columns import Columns
from .items import Contents, parts_contents
from .kinship import Kin
from .pair import Pair, PairMerge, Step, mark_element, wrap
from .tree import Node


class Parts(PairMerge[Lead, Node]):
    """Merges elements; text and comments only lead from one to the next."""

    def __init__(self, pair: Pair, matcher: Matcher) -> None:
        a, b = parts_contents(pair.old), parts_contents(pair.new)
        super().__init__(pair, a, b, matcher)
        self.columns = pair.columns
        self.cells: list[tuple[int, int]] | None = None
        if pair.old.name == pair.new.name == "table":
            self.columns = Columns(pair.old, pair.new)
        elif pair.old.name == pair.new.name == "tr" and self.columns:
            self.cells = self.columns.pairs(a.items, b.items)

    def runs(self) -> Iterator[Run]:
        """Yield what stays; in a row, by column."""
        if self.cells is None:
            return super().runs()
        keys = self.a.keys, self.b.keys
        return ((i, j, 1) for i, j in self.cells if keys[0][i] == keys[1][j])

    def kin(self, i1: int, i2: int, j1: int, j2: int) -> Iterator[Kin]:
        """Yield elements that became each other; in a row, cells of one column."""
        if self.cells is None:
            return super().kin(i1, i2, j1, j2)
        return (
            (i - i1, [self.a.items[i]], j - j1, [self.b.items[j]])
            for i, j in self.cells
            if i1 <= i < i2 and j1 <= j < j2
        )

    def keep(self, i: int, j: int, length: int) -> list[Event]:
        """Return items as they are, with what was before them if it differs."""
        out: list[Event] = []
        for k in range(length):
            before, lead = self.a.leads[i + k], self.b.leads[j + k]
            item = self.b.items[j + k]
            out += lead_events(lead)
            same = before == lead
            out += item.own() if same else mark_element(item, LEAD, encode_lead(before))
        return out

    def pair_up(
        self, i: int, olds: list[Node], j: int, news: list[Node]
    ) -> Iterator[Step]:
        """Yield what leads to a pair, and the pair."""
        before, lead = self.a.leads[i], self.b.leads[j]
        yield lead_events(lead)
        pair = self.pair_at(i, olds, j, news)
        pair.lead = None if before == lead else before
        if pair.new.name in TABULAR:
            pair.columns = self.columns
        yield pair

    def mark_changed(self, i1: int, i2: int, j1: int, j2: int) -> list[Event]:
        """Return old and new items, each with its mark."""
        removed = mark_each("del", self.a, i1, i2)
        added = mark_each("ins", self.b, j1, j2)
        # A browser takes the first title it finds.
        head = self.pair.new.name == "head"
        return added + removed if head else removed + added


def mark_each(
    mark: str, contents: Contents[Lead, Node], start: int, end: int
) -> list[Event]:
    """Return items with what leads to each, marked."""
    out: list[Event] = []
    for lead, item in zip(
        contents.leads[start:end], contents.items[start:end], strict=True
    ):
        if item.name in WRAPPERS:  # marked, it would be taken for one of ours
            out += wrap(mark, [*lead_events(lead), *item.own()])
        else:
            out += lead_events(lead)
            out += mark_element(item, MARK, mark)
    return out
