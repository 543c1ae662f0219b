"""Run a broker and its workers as threads of this process."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager

import zmq

from ..curve import Gate
from ..sockets.factory import LOOPBACK, Secure, plain
from ..sockets.wake import running
from .broker import Broker
from .jobs import Jobs
from .protocol import Handler
from .worker import Worker


@contextmanager
def serving(
    handlers: Iterable[Handler],
    front: str = LOOPBACK,
    *,
    jobs: Jobs | None = None,
    beat: float = 1.0,
    secure: Secure = plain,
    guests: Collection[bytes] | None = None,
) -> Iterator[Broker]:
    """Serve for as long as the block lasts; clients ask at the broker's ``front``.

    :param handlers: a worker each.
    :param guests: if given, the public keys that a `Gate` lets in.

    Raises `zmq.ZMQError` if the endpoint is taken, `ValueError` if there is a list of
    guests, but no keys that would keep others out.
    """
    if guests is not None and secure is plain:
        raise ValueError("guests need keys: secure=as_server(…)")
    back = "inproc://workers"
    with zmq.Context() as context, ExitStack() as stack:
        if guests is not None:
            gate = stack.enter_context(Gate(context, guests))
            stack.enter_context(running(gate.run))
        broker = Broker(
            front, back, jobs=jobs, beat=beat, secure=secure, context=context
        )
        stack.enter_context(broker)
        workers = [
            # The broker has waited for them before they stop: no more grace.
            stack.enter_context(
                Worker(back, handler, beat=beat, grace=0, context=context)
            )
            for handler in handlers
        ]
        stack.enter_context(running(*(worker.run for worker in workers)))
        stack.enter_context(running(broker.run))
        yield broker
