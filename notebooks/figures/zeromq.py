"""Draw how a question and its answer take turns, and what became of twenty messages."""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot

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
    HEAD,
    INK,
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


CLIENT, SERVER, END = 56, 196, WIDTH
"""The heights of the two time-lines, and where they end."""
ASK, HEAR, REPLY, TOLD_AT = 300, 380, 660, 740
"""When a question leaves and arrives, and when its answer does."""


def turns() -> Drawing:
    """Draw the time-lines of a client and a server: who may send, and when."""
    drawn = [
        word(0, CLIENT, "client", bold=True),
        word(0, CLIENT + 26, "REQ", SOFT),
        word(0, SERVER, "server", bold=True),
        word(0, SERVER + 26, "REP", SOFT),
        *may(CLIENT, 130, ASK, "may send"),
        *must(CLIENT, ASK, TOLD_AT, "has to receive"),
        *may(CLIENT, TOLD_AT, END, "may send"),
        *must(SERVER, 130, HEAR, "has to receive"),
        *may(SERVER, HEAR, REPLY, "has to send"),
        *must(SERVER, REPLY, END, "has to receive"),
        *message(ASK, CLIENT, HEAR, SERVER, "question"),
        *message(REPLY, SERVER, TOLD_AT, CLIENT, "answer"),
    ]
    says = "client asks; server answers; only then may the client ask again"
    return Drawing(says, svg(SERVER + 44, drawn))


def may(y: float, left: float, right: float, says: str) -> list[str]:
    """Draw a part of a time-line in which a socket may send."""
    return [line(f"M{left} {y} H{right}", LEAF, 6), labelled(y, left, right, says)]


def must(y: float, left: float, right: float, says: str) -> list[str]:
    """Draw a part of a time-line in which a socket only receives."""
    return [
        line(f"M{left} {y} H{right}", SOFT, 4, "4 8"),
        labelled(y, left, right, says),
    ]


def labelled(y: float, left: float, right: float, says: str) -> str:
    """Write above the client's line, below the server's."""
    below = 34 if y == SERVER else -18
    return word((left + right) / 2, y + below, says, SOFT, "middle")


def message(x: float, y: float, to_x: float, to_y: float, says: str) -> list[str]:
    """Draw an arrow from one time-line to the other, and what it carries."""
    length = hypot(to_x - x, to_y - y)
    along, down = (to_x - x) / length, (to_y - y) / length
    foot_x, foot_y = to_x - along * HEAD, to_y - down * HEAD
    head = (
        f"M{to_x:g} {to_y:g} L{foot_x - down * 9:.1f} {foot_y + along * 9:.1f} "
        f"L{foot_x + down * 9:.1f} {foot_y - along * 9:.1f} z"
    )
    return [
        line(f"M{x:g} {y:g} L{foot_x:.1f} {foot_y:.1f}", INK, 3),
        f'<path fill="{INK}" d="{head}"/>',
        word((x + to_x) / 2 + 22, (y + to_y) / 2 + 8, says),
    ]
