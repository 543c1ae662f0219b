"""What the PDF draws: a page a slide, and the boxes that stand on it.

All lengths are points.  A stack knows its height before it is drawn, so a
slide that spills is found and never silently broken over two pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.paragraph import Paragraph

from .theme import PT, theme


@dataclass(frozen=True)
class Run:
    """Characters in one face and one colour."""

    text: str
    font: str
    colour: str


class Words(Paragraph):
    """A paragraph whose baselines stand where a browser puts them.

    ReportLab adds the leading below a line; CSS halves it above and below.
    """

    def draw(self) -> None:
        size, font = self.style.fontSize, pdfmetrics.getFont(self.style.fontName).face
        up, down = font.ascent / 1000, font.descent / 1000
        baseline = (self.style.leading - (up - down) * size) / 2 + up * size
        self.canv.translate(0, size - baseline)
        super().draw()


class Stack(Flowable):
    """Flowables one under the other; the larger of two spaces counts."""

    def __init__(self, content: Sequence[Flowable]) -> None:
        super().__init__()
        self.content = list(content)
        self.placed: list[tuple[Flowable, float]] = []
        self.widest = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.placed, used, after, self.widest = [], 0.0, 0.0, 0.0
        for flowable in self.content:
            wide, high = flowable.wrapOn(self.canv, width, height)
            if self.placed:
                used += max(after, flowable.getSpaceBefore())
            used += high
            self.placed.append((flowable, used))
            self.widest = max(self.widest, getattr(flowable, "widest", wide))
            after = flowable.getSpaceAfter()
        self.width, self.height = width, used
        return width, used

    def draw(self) -> None:
        for flowable, depth in self.placed:
            flowable.drawOn(self.canv, 0, self.height - depth)


class Row(Flowable):
    """Stacks side by side, each with its share of the width."""

    def __init__(self, stacks: Sequence[Stack], shares: Sequence[float]) -> None:
        super().__init__()
        self.stacks, self.shares = stacks, shares
        self.gap = theme()["page"]["gap"] * PT
        self.spaceAfter = 16 * PT
        self.widest = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        room = width - self.gap * (len(self.stacks) - 1)
        self.widths = [room * share for share in self.shares]
        pairs = list(zip(self.stacks, self.widths, strict=True))
        self.height = max(s.wrapOn(self.canv, w, height)[1] for s, w in pairs)
        spill = max(s.widest - w for s, w in pairs)
        self.widest = width + max(0.0, spill)
        return width, self.height

    def draw(self) -> None:
        x = 0.0
        for stack, width in zip(self.stacks, self.widths, strict=True):
            stack.drawOn(self.canv, x, self.height - stack.height)
            x += width + self.gap


class Lines(Flowable):
    """Code or a result: lines of runs on a panel."""

    def __init__(
        self,
        lines: list[list[Run]],
        size: float,
        leading: float = 1.0,
        ground: str | None = None,
    ) -> None:
        super().__init__()
        self.lines, self.size, self.leading = lines, size, leading * size
        self.ground = ground
        self.pad_x, self.pad_y = (17 * PT, 15 * PT) if ground else (0.0, 0.0)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        drawn = (
            sum(stringWidth(r.text, r.font, self.size) for r in line)
            for line in self.lines
        )
        self.widest = max(drawn, default=0.0) + 2 * self.pad_x
        self.width = width
        self.height = len(self.lines) * self.leading + 2 * self.pad_y
        return width, self.height

    def draw(self) -> None:
        c, palette = self.canv, theme()["palette"]
        if self.ground:
            c.setFillColor(HexColor(self.ground))
            c.setStrokeColor(HexColor(palette["hairline"]))
            c.setLineWidth(PT)
            c.roundRect(0, 0, self.width, self.height, 8 * PT, stroke=1, fill=1)
        y = self.height - self.pad_y - self.leading / 2 - self.size * 0.35
        for line in self.lines:
            text = c.beginText(self.pad_x, y)
            for run in line:
                text.setFont(run.font, self.size)
                text.setFillColor(HexColor(run.colour))
                text.textOut(run.text)
            c.drawText(text)
            y -= self.leading


class Pill(Flowable):
    """A word on a rounded ground."""

    def __init__(self, text: str, font: str, fill: str, colour: str) -> None:
        super().__init__()
        self.text, self.font, self.fill, self.colour = text, font, fill, colour
        self.size = theme()["size"]["label"] * PT
        self.spaceAfter = 9 * PT

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = stringWidth(self.text, self.font, self.size) + 30 * PT
        self.height = self.size * 1.3 + 8 * PT
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setFillColor(HexColor(self.fill))
        half = self.height / 2
        self.canv.roundRect(0, 0, self.width, self.height, half, stroke=0, fill=1)
        self.canv.setFillColor(HexColor(self.colour))
        self.canv.setFont(self.font, self.size)
        self.canv.drawString(15 * PT, half - self.size * 0.36, self.text)


class Picture(Flowable):
    """A drawing, no larger than it was drawn and than there is room for."""

    def __init__(self, drawing: Drawing, tallest: float) -> None:
        super().__init__()
        self.drawing, self.tallest = drawing, tallest

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        d = self.drawing
        self.scale = min(PT / 0.75, width / d.width, self.tallest / d.height)
        self.width, self.height = width, d.height * self.scale
        return self.width, self.height

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.translate((self.width - self.drawing.width * self.scale) / 2, 0)
        self.canv.scale(self.scale, self.scale)
        renderPDF.draw(self.drawing, self.canv, 0, 0)
        self.canv.restoreState()


class SlidePage(Flowable):
    """A whole page: ground, furniture and one stack.

    frame: left, top, width and bottom of the stack, from the upper left.
    furnish: draws what is not content: kicker and footer.
    spilled: told how many points the stack is too tall or too wide.
    """

    def __init__(
        self,
        stack: Stack,
        frame: tuple[float, float, float, float],
        furnish: Callable[[Any], None],
        spilled: Callable[[float, float], None],
    ) -> None:
        super().__init__()
        self.stack, self.frame = stack, frame
        self.furnish, self.spilled = furnish, spilled

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, height
        return width, height

    def draw(self) -> None:
        left, top, wide, bottom = self.frame
        self.furnish(self.canv)
        _, tall = self.stack.wrapOn(self.canv, wide, self.height)
        too_tall, too_wide = tall - (bottom - top), self.stack.widest - wide
        if too_tall > 0.5 or too_wide > 0.5:
            self.spilled(max(too_tall, 0.0), max(too_wide, 0.0))
        self.stack.drawOn(self.canv, left, self.height - top - tall)
