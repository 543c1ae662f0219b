"""A worker that is killed in the middle of a task: ``doomed.py URL NAME LEASE``.

It says which task it does, waits for a line, and then is done with it.
"""

from __future__ import annotations

import sys

from examples.queues import open_queue
from examples.queues.protocol import Body
from examples.queues.worker import Worker


def do(body: Body) -> None:
    """Say which, and wait to be told on."""
    print(body["n"], flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    url, name, lease = sys.argv[1:]
    queue = open_queue(url, name, lease=float(lease), deliveries=99)
    Worker(queue, do, lease=float(lease)).run()
