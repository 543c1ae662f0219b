"""Talk to a child process by JSON lines, and read its processor time."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.record import ROOT

PATIENCE = 30.0  # seconds for a server to end what it has started


class Asked:
    """A process that prints a first line, then answers lines until its input ends."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self.input, self.output = process.stdin, process.stdout
        self.pid = process.pid

    def ask(self, **fields: Any) -> dict[str, Any]:
        """Send a JSON object; return the answer."""
        print(json.dumps(fields), file=self.input, flush=True)
        return self.hello()

    def hello(self) -> dict[str, Any]:
        """Read a JSON object from the next line."""
        answer: dict[str, Any] = json.loads(self.line())
        return answer

    def line(self) -> str:
        """Read a line.  Raises EOFError if the process has ended."""
        if not (line := self.output.readline()):
            raise EOFError("what is measured has ended; its error stands above")
        return line.strip()


@contextmanager
def started(
    command: Sequence[str], environ: Mapping[str, str] | None = None
) -> Iterator[Asked]:
    """Run a command from the root while a block lasts; then end its input.

    It is not killed: it has children of its own to end.
    """
    places = {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **places, **(environ or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Asked(process)
        finally:
            process.communicate(timeout=PATIENCE)  # ends its input, and waits


def python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module in this interpreter."""
    return [sys.executable, "-m", module, *arguments]


def family(pid: int) -> list[int]:
    """Return the ids of a process and of all that descend from it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += family(int(child))
    return found


def is_worker(pid: int) -> bool:
    """Tell by its command line whether a process is one that highlights."""
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    return b"highlight.workers.child" in command or b"faces.bare" in command


def spent(pids: Iterable[int]) -> float:
    """Return the seconds of the processor that these have had so far."""
    return sum(nanoseconds(pid) for pid in pids) / 1e9


def nanoseconds(pid: int) -> int:
    """Return a process' time, of all its threads, in user and in kernel mode."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks)
