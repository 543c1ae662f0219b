"""Publish and subscribe: one message to all that listen now.

Who comes late, is too slow or was away has lost messages, and ZeroMQ does not tell.
Here every message has a number, and the publisher repeats the last one now and then:
so a subscriber counts what it lost, and knows silence from a cut line.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import zmq

from .sockets.closing import Closing, closed_if_it_fails
from .sockets.factory import (
    HWM,
    LOOPBACK,
    Context,
    Secure,
    SilentError,
    bind,
    open_socket,
    plain,
    receive,
)
from .sockets.wake import until

END = "\0"
"""Ends a topic.  Subscriptions are prefixes: without it, "cat" hears "category"."""
SILENCE = 3.0
"""Seconds without a beat, then a subscriber connects anew: three beats."""


class Message(NamedTuple):
    """What was published: the first of a topic has the number 1."""

    topic: str
    number: int
    body: bytes


class Publisher(Closing):
    """Binds, and sends to whoever listens.  A context manager.

    :param hwm: messages that wait for one subscriber, at most; later ones it loses.

    Raises `zmq.ZMQError` if the endpoint is taken.
    """

    def __init__(
        self,
        endpoint: str = LOOPBACK,
        *,
        hwm: int = HWM,
        secure: Secure = plain,
        context: Context | None = None,
    ) -> None:
        self._run, self._sent = os.urandom(8), Counter[str]()
        self._heard = Counter[bytes]()
        # An XPUB is a PUB that hears who comes.
        self._socket = open_socket(context, zmq.XPUB, secure)
        self._socket.xpub_verboser = True
        self._socket.sndhwm = hwm
        self._socket.linger = 1000
        self.endpoint = bind(self._socket, endpoint)

    def send(self, topic: str, body: bytes) -> int:
        """Publish to those who listen; return the message's number."""
        self.listeners(topic)  # read, lest they heap up
        self._sent[topic] += 1
        self._send(topic, body)
        return self._sent[topic]

    def beat(self) -> None:
        """Tell the last number of every topic; call it every second or so."""
        for topic in self._sent:
            self._send(topic)

    def listeners(self, topic: str) -> int:
        """Return how many listen to a topic now."""
        while self._socket.poll(0):
            change = self._socket.recv()
            # A byte 1 comes before what is subscribed, 0 before what is left.
            self._heard[change[1:]] += {b"\1": 1, b"\0": -1}.get(change[:1], 0)
            self._heard += Counter()  # forgets what nobody hears
        return self._heard[(topic + END).encode()]

    def wait(self, topic: str, listeners: int, timeout: float) -> bool:
        """Wait until so many listen, or more; return whether they do.

        :param timeout: seconds.
        """
        end = time.monotonic() + timeout
        while self.listeners(topic) < listeners:
            if not self._socket.poll(until(end)):
                return False
        return True

    def _send(self, topic: str, *body: bytes) -> None:
        number = self._sent[topic].to_bytes(8, "big")
        head = (topic + END).encode()
        self._socket.send_multipart([head, self._run, number, *body])

    def close(self) -> None:
        """Leave; what was sent is given a second to go."""
        self._socket.close()


class Gaps:
    """Counts what did not arrive: every message of a topic has the next number."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[bytes, int]] = {}
        self.late = 0
        """Messages that were sent before the first one that was seen."""
        self.lost = 0
        """Messages that were sent later, and are missing."""

    def note(self, topic: str, run: bytes, number: int, here: bool = True) -> None:
        """Count what is missing before a message.

        :param run: names the sender's life; a new one counts from one again.
        :param here: False if the message with this number is not here itself, but is
            known to have been sent.
        """
        # region count
        known, last = self._seen.get(topic, (run, 0))
        missing = number - (last if known == run else 0) - here
        if topic in self._seen:
            self.lost += max(0, missing)
        else:
            self.late += missing
        self._seen[topic] = run, number
        # endregion


class Subscriber(Closing):
    """Connects, and receives what is published on some topics.  A context manager.

    To a publisher that was started again it subscribes in `receive`, not before.  After
    `SILENCE` it takes a fresh socket, since its line may have been cut without a word;
    so the publisher should `beat` more often.

    :param hwm: messages that wait here, at most.
    """

    def __init__(
        self,
        endpoint: str,
        topics: Iterable[str],
        *,
        hwm: int = HWM,
        secure: Secure = plain,
        context: Context | None = None,
    ) -> None:
        self.gaps, self._endpoint = Gaps(), endpoint
        self._hwm, self._secure, self._context = hwm, secure, context
        self._topics = {(topic + END).encode(): topic for topic in topics}
        self._open()

    def _open(self) -> None:
        self._socket = open_socket(self._context, zmq.SUB, self._secure)
        self._socket.rcvhwm = self._hwm
        for head in self._topics:
            self._socket.subscribe(head)
        with closed_if_it_fails(self._socket.close):
            self._socket.connect(self._endpoint)
        self._heard = time.monotonic()

    def receive(self, timeout: float) -> Message | None:
        """Return the next message, or None if there is nothing new.

        :raises SilentError: if not even a beat came in so many seconds.
        """
        end, alive = time.monotonic() + timeout, False
        while self._socket.poll(until(end)):
            match receive(self._socket):
                case [head, run, count, *body] if len(body) < 2:
                    if (topic := self._topics.get(head)) is None:
                        continue  # subscriptions are prefixes: "t\0" hears "t\0u\0"
                    number, alive = int.from_bytes(count, "big"), True
                    self._heard = time.monotonic()
                    self.gaps.note(topic, run, number, here=bool(body))
                    if body:
                        return Message(topic, number, body[0])
        if alive:
            return None
        if time.monotonic() - self._heard > SILENCE:
            self.close()
            self._open()
        raise SilentError(f"nothing from {self._endpoint} for {timeout:g} s")

    def close(self) -> None:
        """Leave."""
        self._socket.close()
