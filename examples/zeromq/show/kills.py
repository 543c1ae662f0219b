"""What becomes of twenty messages when the one who works on them is killed.

A process dies by SIGKILL with the fourth message in its hands, and another one takes
its place.  Every pattern is asked the same way, with real processes.  What is counted
depends on events, never on how fast they came.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

import zmq

from ..ask.broker import Broker
from ..ask.client import Client, FailedError
from ..ask.jobs import Jobs
from ..ask.server import Server
from ..pub_sub import Publisher, Subscriber
from ..push_pull import Pull, Push
from ..sockets.factory import Context, open_socket
from ..sockets.monitor import Monitor
from ..sockets.wake import Wake, running
from .victim import TOPIC, Victim

MESSAGES = [str(number) for number in range(1, 21)]
FATAL = "4"
PATIENCE = 20.0
"""Seconds for what always comes, on a machine that has other things to do."""

DONE, TWICE, LOST = "done", "done, begun twice", "lost"
STUCK, NEVER, TOLD = "never answered", "never asked", "refused"
Fates = list[str]


def push_pull(context: Context, folder: Path) -> Fates:
    """Push all to a puller, kill it, and let another one pull what is left."""
    with Push(context=context) as push:
        with Victim("pull", push.endpoint, FATAL) as victim:
            push.wait(1, PATIENCE)
            for message in MESSAGES:
                push.send(message.encode())
            victim.go()
            victim.end()
        left(lambda: push.pullers)
        with Pull(push.endpoint, context=context) as other:
            push.wait(1, PATIENCE)
            push.send(b"next")
            rest = [m.decode() for m in iter(lambda: other.receive(PATIENCE), b"next")]
    return fates(victim.begun + rest, victim.done + rest)


def pub_sub(context: Context, folder: Path) -> Fates:
    """Kill a subscriber, publish to nobody, then to another one."""
    with Publisher(context=context) as publisher:
        with Victim("subscribe", publisher.endpoint, FATAL) as victim:
            publisher.wait(TOPIC, 1, PATIENCE)
            publish(publisher, MESSAGES[:4])
            victim.end()
        left(lambda: publisher.listeners(TOPIC))
        publish(publisher, MESSAGES[4:12])
        with Subscriber(publisher.endpoint, [TOPIC], context=context) as other:
            publisher.wait(TOPIC, 1, PATIENCE)
            publish(publisher, MESSAGES[12:])
            rest = [
                message.body.decode()
                for _ in MESSAGES[12:]
                if (message := other.receive(PATIENCE))
            ]
    return fates(victim.begun + rest, victim.done + rest)


def left(here: Callable[[], int]) -> None:
    """Wait until nobody is there any more."""
    end = time.monotonic() + PATIENCE
    while count := here():
        if time.monotonic() > end:
            raise TimeoutError(f"{count} still there after {PATIENCE:g} s")
        time.sleep(0.005)


def publish(publisher: Publisher, messages: list[str]) -> None:
    """Publish some messages."""
    for message in messages:
        publisher.send(TOPIC, message.encode())


def req_rep(context: Context, folder: Path) -> Fates:
    """Kill a REP socket that was asked, and bind another one in its place."""
    endpoint = f"ipc://{folder}/reply"
    answers = []
    with open_socket(context, zmq.REQ) as client, Monitor(client) as monitor:
        client.connect(endpoint)
        with Victim("reply", endpoint, FATAL) as victim:
            for message in MESSAGES[: MESSAGES.index(FATAL)]:
                client.send_string(message)
                answers.append(client.recv_string())
            client.send_string(FATAL)
            victim.end()
        monitor.until_gone(PATIENCE)
        with open_socket(context, zmq.REP) as other:
            other.bind(endpoint)
            monitor.until(1, PATIENCE)
            stuck = not other.poll(200) and not client.poll(0)
    never = len(MESSAGES) - len(answers) - 1
    return [*[DONE] * len(answers), STUCK if stuck else DONE, *[NEVER] * never]


def lazy_pirate(context: Context, folder: Path) -> Fates:
    """Kill a server that was asked, and start another one; a `Client` asks."""
    endpoint = f"ipc://{folder}/serve"
    begun: list[str] = []

    def handler(body: bytes) -> bytes:
        begun.append(body.decode())
        return body

    def other(stop: Wake) -> None:
        victim.end()
        with Server(handler, endpoint, context=context) as server:
            server.run(stop)

    with Victim("serve", endpoint, FATAL) as victim, running(other):
        answers = ask(endpoint, context)
    return fates(victim.begun + begun, answers)


def accident(context: Context, folder: Path) -> Fates:
    """Kill one of a broker's two workers."""
    return brokered(context, 2, folder / "died")


def poison(context: Context, folder: Path) -> Fates:
    """Kill every worker that gets the message, of three."""
    return brokered(context, 3, None)


def brokered(context: Context, workers: int, once: Path | None) -> Fates:
    """Ask a broker with some workers."""
    with ExitStack() as stack:
        # A death is heard at the next call, which is soon.  A worker that is only slow
        # to start, or silent, is waited for.
        jobs = Jobs(patience=PATIENCE, expiry=PATIENCE)
        broker = stack.enter_context(Broker(jobs=jobs, beat=0.1, context=context))
        stack.enter_context(running(broker.run))
        victims = [
            stack.enter_context(Victim("work", broker.back, FATAL, once))
            for _ in range(workers)
        ]
        answers = ask(broker.front, context)
    return fates([m for victim in victims for m in victim.begun], answers)


def ask(endpoint: str, context: Context) -> list[str]:
    """Ask for every message; return the answers."""
    answers = []
    with Client(endpoint, timeout=PATIENCE, context=context) as client:
        for message in MESSAGES:
            try:
                answers.append(client.ask(message.encode()).decode())
            except FailedError:
                answers.append(f"refused {message}")
    return answers


def fates(begun: list[str], done: list[str]) -> Fates:
    """Return what became of each message."""

    def fate(message: str) -> str:
        if f"refused {message}" in done:
            return TOLD
        if message not in done:
            return LOST
        return TWICE if begun.count(message) > 1 else DONE

    return [fate(message) for message in MESSAGES]


PATTERNS: dict[str, Callable[[Context, Path], Fates]] = {
    "push/pull": push_pull,
    "pub/sub": pub_sub,
    "REQ/REP": req_rep,
    "Lazy Pirate": lazy_pirate,
    "with a broker": accident,
    "a poison": poison,
}


def kills(patterns: Iterable[str] = PATTERNS) -> dict[str, Fates]:
    """Kill somebody in each pattern; return what became of the messages."""
    found = {}
    for name in patterns:
        with zmq.Context() as context, tempfile.TemporaryDirectory() as folder:
            found[name] = PATTERNS[name](context, Path(folder))
    return found


def row(all_fates: Fates) -> str:
    """Count fates: ``3 done, 17 lost``."""
    counted = {fate: all_fates.count(fate) for fate in all_fates}
    return ", ".join(f"{count} {fate}" for fate, count in counted.items())


def report(found: Mapping[str, Fates]) -> str:
    """Count the fates of each pattern, a line a pattern."""
    return "\n".join(f"{pattern}: {row(each)}" for pattern, each in found.items())
