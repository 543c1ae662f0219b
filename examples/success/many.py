"""The shop in many processes: each part under a holder, each peer that is there used.

The holder of ``13`` binds the socket and keeps it: who is killed is started again, and
its clients wait in the kernel's queue meanwhile.  A part is told of those it meets.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from graphlib import TopologicalSorter
from pathlib import Path
from select import select
from time import monotonic, sleep

from ..gateway.nginx import configuration
from ..gateway.table import JAVASCRIPT, PYTHON
from ..peers import find, held, serve
from ..processes.holder import BACKLOG, Holder, signals
from . import one
from .parts import GATEWAY, PHP, TABLE, WORKERS, Part, Worker, told, variable
from .programs.colour import listens

HOST = "127.0.0.1"
PROGRAMS = Path(__file__).parent / "programs"
PACKAGE = str(__package__)
NOBODY = 1
"""A port at which nobody listens (tcpmux, of 1988)."""
SECONDS = 60.0  # for what always comes
STOP = {signal.SIGINT, signal.SIGTERM}


class Kept(Holder):
    """A part: its socket, its program, and what that is told.

    :param environment: of the program, beside what this process knows.
    :param port: `held` for it, so that it is ours also while it is down.
    """

    def __init__(
        self,
        command: Iterable[str],
        environment: Mapping[str, str],
        port: int,
    ) -> None:
        super().__init__(list(command), (HOST, port), grace=10)
        self.environment = dict(environment)

    def spawn(self, **more: str) -> subprocess.Popen[bytes]:
        """Start the program, with what it is told."""
        return super().spawn(**self.environment, **more)

    def down(self) -> None:
        """Kill the program, and refuse its clients from now on."""
        self.kill()
        self.socket.close()

    def up(self) -> None:
        """Take clients again, and start the program."""
        self.socket = socket.create_server(self.address, backlog=BACKLOG)
        self.start()

    def kill(self) -> None:
        """Kill the program as ``kill -9`` does; nobody starts it again."""
        if self.child:
            self.child.kill()
            self.child.wait()
            self.child = None


class Shop:
    """The parts of a shop that runs, by name.

    kept: their sockets and programs.
    address: where its gateway is asked, without a slash last.
    highlighter: where that is asked, by ZeroMQ.
    peers: the addresses of the servers it uses, by name.
    """

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self.address = self.highlighter = ""
        self.peers: dict[str, str] = {}

    def runs(self, name: str) -> bool:
        """Tell whether a part has a program."""
        child = self.kept[name].child
        return child is not None and child.poll() is None

    def tend(self) -> None:
        """Start again what has ended, each after its pause."""
        for kept in self.kept.values():
            kept.reap()
            if kept.child is None and monotonic() >= kept.due:
                kept.start()

    def await_highlighter(self) -> None:
        """Wait until it listens: nobody holds a socket of ZeroMQ's for it."""
        end = monotonic() + SECONDS
        while not listens(self.highlighter):
            if monotonic() > end:
                raise TimeoutError(f"nobody listens at {self.highlighter}")
            sleep(0.02)

    def run(self) -> None:
        """Tend until SIGTERM or SIGINT; in the main thread only."""
        with signals() as wake:
            while True:
                # A killed one is noticed at once (SIGCHLD); its pause is at most this.
                if select([wake], [], [], 0.5)[0] and STOP & {*wake.recv(64)}:
                    return
                self.tend()


@contextmanager
def shop(folder: Path, password: str = "", port: int = 0) -> Iterator[Shop]:
    """Open the shop in many processes while a block lasts.

    :param folder: where everything is kept; its path is short, for a socket is in it.
    :param port: of the gateway; 0 takes a free one.
    :raises OSError: if the port is taken.
    """
    with ExitStack() as stack:
        running = Shop()
        told_all = one.environment(folder, password)
        where = places(stack, folder, running.peers)
        prepare(where["store"], told_all)
        where["highlighter"] = f"ipc://{folder}/highlighter"

        def free() -> int:
            return stack.enter_context(held())

        for part in order(TABLE):
            if (command := program(part, where, stack)) is None:
                continue
            kept = Kept(command, told_all | told(part, where), free())
            running.kept[part.name] = stack.enter_context(kept)
            at = where.get(part.name) or "http://{}:{}".format(*kept.address)
            where[part.name] = at
        for worker in WORKERS:
            kept = Kept(work(worker, where), told_all | told(worker, where), free())
            running.kept[worker.name] = stack.enter_context(kept)
        start(running, stack, where, told_all, port)
        yield running


def start(
    running: Shop,
    stack: ExitStack,
    where: Mapping[str, str],
    told_all: Mapping[str, str],
    port: int,
) -> None:
    """Start the parts, then the gateway, and wait until they answer."""
    for kept in running.kept.values():
        kept.start()
    there = {part.name: where[part.name] for part in TABLE if part.name in where}
    if find("nginx"):
        ports = {part.name: [NOBODY] for part in TABLE}
        ports |= {name: [int(at.rpartition(":")[2])] for name, at in there.items()}
        server = stack.enter_context(serve("nginx", configuration(TABLE, ports), port))
        running.peers["nginx"] = running.address = f"http://{HOST}:{server.port}"
    else:
        elsewhere = {variable("elsewhere"): json.dumps(there)}
        gate = python("serve", f".{PACKAGE.rpartition('.')[2]}.gate:application")
        port = stack.enter_context(held(port))
        kept = Kept(gate, {**told_all, **elsewhere}, port)
        running.kept[GATEWAY] = stack.enter_context(kept)
        kept.start()
        running.address = "http://{}:{}".format(*kept.address)
    running.highlighter = where["highlighter"]
    running.await_highlighter()


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
