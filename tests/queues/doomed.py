"""Take a task in a process that will be killed: ``python -m tests.queues.doomed URL``.

It prints the id of the task, and then works on it for ever.
"""

from __future__ import annotations

import signal
import subprocess
import sys

from examples.queues import open_queue

LEASE = 0.2


def main(url: str, name: str = "tasks") -> None:
    """Take a task, say so, and wait to be killed."""
    task = open_queue(url, name, lease=LEASE, deliveries=20).take(wait=60)
    assert task
    print(task.id, flush=True)
    signal.pause()


def kill_one(url: str, name: str = "tasks") -> str:
    """Start a worker, kill it with SIGKILL in mid-task, and return the task's id."""
    command = [sys.executable, "-m", __name__, url, name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        number = process.stdout.readline().strip()
        process.kill()
    return number


if __name__ == "__main__":
    main(*sys.argv[1:])
