"""Draw the trap between a guard and a page that includes, from what was seen.

Asked for, a path is guarded.  Included, it is not: nginx goes round the guard.
"""

from __future__ import annotations

from .map import BOLD, CHERRY, INK, LEAF, MONO, SOFT, STRIPES, arrow, box, word
from .table import JAVASCRIPT, PYTHON

CLIENT, GATEWAY, APPS = (2, 150), (226, 520), (828, 314)
ASKED, INCLUDED, FOOT = 92, 300, 372
GATE, TURN = 520, 690
"""Where the guard stands, and where an include turns."""


def picture(direct: int, included: bool) -> str:
    """Draw what a stranger got of an application behind a guard.

    :param direct: the status, when asked.
    :param included: whether its answer was in a page for a stranger.
    """
    edge, start = CLIENT[0] + CLIENT[1], GATEWAY[0]
    # 2011's orders, or this site's.
    orders = ("orders, trusting", PYTHON) if included else ("orders", JAVASCRIPT)
    drawn = [
        box(CLIENT, ASKED - 40, INCLUDED - ASKED + 80, SOFT),
        word(CLIENT[0] + 26, (ASKED + INCLUDED) / 2 + 8, "a stranger", INK),
        box(GATEWAY, 2, FOOT - 4, SOFT),
        word(start + 26, 36, "nginx", INK, BOLD),
        arrow(edge, ASKED, start),
        word(start + 26, ASKED + 8, "/orders/", INK, MONO),
        gate(direct),
        arrow(edge, INCLUDED, start),
        word(start + 26, INCLUDED + 8, "/", INK, MONO),
        arrow(start + 60, INCLUDED, APPS[0]),
        *program(INCLUDED, "front", PYTHON),
        *way_round(CHERRY if included else LEAF),
        *program(ASKED, *orders),
    ]
    font = 'font-family="Inter, Helvetica, sans-serif" font-size="22"'
    head = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1144 {FOOT}" {font}'
    body = "\n".join(drawn)
    return f"<svg {head}>\n{body}\n</svg>"


def says(direct: int, included: bool) -> str:
    """Say the same in words."""
    got = "with the orders" if included else "without them"
    return f"/orders/: {direct}; the page that includes it: 200, {got}"


def program(y: float, name: str, language: str) -> list[str]:
    """Draw an application, with its language."""
    right = APPS[0] + APPS[1] - 20
    return [
        box(APPS, y - 38, 76, STRIPES[language]),
        word(APPS[0] + 26, y + 8, name, INK, BOLD),
        word(right, y + 8, language, SOFT, 'text-anchor="end"'),
    ]


def gate(direct: int) -> str:
    """Draw the guard, and what it says."""
    line = f'<path stroke="{INK}" stroke-width="6" d="M{GATE} {ASKED - 34} v68"/>'
    return (
        line
        + arrow(GATEWAY[0] + 150, ASKED, GATE - 4)
        + word(GATE, ASKED + 66, "auth_request", SOFT, f'{MONO} text-anchor="middle"')
        + word(GATE + 20, ASKED + 8, str(direct), CHERRY, BOLD)
    )


def way_round(fill: str) -> list[str]:
    """Draw the way of an include: from the page, past the guard."""
    path = f"M{TURN} {INCLUDED - 12} V{ASKED}"
    return [
        f'<path fill="none" stroke="{fill}" stroke-width="3" stroke-dasharray="9 7" '
        f'd="{path}"/>',
        arrow(TURN - 8, ASKED, APPS[0], fill),
        word(TURN - 18, 236, "include /orders/", fill, f'{MONO} text-anchor="end"'),
    ]
