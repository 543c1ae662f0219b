"""Who asked for what, and who works on it: all that a broker decides.

No sockets and no clock: times are given, in seconds, and what has to be sent is
left in `Jobs.answers` and `Jobs.given`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from .wire import BUSY, FAILED, key


@dataclass
class Job:
    """A request that has no answer yet."""

    asker: bytes
    id: bytes
    body: bytes
    since: float
    tries: int = 0
    worker: bytes | None = None


@dataclass
class Seen:
    """A worker: when it was last heard, and the key of its job."""

    last: float
    doing: bytes = b""


class Jobs:
    """Requests, and the workers that wait for them; least recently used first.

    :param room: more requests than this at a time are answered "busy".
    :param tries: a request is given to so many workers, if they die on it.
    :param patience: seconds that a request waits for a worker, then it is "busy".
    :param limit: seconds that a worker may take, then the request has failed.
    :param expiry: seconds of silence after which a worker is taken for dead.
    """

    def __init__(
        self,
        room: int = 100,
        tries: int = 2,
        patience: float = 10.0,
        limit: float = 30.0,
        expiry: float = 3.0,
    ) -> None:
        self.room, self.tries, self.patience = room, tries, patience
        self.limit, self.expiry = limit, expiry
        self.jobs: dict[bytes, Job] = {}
        self.workers: dict[bytes, Seen] = {}
        self.free: dict[bytes, None] = {}  # in the order in which they became so
        self.waiting: deque[bytes] = deque()
        self.answers: list[tuple[bytes, bytes, bytes, bytes]] = []
        """Asker, id, state and body of what is to be answered."""
        self.given: list[tuple[bytes, bytes, bytes]] = []
        """Worker, key and body of what is to be done."""

    def asked(self, asker: bytes, id: bytes, body: bytes, now: float) -> None:
        """Take a request; a second try of one that is here changes who is answered."""
        name = key(id, body)
        if name in self.jobs:
            self.jobs[name].asker = asker
        elif len(self.jobs) >= self.room:
            said = f"{len(self.jobs)} requests are in front of it"
            self.answers.append((asker, id, BUSY, said.encode()))
        else:
            self.jobs[name] = Job(asker, id, body, now)
            self.waiting.append(name)
            self._give(now)

    def beat(self, worker: bytes, doing: bytes, now: float) -> None:
        """Hear that a worker lives, and the key of what it does, if anything."""
        if worker in self.workers:
            self.workers[worker].last = now
            return
        self.workers[worker] = Seen(now, doing)
        if not doing:
            self._rest(worker, now)
        elif doing in self.jobs and self.jobs[doing].worker is None:
            self._assign(doing, worker, now)  # it was lost from sight, not dead

    def done(
        self, worker: bytes, name: bytes, state: bytes, body: bytes, now: float
    ) -> None:
        """Take what a worker made; the first answer to a job is the only one."""
        if name in self.jobs:
            self._answer(name, state, body)
        self.workers[worker] = Seen(now)
        self._rest(worker, now)

    def gone(self, worker: bytes, now: float, began: bool = True) -> None:
        """Let another worker have what this one had; but a poison kills only two.

        :param began: False if its job never reached it.
        """
        name = self.workers.pop(worker, Seen(now)).doing
        self.free.pop(worker, None)
        if (job := self.jobs.get(name)) is None or job.worker != worker:
            return
        job.tries -= not began
        if job.tries < self.tries:
            job.worker, job.since = None, now
            self.waiting.appendleft(name)
            self._give(now)
        else:
            self._answer(name, FAILED, b"%d workers died on it" % job.tries)

    def tick(self, now: float) -> None:
        """See whose time is up."""
        for worker, seen in list(self.workers.items()):
            if now - seen.last > self.expiry:
                self.gone(worker, now)
        for name, job in list(self.jobs.items()):
            if job.worker is None and now - job.since > self.patience:
                said = f"no worker in {self.patience:g} s"
                self._answer(name, BUSY, said.encode())
            elif job.worker is not None and now - job.since > self.limit:
                said = f"not done in {self.limit:g} s"
                self._answer(name, FAILED, said.encode())

    def close(self) -> None:
        """Take no more, and answer "busy" to all that nobody works on."""
        self.room = 0
        for name, job in list(self.jobs.items()):
            if job.worker is None:
                self._answer(name, BUSY, b"the broker stops")

    def _answer(self, name: bytes, state: bytes, body: bytes) -> None:
        job = self.jobs.pop(name)
        self.answers.append((job.asker, job.id, state, body))

    def _rest(self, worker: bytes, now: float) -> None:
        self.free[worker] = None
        self._give(now)

    def _give(self, now: float) -> None:
        while self.free and self.waiting:
            name = self.waiting.popleft()
            job = self.jobs.get(name)
            if job is None or job.worker is not None:
                continue  # it was answered, or found, while it waited
            worker = next(iter(self.free))
            self._assign(name, worker, now)
            self.given.append((worker, name, job.body))

    def _assign(self, name: bytes, worker: bytes, now: float) -> None:
        job = self.jobs[name]
        job.worker, job.since, job.tries = worker, now, job.tries + 1
        self.workers[worker].doing = name
        self.free.pop(worker, None)
