"""examples.zeromq.pub_sub: one message to all, and what is missing."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from math import inf
from pathlib import Path

import pytest
import zmq

from examples.zeromq import pub_sub
from examples.zeromq.pub_sub import Gaps, Message, Publisher, Subscriber
from examples.zeromq.sockets.factory import Context, SilentError
from tests.zeromq.sockets import WAIT, binding, connecting, heard

SECONDS = 20.0
TOPIC = "cherries"


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

    def test_a_topic_is_no_prefix(
        self, publisher: Publisher, subscriber: Subscriber
    ) -> None:
        """Who listens to cherries hears of them in order, not of cherries/sour."""
        publisher.send(TOPIC, b"ripe")
        publisher.send(f"{TOPIC}/sour", b"ripe")
        publisher.send(TOPIC, b"red")
        assert subscriber.receive(SECONDS) == Message(TOPIC, 1, b"ripe")
        assert subscriber.receive(SECONDS) == Message(TOPIC, 2, b"red")
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

    def test_a_publisher_that_was_started_again(
        self, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It counts anew, and what it sent before one was back is lost."""
        # A fresh socket in the middle would not be the one that the publisher counts.
        monkeypatch.setattr(pub_sub, "SILENCE", inf)
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

    def test_nothing_new(
        self,
        publisher: Publisher,
        subscriber: Subscriber,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """A beat says that the publisher lives; silence is an error, the line stays."""
        monkeypatch.setattr(pub_sub, "SILENCE", 600.0)
        line = subscriber._socket
        subscriber._heard = -inf  # it opened long ago
        publisher.send(TOPIC, b"news")
        subscriber.receive(SECONDS)
        publisher.beat()
        assert subscriber._socket.poll(WAIT)
        assert subscriber.receive(0.05) is None
        with pytest.raises(SilentError, match=f"nothing from {publisher.endpoint}"):
            subscriber.receive(0.05)
        assert subscriber._socket is line

    def test_a_line_that_is_silent(
        self, context: Context, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """After a while of silence it connects anew, and hears again."""
        monkeypatch.setattr(pub_sub, "SILENCE", 0.0)
        with socket.create_server(("127.0.0.1", 0)) as cut:
            cut.settimeout(SECONDS)
            place = f"tcp://127.0.0.1:{cut.getsockname()[1]}"
            with Subscriber(place, [TOPIC], context=context) as subscriber:
                first, _ = cut.accept()
                with first, pytest.raises(SilentError):
                    subscriber.receive(0.02)
                again, _ = cut.accept()
                again.close()

    def test_who_leaves(
        self, publisher: Publisher, subscriber: Subscriber, context: Context
    ) -> None:
        """The publisher knows how many listen, and forgets topics that nobody hears."""
        with Subscriber(publisher.endpoint, [TOPIC, "plums"], context=context):
            assert publisher.wait(TOPIC, 2, SECONDS)
            assert publisher.wait("plums", 1, SECONDS)
            assert publisher.wait(TOPIC, 1, 0)  # that is at least one
        while publisher.listeners(TOPIC) == 2 or publisher.listeners("plums"):
            time.sleep(0.005)
        assert not publisher.wait(TOPIC, 2, 0.05)
        assert len(publisher._heard) == 1

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


class TestGaps:
    """Numbers tell what is missing."""

    def test_a_gap(self) -> None:
        """Two of five are missing; another topic counts by itself."""
        gaps = Gaps()
        for number in (1, 3, 5):
            gaps.note("news", b"run", number)
        gaps.note("weather", b"run", 1)
        assert gaps.lost == 2

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
