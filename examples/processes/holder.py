"""Bind and listen; start a program that accepts; restart, upgrade and end it.

The kernel queues whoever connects to a socket that listens, whether anybody accepts or
not.  So the socket belongs to a process that does nothing else, and the program that
accepts may be gone for a moment.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select
from subprocess import Popen, TimeoutExpired
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Self

from .pause import pause

LOG = logging.getLogger(__name__)
BACKLOG = 4096
"""Clients that may wait; Linux cuts it to net.core.somaxconn."""
LOOK = 0.02  # seconds between two looks at a program that is not ready yet


class Holder:
    """A socket that listens, and at most one program that accepts from it.

    command: the program and its arguments.  It finds the socket as descriptor 3.
    address: host and port; port 0 takes a free one.
    notify: it says when it is ready, by sd_notify(3); an upgrade waits for that.
    grace: seconds from SIGTERM to SIGKILL.
    patience: seconds in which a new program has to be ready.

    Raises OSError if the address is taken.  If the holder itself is killed, the program
    serves on, and nobody restarts it.
    """

    def __init__(
        self,
        command: Sequence[str],
        address: tuple[str, int] = ("127.0.0.1", 0),
        *,
        notify: bool = False,
        grace: float = 30.0,
        patience: float = 30.0,
    ) -> None:
        self.command, self.notify = list(command), notify
        self.grace, self.patience = grace, patience
        self.socket = socket.create_server(address, backlog=BACKLOG)
        self.address: tuple[str, int] = self.socket.getsockname()
        self.child: Popen[bytes] | None = None
        self.started = self.due = 0.0
        self.short = 0  # programs in a row that ended at once

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        with self.socket:
            self.stop()

    def spawn(self, **more: str) -> Popen[bytes]:
        """Start the program with the socket as its descriptor 3."""
        environ = os.environ | more
        # region spawn
        # A shell that becomes the program: its number is known only once it runs.
        script = 'export LISTEN_FDS=1 LISTEN_PID=$$; exec "$@" 3<&0 0</dev/null'
        command = ["sh", "-c", script, "sh", *self.command]
        child = Popen(command, stdin=self.socket.fileno(), env=environ)
        # endregion
        LOG.info("%d started", child.pid)
        return child

    def start(self) -> None:
        """Start the program, unless it runs."""
        if self.child is None:
            self.child, self.started = self.spawn(), monotonic()

    def stop(self) -> None:
        """End the program; clients wait for the next one."""
        if self.child:
            self.end(self.child)
            self.child = None

    def restart(self) -> None:
        """End the program, then start it again; clients wait in between."""
        self.stop()
        self.start()

    def upgrade(self) -> bool:
        """Start a second program, and end the first one once the second is ready.

        Both accept from the one socket for a moment.  False if the new one did not
        become ready: then it is ended, and the old one serves on.
        """
        # region upgrade
        with ready_socket() as (path, said):
            new = self.spawn(NOTIFY_SOCKET=path)
            if not self.ready(new, said):
                self.end(new)
                return False
        old, self.child = self.child, new
        # endregion
        self.started = monotonic()
        if old:
            self.end(old)
        return True

    def ready(self, new: Popen[bytes], said: socket.socket) -> bool:
        """Wait until a new program says READY=1, ends, or patience does."""
        end = monotonic() + self.patience
        while self.notify and new.poll() is None and monotonic() < end:
            if select([said], [], [], LOOK)[0] and b"READY=1" in said.recv(4096):
                return True
        if new.poll() is not None or self.notify:
            LOG.error("%d did not become ready; the old one stays", new.pid)
            return False
        return True

    def end(self, child: Popen[bytes]) -> None:
        """Send SIGTERM, after the grace SIGKILL; wait until it has ended."""
        child.terminate()
        try:
            with suppress(TimeoutExpired):
                child.wait(self.grace)
        finally:  # also at a second Ctrl-C, which does not wait for the grace
            if child.poll() is None:
                child.kill()
                child.wait()
        LOG.info("%d ended with %d", child.pid, child.returncode)

    def reap(self) -> None:
        """Note that the program has ended, and when the next one may start."""
        if self.child and self.child.poll() is not None:
            lived = monotonic() - self.started
            self.short = self.short + 1 if lived < 1 else 0
            self.due = monotonic() + pause(self.short)
            LOG.warning("%d ended with %d", self.child.pid, self.child.returncode)
            self.child = None

    def run(self) -> None:
        """Hold until SIGTERM or SIGINT: start at the first request, and when it ended.

        SIGHUP restarts, SIGUSR2 upgrades.  The program runs until the holder is left.
        In the main thread only, for signals are.
        """
        with signals() as wake:
            self.reap()  # one that ended before anybody heard of it
            while True:
                rest = max(0.0, self.due - monotonic()) if not self.child else None
                # region loop
                waits = [wake] if self.child or rest else [wake, self.socket]
                for one in select(waits, [], [], rest or None)[0]:
                    if one is self.socket:  # somebody is in the queue
                        self.start()
                    elif not self.heed(wake.recv(64)):
                        return
                # endregion

    def heed(self, numbers: bytes) -> bool:
        """Do what signals ask for; False if it is to end."""
        for number in numbers:
            match number:
                case signal.SIGTERM | signal.SIGINT:
                    return False
                case signal.SIGCHLD:
                    self.reap()
                case signal.SIGHUP:
                    self.restart()
                case signal.SIGUSR2:
                    self.upgrade()
        return True


HEARD = (
    *(signal.SIGTERM, signal.SIGINT, signal.SIGCHLD),
    *(signal.SIGHUP, signal.SIGUSR2),
)


@contextmanager
def signals() -> Iterator[socket.socket]:
    """Write the number of each signal to a socket: so one can wait for it and more."""
    wake, waker = socket.socketpair()
    with wake, waker:
        waker.setblocking(False)
        before = {one: signal.signal(one, lambda *_: None) for one in HEARD}
        old = signal.set_wakeup_fd(waker.fileno())
        try:
            yield wake
        finally:
            signal.set_wakeup_fd(old)
            for one, handler in before.items():
                signal.signal(one, handler)


@contextmanager
def ready_socket() -> Iterator[tuple[str, socket.socket]]:
    """Bind a socket on which a program says that it is ready."""
    with (
        TemporaryDirectory(prefix="ready-") as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as said,
    ):
        path = str(Path(folder, "notify"))
        said.bind(path)
        yield path, said
