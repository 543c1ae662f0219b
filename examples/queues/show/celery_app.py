"""From here on, Celery: the same handler is its task, and many machines do it.

``PHOTOS=FOLDER celery -A examples.queues.show.celery_app worker`` does tasks;
``put(app, {"photo": …})`` puts one.  What it takes to lose none is below: by itself
Celery acks a task before it is done.
"""

from __future__ import annotations

import os
from pathlib import Path

from celery import Celery
from kombu.entity import Exchange, Queue

from ..protocol import DELIVERIES, Body
from ..worker import FIRST, MOST, Handler
from .photos import Photos

BROKER = "amqp://guest:guest@127.0.0.1:5672//"
NAME, DEAD = "photos", "photos.dead"
CONFIRM = 10.0  # seconds until the broker has to answer a put
QUEUE = Queue(
    NAME,
    Exchange(NAME, "topic"),  # or delayed retries would wait in the worker
    routing_key=NAME,
    queue_arguments={
        "x-queue-type": "quorum",
        "x-delivery-limit": DELIVERIES - 1,  # workers that it may kill and come back
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": DEAD,
    },
)


def make(broker: str, handle: Handler, most: float = MOST) -> Celery:
    """Make Celery's application of a handler; *most* seconds before another try."""
    app = Celery(NAME, broker=broker)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_queues=[QUEUE],
        task_default_queue=NAME,
        task_acks_late=True,  # when it is done, not when it begins
        task_reject_on_worker_lost=True,  # also when only the child is killed
        task_acks_on_failure_or_timeout=False,  # after its last try it is a dead letter
        worker_prefetch_multiplier=1,  # what waits with one worker, no other does
        broker_transport_options={"confirm_publish": True},
    )

    def do(body: Body) -> None:
        handle(body)

    app.task(
        name=NAME,
        shared=False,  # with other applications of this process
        autoretry_for=(Exception,),
        max_retries=DELIVERIES - 1,
        retry_backoff=FIRST,
        retry_backoff_max=most,
    )(do)
    return app


def put(app: Celery, body: Body) -> str:
    """Put a task, and return its id when the broker has confirmed it."""
    with app.connection_for_write() as connection:
        Queue(DEAD)(connection).declare()
        once = {"connection": connection, "retry": False, "confirm_timeout": CONFIRM}
        return str(app.tasks[NAME].apply_async((body,), **once).id)


app = make(
    os.environ.get("BROKER", BROKER), Photos(Path(os.environ.get("PHOTOS", "."))).handle
)
