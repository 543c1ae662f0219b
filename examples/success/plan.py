"""What the shop in many processes is made of: commands, ports, addresses, servers.

Nothing of the shop runs yet.  Who starts the programs is another question: `many` holds
their sockets and starts them again, `procfile` leaves it to honcho.  The servers that
are found run as long as the plan does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from ..gateway.table import JAVASCRIPT, PYTHON
from ..peers import find, held, serve
from . import one
from .hosts import configuration
from .parts import GATEWAY, PHP, TABLE, WORKERS, Part, Worker, told, variable

HOST = "127.0.0.1"
PROGRAMS = Path(__file__).parent / "programs"
PACKAGE = str(__package__)
NOBODY = 1
"""A port at which nobody listens (tcpmux, of 1988)."""


class Program(NamedTuple):
    """How a part is started: its command, what it alone is told, the port it has."""

    command: list[str]
    environment: dict[str, str]
    port: int


@dataclass
class Plan:
    """The programs of a shop, by name, and what is known of it before they run.

    common: what every program is told; there are secrets in it.
    address: where the gateway is asked, without a slash last.
    highlighter: where that is asked, by ZeroMQ.
    peers: the addresses of the servers it uses, by name.
    """

    common: dict[str, str]
    address: str = ""
    highlighter: str = ""
    peers: dict[str, str] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)


@contextmanager
def planned(folder: Path, password: str = "", port: int = 0) -> Iterator[Plan]:
    """Hold the ports, serve the servers, and prepare the store, while a block lasts.

    :param folder: where everything is kept; its path is short, for a socket is in it.
    :param port: of the gateway; 0 takes a free one.
    :raises OSError: if the port is taken.
    """
    with ExitStack() as stack:
        port = stack.enter_context(held(port))
        plan = Plan(one.environment(folder, password))
        where = places(stack, folder, plan.peers)
        prepare(where["store"], plan.common)
        where["highlighter"] = plan.highlighter = f"ipc://{folder}/highlighter"
        for part in order(TABLE):
            if (command := program(part, where, stack)) is None:
                continue
            free = stack.enter_context(held())
            plan.programs[part.name] = Program(command, told(part, where), free)
            where.setdefault(part.name, f"http://{HOST}:{free}")
        for worker in WORKERS:
            free = stack.enter_context(held())
            command = work(worker, where)
            plan.programs[worker.name] = Program(command, told(worker, where), free)
        join(plan, stack, where, port)
        yield plan


def join(plan: Plan, stack: ExitStack, where: Mapping[str, str], port: int) -> None:
    """Let nginx be the gateway; without it, a program."""
    there = {part.name: where[part.name] for part in TABLE if part.name in where}
    plan.address = f"http://{HOST}:{port}"
    if find("nginx"):
        ports = {part.name: [NOBODY] for part in TABLE}
        ports |= {name: [int(at.rpartition(":")[2])] for name, at in there.items()}
        stack.enter_context(serve("nginx", configuration(TABLE, ports), port))
        plan.peers["nginx"] = plan.address
    else:
        elsewhere = {variable("elsewhere"): json.dumps(there)}
        gate = python("serve", f".{PACKAGE.rpartition('.')[2]}.gate:application")
        plan.programs[GATEWAY] = Program(gate, elsewhere, port)


def order(table: Iterable[Part]) -> list[Part]:
    """Put those first that others ask, so that their addresses are known.

    :raises graphlib.CycleError: if two ask each other.
    """
    parts = {part.name: part for part in table}
    asked = {part.name: parts.keys() & part.meets for part in parts.values()}
    return [parts[name] for name in TopologicalSorter(asked).static_order()]


def program(part: Part, where: dict[str, str], stack: ExitStack) -> list[str] | None:
    """Return the command of a part, or None if its language is missing."""
    if part.language == PYTHON:
        return python("serve", part.start)
    if part.language == JAVASCRIPT:
        if (node := find("node")) is None:
            return None
        return [node, str(PROGRAMS / Path(part.start).name)]
    assert part.language == PHP
    if (php := find("php")) is None:
        return None
    # PHP's own server takes no socket, but a port.
    at = f"{HOST}:{stack.enter_context(held())}"
    where[part.name] = f"http://{at}"
    kind = "redis" if where["sessions"].startswith("redis:") else "files"
    path = where["sessions"].replace("redis:", "tcp:")
    options = {"save_handler": kind, "save_path": path, "gc_maxlifetime": "1440"}
    sets = [f"-dsession.{name}={value}" for name, value in options.items()]
    silent = ["sh", "-c", 'exec "$@" 2> /dev/null', "sh"]
    return [*silent, php, *sets, "-S", at, str(PROGRAMS / Path(part.start).name)]


def work(worker: Worker, where: Mapping[str, str]) -> list[str]:
    """Return the command of a worker."""
    if worker.name != "highlighter":
        return python(worker.command)
    zeromq = PACKAGE.rpartition(".")[0] + ".zeromq.highlighting"
    serves = [sys.executable, "-m", zeromq, "--endpoint", where["highlighter"]]
    return ["sh", "-c", 'exec "$@" > /dev/null', "sh", *serves, "--workers=1"]


def python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of this package."""
    return [sys.executable, "-m", f"{PACKAGE}.{module}", *arguments]


def places(stack: ExitStack, folder: Path, peers: dict[str, str]) -> dict[str, str]:
    """Return where everything is kept: by the peers that are there, or in files."""
    where = one.addresses(folder)

    def served(name: str, place: str, url: str) -> None:
        server = stack.enter_context(serve(name))
        where[place] = peers[name] = url.format(f"{HOST}:{server.port}")

    if find("postgresql"):
        served("postgresql", "store", "postgresql://postgres@{}/postgres")
    if find("rabbitmq"):
        served("rabbitmq", "tasks", "amqp://{}//")
    if find("redis") and find("phpredis"):
        served("redis", "sessions", "redis://{}/0")
    return where


def prepare(store: str, told_all: Mapping[str, str]) -> None:
    """Bring the store's tables up to date, in a process of its own."""
    environment = os.environ | told_all
    subprocess.run(python("programs.office", store), check=True, env=environment)
