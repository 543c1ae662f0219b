"""examples.zeromq: push and pull, publish and subscribe."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import zmq

from examples.zeromq.curve import Gate, Keys, as_client, as_server
from examples.zeromq.pub_sub import Message, Publisher, Subscriber
from examples.zeromq.push_pull import FullError, NobodyError, Pull, Push
from examples.zeromq.sockets.factory import Context, SilentError
from examples.zeromq.sockets.wake import running
from tests.zeromq.sockets import binding, connecting, heard

SECONDS = 20.0
TOPIC = "cherries"


@pytest.fixture
def context() -> Iterator[Context]:
    """A context; that a socket is left open in it is an error."""
    with zmq.Context() as context:
        yield context


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


class TestPubSub:
    """One message to all."""

    @pytest.fixture
    def publisher(self, context: Context) -> Iterator[Publisher]:
        """A publisher."""
        with Publisher(context=context) as publisher:
            yield publisher

    @pytest.fixture
    def subscriber(
        self, publisher: Publisher, context: Context
    ) -> Iterator[Subscriber]:
        """Somebody who listens to one topic."""
        with Subscriber(publisher.endpoint, [TOPIC], context=context) as subscriber:
            assert publisher.wait(TOPIC, 1, SECONDS)
            yield subscriber

    def test_heard(self, publisher: Publisher, subscriber: Subscriber) -> None:
        """Messages come in order, with their numbers."""
        publisher.send(TOPIC, b"ripe")
        publisher.send(TOPIC, b"red")
        assert subscriber.receive(SECONDS) == Message(TOPIC, 1, b"ripe")
        assert subscriber.receive(SECONDS) == Message(TOPIC, 2, b"red")

    def test_a_topic_is_no_prefix(
        self, publisher: Publisher, subscriber: Subscriber
    ) -> None:
        """Who listens to cherries does not hear of cherries/sour."""
        publisher.send(f"{TOPIC}/sour", b"ripe")
        publisher.send(TOPIC, b"red")
        assert subscriber.receive(SECONDS) == Message(TOPIC, 1, b"red")
        assert publisher.listeners(f"{TOPIC}/sour") == 0

    def test_who_comes_late(self, publisher: Publisher, context: Context) -> None:
        """What was sent before is gone; it can tell how much that was."""
        for _ in range(3):
            publisher.send(TOPIC, b"early")
        with Subscriber(publisher.endpoint, [TOPIC], context=context) as late:
            publisher.wait(TOPIC, 1, SECONDS)
            publisher.send(TOPIC, b"now")
            assert late.receive(SECONDS) == Message(TOPIC, 4, b"now")
            assert (late.gaps.late, late.gaps.lost) == (3, 0)

    def test_who_is_too_slow(self, context: Context) -> None:
        """Beyond the high-water marks messages are dropped, and are counted."""
        with (
            Publisher("inproc://news", hwm=10, context=context) as publisher,
            Subscriber("inproc://news", [TOPIC], hwm=10, context=context) as slow,
        ):
            publisher.wait(TOPIC, 1, SECONDS)
            for _ in range(1000):
                publisher.send(TOPIC, b"news")
            got = [slow.receive(SECONDS) for _ in range(20)]
            while not slow.gaps.lost:  # until there is room again, for a beat
                publisher.beat()
                with suppress(SilentError):
                    slow.receive(0.02)
        assert got[-1] == Message(TOPIC, 20, b"news")
        assert slow.gaps.lost == 980

    def test_over_tcp_too(self, context: Context) -> None:
        """However much the kernel takes: what came and what was lost is all."""
        with (
            Publisher(hwm=1, context=context) as publisher,
            Subscriber(publisher.endpoint, [TOPIC], hwm=1, context=context) as slow,
        ):
            publisher.wait(TOPIC, 1, SECONDS)
            for _ in range(100):
                publisher.send(TOPIC, bytes(1_000_000))
            got, end = 0, time.monotonic() + SECONDS
            while got + slow.gaps.lost < 100 and time.monotonic() < end:
                publisher.beat()
                with suppress(SilentError):
                    got += slow.receive(0.05) is not None
        assert slow.gaps.lost
        assert got + slow.gaps.lost == 100

    def test_a_publisher_that_was_started_again(
        self, context: Context, tmp_path: Path
    ) -> None:
        """It counts anew, and what it sent before one was back is lost."""
        place = f"ipc://{tmp_path}/news"
        with Subscriber(place, [TOPIC], context=context) as subscriber:
            for early in (0, 3):
                # A context that has ended has left its place.
                with zmq.Context() as own, Publisher(place, context=own) as publisher:
                    for _ in range(early):
                        publisher.send(TOPIC, b"news")
                    while not publisher.wait(TOPIC, 1, 0.02):
                        with suppress(SilentError):  # it subscribes again in here
                            subscriber.receive(0.02)
                    publisher.send(TOPIC, b"last")
                    last = Message(TOPIC, early + 1, b"last")
                    assert subscriber.receive(SECONDS) == last
        assert subscriber.gaps.lost == 3

    def test_nothing_new(self, publisher: Publisher, subscriber: Subscriber) -> None:
        """A beat says that the publisher lives; silence is an error."""
        publisher.send(TOPIC, b"news")
        subscriber.receive(SECONDS)
        publisher.beat()
        assert subscriber.receive(0.5) is None
        with pytest.raises(SilentError, match=f"nothing from {publisher.endpoint}"):
            subscriber.receive(0.05)

    def test_who_leaves(
        self, publisher: Publisher, subscriber: Subscriber, context: Context
    ) -> None:
        """The publisher knows how many listen."""
        with Subscriber(publisher.endpoint, [TOPIC], context=context):
            assert publisher.wait(TOPIC, 2, SECONDS)
        assert publisher.wait(TOPIC, 1, SECONDS)
        assert not publisher.wait(TOPIC, 2, 0.05)

    def test_a_rude_listener(self, publisher: Publisher, context: Context) -> None:
        """What is no subscription is not taken for one."""
        with connecting(context, zmq.XSUB, publisher.endpoint) as rude:
            for odd in (b"", b"hello", b"\1\xff\0", b"\1" + f"{TOPIC}\0".encode()):
                rude.send(odd)
            assert publisher.wait(TOPIC, 1, SECONDS)
            publisher.send(TOPIC, b"news")
            assert heard(rude)[3] == b"news"

    def test_an_odd_publisher(self, context: Context) -> None:
        """What has no number, or another topic, is not taken for a message."""
        with (
            binding(context, zmq.XPUB) as (odd, endpoint),
            Subscriber(endpoint, [TOPIC], context=context) as subscriber,
        ):
            heard(odd)
            head = f"{TOPIC}\0".encode()
            odd.send_multipart([head, b"ripe"])
            for foreign in (head + b"\xff", head + b"sour\0"):
                odd.send_multipart([foreign, b"run", b"\7", b"not asked for"])
            odd.send_multipart([head, b"run", b"\1", b"red"])
            assert subscriber.receive(SECONDS) == Message(TOPIC, 1, b"red")
