"""examples.zeromq without sockets: jobs, keys, gaps, and the flag that wakes a poll."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any, cast

import pytest
import zmq
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
from examples.zeromq.pub_sub import Gaps
from examples.zeromq.sockets.factory import LOOPBACK, bind, open_socket
from examples.zeromq.sockets.wake import Wake, running, stopped_by, until
from tests.zeromq.sockets import heard

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

    def test_a_job_waits_for_a_worker(self) -> None:
        """What comes before the workers is kept, in order."""
        made = jobs()
        made.asked(b"asker", b"1", b"", 1)
        made.asked(b"asker", b"2", b"", 1)
        made.beat(ADA, b"", 2)
        assert [name for _, name, _ in made.given] == [key(b"1", b"")]

    def test_a_second_try_is_not_done_twice(self) -> None:
        """The same id and body is one job; the newest socket gets the answer."""
        made = jobs(ADA, BOB)
        made.asked(b"first", b"1", b"body", 1)
        made.asked(b"second", b"1", b"body", 2)
        assert given_to(made) == [ADA]
        made.done(ADA, key(b"1", b"body"), OK, b"done", 3)
        assert made.answers == [(b"second", b"1", OK, b"done")]

    def test_an_id_that_somebody_else_chose_too(self) -> None:
        """Another body under the same id is another job."""
        made = jobs(ADA, BOB)
        made.asked(b"first", b"1", b"mine", 1)
        made.asked(b"second", b"1", b"other", 1)
        assert given_to(made) == [ADA, BOB]

    def test_full(self) -> None:
        """Beyond its room it says "busy", and forgets."""
        made = jobs(ADA, room=1)
        made.asked(b"asker", b"1", b"", 1)
        made.asked(b"asker", b"2", b"", 1)
        assert states(made) == [(b"2", BUSY)]
        made.done(ADA, key(b"1", b""), OK, b"", 2)
        assert states(made) == [(b"2", BUSY), (b"1", OK)]

    def test_a_silent_worker(self) -> None:
        """After `expiry` its job goes to the next one."""
        made = jobs(ADA, BOB, expiry=3)
        made.asked(b"asker", b"1", b"", 1)
        made.beat(BOB, b"", 4)
        made.tick(4)
        assert given_to(made) == [ADA, BOB]

    def test_a_job_that_was_begun(self) -> None:
        """It goes to the next worker, before all that waits."""
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
        made.beat(BOB, b"", 4)
        made.tick(4)
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
        made.tick(12)
        assert not made.waiting
        made.beat(ADA, b"", 13)
        assert states(made) == [(b"1", BUSY)]
        assert not made.given

    def test_a_worker_that_takes_too_long(self) -> None:
        """The client is told; nobody else gets it; the worker is back when done."""
        made = jobs(ADA, BOB, limit=30, expiry=100)
        made.asked(b"asker", b"1", b"", 1)
        made.tick(32)
        assert states(made) == [(b"1", FAILED)]
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


class TestGaps:
    """Numbers tell what is missing."""

    def test_in_order(self) -> None:
        """Nothing is missing between one and two."""
        gaps = Gaps()
        gaps.note("news", b"run", 1)
        gaps.note("news", b"run", 2)
        assert (gaps.late, gaps.lost) == (0, 0)

    def test_a_gap(self) -> None:
        """Two of five are missing; another topic counts by itself."""
        gaps = Gaps()
        for number in (1, 3, 5):
            gaps.note("news", b"run", number)
        gaps.note("weather", b"run", 1)
        assert gaps.lost == 2

    def test_late(self) -> None:
        """Who comes at the fourth has missed three, and lost none."""
        gaps = Gaps()
        gaps.note("news", b"run", 4)
        assert (gaps.late, gaps.lost) == (3, 0)

    def test_a_loss_at_the_end(self) -> None:
        """A beat tells the last number; it is not itself the message."""
        gaps = Gaps()
        gaps.note("news", b"run", 1)
        gaps.note("news", b"run", 3, here=False)
        gaps.note("news", b"run", 3, here=False)
        assert gaps.lost == 2

    def test_a_sender_that_was_started_again(self) -> None:
        """It counts from one again; that is no gap of minus two."""
        gaps = Gaps()
        gaps.note("news", b"old", 3)
        gaps.note("news", b"new", 2)
        assert gaps.lost == 1


class TestWire:
    """Keys, and handlers."""

    def test_keys(self) -> None:
        """A key tells jobs apart by both, id and body."""
        assert key(b"1", b"a") == key(b"1", b"a")
        assert len({key(b"1", b"a"), key(b"2", b"a"), key(b"1", b"b")}) == 3

    def test_an_error_is_an_answer(self) -> None:
        """The client is told what the handler raised."""

        def handler(body: bytes) -> bytes:
            raise KeyError(body)

        assert handle(handler, b"x") == (FAILED, b"KeyError: b'x'")

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

    def test_how_long_a_frame_may_be(self) -> None:
        """As many bytes as its limit pass, one more does not."""
        with (
            zmq.Context() as context,
            open_socket(context, zmq.PULL, limit=100) as pull,
            open_socket(context, zmq.PUSH) as push,
        ):
            push.connect(bind(pull, LOOPBACK))
            push.send(bytes(100))
            assert len(heard(pull)[0]) == 100
            push.send(bytes(101))
            assert not pull.poll(50)

    def test_how_many_may_wait(self) -> None:
        """So many, then a send is refused."""
        with zmq.Context() as context, open_socket(context, zmq.PUSH, hwm=5) as push:
            push.connect("tcp://127.0.0.1:1")
            for _ in range(5):
                push.send(b"", zmq.NOBLOCK)
            with pytest.raises(zmq.Again):
                push.send(b"", zmq.NOBLOCK)

    def test_an_answer_that_is_too_long(self) -> None:
        """It would cost the connection; so it is a failure that says so."""
        assert handle(lambda body: body * ANSWER, b"x")[0] == OK
        state, why = handle(lambda body: body * (ANSWER + 1), b"x")
        assert (state, why) == (
            FAILED,
            b"ValueError: an answer of 64000001 bytes, at most 64000000 go",
        )


class TestWake:
    """A flag that a poll hears."""

    def test_set_and_cleared(self) -> None:
        """Set twice is set; cleared once is cleared."""
        with Wake() as wake:
            wake.set()
            wake.set()
            wake.wait()
            wake.clear()
            os.set_blocking(wake.fileno(), False)
            with pytest.raises(BlockingIOError):
                os.read(wake.fileno(), 1)

    def test_set_without_end(self) -> None:
        """Who sets it never blocks, though nobody looks."""
        with Wake() as wake:
            for _ in range(3000):
                wake.set()
            wake.wait()

    def test_a_signal(self) -> None:
        """SIGTERM sets it; afterwards the signal does what it did before."""
        before = signal.getsignal(signal.SIGTERM)
        with stopped_by() as stop:
            os.kill(os.getpid(), signal.SIGTERM)
            stop.wait()
        assert signal.getsignal(signal.SIGTERM) is before

    def test_a_thread_that_dies(self, caplog: pytest.LogCaptureFixture) -> None:
        """It is logged at once; the block ends with it; the others are stopped."""
        ended = []

        def dies(stop: Wake) -> None:
            raise RuntimeError("of this")

        def lives(stop: Wake) -> None:
            stop.wait()
            ended.append(True)

        def serve() -> None:
            with running(dies, lives):
                while not caplog.records:
                    time.sleep(0.001)

        with pytest.raises(RuntimeError, match="of this"):
            serve()
        assert ended == [True]

    def test_milliseconds(self) -> None:
        """A poll waits until the time has come, not a millisecond less."""
        assert until(time.monotonic() + 0.0001) == 1
        assert until(time.monotonic() - 1) == 0
