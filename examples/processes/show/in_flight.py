"""Restart a server in the middle of a request, while another one waits for it.

A server that accepts what it cannot answer yet has to lose it when it ends; what it has
not accepted stays in the kernel's queue, for the next one.
"""

from __future__ import annotations

import signal
import threading
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from .held import LOST, Held, hold, wait_until
from .serve import DEPTH, LOG, SERVERS, TERM
from .shop import BEGUN, GO


def restart_in_flight(server: str) -> tuple[str, str]:
    """Return what two clients got: of the running request, and of the one behind it.

    :param server: ``gunicorn``, one worker, or ``waitress``, one thread.

    The running request cannot end before the server has seen SIGTERM.
    """
    with TemporaryDirectory() as place:
        folder = Path(place)
        command = list(SERVERS[server])
        if server == "gunicorn":
            command += ["--log-level=info", f"--log-file={folder / LOG}"]
        with hold(command, folder) as held:
            running = Client(held, "/slow")
            wait_until((folder / BEGUN).exists)
            before = len(read(folder / LOG))
            waiting = Client(held, "/")
            if server == "waitress":  # it writes a line when one has to wait inside
                wait_until(lambda: DEPTH in read(folder / LOG)[before:])
            held.install("2")
            held.signal(signal.SIGHUP)
            wait_until(lambda: TERM in read(folder / LOG))
            (folder / GO).touch()
            return running.got(), waiting.got()


class Client:
    """A request that was sent, and whose answer is read in a thread."""

    def __init__(self, held: Held, path: str) -> None:
        self.held, self.path, self.answer = held, path, "lost"
        self.thread = threading.Thread(target=self.ask)
        self.thread.start()

    def ask(self) -> None:
        """Ask once."""
        with suppress(*LOST):
            self.answer = f"version {self.held.get(self.path)['version']}"

    def got(self) -> str:
        """Wait for the answer: a version, or ``lost``."""
        self.thread.join()
        return self.answer


def read(path: Path) -> str:
    """Return what is in a file, nothing if there is none."""
    return path.read_text("utf-8") if path.exists() else ""
