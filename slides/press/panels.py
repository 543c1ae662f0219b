"""ReportLab boxes that paint: code, labels, marks, drawings; lengths are points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from .flowables import Box, Stack, baseline
from .theme import theme


@dataclass(frozen=True)
class Run:
    """Characters in one face and one colour."""

    text: str
    font: str
    colour: str


def measure(runs: Sequence[Run], size: float) -> float:
    """Return the width of a line of runs."""
    return float(sum(stringWidth(run.text, run.font, size) for run in runs))


def write(
    canvas: Any,
    x: float,
    y: float,
    runs: Sequence[Run],
    size: float,
    apart: float = 0.0,
) -> None:
    """Draw a line of runs with its baseline at `y` and letters `apart`."""
    text = canvas.beginText(x, y)
    text.setCharSpace(apart)
    for run in runs:
        text.setFont(run.font, size)
        text.setFillColor(HexColor(run.colour))
        text.textOut(run.text)
    canvas.drawText(text)


class Lines(Box):
    """Code or a result: lines of runs, on a panel if `ground` is a colour.

    size, leading: of the type; font: whose metrics place the baseline.
    scale: points a pixel.
    """

    def __init__(
        self,
        lines: list[list[Run]],
        font: str,
        size: float,
        leading: float,
        scale: float,
        ground: str | None = None,
    ) -> None:
        super().__init__()
        self.lines, self.font, self.size, self.leading = lines, font, size, leading
        self.scale, self.ground = scale, ground
        self.pad_x, self.pad_y = (17 * scale, 15 * scale) if ground else (0.0, 0.0)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        widths = (measure(line, self.size) for line in self.lines)
        self.widest = max(widths, default=0.0) + 2 * self.pad_x
        self.width = width
        self.height = len(self.lines) * self.leading + 2 * self.pad_y
        return width, self.height

    def draw(self) -> None:
        if self.ground:
            paint_panel(self, self.scale, self.ground)
        y = self.height - self.pad_y - baseline(self.font, self.size, self.leading)
        for line in self.lines:
            write(self.canv, self.pad_x, y, line, self.size)
            y -= self.leading


class Panel(Box):
    """A stack on a coloured panel."""

    def __init__(self, stack: Stack, scale: float, ground: str) -> None:
        super().__init__()
        self.stack, self.scale, self.ground = stack, scale, ground
        self.pad_x, self.pad_y = 23 * scale, 16 * scale

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        inner = width - 2 * self.pad_x
        _, tall = self.stack.wrapOn(self.canv, inner, height)
        self.width, self.height = width, tall + 2 * self.pad_y
        self.widest = self.stack.widest + 2 * self.pad_x
        return width, self.height

    def draw(self) -> None:
        paint_panel(self, self.scale, self.ground)
        self.stack.drawOn(self.canv, self.pad_x, self.pad_y)


def paint_panel(box: Box, scale: float, ground: str) -> None:
    """Paint the panel under a box: a rounded ground with a hairline."""
    canvas, half = box.canv, scale / 2
    canvas.setFillColor(HexColor(ground))
    canvas.setStrokeColor(HexColor(theme()["palette"]["hairline"]))
    canvas.setLineWidth(scale)
    size = (box.width - 2 * half, box.height - 2 * half)
    canvas.roundRect(half, half, *size, 8 * scale, stroke=1, fill=1)


class Pill(Box):
    """A word in a rounded label.

    fill, edge: colours of the ground and of the line around it.
    """

    def __init__(
        self, runs: list[Run], size: float, scale: float, fill: str, edge: str
    ) -> None:
        super().__init__()
        self.runs, self.size, self.scale = runs, size, scale
        self.fill, self.edge = fill, edge
        self.spaceAfter = 9 * scale

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = measure(self.runs, self.size) + 32 * self.scale
        self.height = self.size * 1.3 + 9 * self.scale
        return self.width, self.height

    def draw(self) -> None:
        line = self.scale
        self.canv.setFillColor(HexColor(self.fill))
        self.canv.setStrokeColor(HexColor(self.edge))
        self.canv.setLineWidth(line)
        wide, tall = self.width - line, self.height - line
        self.canv.roundRect(line / 2, line / 2, wide, tall, tall / 2, stroke=1, fill=1)
        down = 4 * self.scale + baseline(self.runs[0].font, self.size, self.size * 1.3)
        write(self.canv, 16 * self.scale, self.height - down, self.runs, self.size)


class Disc(Box):
    """The bullet of a list item: full, or a ring in a nested list.

    Drawn, so that copied text holds the words alone.
    """

    def __init__(self, font: str, size: float, leading: float, ring: bool) -> None:
        super().__init__()
        self.font, self.size, self.leading, self.ring = font, size, leading, ring

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, self.leading
        return width, self.leading

    def draw(self) -> None:
        down = baseline(self.font, self.size, self.leading)
        colour = HexColor(theme()["palette"]["cherry"])
        self.canv.setFillColor(colour)
        self.canv.setStrokeColor(colour)
        self.canv.setLineWidth(self.size / 32)
        x, y = self.size * 0.375, self.height - down + self.size * 0.36
        radius = self.size * (0.14 if self.ring else 0.16)
        self.canv.circle(x, y, radius, stroke=int(self.ring), fill=int(not self.ring))


class Number(Box):
    """The number of a list item, right-aligned against its text."""

    def __init__(self, runs: list[Run], size: float, leading: float) -> None:
        super().__init__()
        self.runs, self.size, self.leading = runs, size, leading

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, self.leading
        return width, self.leading

    def draw(self) -> None:
        down = baseline(self.runs[0].font, self.size, self.leading)
        space = self.size * 0.43  # the item's padding, and a space
        x = self.width - space - measure(self.runs, self.size)
        write(self.canv, x, self.height - down, self.runs, self.size)


class Picture(Box):
    """A drawing, as wide as there is room for and no taller than `tallest`.

    natural: it names its own size, and is drawn no larger.
    scale: points a pixel.
    """

    def __init__(
        self, drawing: Drawing, tallest: float, natural: bool, scale: float
    ) -> None:
        super().__init__()
        self.drawing, self.tallest = drawing, tallest
        self.largest = scale / 0.75 if natural else float("inf")

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        d = self.drawing
        self.factor = min(self.largest, width / d.width, self.tallest / d.height)
        self.width, self.height = width, d.height * self.factor
        return self.width, self.height

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.translate((self.width - self.drawing.width * self.factor) / 2, 0)
        self.canv.scale(self.factor, self.factor)
        renderPDF.draw(self.drawing, self.canv, 0, 0)
        self.canv.restoreState()


class Page(Box):
    """A whole page: background, one stack, foreground.

    frame: left, top, width and bottom of the stack, from the upper left.
    under, over: draw what is not content, in the order it is read.
    spilled: told how many points the stack is too tall or too wide.
    """

    def __init__(
        self,
        stack: Stack,
        frame: tuple[float, float, float, float],
        under: Callable[[Any], None],
        over: Callable[[Any], None],
        spilled: Callable[[float, float], None],
    ) -> None:
        super().__init__()
        self.stack, self.frame = stack, frame
        self.under, self.over, self.spilled = under, over, spilled

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, height
        return width, height

    def draw(self) -> None:
        left, top, wide, bottom = self.frame
        self.under(self.canv)
        _, tall = self.stack.wrapOn(self.canv, wide, self.height)
        too_tall, too_wide = tall - (bottom - top), self.stack.widest - wide
        if too_tall > 0.5 or too_wide > 0.5:
            self.spilled(max(too_tall, 0.0), max(too_wide, 0.0))
        self.stack.drawOn(self.canv, left, self.height - top - tall)
        self.over(self.canv)
