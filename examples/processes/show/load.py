"""Restart or upgrade a program under load, and count what its clients get."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .held import LOST, Held, hold
from .serve import SERVERS

SIGNALS = {"restart": signal.SIGHUP, "upgrade": signal.SIGUSR2}
"""How: end the old and start the new, or start the new and end the old."""
CLIENTS = 4
WORKERS = 2
PAUSE = 0.005  # seconds between two requests of a client: who starts needs a processor
PATIENCE = 300.0  # seconds until a load gives up


@dataclass
class Load:
    """Clients that ask again and again, each on a new connection.

    answers: by version.
    pids: of the processes that answered.
    lost: requests without a whole answer, by what was raised.
    longest: seconds that one waited.
    """

    held: Held
    requests: int
    pause: float = PAUSE  # seconds between two requests of a client
    answers: Counter[str] = field(default_factory=Counter)
    pids: set[int] = field(default_factory=set)
    lost: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0
    wanted: int = 1  # versions; the clients go on until all were seen
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def asked(self) -> int:
        """Requests so far."""
        return self.answers.total() + self.lost.total()

    @property
    def goes_on(self) -> bool:
        """Whether there is something left to ask."""
        return self.asked < self.requests or len(self.answers) < self.wanted

    def client(self) -> None:
        """Ask until there were enough, and every version was seen."""
        end = time.monotonic() + PATIENCE
        while self.goes_on and time.monotonic() < end:
            begun = time.perf_counter()
            lost, told = "", dict[str, Any]()
            try:
                told = self.held.get()
            except LOST as error:
                lost = type(error).__name__
            waited = time.perf_counter() - begun
            with self.changed:
                if lost:
                    self.lost[lost] += 1
                else:
                    self.answers[told["version"]] += 1
                    self.pids.add(told["pid"])
                self.longest = max(self.longest, waited)
                self.changed.notify_all()
            time.sleep(self.pause)

    def wait(self, version: str, asked: int) -> None:
        """Wait until a version has answered, and so many have been asked."""

        def reached() -> bool:
            return version in self.answers and self.asked >= asked

        with self.changed:
            if not self.changed.wait_for(reached, PATIENCE):
                raise TimeoutError(f"version {version} did not answer: {self.answers}")


def restart_under_load(
    requests: int,
    times: int = 3,
    how: str = "upgrade",
    server: str = "gunicorn",
    pause: float = PAUSE,
) -> Load:
    """Restart a program `times` times while clients ask; return what they got.

    :param requests: at least as many are asked; the restarts are spread over them.
    :param how: a key of `SIGNALS`.
    :param server: a key of `SERVERS`.
    :param pause: seconds between two requests of a client.

    Every start runs a new version, `1` and up, and the next one waits until that has
    answered.  Raises TimeoutError if one never does.
    """
    command = list(SERVERS[server])
    if server == "gunicorn":
        command.append(f"--workers={WORKERS}")
    options = ["--notify"] if how == "upgrade" else []
    with TemporaryDirectory() as folder, hold(command, Path(folder), *options) as held:
        load = Load(held, requests, pause, wanted=times + 1)
        held.install("1")
        threads = [threading.Thread(target=load.client) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            for number in range(1, times + 1):
                load.wait(str(number), number * requests // (times + 1))
                held.install(str(number + 1))
                held.signal(SIGNALS[how])
        finally:
            for thread in threads:
                thread.join()
    return load
