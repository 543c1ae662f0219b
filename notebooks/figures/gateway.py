"""Draw who talks to whom through the gateway, and the way round its guard.

A box is a program, the stripe on its left its language; a dashed line is HTTP.
And cut out of a configuration the lines that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import dedent

from examples.gateway.table import JAVASCRIPT, PYTHON, Row, describe
from notebooks.figures.draw import (
    CHERRY,
    INK,
    LEAF,
    SOFT,
    STRIPES,
    arrow,
    box,
    line,
    svg,
    word,
)
from notebooks.show import Drawing

DASH = "9 7"
UNSHOWN = (
    *("proxy_set_header", "proxy_hide_header", "add_header"),
    *("client_max_body_size", "proxy_read_timeout"),
)
"""What each location has: headers and limits."""


def region(path: Path, name: str) -> str:
    """Cut the lines between ``# region NAME`` and ``# endregion`` out of a file."""
    _, _, rest = path.read_text("utf-8").partition(f"# region {name}\n")
    return dedent(rest.partition("# endregion")[0].rstrip(" ")).rstrip()


def block(text: str, head: str) -> str:
    """Cut a block without braces inside out of a configuration.

    :param head: what stands before its brace: ``"upstream shop"``.
    """
    inside = dedent(text.partition(f"{head} {{\n")[2].partition("}")[0])
    kept = [x for x in inside.splitlines() if x and not x.startswith(UNSHOWN)]
    return "\n    ".join([f"{head} {{", *kept]) + "\n}"


def network(table: Iterable[Row]) -> Drawing:
    """Draw the gateway's table: clients, nginx, and a row an application."""
    rows = list(table)
    height, pitch, top = 62, 74, 46
    foot = top + len(rows) * pitch
    middle = foot / 2
    drawn = [
        box(2, middle - 58, 176, 116, SOFT),
        word(28, middle - 12, "a browser"),
        word(28, middle + 26, "curl, Ruby …"),
        box(274, 2, 346, foot - 4, SOFT),
        word(300, 34, "nginx", bold=True),
        _http(178, 274, middle),
    ]
    for number, row in enumerate(rows):
        drawn += _application(row, top + number * pitch, height)
    return Drawing(describe(rows), svg(foot, drawn))


def _application(row: Row, top: float, height: float) -> Iterator[str]:
    """Draw an application, and the way to it."""
    x, base = 716, top + height / 2 + 8
    yield word(300, base, row.path, mono=True)
    if done := _verbs(row):
        yield word(598, base, done, CHERRY if row.guarded else LEAF, "end")
    yield _http(620, x, top + height / 2)
    for behind in range(row.copies - 1, -1, -1):
        stripe = STRIPES.get(row.language, SOFT)
        yield box(x + 8 * behind, top - 6 * behind, 416, height, stripe)
    yield word(x + 26, base, row.name, bold=True)
    yield word(1110, base, f"{row.language}, {row.made_with}", SOFT, "end")


def _verbs(row: Row) -> str:
    """Return in a word what the gateway does for an application."""
    does = {
        "joins": row.includes,
        "keeps": row.cached is not None,
        "guards": row.guarded,
        "asks": row.identifies,
    }
    return ", ".join(verb for verb, true in does.items() if true)


def trap(direct: int, included: bool) -> Drawing:
    """Draw what a stranger got of an application behind a guard.

    Asked for, a path is guarded.  Included, it is not: nginx goes round the guard.

    :param direct: the status, when asked.
    :param included: whether its answer was in a page for a stranger.
    """
    direct_y, page_y, foot = 92, 300, 372
    gate, bend = 520, 690  # the guard's x, and that of the include on its way up
    # 2011's orders, or this site's.
    orders = (PYTHON, "trusting") if included else (JAVASCRIPT,)
    fill = CHERRY if included else LEAF
    drawn = [
        box(2, direct_y - 40, 150, page_y - direct_y + 80, SOFT),
        word(28, (direct_y + page_y) / 2 + 8, "a stranger"),
        box(226, 2, 520, foot - 4, SOFT),
        word(252, 36, "nginx", bold=True),
        _http(152, 226, direct_y),
        word(252, direct_y + 8, "/orders/", mono=True),
        line(f"M{gate} {direct_y - 34} v68", INK, 6),
        _http(376, gate - 4, direct_y),
        word(gate, direct_y + 66, "auth_request", SOFT, "middle", mono=True),
        word(gate + 20, direct_y + 8, str(direct), CHERRY, bold=True),
        _http(152, 226, page_y),
        word(252, page_y + 8, "/", mono=True),
        _http(286, 828, page_y),
        *_program(page_y, "front", PYTHON),
        line(f"M{bend} {page_y - 12} V{direct_y}", fill, 3, DASH),
        _http(bend - 8, 828, direct_y, fill),
        word(bend - 18, 236, "include /orders/", fill, "end", mono=True),
        *_program(direct_y, "orders", *orders),
    ]
    got = "with the orders" if included else "without them"
    says = f"/orders/: {direct}; the page that includes it: 200, {got}"
    return Drawing(says, svg(foot, drawn))


def _program(y: float, name: str, language: str, *how: str) -> list[str]:
    """Draw an application, with its language, and what it does wrong."""
    return [
        box(828, y - 38, 314, 76, STRIPES[language]),
        word(854, y + 8, name, bold=True),
        word(1122, y + 8, ", ".join([*how, language]), SOFT, "end"),
    ]


def _http(start: float, end: float, y: float, fill: str = INK) -> str:
    """Draw HTTP from one box to another: dashed, with some air at both ends."""
    return arrow(start + 8, end - 6, y, fill, dash=DASH)
