"""Celery with the shop's handler, which waits in the middle to be killed.

It leaves a file ``begun-PID-PHOTO``, and goes on when there is a file ``go``.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from celery.concurrency.asynpool import AsynPool

from examples.queues.protocol import Body
from examples.queues.show.celery_app import make
from examples.queues.show.photos import Photos

FOLDER = Path(os.environ["PHOTOS"])


def handle(body: Body) -> None:
    """Say who does what, wait, and do it."""
    name = body["photo"]

    def begin() -> None:
        (FOLDER / f"begun-{os.getpid()}-{name}").touch()
        while not (FOLDER / "go").exists():
            time.sleep(0.02)

    Photos(FOLDER, begin).handle(body)


# A child may be missed at its end; by itself Celery looks again in five seconds.
AsynPool.timers = property(lambda pool: {pool.maintain_pool: 0.1})
app = make(os.environ["BROKER"], handle, most=1)  # by itself it waits ten seconds
