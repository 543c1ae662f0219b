"""Draw what it costs to cross from one language into another."""

from __future__ import annotations

from collections.abc import Mapping

INK, SOFT, CHERRY, BLUE = "#241d1a", "#6d625b", "#9b1232", "#1f4e8c"
PAPER, LINE = "#fffdf9", "#e4dacb"
# The same strokes as in every drawing of the deck.
STROKES = {"pipe": "", "HTTP": "14 8", "ZeroMQ": "3 7"}


def picture(milliseconds: Mapping[str, float], spawned: float) -> str:
    """Draw a Ruby page, a Python service, and the ways between them as SVG.

    :param milliseconds: a call by way, of ``pipe``, ``HTTP`` and ``ZeroMQ``.
    :param spawned: milliseconds of a call that starts a process.
    """
    drawn = [box(2, CHERRY, "Rails page", "Ruby")]
    drawn.append(box(560, BLUE, "highlight", "Python · Pygments"))
    drawn += [
        arrow(110 + 84 * number, way, milliseconds[way])
        for number, way in enumerate(STROKES)
    ]
    drawn += [
        f'<text x="900" y="172" font-size="24" fill="{SOFT}">a process a call</text>',
        f'<text x="900" y="228" font-size="52" font-weight="600" fill="{CHERRY}">'
        f"{spawned:.0f} ms</text>",
    ]
    font = f'font-family="Inter, Helvetica, sans-serif" fill="{INK}"'
    body = "\n".join(drawn)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1144 380" {font}>'
    return f"{head}\n{body}\n</svg>"


def says(milliseconds: Mapping[str, float], spawned: float) -> str:
    """Say the same in words."""
    ways = ", ".join(f"{way} {milliseconds[way]:.1f} ms" for way in STROKES)
    return f"From Ruby to Python: {ways}; a process a call {spawned:.0f} ms"


def box(x: float, edge: str, name: str, language: str) -> str:
    """Draw a program: its name, its language, and a stripe in its colour."""
    stripe = "h4 v296 h-4 a10 10 0 0 1 -10 -10 v-276 a10 10 0 0 1 10 -10 z"
    inside = f'<text x="{x + 42:g}"'
    return "\n".join(
        [
            f'<rect x="{x:g}" y="42" width="284" height="296" rx="10" '
            f'fill="{PAPER}" stroke="{LINE}" stroke-width="2"/>',
            f'<path fill="{edge}" d="M{x + 10:g} 42 {stripe}"/>',
            f'{inside} y="112" font-size="30" font-weight="600">{name}</text>',
            f'{inside} y="152" font-size="24" fill="{SOFT}">{language}</text>',
        ]
    )


def arrow(y: float, way: str, milliseconds: float) -> str:
    """Draw a way, with its stroke and what a call costs."""
    dash = f' stroke-dasharray="{STROKES[way]}"' if STROKES[way] else ""
    label = f"{way} · {milliseconds:.1f} ms"
    return "\n".join(
        [
            f'<path fill="none" stroke="{INK}" stroke-width="3"{dash} '
            f'd="M286 {y:g} H538"/>',
            f'<path d="M558 {y:g} l-20 -9 v18 z"/>',
            f'<text x="312" y="{y - 14:g}" font-size="24">{label}</text>',
        ]
    )
