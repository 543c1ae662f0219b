"""Draw who talks to whom, from the table: so the map cannot be out of date.

A box is a program, the stripe on its left its language; a dashed line is HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from .table import JAVASCRIPT, PYTHON, Row

INK, SOFT, LINE, PANEL = "#241d1a", "#6d625b", "#e4dacb", "#fffdf9"
LEAF, CHERRY = "#2f6b45", "#9b1232"
STRIPES = {PYTHON: "#1f4e8c", JAVASCRIPT: "#b07d00"}
WIDTH, HEIGHT, GAP, TOP = 1144, 62, 12, 46
CLIENT, GATEWAY, APPS = (2, 176), (274, 346), (716, 416)
"""Left edge and width of each column."""

MONO, BOLD = 'font-family="JetBrains Mono, monospace"', 'font-weight="600"'


def picture(table: Iterable[Row]) -> str:
    """Draw the table as SVG: clients, the gateway, the applications."""
    rows = list(table)
    foot = TOP + len(rows) * (HEIGHT + GAP)
    middle = foot / 2
    drawn = [
        box(CLIENT, middle - 58, 116, SOFT),
        word(CLIENT[0] + 26, middle - 12, "a browser", INK),
        word(CLIENT[0] + 26, middle + 26, "curl, Ruby …", INK),
        box(GATEWAY, 2, foot - 4, SOFT),
        word(GATEWAY[0] + 26, 34, "nginx", INK, BOLD),
        arrow(CLIENT[0] + CLIENT[1], middle, GATEWAY[0]),
    ]
    for number, row in enumerate(rows):
        drawn += line_of(row, TOP + number * (HEIGHT + GAP))
    font = 'font-family="Inter, Helvetica, sans-serif" font-size="22"'
    head = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {foot}" {font}'
    body = "\n".join(drawn)
    return f"<svg {head}>\n{body}\n</svg>"


def says(table: Iterable[Row]) -> str:
    """Say in words who answers which path, and with what in front."""
    return "\n".join(
        f"{row.path:12} {row.name}, {row.made_with}"
        + "".join(f"; {note}" for note in row.notes)
        for row in table
    )


def line_of(row: Row, top: float) -> Iterator[str]:
    """Draw an application, and the way to it."""
    left, right = GATEWAY[0], GATEWAY[0] + GATEWAY[1]
    middle = top + HEIGHT / 2
    text = APPS[0] + 26
    yield word(left + 26, middle + 8, row.path, INK, MONO)
    if does := verb(row):
        fill = CHERRY if row.guarded else LEAF
        yield word(right - 22, middle + 8, does, fill, 'text-anchor="end"')
    yield arrow(right, middle, APPS[0])
    for behind in range(row.copies - 1, -1, -1):
        place = (APPS[0] + 8 * behind, APPS[1])
        yield box(place, top - 6 * behind, HEIGHT, STRIPES.get(row.language, SOFT))
    yield word(text, middle + 8, row.name, INK, BOLD)
    made = f"{row.language}, {row.made_with}"
    yield word(APPS[0] + APPS[1] - 22, middle + 8, made, SOFT, 'text-anchor="end"')


def verb(row: Row) -> str:
    """Say in a word what the gateway does for an application."""
    done = {
        "joins": row.includes,
        "keeps": row.cached is not None,
        "guards": row.guarded,
        "asks": row.identifies,
    }
    return ", ".join(word for word, true in done.items() if true)


def box(place: tuple[float, float], top: float, height: float, stripe: str) -> str:
    """Draw a program, with the stripe of its language."""
    left, width = place
    frame = f'x="{left}" y="{top:g}" width="{width}" height="{height:g}" rx="10"'
    side = (
        f"M{left + 10} {top:g} h4 v{height:g} h-4 a10 10 0 0 1 -10 -10 "
        f"v{20 - height:g} a10 10 0 0 1 10 -10 z"
    )
    return (
        f'<rect {frame} fill="{PANEL}" stroke="{LINE}" stroke-width="2"/>'
        f'<path fill="{stripe}" d="{side}"/>'
    )


def arrow(start: float, y: float, end: float, fill: str = INK) -> str:
    """Draw HTTP: a dashed line, its head a path."""
    dashes = 'stroke-width="3" stroke-dasharray="9 7"'
    way = f"M{start + 8} {y:g} H{end - 20}"
    return (
        f'<path fill="none" stroke="{fill}" {dashes} d="{way}"/>'
        f'<path fill="{fill}" d="M{end - 22} {y - 9:g} L{end - 6} {y:g} '
        f'L{end - 22} {y + 9:g} z"/>'
    )


def word(x: float, y: float, text: str, fill: str, more: str = "") -> str:
    """Write a word."""
    return f'<text x="{x:g}" y="{y:g}" fill="{fill}" {more}>{escape(text)}</text>'
