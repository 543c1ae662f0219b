"""Draw the shop as far as the talk has come, and what still works without a part.

The map is drawn from the rows of `examples.success.parts`: who is a box, who meets whom
a line in the sign of their merge point.  Only where a box stands is said here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from examples.gateway.table import PYTHON
from examples.success.parts import (
    DATASTORE,
    GATEWAY,
    HTTP,
    PLACES,
    QUEUE,
    SCRIPT,
    TABLE,
    WORKERS,
    WSGI,
    ZEROMQ,
    Line,
    Part,
    Worker,
    lines,
)
from notebooks.figures.draw import (
    CHERRY,
    HAIRLINE,
    INK,
    LEAF,
    PALETTE,
    SAND,
    SOFT,
    STRIPES,
    block,
    box,
    line,
    mark,
    svg,
    word,
)
from notebooks.show import Drawing

PEOPLE = "people"
JOINED, APART = "07-wsgi", "08-gateway"
"""Since when a dispatcher joins the parts, and since when a gateway does."""
PHP = "#6b4fa0"  # as on the slide of the merge points
SERVERS = {"postgresql": "PostgreSQL", "rabbitmq": "RabbitMQ", "redis": "Redis"}

PITCH, HIGH, TOP = 39, 32, 2  # from row to row, a box's height, the first one's y
# As wide as the names are in DejaVu Sans: a notebook has no Inter.
LEFTS = {"people": 0, "gateway": 180, "parts": 384, "places": 704, "workers": 966}
WIDTHS = {"people": 124, "gateway": 138, "parts": 240, "places": 204, "workers": 176}
TALL = {PEOPLE: 72, GATEWAY: 10 * PITCH + HIGH, "thumbnails": 68, "highlighter": 68}
# Chosen so that few lines cross.
SEATS: Mapping[str, tuple[str, float]] = {
    PEOPLE: ("people", 5),
    GATEWAY: ("gateway", 5),
    **{
        name: ("parts", row)
        for row, name in enumerate(
            (
                *("account", "photos", "timeline", "basket", "bar", "front"),
                *("stock", "orders", "office", "highlight", "history"),
            )
        )
    },
    "tasks": ("places", 0.5),
    "files": ("places", 2),
    "sessions": ("places", 3.7),
    "store": ("places", 6),
    "thumbnails": ("workers", 1.25),
    "highlighter": ("workers", 5),
}
BEHIND = PALETTE["paper"]


@dataclass(frozen=True)
class Seat:
    """Who stands where: a name, what it is made with, since when, a stripe."""

    name: str
    made_with: str
    chapter: str
    stripe: str

    @property
    def column(self) -> str:
        """The column it stands in."""
        return SEATS[self.name][0]

    @property
    def left(self) -> float:
        """Its left edge."""
        return LEFTS[self.column]

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + WIDTHS[self.column]

    @property
    def middle(self) -> float:
        """The y of its middle."""
        return TOP + HIGH / 2 + PITCH * SEATS[self.name][1]


def seats(until: str, peers: bool) -> dict[str, Seat]:
    """Return who is there at a chapter, by name.

    :param peers: name the servers, and not what is embedded in their place; without
        them nobody runs what is not Python.
    :raises LookupError: if somebody has no seat; give it one in `SEATS`.
    """
    programs: list[Part | Worker] = [*TABLE, *WORKERS]
    if not peers:
        programs = [one for one in programs if one.language == PYTHON]
    everybody = [
        Seat(PEOPLE, "a browser", "", SOFT),
        Seat(GATEWAY, "nginx", JOINED, SOFT),
        *(
            Seat(one.name, one.made_with, one.chapter, stripe(one.language))
            for one in programs
        ),
        *(
            Seat(
                one.name,
                SERVERS.get(one.peer if peers else "", one.embedded),
                one.chapter,
                SOFT,
            )
            for one in PLACES
        ),
    ]
    for seat in everybody:
        if seat.name not in SEATS:
            raise LookupError(f"{seat.name!r} has no seat on the map: add it to SEATS")
    if until < APART or not peers:
        everybody[1] = Seat(GATEWAY, "Python", JOINED, stripe("Python"))
    return {seat.name: seat for seat in everybody if seat.chapter <= until}


def stripe(language: str) -> str:
    """Return the colour of a language."""
    return {**STRIPES, "PHP": PHP}.get(language, SOFT)


def met(until: str) -> Iterator[Line]:
    """Yield the lines that are there at a chapter, people's first.

    Before there is a dispatcher people ask each part by itself; one that calls in its
    own process calls what is Python, and the others are asked as before.
    """
    foreign = {part.name for part in TABLE if part.language != PYTHON}
    inside = HTTP if until >= APART else WSGI
    if until >= JOINED:
        yield Line(PEOPLE, GATEWAY, HTTP, JOINED)
    for one in lines(inside):
        if one.chapter > until:
            continue
        if one.one != GATEWAY:
            yield one
        elif until < JOINED or (until < APART and one.other in foreign):
            yield Line(PEOPLE, one.other, HTTP, one.chapter)
        else:
            since = APART if until >= APART else JOINED
            yield one._replace(chapter=max(one.chapter, since))


def shop(until: str = "", down: Collection[str] = (), *, peers: bool = True) -> Drawing:
    """Draw the shop at a chapter: new in full ink, what was there before in soft ink.

    :param until: the chapter, such as ``"07-wsgi"``; ``""`` is the whole shop.
    :param down: who is killed: struck, and so are its lines.
    :param peers: with nginx and all servers; else with what is embedded.
    :raises LookupError: if one of these is not on the map.
    """
    at = until or "14-success"
    there = seats(at, peers)
    for name in down:
        if name not in there:
            known = ", ".join(there)
            raise LookupError(f"{name!r} is not on the map of {at}; there are {known}")
    new = {name for name, seat in there.items() if not until or seat.chapter == until}
    drawn, told = [], []
    for one in met(at):
        if not {one.one, one.other} <= there.keys():
            continue
        fresh = not until or one.chapter == until
        dead = bool({one.one, one.other} & {*down})
        ink = CHERRY if dead else INK if fresh else SAND
        drawn.append(stroke(one, there, ink))
        told.append(f"{one.one} - {one.other}, {one.by}")
    for seat in there.values():
        drawn += program(seat, seat.name in new, seat.name in down)
    killed = [f"down: {', '.join(down)}"] if down else []
    says = "; ".join([f"{len(there)} boxes", *told, *killed])
    return Drawing(says, svg(TOP + 10 * PITCH + HIGH + 2, drawn))


def program(seat: Seat, fresh: bool, dead: bool) -> Iterator[str]:
    """Draw a box with its name, and what it is made with."""
    width = seat.right - seat.left
    high = TALL.get(seat.name, HIGH)
    y = seat.middle - high / 2
    ink = CHERRY if dead else INK if fresh else SOFT
    yield box(seat.left, y, width, high, seat.stripe if fresh else HAIRLINE)
    x = seat.left + 18
    if high > HIGH:
        yield word(x, seat.middle - 2, seat.name, ink, bold=True)
        yield word(x, seat.middle + 23, seat.made_with, SOFT, size=18)
    else:
        yield word(x, seat.middle + 7, seat.name, ink, bold=True)
        made_with = word(
            *(seat.right - 10, seat.middle + 7, seat.made_with, SOFT, "end"), size=18
        )
        yield made_with
    if dead:
        y = seat.middle - (9 if high > HIGH else 0)
        yield line(f"M{x - 6:g} {y:g} H{seat.right - 6:g}", CHERRY, 3)


def stroke(one: Line, there: Mapping[str, Seat], ink: str) -> str:
    """Draw a line in the sign of its merge point."""
    start, end = there[one.one], there[one.other]
    if start.column == end.column:  # neighbours: round the edge
        x, y, to = start.right, start.middle, end.middle
        return sign(one.by, ink, f"M{x:g} {y - 6:g} h28 V{to + 11:g} h-28")
    if start.left > end.left:
        start, end = end, start
    y, to = start.middle, end.middle
    if start.name == GATEWAY:
        y = to
    elif start.name == PEOPLE and end.name != GATEWAY:
        y += (to - y) * 0.16
    elif start.column == "parts":
        y += max(-9, min(9, (to - y) / 5))  # a port of its own
    if end.column == "places":
        to += max(-12, min(12, (y - to) / 5))
    if one.by == SCRIPT:
        return sign(one.by, ink, waves(start.right, end.left, y))
    return sign(one.by, ink, f"M{start.right:g} {y:g} L{end.left:g} {to:g}")


def waves(left: float, right: float, y: float) -> str:
    """Return the path of a wavy line."""
    count = 8
    step = (right - left) / count
    rest = f" t{step:g} 0" * (count - 1)
    return f"M{left:g} {y:g} q{step / 2:g} -14 {step:g} 0{rest}"


def sign(by: str, ink: str, path: str) -> str:
    """Draw a path as the merge point is drawn everywhere in this deck."""
    if by == QUEUE:  # double: a line with its middle taken out
        return line(path, ink, 9) + line(path, BEHIND, 4)
    if by == ZEROMQ:
        return line(path, ink, 5, "1 9").replace(" d=", ' stroke-linecap="round" d=')
    wide, dash = {HTTP: (3, "12 7"), DATASTORE: (9, "")}.get(by, (3, ""))
    return line(path, ink, wide, dash)


TICK = "M-9 1 l3 -3 4 4 8 -9 3 3 -11 12 z"
CROSS = "M-9 -6 l3 -3 6 6 6 -6 3 3 -6 6 6 6 -3 3 -6 -6 -6 6 -3 -3 6 -6 z"
MARKS = {"yes": (LEAF, TICK), "no": (CHERRY, CROSS)}
ROW, HEADS, NAMES = 26, 60, 140  # a row's height, the heads', the names' width


def kills(found: Iterable[tuple[str, Mapping[str, str]]]) -> Drawing:
    """Draw a row for each part that was killed, with a mark for each step.

    :param found: who was killed, and by step ``yes``, ``no`` or ``later``.
    """
    rows = list(found)
    steps = list(rows[0][1])
    pitch = (1144 - NAMES) / len(steps)
    drawn, told = [word(0, HEADS - 12, "killed", SOFT, size=20)], []
    for number, step in enumerate(steps):
        x = NAMES + pitch * (number + 0.5)
        baseline = HEADS - (12 if number % 2 else 38)
        drawn.append(word(x, baseline, step, SOFT, "middle", size=20))
        if not number % 2:
            drawn.append(line(f"M{x:g} {HEADS - 32} V{HEADS - 6}", HAIRLINE, 2))
    for row, (who, marks) in enumerate(rows):
        y = HEADS + ROW * row + ROW / 2
        if row % 2 == 0:
            drawn.append(block(0, y - ROW / 2, 1144, ROW, PALETTE["deep"]))
        drawn.append(word(8, y + 7, who, bold=True, size=20))
        for number, step in enumerate(steps):
            x = NAMES + pitch * (number + 0.5)
            if marks[step] in MARKS:
                drawn.append(mark(x, y, *MARKS[marks[step]]))
            else:
                drawn.append(word(x, y + 7, marks[step], INK, "middle", size=20))
        lost = [f"{step} {mark}" for step, mark in marks.items() if mark != "yes"]
        told.append(f"{who}: {', '.join(lost) or 'all works'}")
    return Drawing("\n".join(told), svg(HEADS + ROW * len(rows) + 2, drawn))


def basket(counts: Mapping[str, int]) -> Drawing:
    """Draw six counts, a panel each.

    :param counts: by what is counted.
    """
    drawn = []
    for number, (what, count) in enumerate(counts.items()):
        x, y = 388 * (number % 3), 210 * (number // 3)
        frame = f'x="{x + 2}" y="{y + 2}" width="364" height="186" rx="10"'
        style = f'fill="{PALETTE["panel"]}" stroke="{HAIRLINE}" stroke-width="2"'
        drawn.append(f"<rect {frame} {style}/>")
        serif = 'font-family="Fraunces, Georgia, serif" font-weight="600"'
        where = f'x="{x + 28}" y="{y + 106}" fill="{CHERRY}" font-size="92"'
        drawn.append(f"<text {where} {serif}>{count}</text>")
        drawn.append(word(x + 28, y + 156, what, SOFT, size=26))
    says = ", ".join(f"{count} {what}" for what, count in counts.items())
    return Drawing(says, svg(402, drawn))


COLUMNS = (0, 180, 294, 466, 766, 954)  # where the columns of a comparison begin
BODY, LETTER = 24, 13  # its letters' size, and the width of one, at most on average
STEP, FIRST = 60, 34  # from row to row, and where the first begins


def comparison(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    decisive: Mapping[str, str],
    dashes: str,
) -> Drawing:
    """Draw a table of six columns whose cells are wrapped; in each row one decides.

    :param head: the names of the columns; the first one's cells are names.
    :param decisive: by name, the column that decides.
    :param dashes: why a cell is a dash.
    """
    places = list(zip(COLUMNS, [*COLUMNS[1:], 1144], strict=True))
    drawn = [
        word(left + 12, 23, name, SOFT, size=24)
        for (left, _), name in zip(places, head, strict=True)
    ]
    told = []
    for number, row in enumerate(rows):
        y = FIRST + STEP * number
        if number % 2 == 0:
            drawn.append(block(0, y, 1144, STEP, PALETTE["deep"]))
        for (left, right), name, text in zip(places, head, row, strict=True):
            decides = decisive[row[0]] == name
            if decides:
                drawn.append(block(left, y + 5, 5, STEP - 10, CHERRY))
            texts = wrap(text, int((right - left - 12) / LETTER)) or [""]
            for count, part in enumerate(texts):
                base = y + STEP / 2 + 9 + 28 * (count - (len(texts) - 1) / 2)
                bold = decides or not left
                drawn.append(word(left + 12, base, part, bold=bold, size=BODY))
        cells = zip(head, row, strict=True)
        told.append(", ".join(f"{name}: {text}" for name, text in cells))
        told[-1] += f"; {decisive[row[0]]} decides"
    below = FIRST + STEP * len(told)
    drawn += [
        block(0, below + 10, 5, 22, CHERRY),
        word(12, below + 28, "decides", SOFT, size=20),
        word(1144, below + 28, dashes, SOFT, "end", size=20),
    ]
    return Drawing("\n".join([*told, dashes]), svg(below + 36, drawn))
