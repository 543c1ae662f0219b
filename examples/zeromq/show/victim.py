"""A process that kills itself by SIGKILL on one message, and prints what it does.

``python -m examples.zeromq.show.victim serve ipc://place 4`` is killed when it has
begun to work on ``4``.  With the name of a file behind it, only the first process that
gets so far is.  For :mod:`.kills`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import zmq

from ..ask.protocol import Handler
from ..ask.server import Server
from ..ask.worker import Worker
from ..pub_sub import Subscriber
from ..push_pull import Pull
from ..sockets.closing import Closing
from ..sockets.factory import open_socket
from ..sockets.wake import Wake

TOPIC = "news"
WAIT = 60
"""Seconds until whoever waits for one is sure that it does not come."""
HERE = f"{__package__}"
ROOT = Path(__file__).parents[HERE.count(".") + 1]


def pull(endpoint: str, handler: Handler) -> None:
    """Receive once a line arrives on stdin, as many as come."""
    with Pull(endpoint, hwm=1000) as socket:
        sys.stdin.readline()
        while True:
            handler(socket.receive(WAIT))


def subscribe(endpoint: str, handler: Handler) -> None:
    """Receive what is published."""
    with Subscriber(endpoint, [TOPIC]) as subscriber:
        while message := subscriber.receive(WAIT):
            handler(message.body)


def reply(endpoint: str, handler: Handler) -> None:
    """Answer with a bare REP socket, as in 2011."""
    with zmq.Context() as context, open_socket(context, zmq.REP) as socket:
        socket.bind(endpoint)
        while True:
            socket.send(handler(socket.recv()))


def serve(endpoint: str, handler: Handler) -> None:
    """Answer with a `Server`."""
    with Wake() as stop, Server(handler, endpoint) as server:
        server.run(stop)


def work(endpoint: str, handler: Handler) -> None:
    """Answer with a `Worker`, for a broker."""
    with Wake() as stop, Worker(endpoint, handler, beat=WAIT) as worker:
        worker.run(stop)


ROLES: dict[str, Callable[[str, Handler], None]] = {
    role.__name__: role for role in (pull, subscribe, reply, serve, work)
}


def main(role: str, endpoint: str, fatal: str, once: str = "") -> None:
    """Receive messages in a role; kill this process at the fatal one."""

    def handler(body: bytes) -> bytes:
        os.write(1, b"begun %b\n" % body)
        if body == fatal.encode() and first(once):
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(1, b"done %b\n" % body)
        return body

    ROLES[role](endpoint, handler)


def first(once: str) -> bool:
    """Create a file; return whether it is new.  Without a name it always is."""
    if not once:
        return True
    try:
        Path(once).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


class Victim(Closing):
    """Starts such a process; lists what it printed when it is closed.

    :param role: one of `ROLES`.
    :param fatal: the message on which it dies.
    :param once: a file that is there when one has died; then no other does.
    """

    def __init__(
        self, role: str, endpoint: str, fatal: str, once: Path | None = None
    ) -> None:
        words = [role, endpoint, fatal, *([str(once)] if once else [])]
        command = [sys.executable, "-m", f"{HERE}.victim", *words]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True
        )
        self.begun: list[str] = []
        self.done: list[str] = []

    def go(self) -> None:
        """Write the line for which `pull` waits."""
        assert self._process.stdin
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def end(self) -> None:
        """Wait until it is dead."""
        self._process.wait(WAIT)

    def close(self) -> None:
        """Kill it, if it lives, and read what it said."""
        self._process.kill()
        for line in self._process.communicate()[0].splitlines():
            what, message = line.split()
            (self.begun if what == "begun" else self.done).append(message)


if __name__ == "__main__":
    main(*sys.argv[1:])
