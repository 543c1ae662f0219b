"""The parts of the shop: a row each, with whom it meets.

One process, many processes, the map and the table of kills are made from these rows.
A part hears the addresses of those that it meets, and of nobody else: so a line that
is missing on the map is an address that is missing in a process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..gateway.table import JAVASCRIPT, KB, PYTHON, Row

PHP = "PHP"
WSGI, HTTP, ZEROMQ, QUEUE = "WSGI", "HTTP", "ZeroMQ", "queue"
DATASTORE, SCRIPT = "datastore", "JavaScript"
MERGE_POINTS = (WSGI, HTTP, ZEROMQ, QUEUE, DATASTORE, SCRIPT)


@dataclass(frozen=True)
class Part(Row):
    """A program that is asked under a path.

    :param chapter: of the talk, where it is first seen: ``"02-highlight"``.
    :param meets: the names of those that it asks, or shares something with.
    """

    chapter: str = ""
    meets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Worker:
    """A program that nobody asks by HTTP: it takes, or is asked by ZeroMQ.

    :param command: the module to be run.
    :param reached: the merge point by which others meet it; `QUEUE` says that it takes.
    """

    name: str
    language: str
    made_with: str
    command: str
    chapter: str
    reached: str
    meets: tuple[str, ...] = ()


class Place(NamedTuple):
    """What keeps something for several programs, as long as it is there.

    :param kind: `QUEUE` or `DATASTORE`.
    :param embedded: what it is without a server.
    :param peer: the server that stands in for it, if it is there.
    """

    name: str
    kind: str
    embedded: str
    peer: str
    chapter: str


# region table
TABLE: tuple[Part, ...] = (
    Part(
        *("/", "front", PYTHON, "Flask", "the pages"),
        start=".success.programs.front:application",
        includes=True,
        chapter="04-views",
        meets=("store", "sessions", "highlighter"),
    ),
    # endregion
    Part(
        *("/stock/", "stock", PYTHON, "Bottle", "what there is"),
        start=".success.programs.stock:application",
        cached="",
        chapter="07-wsgi",
        meets=("store",),
    ),
    Part(
        *("/orders/", "orders", JAVASCRIPT, "Node", "what is ordered"),
        start="../success/programs/orders.mjs",
        guarded=True,
        chapter="08-gateway",
        meets=("stock",),
    ),
    Part(
        *("/account/", "account", PYTHON, "plain WSGI", "who is asking"),
        start=".success.programs.account:application",
        identifies=True,
        chapter="08-gateway",
    ),
    Part(
        *("/photos/", "photos", PYTHON, "Flask", "customers' pictures"),
        start=".success.programs.photos:application",
        guarded=True,
        limit=8 * KB * KB,
        chapter="03-thumbnails",
        meets=("tasks", "files"),
    ),
    Part(
        *("/office/", "office", PYTHON, "Django", "its admin"),
        start=".success.programs.office:application",
        guarded=True,
        chapter="07-wsgi",
        meets=("store",),
    ),
    Part(
        *("/timeline/", "timeline", PYTHON, "Flask", "what people say"),
        start=".success.programs.timeline:application",
        chapter="01-timeline",
    ),
    Part(
        *("/highlight/", "highlight", PYTHON, "Flask", "code in colour"),
        start=".highlight.wsgi:application",
        cached="h/",
        limit=256 * KB,
        chapter="02-highlight",
    ),
    Part(
        *("/history/", "history", PYTHON, "plain WSGI", "a recipe's changes"),
        start=".htmldiff.show.live:application",
        limit=1024 * KB,
        chapter="05-htmldiff",
    ),
    Part(
        *("/basket/", "basket", PHP, "PHP", "the old shop"),
        start="../success/programs/basket.php",
        chapter="06-serializers",
        meets=("sessions",),
    ),
    Part(
        *("/bar/", "bar", PYTHON, "plain WSGI", "on every page"),
        start=".success.programs.bar:application",
        chapter="12-javascript",
        meets=("sessions",),
    ),
)
WORKERS = (
    Worker(
        *("thumbnails", PYTHON, "Pillow", "programs.thumbnails"),
        chapter="03-thumbnails",
        reached=QUEUE,
        meets=("tasks", "files"),
    ),
    Worker(
        *("highlighter", PYTHON, "Pygments", "highlighter"),
        chapter="09-zeromq",
        reached=ZEROMQ,
    ),
)
PLACES = (
    Place("store", DATASTORE, "SQLite", "postgresql", "11-datastore"),
    Place("tasks", QUEUE, "SQLite", "rabbitmq", "10-queues"),
    Place("sessions", DATASTORE, "files", "redis", "06-serializers"),
    Place("files", DATASTORE, "files", "", "03-thumbnails"),
)
GATEWAY = "gateway"


class Line(NamedTuple):
    """Two that meet, by a merge point, since a chapter."""

    one: str
    other: str
    by: str
    chapter: str


def lines(inside: str = HTTP) -> Iterator[Line]:
    """Yield who meets whom, the gateway's lines first.

    :param inside: how the gateway reaches a part: `WSGI` in one process, else `HTTP`.
    """
    programs: list[Part | Worker] = [*TABLE, *WORKERS]
    chapters = {one.name: one.chapter for one in programs}
    chapters |= {place.name: place.chapter for place in PLACES}
    kinds = {part.name: HTTP for part in TABLE}
    kinds |= {worker.name: worker.reached for worker in WORKERS}
    kinds |= {place.name: place.kind for place in PLACES}
    for part in TABLE:
        by = SCRIPT if part.name == "bar" else inside
        yield Line(GATEWAY, part.name, by, part.chapter)
    for one in programs:
        for other in one.meets:
            since = max(one.chapter, chapters[other])
            yield Line(one.name, other, kinds[other], since)


def variable(name: str) -> str:
    """Return the variable of the environment that holds somebody's address."""
    return f"CHERRIES_{name.upper()}"


def told(one: Part | Worker, addresses: Mapping[str, str]) -> dict[str, str]:
    """Return what a part is told: the addresses of those that it meets."""
    known = {other: addresses.get(other, "") for other in one.meets}
    return {variable(other): address for other, address in known.items()}


def rooted(table: Iterable[Part], name: str) -> list[Part]:
    """Return the table of a sub-domain: that part is at the root, the others stay.

    :param name: ``""`` is the table as it is.
    :raises LookupError: if there is no such part.
    """
    rows = list(table)
    if not name:
        return rows
    if name not in {row.name for row in rows}:
        raise LookupError(f"no part {name!r}")
    rest = [row for row in rows if row.name != name and row.path != "/"]
    return [replace(row, path="/") for row in rows if row.name == name] + rest
