"""examples.zeromq.ask.jobs and protocol: what a broker decides; keys, handlers."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.zeromq.ask.jobs import Jobs
from examples.zeromq.ask.protocol import (
    ANSWER,
    BUSY,
    FAILED,
    OK,
    REQUEST,
    Handler,
    handle,
    key,
)

ADA, BOB, CAT = b"Ada", b"Bob", b"Cat"


def jobs(*workers: bytes, **limits: Any) -> Jobs:
    """Make jobs with workers that are free, in this order."""
    made = Jobs(**limits)
    for worker in workers:
        made.beat(worker, b"", 0)
    return made


def given_to(made: Jobs) -> list[bytes]:
    """Return who was given a job, and forget it."""
    workers = [worker for worker, _, _ in made.given]
    made.given.clear()
    return workers


def states(made: Jobs) -> list[tuple[bytes, bytes]]:
    """Return the ids and states of what was answered."""
    return [(id, state) for _, id, state, _ in made.answers]


class TestJobs:
    """What a broker decides."""

    def test_the_least_recently_used_worker_is_next(self) -> None:
        """Work goes round."""
        made = jobs(ADA, BOB)
        for id in (b"1", b"2", b"3"):
            made.asked(b"asker", id, b"", 1)
            (worker,) = given_to(made)
            made.done(worker, key(id, b""), OK, b"", 2)
            assert worker == (BOB if id == b"2" else ADA)

    def test_a_second_try_is_not_done_twice(self) -> None:
        """The same id and body is one job; the newest socket gets the answer."""
        made = jobs(ADA, BOB)
        made.asked(b"first", b"1", b"body", 1)
        made.asked(b"second", b"1", b"body", 2)
        assert given_to(made) == [ADA]
        made.done(ADA, key(b"1", b"body"), OK, b"done", 3)
        assert made.answers == [(b"second", b"1", OK, b"done")]

    def test_full(self) -> None:
        """Beyond its room it says "busy", and forgets."""
        made = jobs(ADA, room=1)
        made.asked(b"asker", b"1", b"", 1)
        made.asked(b"asker", b"2", b"", 1)
        busy = b"1 requests are in front of it"
        assert made.answers == [(b"asker", b"2", BUSY, busy)]
        made.done(ADA, key(b"1", b""), OK, b"", 2)
        assert states(made) == [(b"2", BUSY), (b"1", OK)]

    def test_a_job_that_was_begun(self) -> None:
        """It goes to the next worker, before all that waits for one."""
        made = jobs(ADA)
        made.asked(b"asker", b"1", b"", 1)
        made.asked(b"asker", b"2", b"", 1)
        made.gone(ADA, 2)
        made.beat(BOB, b"", 3)
        assert [name for _, name, _ in made.given] == [key(b"1", b"")] * 2

    def test_begun_and_then_nobody(self) -> None:
        """That is not "busy", for something was done; and patience begins anew."""
        made = jobs(ADA, patience=10)
        made.asked(b"asker", b"1", b"", 1)
        made.gone(ADA, 20)
        made.tick(25)
        assert not made.answers
        made.tick(31)
        said = b"begun, not finished: no worker in 10 s"
        assert made.answers == [(b"asker", b"1", FAILED, said)]

    def test_a_worker_that_is_back_and_dies(self) -> None:
        """What it had is another one's by now: nobody gets a third copy."""
        made = jobs(ADA, BOB, CAT, expiry=3)
        made.asked(b"asker", b"1", b"", 1)
        made.beat(BOB, b"", 4)
        made.beat(CAT, b"", 4)
        made.tick(4)
        made.beat(ADA, key(b"1", b""), 5)
        made.gone(ADA, 6)
        assert given_to(made) == [ADA, BOB]
        assert not made.answers

    def test_a_connection_that_breaks_often(self) -> None:
        """Nobody dies of that, so nobody is counted as dead."""
        made = jobs(ADA)
        made.asked(b"asker", b"1", b"", 1)
        for before, after in pairwise([ADA, BOB, CAT]):
            made.gone(before, 2)
            made.beat(after, key(b"1", b""), 3)
        made.done(CAT, key(b"1", b""), OK, b"", 4)
        assert given_to(made) == [ADA]
        assert states(made) == [(b"1", OK)]

    def test_an_old_job_of_a_worker_that_has_a_new_one(self) -> None:
        """The answer to the old one does not make it free, nor forget the new one."""
        made = jobs(ADA, BOB, expiry=3)
        made.asked(b"asker", b"1", b"", 1)
        made.beat(BOB, b"", 4)
        made.tick(4)
        made.beat(ADA, b"", 5)  # written before it read its job
        made.asked(b"asker", b"2", b"", 5)
        made.done(ADA, key(b"1", b""), OK, b"", 6)
        assert not made.free
        made.gone(ADA, 7)
        made.beat(CAT, b"", 7)
        assert given_to(made) == [ADA, BOB, ADA, CAT]

    def test_a_poison(self) -> None:
        """Two workers die on it, the third never sees it, the client is told."""
        made = jobs(ADA, BOB, CAT)
        made.asked(b"asker", b"1", b"", 1)
        made.gone(ADA, 2)
        made.gone(BOB, 3)
        assert given_to(made) == [ADA, BOB]
        assert made.answers == [(b"asker", b"1", FAILED, b"2 workers died on it")]
        assert list(made.free) == [CAT]

    def test_a_worker_that_was_never_reached(self) -> None:
        """A job that did not leave has cost it no try."""
        made = jobs(ADA, BOB, CAT, tries=1)
        made.asked(b"asker", b"1", b"", 1)
        made.gone(ADA, 1, began=False)
        made.gone(BOB, 1, began=False)
        assert given_to(made) == [ADA, BOB, CAT]
        assert not made.answers

    def test_a_worker_taken_for_dead_finishes(self) -> None:
        """The first answer is the only one, whoever gives it."""
        made = jobs(ADA, BOB, expiry=3)
        made.asked(b"asker", b"1", b"", 1)
        made.tick(3)
        assert given_to(made) == [ADA]
        made.beat(BOB, b"", 4)
        made.tick(4)
        assert given_to(made) == [BOB]
        made.done(ADA, key(b"1", b""), OK, b"Ada's", 5)
        made.done(BOB, key(b"1", b""), OK, b"Bob's", 6)
        assert made.answers == [(b"asker", b"1", OK, b"Ada's")]
        assert list(made.free) == [ADA, BOB]

    def test_a_worker_that_comes_back_at_work(self) -> None:
        """A connection that broke does not have its job done twice."""
        made = jobs()
        made.asked(b"asker", b"1", b"", 1)
        made.beat(ADA, key(b"1", b""), 2)
        made.beat(BOB, b"", 2)
        assert not made.given
        made.done(ADA, key(b"1", b""), OK, b"", 3)
        assert states(made) == [(b"1", OK)]

    def test_a_beat_that_crossed_a_job(self) -> None:
        """A worker that was idle when it wrote gets no second job."""
        made = jobs(ADA)
        made.asked(b"asker", b"1", b"", 1)
        made.beat(ADA, b"", 1)
        made.asked(b"asker", b"2", b"", 1)
        assert given_to(made) == [ADA]

    def test_patience(self) -> None:
        """What waited too long is answered, and not done when a worker comes."""
        made = jobs(patience=10)
        made.asked(b"asker", b"1", b"", 1)
        made.tick(11)
        assert not made.answers
        made.tick(12)
        assert not made.waiting
        made.beat(ADA, b"", 13)
        assert made.answers == [(b"asker", b"1", BUSY, b"no worker in 10 s")]
        assert not made.given

    def test_a_worker_that_takes_too_long(self) -> None:
        """The client is told; nobody else gets it; the worker is back when done."""
        made = jobs(ADA, BOB, limit=30, expiry=100)
        made.asked(b"asker", b"1", b"", 1)
        made.tick(31)
        assert not made.answers
        made.tick(32)
        assert made.answers == [(b"asker", b"1", FAILED, b"not done in 30 s")]
        assert list(made.free) == [BOB]
        made.done(ADA, key(b"1", b""), OK, b"", 33)
        assert list(made.free) == [BOB, ADA]
        assert len(made.answers) == 1

    def test_closing(self) -> None:
        """What waits and what still comes is "busy"; what is in work is not."""
        made = jobs(ADA)
        made.asked(b"asker", b"1", b"", 1)
        made.asked(b"asker", b"2", b"", 1)
        made.close()
        made.asked(b"asker", b"3", b"", 1)
        stops = b"the broker stops"
        assert made.answers == [(b"asker", id, BUSY, stops) for id in (b"2", b"3")]

    @given(st.lists(st.tuples(st.sampled_from("adgts"), st.integers(0, 3))))
    @settings(max_examples=60)
    def test_whatever_happens(self, events: list[tuple[str, int]]) -> None:
        """Each request is answered exactly once, and given to two workers at most."""
        made, begun, now, asked = Jobs(expiry=5), Counter[bytes](), 0.0, 0
        doing: dict[bytes, list[bytes]] = defaultdict(list)

        def hand_out() -> None:
            for worker, name, _ in made.given:
                begun[name] += 1
                doing[worker].append(name)
            made.given.clear()

        for event, number in [*events, *[("d", n) for n in range(4)] * 99]:
            now += 1
            worker = b"worker %d" % number
            if event == "a":
                asked += 1
                made.asked(b"asker", b"%d" % asked, b"", now)
            elif event == "d" and doing[worker]:
                made.done(worker, doing[worker].pop(0), OK, b"", now)
            elif event == "g":
                made.gone(worker, now)
                doing.pop(worker, None)
            elif event == "t":
                made.tick(now)
            elif event == "s":  # stale: written before it read its job
                made.beat(worker, b"", now)
            else:
                made.beat(worker, (doing[worker] or [b""])[-1], now)
            hand_out()
        ids = [id for _, id, _, _ in made.answers]
        assert sorted(ids) == sorted(b"%d" % n for n in range(1, asked + 1))
        assert max(begun.values(), default=0) <= 2
        assert not made.jobs
        assert set(made.free) == set(made.workers)


class TestProtocol:
    """Keys, and handlers."""

    def test_keys(self) -> None:
        """A key tells jobs apart by both, id and body."""
        assert key(b"1", b"a") == key(b"1", b"a")
        assert len({key(b"1", b"a"), key(b"2", b"a"), key(b"1", b"b")}) == 3

    def test_what_is_no_answer(self) -> None:
        """A str or a list fails one request, not the thread that serves all."""
        for answer in ("str", [1], None):
            handler = cast(Handler, lambda body, answer=answer: answer)
            assert handle(handler, b"")[0] == FAILED
        assert handle(cast(Handler, bytearray), b"x") == (OK, b"x")

    def test_whatever_is_raised(self) -> None:
        """A handler that calls sys.exit() fails; Ctrl-C is not for it to keep."""

        def raising(error: BaseException) -> Handler:
            def handler(body: bytes) -> bytes:
                raise error

            return handler

        assert handle(raising(SystemExit(3)), b"") == (FAILED, b"SystemExit: 3")
        with pytest.raises(KeyboardInterrupt):
            handle(raising(KeyboardInterrupt()), b"")

    def test_long_words(self) -> None:
        """What an error says is cut where an answer would not pass."""

        def handler(body: bytes) -> bytes:
            raise ValueError("x" * (REQUEST + 1))

        assert len(handle(handler, b"")[1]) == REQUEST

    def test_an_answer_that_is_too_long(self) -> None:
        """It would cost the connection; so it is a failure that says so."""
        assert handle(lambda body: body * ANSWER, b"x")[0] == OK
        state, why = handle(lambda body: body * (ANSWER + 1), b"x")
        assert (state, why) == (
            FAILED,
            b"ValueError: an answer of 64000001 bytes, at most 64000000 go",
        )
