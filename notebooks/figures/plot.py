"""Plot with matplotlib in the deck's look, as SVG that is equal to the byte."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from notebooks.figures.draw import PALETTE, WIDTH
from notebooks.show import Drawing

COLOURS = tuple(PALETTE[name] for name in ("cherry", "name", "leaf", "soft"))

HEIGHT = 368  # units of the slide
POINTS = 72  # an inch of matplotlib's is as many units of its SVG
FONT = 24  # units
# Measured with the font that matplotlib carries, drawn with the deck's.
MEASURED, DRAWN = "'DejaVu Sans'", "Inter, 'DejaVu Sans', sans-serif"
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "cherry-picking",
    "font.family": "DejaVu Sans",
    "font.size": FONT,
    "text.color": PALETTE["ink"],
    "axes.edgecolor": PALETTE["soft"],
    "axes.labelcolor": PALETTE["soft"],
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": PALETTE["hairline"],
    "xtick.color": PALETTE["soft"],
    "ytick.color": PALETTE["soft"],
    "lines.linewidth": 4,
    "lines.markersize": 11,
    "lines.solid_capstyle": "round",
}
NO_DATES = dict.fromkeys(("Date", "Creator", "Format", "Type"))

Series = Mapping[str, Mapping[float, float]]


def against_length(series: Series) -> Drawing:
    """Draw seconds against kilobytes, both by powers of ten, a line a way.

    series: by the name of a way, its seconds by kilobytes; the first is drawn in
    cherry and on top.
    """
    with mpl.rc_context(STYLE):
        figure = Figure((WIDTH / POINTS, HEIGHT / POINTS), dpi=POINTS)
        axes = figure.add_axes((0.085, 0.12, 0.73, 0.85))
        axes.set(xscale="log", yscale="log")
        for order, (name, points) in enumerate(series.items()):
            colour = COLOURS[order % len(COLOURS)]
            axes.plot(
                list(points),
                list(points.values()),
                marker="o",
                color=colour,
                zorder=9 - order,
                label=name,
            )
        _ticks(axes, series)
        _names(axes, series)
        return Drawing("seconds against kilobytes: " + ", ".join(series), _svg(figure))


def _ticks(axes: Any, series: Series) -> None:
    """Name the lengths that were measured, and the powers of ten of a second."""
    sizes = sorted({size for points in series.values() for size in points})
    axes.set_xticks(sizes, [f"{size:g} KB" for size in sizes])
    low, high = axes.get_ylim()
    powers = [power for power in range(-4, 3) if low <= 10.0**power <= high]
    names = ["0.1 ms", "1 ms", "10 ms", "0.1 s", "1 s", "10 s", "100 s"]
    axes.set_yticks([10.0**p for p in powers], [names[p + 4] for p in powers])
    axes.minorticks_off()
    axes.tick_params(length=0, pad=10)


def _names(axes: Any, series: Series) -> None:
    """Write each way's name beside its last point, none over another."""
    ends = [(list(points.items())[-1], name) for name, points in series.items()]
    places = [(*axes.transData.transform(end), name) for end, name in ends]
    above = HEIGHT + 0.5 * FONT
    for left, height, name in sorted(places, key=lambda place: -place[1]):
        above = min(height, above - 1.2 * FONT)
        seconds = list(series[name].values())[-1]
        axes.annotate(
            f"{name}: {seconds:.2g} s",
            (left + FONT, above),
            xycoords="figure pixels",
            color=COLOURS[list(series).index(name) % len(COLOURS)],
            fontweight="bold",
            va="center",
        )


def _svg(figure: Figure) -> str:
    """Return a figure as SVG, in the fonts and units of the deck, as wide as may be."""
    out = io.StringIO()
    figure.savefig(out, format="svg", transparent=True, metadata=NO_DATES)
    svg = out.getvalue().replace(MEASURED, DRAWN)
    svg = re.sub(r' (width|height)="\d+pt"', "", svg)
    return re.sub(r" <defs>\s*<style.*?</defs>\n", "", svg, count=1, flags=re.DOTALL)
