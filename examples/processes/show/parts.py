"""Kill one part of a shop in the middle of a request, and count what the others do."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from .held import LOST, Held, hold, wait_until
from .serve import WSGIREF
from .shop import BEGUN


class Part(NamedTuple):
    """What became of one part: requests asked and answered, processes that answered."""

    name: str
    asked: int
    answered: int
    processes: int


def kill_one(names: Sequence[str], victim: str, requests: int = 20) -> list[Part]:
    """Run a part a holder; kill the victim's process while it works on a request.

    Each part is asked as often before, meanwhile and afterwards; the victim cannot
    answer meanwhile, so it is asked the one slow request that is killed.
    """
    with ExitStack() as stack:
        parts = {}
        for name in names:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            parts[name] = Counted(stack.enter_context(hold(WSGIREF, folder)))
        others = [part for name, part in parts.items() if name != victim]
        doomed = parts[victim]
        for part in parts.values():
            part.ask_often(requests)
        hanging = threading.Thread(target=doomed.ask, args=["/slow"])
        hanging.start()
        wait_until((doomed.held.folder / BEGUN).exists)
        for part in others:
            part.ask_often(requests)
        (pid,) = doomed.pids
        os.kill(pid, signal.SIGKILL)
        hanging.join()
        for part in parts.values():
            part.ask_often(requests)
    return [part.row(name) for name, part in parts.items()]


class Counted:
    """A part, its requests and their answers."""

    def __init__(self, held: Held) -> None:
        self.held = held
        self.asked = self.answered = 0
        self.pids: set[int] = set()

    def ask(self, path: str = "/") -> None:
        """Ask once, and count."""
        self.asked += 1
        with suppress(*LOST):
            self.pids.add(self.held.get(path)["pid"])
            self.answered += 1

    def ask_often(self, times: int) -> None:
        """Ask one time after the other."""
        for _ in range(times):
            self.ask()

    def row(self, name: str) -> Part:
        """Return what became of it."""
        return Part(name, self.asked, self.answered, len(self.pids))
