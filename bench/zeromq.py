"""Measure ``examples/zeromq``: a request through the broker, and the function called.

Broker, worker and server are processes of their own, and this one is the client:
``python -m bench.zeromq broker`` is one of them, until its input ends.  Wall clock:
what they do is not this process' time.
"""

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from statistics import median
from typing import Any

from examples.zeromq import Broker, Client, Server, Worker
from examples.zeromq.sockets.wake import running

from .faces.process import python, started
from .race import race, ratios

LIBRARIES = ("pyzmq",)
ROUNDS, CALLS = 15, 200
CALLED, ALONE, BROKER = "called", "alone", "broker"
BODY = b"cherries"
WHAT = {
    "request": (
        "Seconds on the wall for eight bytes to be written in capitals, the median of "
        f"the rounds; in a round each way asks {CALLS} times. called: the function; "
        "alone: a server in another process, over TCP; broker: a worker in another "
        "process, through a broker in a third one. ratio: the quartiles of the "
        "quotients to called in the same round."
    ),
}


def repeat(call: Callable[[bytes], bytes]) -> None:
    """Repeat a short call, so that it is long enough to be timed."""
    for _ in range(CALLS):
        call(BODY)


def request() -> dict[str, dict[str, Any]]:
    """Start the processes, and race the ways to ask."""
    with ExitStack() as stack:
        role = python("bench.zeromq")
        front, back = stack.enter_context(started([*role, BROKER])).line().split()
        stack.enter_context(started([*role, "worker", back])).line()
        server = stack.enter_context(started([*role, ALONE])).line()
        ways: dict[str, Callable[[bytes], bytes]] = {
            CALLED: bytes.upper,
            ALONE: stack.enter_context(Client(server)).ask,
            BROKER: stack.enter_context(Client(front)).ask,
        }
        for name, way in ways.items():  # the first waits, and does not count
            if (answer := way(BODY)) != BODY.upper():
                raise RuntimeError(f"{name}: {answer!r}, expected {BODY.upper()!r}")
        often = {name: partial(repeat, way) for name, way in ways.items()}
        times = race(often, ROUNDS, time.perf_counter)
    quotients = ratios(times, CALLED)
    return {
        name: {"seconds": median(own) / CALLS, "ratio": quotients[name]}
        for name, own in times.items()
    }


def main(role: str, back: str = "") -> None:
    """Be one of the processes; print where it is, and serve until the input ends."""
    with ExitStack() as stack:
        if role == BROKER:
            broker = stack.enter_context(Broker())
            stack.enter_context(running(broker.run))
            place = f"{broker.front} {broker.back}"
        elif role == ALONE:
            server = stack.enter_context(Server(bytes.upper))
            stack.enter_context(running(server.run))
            place = server.endpoint
        else:
            worker = stack.enter_context(Worker(back, bytes.upper))
            stack.enter_context(running(worker.run))
            place = back
        print(place, flush=True)
        sys.stdin.read()


SECTIONS = {"request": request}

if __name__ == "__main__":
    main(*sys.argv[1:])
