"""The state of a broker: requests, workers, tries and time-outs.

No sockets, no clock: it is told the time, in seconds, and lists what is to be sent.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from .protocol import BUSY, FAILED, key


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
    :param patience: seconds that a request waits for a worker, then it is put off.
    :param limit: seconds that a worker may take, then the request has failed.
    :param expiry: seconds until who is silent is taken for dead; else three beats.
    """

    def __init__(
        self,
        room: int = 100,
        tries: int = 2,
        patience: float = 2.0,
        limit: float = 7.0,
        expiry: float | None = None,
    ) -> None:
        self.room, self.tries, self.patience = room, tries, patience
        self.limit, self.expiry, self.closed = limit, expiry, b""
        self.jobs: dict[bytes, Job] = {}
        self.workers: dict[bytes, Seen] = {}
        self.free: dict[bytes, None] = {}  # in the order in which they became so
        self.waiting: deque[bytes] = deque()
        self.answers: list[tuple[bytes, bytes, bytes, bytes]] = []
        self.given: list[tuple[bytes, bytes, bytes]] = []
        """To be answered: asker, id, state, body.  To be done: worker, key, body."""

    def asked(self, asker: bytes, id: bytes, body: bytes, now: float) -> None:
        """Take a request; a second try of one that is here changes who is answered."""
        name = key(id, body)
        if name in self.jobs:
            self.jobs[name].asker = asker
        elif self.closed or len(self.jobs) >= self.room:
            full = b"%d requests are in front of it" % len(self.jobs)
            self.answers.append((asker, id, BUSY, self.closed or full))
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
        elif (job := self.jobs.get(doing)) and job.worker is None:
            job.tries = max(0, job.tries - 1)  # it was lost from sight, not dead
            self._assign(doing, worker, now)

    def done(
        self, worker: bytes, name: bytes, state: bytes, body: bytes, now: float
    ) -> None:
        """Take what a worker made; the first answer to a job is the only one."""
        if name in self.jobs:
            self._answer(name, state, body)
        seen = self.workers.setdefault(worker, Seen(now))
        seen.last = now
        if seen.doing in (b"", name):  # or it was given another one meanwhile
            seen.doing = b""
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
            if self.expiry and now - seen.last > self.expiry:
                self.gone(worker, now)
        for name, job in list(self.jobs.items()):
            if job.worker is None and now - job.since > self.patience:
                self._put_off(name, b"no worker in %g s" % self.patience)
            elif job.worker is not None and now - job.since > self.limit:
                self._answer(name, FAILED, b"not done in %g s" % self.limit)

    def close(self) -> None:
        """Take no more, and put off all that nobody works on."""
        self.closed = b"the broker stops"
        for name, job in list(self.jobs.items()):
            if job.worker is None:
                self._put_off(name, self.closed)

    def _put_off(self, name: bytes, why: bytes) -> None:
        begun = (FAILED, b"begun, not finished: " + why)
        self.waiting.remove(name)
        self._answer(name, *(begun if self.jobs[name].tries else (BUSY, why)))

    def _answer(self, name: bytes, state: bytes, body: bytes) -> None:
        job = self.jobs.pop(name)
        self.answers.append((job.asker, job.id, state, body))

    def _rest(self, worker: bytes, now: float) -> None:
        self.free[worker] = None
        self._give(now)

    def _give(self, now: float) -> None:
        while self.free and self.waiting:
            name = self.waiting.popleft()
            # Else it was answered, or found, while it waited.
            if (job := self.jobs.get(name)) and job.worker is None:
                worker = next(iter(self.free))
                self._assign(name, worker, now)
                self.given.append((worker, name, job.body))

    def _assign(self, name: bytes, worker: bytes, now: float) -> None:
        job = self.jobs[name]
        job.worker, job.since, job.tries = worker, now, job.tries + 1
        self.workers[worker].doing = name
        self.free.pop(worker, None)
