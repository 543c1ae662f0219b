"""The thumbnailer: takes tasks, makes three thumbnails of each picture, until SIGTERM.

``python -m examples.success.programs.thumbnails``; the one process has it in a thread.
"""

from __future__ import annotations

from ...queues import Queue, open_queue
from ...queues.show.photos import Photos
from ...queues.worker import Worker
from .settings import folder, needed

LEASE = 10.0  # seconds until a killed one's task is somebody else's


def worker(tasks: Queue | None = None) -> Worker:
    """Make the worker of this process' queue."""
    queue = tasks or open_queue(needed("tasks"), lease=LEASE)
    return Worker(queue, Photos(folder("photos")).handle)


if __name__ == "__main__":
    worker().run_until_signal()
