"""ReportLab boxes that lay out a page: stack, row, grid; all lengths are points.

A box knows its height before it is drawn, so a slide that spills is found and
never silently broken over two pages.  `widest` is the width that the content
asks for, which may be more than there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.paragraph import Paragraph

from .theme import theme


def baseline(font: str, size: float, leading: float) -> float:
    """Return how far below the top of its line a baseline is, as in CSS."""
    metrics = pdfmetrics.getFont(font).face
    up, down = metrics.ascent / 1000 * size, metrics.descent / 1000 * size
    return float((leading - (up - down)) / 2 + up)


class Box(Flowable):  # type: ignore[misc] # ReportLab has no types
    """A flowable that knows its size before it is drawn; `widest` as above."""

    widest = 0.0


class Words(Paragraph):  # type: ignore[misc] # as above
    """A paragraph whose baselines stand where a browser puts them.

    ReportLab puts the first baseline one font size below the top; CSS halves
    the leading above and below the line.
    """

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        size = super().wrap(width, height)
        if getattr(self.style, "balance", False) and len(self.blPara.lines) > 1:
            size = self._balance(width, height)
        left_over = [self._left_over(line) for line in self.blPara.lines]
        self.widest = width - min(left_over, default=0)
        return float(size[0]), float(size[1])

    def _balance(self, width: float, height: float) -> tuple[float, float]:
        """Find the narrowest width that needs no further line, and wrap to it."""
        lines, low, high = len(self.blPara.lines), width / 2, width
        while high - low > 1:
            middle = (low + high) / 2
            super().wrap(middle, height)
            fits = all(self._left_over(line) >= 0 for line in self.blPara.lines)
            if len(self.blPara.lines) > lines or not fits:
                low = middle
            else:
                high = middle
        _, tall = super().wrap(high, height)
        return width, tall

    @staticmethod
    def _left_over(line: Any) -> float:
        return float(line[0] if isinstance(line, tuple) else line.extraSpace)

    def draw(self) -> None:
        style, first = self.style, self.blPara
        if first.kind and first.lines:
            first = first.lines[0]
        down = baseline(style.fontName, style.fontSize, style.leading)
        self.canv.translate(0, first.fontSize - down)
        super().draw()


class Stack(Box):
    """Flowables one under the other; adjacent spaces collapse to the larger.

    closed: the spaces above the first and below the last are inside, as in a
        column; else they meet the neighbours' of the stack.
    """

    def __init__(self, content: Sequence[Flowable], closed: bool = False) -> None:
        super().__init__()
        self.content, self.closed = list(content), closed
        if self.content and not closed:
            self.spaceBefore = self.content[0].getSpaceBefore()
            self.spaceAfter = self.content[-1].getSpaceAfter()

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.placed: list[tuple[Flowable, float]] = []
        used, after, self.widest = 0.0, 0.0, 0.0
        for flowable in self.content:
            wide, high = flowable.wrapOn(self.canv, width, height)
            if self.placed or self.closed:
                used += max(after, flowable.getSpaceBefore())
            used += high
            self.placed.append((flowable, used))
            self.widest = max(self.widest, getattr(flowable, "widest", wide))
            after = flowable.getSpaceAfter()
        self.width, self.height = width, used + (after if self.closed else 0.0)
        return width, self.height

    def draw(self) -> None:
        for flowable, depth in self.placed:
            flowable.drawOn(self.canv, 0, self.height - depth)


class Row(Box):
    """Stacks side by side, each with its share of the width."""

    def __init__(
        self, stacks: Sequence[Stack], shares: Sequence[float], gap: float
    ) -> None:
        super().__init__()
        self.stacks, self.shares, self.gap = stacks, shares, gap

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        room = width - self.gap * (len(self.stacks) - 1)
        self.widths = [room * share for share in self.shares]
        pairs = list(zip(self.stacks, self.widths, strict=True))
        self.height = max(s.wrapOn(self.canv, w, height)[1] for s, w in pairs)
        self.widest = width + max(0.0, *(s.widest - w for s, w in pairs))
        return width, self.height

    def draw(self) -> None:
        x = 0.0
        for stack, width in zip(self.stacks, self.widths, strict=True):
            stack.drawOn(self.canv, x, self.height - stack.height)
            x += width + self.gap


class Beside(Box):
    """A mark beside a stack, as in a list."""

    def __init__(
        self, mark: Flowable, stack: Stack, indent: float, after: float
    ) -> None:
        super().__init__()
        self.mark, self.stack, self.indent = mark, stack, indent
        self.spaceBefore = stack.getSpaceBefore()
        self.spaceAfter = max(after, stack.getSpaceAfter())

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        _, self.mark_height = self.mark.wrapOn(self.canv, self.indent, height)
        _, self.height = self.stack.wrapOn(self.canv, width - self.indent, height)
        self.width, self.widest = width, self.indent + self.stack.widest
        return width, self.height

    def draw(self) -> None:
        self.mark.drawOn(self.canv, 0, self.height - self.mark_height)
        self.stack.drawOn(self.canv, self.indent, 0)


class Grid(Box):
    """A table: rows of stacks, a hairline under each, cherry under the head.

    shares: of the width, one a column.
    heads: how many rows are the head.
    scale: points a pixel.
    """

    def __init__(
        self,
        rows: Sequence[Sequence[Stack]],
        shares: Sequence[float],
        heads: int,
        scale: float,
    ) -> None:
        super().__init__()
        self.rows, self.shares, self.heads, self.scale = rows, shares, heads, scale
        self.spaceAfter = 14 * scale

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        right, above = 14 * self.scale, 20 * self.scale
        widths = [width * share for share in self.shares]
        self.edges = [sum(widths[:n]) for n in range(len(widths))]
        self.heights, spill = [], 0.0
        for row in self.rows:
            pairs = list(zip(row, widths, strict=True))
            tall = max(s.wrapOn(self.canv, w - right, height)[1] for s, w in pairs)
            spill = max(spill, *(s.widest - (w - right) for s, w in pairs))
            self.heights.append(tall + above + self.scale)
        self.width, self.height = width, sum(self.heights)
        self.widest = width + spill
        return width, self.height

    def draw(self) -> None:
        palette, y = theme()["palette"], self.height
        for number, (row, tall) in enumerate(zip(self.rows, self.heights, strict=True)):
            for stack, x in zip(row, self.edges, strict=True):
                stack.drawOn(self.canv, x, y - 10 * self.scale - stack.height)
            y -= tall
            head = number < self.heads
            self.canv.setStrokeColor(
                HexColor(palette["cherry" if head else "hairline"])
            )
            self.canv.setLineWidth((2 if head else 1) * self.scale)
            self.canv.line(0, y, self.width, y)
