"""Measure ``examples/queues``: put, take and ack by backend; a request, and a put.

Wall clock: what a broker does is not this process' time.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from examples.peers import serve
from examples.queues import Queue, open_queue
from examples.queues.show.photos import Photos
from examples.thumbnails.show.pictures import plain, saved

from .doomed import DELIVERIES, LEASE, Doomed
from .race import race, ratios

LIBRARIES = "redis", "kombu"
REFERENCE = "SQLite"
ROUNDS, CALLS = 15, 20
KILLS = 100
SAFE = "appendonly yes\nappendfsync always"

WHAT = {
    "backends": {
        "SQLite": "a file, WAL, synchronous = FULL",
        "Redis": "append-only file, synced at every write",
        "RabbitMQ": "a quorum queue, publisher confirms",
    },
    "calls": (
        "Of put, and of take and ack: seconds on the wall for a call, the median of "
        f"the rounds; in a round every backend makes {CALLS} calls. ratio: the "
        "quartiles of the quotients to SQLite's time in the same round."
    ),
    "kills": (
        f"{KILLS} workers one after the other, each killed by SIGKILL in the middle of "
        "its second task; then the rest is done. Tasks lost, and done more than once."
    ),
    "request": (
        "Seconds on the wall until a request has stored a photo of twelve megapixels, "
        "and made three thumbnails of it (within), or put a task (queued)."
    ),
}


@contextmanager
def backends() -> Iterator[dict[str, str]]:
    """Serve each backend; give their URLs."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        redis = stack.enter_context(serve("redis", SAFE))
        rabbit = stack.enter_context(serve("rabbitmq"))
        yield {
            "SQLite": f"sqlite:///{folder}/tasks.db",
            "Redis": f"redis://{redis.host}:{redis.port}/0",
            "RabbitMQ": f"amqp://{rabbit.host}:{rabbit.port}//",
        }


def timed(calls: dict[str, Callable[[], object]]) -> dict[str, dict[str, Any]]:
    """Time each call; give seconds, and ratios to SQLite's."""
    often = {name: partial(repeat, call) for name, call in calls.items()}
    times = race(often, ROUNDS, time.perf_counter)
    quotients = ratios(times, REFERENCE)
    return {
        name: {"seconds": median(own) / CALLS, "ratio": quotients[name]}
        for name, own in times.items()
    }


def repeat(call: Callable[[], object]) -> None:
    """Repeat a short call, so that it is long enough to be timed."""
    for _ in range(CALLS):
        call()


def take(queue: Queue) -> None:
    """Take a task, and ack it."""
    task = queue.take(wait=10)
    assert task
    queue.ack(task)


def measure() -> dict[str, Any]:
    """Fill each queue, then empty it."""
    with backends() as urls, ExitStack() as stack:
        queues = {name: open_queue(url) for name, url in urls.items()}
        for queue in queues.values():
            stack.callback(queue.close)
        body = {"photo": "0123456789abcdef"}
        put = timed({name: partial(q.put, body) for name, q in queues.items()})
        return {
            "put": put,
            "take": timed({name: partial(take, q) for name, q in queues.items()}),
        }


def kills() -> dict[str, dict[str, int]]:
    """Kill workers on each backend."""
    with backends() as urls:
        return {name: killed(url) for name, url in urls.items()}


def killed(url: str) -> dict[str, int]:
    """Kill workers of one queue, and count what became of its tasks."""
    queue = open_queue(url, lease=LEASE, deliveries=DELIVERIES)
    for number in range(3 * KILLS):
        queue.put({"n": number})
    done: Counter[int] = Counter()
    for _ in range(KILLS):
        worker = Doomed(url)
        done[worker.starts()] += 1
        worker.goes_on()
        worker.kill()
    while task := queue.take(wait=10):
        queue.ack(task)
        done[task.body["n"]] += 1
    queue.close()
    twice = sum(times > 1 for times in done.values())
    return {"tasks": 3 * KILLS, "lost": 3 * KILLS - len(done), "done twice": twice}


def request() -> dict[str, float]:
    """Time what a request waits for, with the work in it and without."""
    photo = saved(plain(size=(4000, 3000)), "JPEG")
    times: dict[str, list[float]] = {"within": [], "queued": []}
    with TemporaryDirectory() as folder:
        queue = open_queue(f"sqlite:///{folder}/tasks.db")
        for number in range(ROUNDS):
            photos = Photos(Path(folder, str(number)))
            for way, own in times.items():
                start = time.perf_counter()
                body = {"photo": photos.store(photo)}
                photos.handle(body) if way == "within" else queue.put(body)
                own.append(time.perf_counter() - start)
        queue.close()
    return {way: median(own) for way, own in times.items()}


SECTIONS: dict[str, Callable[[], Any]] = {
    "calls": measure,
    "kills": kills,
    "request": request,
}
