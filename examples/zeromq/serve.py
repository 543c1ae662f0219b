"""A broker and its workers as threads of this process: a service in one piece."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager

import zmq

from .broker import Broker
from .curve import Gate
from .jobs import Jobs
from .wake import running
from .wire import LOOPBACK, Handler, Secure, plain
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

    Raises `zmq.ZMQError` if the endpoint is taken.
    """
    back = "inproc://workers"
    with zmq.Context() as context, ExitStack() as stack:
        if guests is not None:
            gate = stack.enter_context(Gate(context, guests))
            stack.enter_context(running(gate.run))
        broker = Broker(
            front, back, jobs=jobs, beat=beat, secure=secure, context=context
        )
        stack.enter_context(broker)
        for handler in handlers:
            worker = Worker(back, handler, beat=beat, context=context)
            stack.enter_context(worker)
            stack.enter_context(running(worker.run))
        stack.enter_context(running(broker.run))
        yield broker
