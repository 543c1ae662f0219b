"""Run a side of the store in a process of its own, and call it from here.

Django's settings are one global of a process; and two programs are two processes.
Calls and answers are pickles on two pipes: both ends are ours, and one user's.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Any
from uuid import UUID

from ..protocol import Cherry, Order, nothing
from ..stores import open_front, open_office

OPEN = {"front": open_front, "office": open_office}


class Process:
    """A store whose calls are made by another process.

    side: ``front`` or ``office``.

    A call raises what was raised there, and EOFError if the process has ended.
    """

    def __init__(self, side: str, url: str) -> None:
        command = [sys.executable, "-m", __name__, side, url]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe)
        self.lock = Lock()

    def __call__(self, name: str | Callable[..., Any], *arguments: Any) -> Any:
        """Call a method there; it may be a function, if both can import it."""
        assert self.process.stdin
        assert self.process.stdout
        call = pickle.dumps(
            (name, arguments)
        )  # first: half a call would stay in the pipe
        with self.lock:
            try:
                self.process.stdin.write(call)
                self.process.stdin.flush()
            except BrokenPipeError:
                raise EOFError("the process has ended") from None
            error, value = pickle.load(self.process.stdout)
        if error:
            raise error
        return value

    def add(self, cherry: Cherry) -> Cherry:
        """Insert a cherry."""
        added: Cherry = self("add", cherry)
        return added

    def get(self, tag: UUID) -> Cherry:
        """Read a cherry."""
        cherry: Cherry = self("get", tag)
        return cherry

    def change(self, cherry: Cherry) -> Cherry:
        """Write a cherry."""
        changed: Cherry = self("change", cherry)
        return changed

    def order(
        self, order: Order, before_commit: Callable[[], object] = nothing
    ) -> None:
        """Order; what is called before the commit is called there."""
        self("order", order, before_commit)

    def orders(self, tag: UUID) -> list[Order]:
        """List orders."""
        orders: list[Order] = self("orders", tag)
        return orders

    def close(self) -> None:
        """End the process, which closes its store."""
        assert self.process.stdin
        with self.process, suppress(BrokenPipeError):
            self.process.stdin.close()


def main(side: str, url: str) -> None:
    """Make calls until the pipe is closed."""
    store = OPEN[side](url)
    calls, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    try:
        while True:
            try:
                name, arguments = pickle.load(calls)
            except EOFError:
                return
            try:
                call = getattr(store, name) if isinstance(name, str) else name
                answer = pickle.dumps((None, call(*arguments)))
            except Exception as error:
                answer = pickle.dumps((error, None))
            answers.write(answer)
            answers.flush()
    finally:
        store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
