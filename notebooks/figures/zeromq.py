"""Draw what became of twenty messages: a row a pattern, a mark a message."""

from __future__ import annotations

from collections.abc import Mapping

from examples.zeromq.show.kills import (
    DONE,
    LOST,
    NEVER,
    STUCK,
    TOLD,
    TWICE,
    Fates,
    report,
)
from notebooks.figures.draw import (
    CHERRY,
    HAIRLINE,
    LEAF,
    PALETTE,
    SOFT,
    WIDTH,
    legend,
    line,
    mark,
    svg,
    word,
)
from notebooks.show import Drawing

LEFT, TOP, PITCH, HEIGHT = 176, 44, 44, 54
KILLED = LEFT + PITCH * 3 + PITCH // 2
"""The middle of the fourth message, which kills."""

MARKS = {
    DONE: (LEAF, "M-10 -10 h20 v20 h-20 z"),
    TWICE: (LEAF, "M-14 -10 h12 v20 h-12 z M2 -10 h12 v20 h-12 z"),
    LOST: (CHERRY, "M0 -12 L12 0 L0 12 L-12 0 z"),
    STUCK: (CHERRY, "M-11 -11 h22 L-11 11 h22 z"),
    NEVER: (SOFT, "M-9 -2 h18 v4 h-18 z"),
    TOLD: (
        CHERRY,
        "M-12 -3 h24 v6 h-24 z M-12 -11 h24 v4 h-24 z M-12 7 h24 v4 h-24 z",
    ),
}


def fates(found: Mapping[str, Fates]) -> Drawing:
    """Draw the fate of each message in each pattern, and how many were done."""
    foot = TOP + HEIGHT * len(found)
    band = f"M{KILLED - 22} {TOP} h44 V{foot} h-44 z"
    drawn = [
        word(KILLED, 26, "killed with this in its hands", CHERRY, "middle"),
        word(WIDTH, 26, "done", LEAF, "end"),
        f'<path fill="{PALETTE["delete"]}" d="{band}"/>',
    ]
    for number, (pattern, each) in enumerate(found.items()):
        top = TOP + HEIGHT * number
        middle = top + HEIGHT // 2
        done = sum(fate in (DONE, TWICE) for fate in each)
        drawn += [
            line(f"M0 {top} H{WIDTH}", HAIRLINE),
            word(0, middle + 8, pattern),
            *(
                mark(LEFT + PITCH * place + PITCH // 2, middle, *MARKS[fate])
                for place, fate in enumerate(each)
            ),
            word(WIDTH, middle + 8, str(done), LEAF, "end"),
        ]
    drawn += legend(foot + 34, MARKS, (14, 142, 392, 510, 734, 920))
    return Drawing(report(found), svg(foot + 52, drawn))
