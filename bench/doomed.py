"""A worker that will be killed: ``python -m bench.doomed URL NAME``.

It says which task it does, waits for a line, and then is done with it.
"""

import subprocess
import sys

from examples.queues import open_queue
from examples.queues.protocol import Body
from examples.queues.worker import Worker

from .record import ROOT

LEASE, DELIVERIES = 0.2, 1000


class Doomed:
    """Starts this module; everything else is said by pipes."""

    def __init__(self, url: str, name: str = "tasks") -> None:
        command = [sys.executable, "-m", "bench.doomed", url, name]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True
        )

    def starts(self) -> int:
        """Wait until it does a task; return which."""
        assert self.process.stdout
        return int(self.process.stdout.readline())

    def goes_on(self) -> int:
        """Let it finish that, and wait for the next; then that one is acked."""
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.starts()

    def kill(self) -> None:
        """Kill it by SIGKILL."""
        self.process.kill()
        self.process.communicate()


def do(body: Body) -> None:
    """Say which, and wait to be told on."""
    print(body["n"], flush=True)
    sys.stdin.readline()


def main(url: str, name: str) -> None:
    """Do tasks until killed."""
    queue = open_queue(url, name, lease=LEASE, deliveries=DELIVERIES)
    Worker(queue, do).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
