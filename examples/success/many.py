"""The shop in many processes: each part under a holder, each peer that is there used.

The holder of ``13`` binds the socket and keeps it: who is killed is started again, and
its clients wait in the kernel's queue meanwhile.  A part is told of those it meets.
"""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from select import select
from time import monotonic, sleep

from ..processes.holder import BACKLOG, Holder, signals
from .plan import HOST, Plan, Program, planned
from .programs.colour import listens

SECONDS = 60.0  # for what always comes
STOP = {signal.SIGINT, signal.SIGTERM}


class Kept(Holder):
    """A part: its socket, its program, and what that is told.

    :param program: its port is held, so that it is ours also while it is down.
    :param common: what every program is told, beside what this process knows.
    """

    def __init__(self, program: Program, common: Mapping[str, str]) -> None:
        super().__init__(program.command, (HOST, program.port), grace=10)
        self.environment = {**common, **program.environment}

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

    def __init__(self, plan: Plan) -> None:
        self.kept: dict[str, Kept] = {}
        self.address, self.highlighter = plan.address, plan.highlighter
        self.peers = plan.peers

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

    :param folder, password, port: see `planned`.
    :raises OSError: if the port is taken.
    """
    with planned(folder, password, port) as plan, ExitStack() as stack:
        running = Shop(plan)
        for name, program in plan.programs.items():
            kept = Kept(program, plan.common)
            running.kept[name] = stack.enter_context(kept)
        for kept in running.kept.values():
            kept.start()
        running.await_highlighter()
        yield running
