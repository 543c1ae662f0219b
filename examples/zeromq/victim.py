"""A process to be killed: it says what it begins and finishes, and dies on a word.

``python -m examples.zeromq.victim serve ipc://place 4`` kills itself, as ``kill -9``
would, when it has begun to work on ``4``.  With the name of a file behind it, only the
first process that gets so far does.  For :mod:`.kills`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import zmq

from .closing import Closing
from .pub_sub import Subscriber
from .push_pull import Pull
from .server import Server
from .wake import Wake
from .wire import Handler, bounded
from .worker import Worker

TOPIC = "news"
WAIT = 60
"""Seconds until whoever waits for one is sure that it does not come."""
HERE = f"{__package__}"
ROOT = Path(__file__).parents[HERE.count(".") + 1]


def pull(endpoint: str, handler: Handler) -> None:
    """Take as many as come, not before somebody says go."""
    with Pull(endpoint, hwm=1000) as socket:
        sys.stdin.readline()
        while True:
            handler(socket.receive(WAIT))


def subscribe(endpoint: str, handler: Handler) -> None:
    """Hear what comes."""
    with Subscriber(endpoint, [TOPIC]) as subscriber:
        while message := subscriber.receive(WAIT):
            handler(message.body)


def reply(endpoint: str, handler: Handler) -> None:
    """Answer as in 2011."""
    with zmq.Context() as context, bounded(context, zmq.REP) as socket:
        socket.bind(endpoint)
        while True:
            socket.send(handler(socket.recv()))


def serve(endpoint: str, handler: Handler) -> None:
    """Answer alone."""
    with Wake() as stop, Server(handler, endpoint) as server:
        server.run(stop)


def work(endpoint: str, handler: Handler) -> None:
    """Work for a broker."""
    with Wake() as stop, Worker(endpoint, handler, beat=WAIT) as worker:
        worker.run(stop)


ROLES: dict[str, Callable[[str, Handler], None]] = {
    role.__name__: role for role in (pull, subscribe, reply, serve, work)
}


def main(role: str, endpoint: str, fatal: str, once: str = "") -> None:
    """Play a role until it is fatal."""

    def handler(body: bytes) -> bytes:
        os.write(1, b"begun %b\n" % body)
        if body == fatal.encode() and first(once):
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(1, b"done %b\n" % body)
        return body

    ROLES[role](endpoint, handler)


def first(once: str) -> bool:
    """Tell whether no process has made this file yet; make it."""
    if not once:
        return True
    try:
        Path(once).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


class Victim(Closing):
    """Such a process, seen from outside, and what it said; that is known at its end.

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
        """Let it begin."""
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
