"""examples.zeromq.push_pull: work for whoever is there."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
import zmq

from examples.zeromq.curve import Gate, Keys, as_client, as_server
from examples.zeromq.push_pull import FullError, NobodyError, Pull, Push
from examples.zeromq.sockets.factory import Context, SilentError
from examples.zeromq.sockets.wake import running

SECONDS = 20.0


def fill(push: Push) -> None:
    """Push until there is no room."""
    while True:
        push.send(bytes(1_000_000))


class TestPushPull:
    """Work for whoever is there."""

    def test_dealt_out(self, context: Context) -> None:
        """Two pullers get every second message each."""
        with (
            Push(context=context) as push,
            Pull(push.endpoint, context=context) as one,
            Pull(push.endpoint, context=context) as two,
        ):
            push.wait(2, SECONDS)
            push.wait(1, 0)  # that is at least one
            for body in (b"1", b"2", b"3", b"4"):
                push.send(body)
            got = [[pull.receive(SECONDS) for _ in "12"] for pull in (one, two)]
        assert sorted(got) == [[b"1", b"3"], [b"2", b"4"]]

    def test_nobody_pulls(self, context: Context) -> None:
        """It says so when it has waited, and where."""
        with Push(timeout=0.05, context=context) as push:
            with pytest.raises(
                NobodyError, match=rf"nobody pulls from {push.endpoint}"
            ):
                push.send(b"work")
            with pytest.raises(NobodyError, match="0 of 2 pull from"):
                push.wait(2, 0.05)

    def test_a_puller_that_does_not_keep_up(self, context: Context) -> None:
        """The queue has an end, and full is told from nobody."""
        with (
            Push(hwm=1, timeout=0.05, linger=0.05, context=context) as push,
            Pull(push.endpoint, context=context),
        ):
            push.wait(1, SECONDS)
            with pytest.raises(FullError, match=f"1 pull from {push.endpoint}"):
                fill(push)

    def test_closing_does_not_wait_for_ever(self) -> None:
        """What nobody takes is dropped when its time is up."""
        theirs = zmq.Context[zmq.SyncSocket]()
        with (
            zmq.Context() as ours,
            Push(hwm=1, timeout=0.05, linger=0.05, context=ours) as push,
        ):
            pull = Pull(push.endpoint, context=theirs)
            push.wait(1, SECONDS)
            with pytest.raises(FullError):
                fill(push)
        pull.close()
        theirs.term()

    def test_closing_waits_for_who_is_slow(self, context: Context) -> None:
        """What was sent arrives, though the pusher has left."""
        with (
            Push(linger=SECONDS, context=context) as push,
            Pull(push.endpoint, context=context) as pull,
        ):
            push.wait(1, SECONDS)
            for _ in range(10):
                push.send(bytes(1_000_000))
            assert push._socket.linger == SECONDS * 1000  # ZeroMQ counts thousandths
            push.close()
            got = [pull.receive(SECONDS) for _ in range(10)]
        assert len(got) == 10

    def test_how_many_wait_at_a_puller(self, context: Context) -> None:
        """No more than it says, and what it holds is lost if it dies."""
        sent = 0
        with (
            Push("inproc://work", hwm=1, timeout=0.05, context=context) as push,
            Pull(push.endpoint, hwm=3, context=context),
            suppress(NobodyError),
        ):
            while sent < 100:
                push.send(b"work")
                sent += 1
        assert sent == 4

    def test_a_stranger_does_not_pull(self, context: Context) -> None:
        """Who was refused is not counted among those who are there."""
        server, guest, stranger = Keys.new(), Keys.new(), Keys.new()
        with (
            Gate(context, [guest.public]) as gate,
            running(gate.run),
            Push(secure=as_server(server), context=context) as push,
            zmq.Context() as theirs,
            Pull(
                push.endpoint,
                secure=as_client(guest, server.public),
                context=theirs,
            ),
        ):
            push.wait(1, SECONDS)
            secure = as_client(stranger, server.public)
            with Pull(push.endpoint, secure=secure, context=theirs):
                while zmq.Event.DISCONNECTED not in push._monitor.read():
                    time.sleep(0.001)
            assert push.pullers == 1

    def test_nobody_pushes(self, context: Context) -> None:
        """Who waits for work is told that none comes."""
        with (
            Pull("tcp://127.0.0.1:1", context=context) as pull,
            pytest.raises(
                SilentError, match=r"nothing from tcp://127.0.0.1:1 for 0.05"
            ),
        ):
            pull.receive(0.05)
