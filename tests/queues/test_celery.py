"""examples.queues.show.celery_app: children and workers are killed, nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest

from examples.peers import Server
from examples.queues.show.celery_app import DEAD, NAME, make, put
from examples.queues.show.photos import SIZES, Photos
from examples.thumbnails.show.pictures import plain, saved
from notebooks.kernels import ROOT
from tests.queues.backends import address_of

pytestmark = [pytest.mark.peer("rabbitmq"), pytest.mark.beside("queues")]

Found = TypeVar("Found")
PHOTO = saved(plain(), "JPEG")


def until(look: Callable[[], Found]) -> Found:
    """Wait until there is something, and return it."""
    end = time.monotonic() + 120
    while not (found := look()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


class Shop:
    """Photos in a folder, Celery's application, and two workers with a child each."""

    def __init__(self, broker: str, folder: Path) -> None:
        self.folder = folder
        self.photos = Photos(folder)
        self.app = make(broker, self.photos.handle)
        self.environ = {**os.environ, "BROKER": broker, "PHOTOS": str(folder)}
        self.seen: set[str] = set()

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """Start a worker, in a process group of its own."""
        command = [sys.executable, "-m", "celery", "-A", "tests.queues.celery_doomed"]
        with (self.folder / f"{name}.log").open("w") as log:
            return subprocess.Popen(
                [*command, "worker", "--concurrency=1", f"--hostname={name}@%h"],
                cwd=ROOT,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def begun(self, photo: str = "*") -> int:
        """Wait until a child begins a task; return its process."""

        def look() -> set[str]:
            files = self.folder.glob(f"begun-*-{photo}")
            return {file.name for file in files} - self.seen

        new = until(look).pop()
        self.seen.add(new)
        return int(new.split("-")[1])

    def count(self, name: str) -> int:
        """Return how many messages wait in a queue."""
        with self.app.connection_for_read() as connection:
            asked: Any = connection.channel().queue_declare(name, passive=True)
        return int(asked.message_count)


@pytest.fixture(scope="module")
def shop(rabbitmq: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop, whose workers end with it."""
    shop = Shop(address_of("rabbitmq", rabbitmq)[0], tmp_path_factory.mktemp("photos"))
    with ExitStack() as stack:
        for name in ("first", "second"):
            process = stack.enter_context(shop.start(name))
            stack.callback(os.killpg, process.pid, signal.SIGKILL)
        yield shop


def test_killed_children_and_workers_lose_nothing(shop: Shop) -> None:
    """In mid-task, four children and then a whole worker; the other does its task."""
    names = [shop.photos.store(PHOTO + bytes([number])) for number in range(4)]
    for name in names:
        put(shop.app, {"photo": name})
    children = [shop.begun(), shop.begun()]
    for _ in range(2):
        for child in children:
            os.kill(child, signal.SIGKILL)
        children = [shop.begun(), shop.begun()]
    os.killpg(psutil.Process(children[0]).ppid(), signal.SIGKILL)
    (shop.folder / "go").touch()
    until(lambda: all(shop.photos.made(name) == list(SIZES) for name in names))
    assert (shop.count(NAME), shop.count(DEAD)) == (0, 0)


def test_who_kills_its_worker_ends_dead(shop: Shop) -> None:
    """The queue's delivery limit lets it try as often as our own queues do."""
    (shop.folder / "go").unlink(missing_ok=True)
    put(shop.app, {"photo": "poison"})
    for _ in range(4):
        os.kill(shop.begun("poison"), signal.SIGKILL)
    until(lambda: shop.count(DEAD) == 1)
    assert shop.count(NAME) == 0


def test_what_fails_ends_dead(shop: Shop) -> None:
    """After as many tries; it is not acked, as Celery would by itself."""
    (shop.folder / "go").touch()
    before = shop.count(DEAD)
    put(shop.app, {"photo": "none"})
    until(lambda: shop.count(DEAD) == before + 1)
