"""Try it by hand: a broker, workers that shout, and a client that asks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import zmq

from .ask.broker import Broker
from .ask.client import BusyError, Client, FailedError, NoAnswerError, RefusedError
from .ask.worker import Worker
from .curve import Keys
from .sockets.wake import stopped_by

REFUSALS = (NoAnswerError, RefusedError, BusyError, FailedError)
FRONT, BACK = "tcp://127.0.0.1:5009", "tcp://127.0.0.1:5010"


def broker(front: str, back: str) -> None:
    """Stand between clients and workers until Ctrl-C."""
    with stopped_by() as stop, Broker(front, back) as serves:
        print(f"Clients ask at {front}, workers wait at {back} (Ctrl-C stops)")
        sys.stdout.flush()
        serves.run(stop)


def worker(back: str) -> None:
    """Shout what is asked, until Ctrl-C."""

    def shout(body: bytes) -> bytes:
        print(body.decode("utf-8", "replace"), flush=True)
        return body.upper()

    with stopped_by() as stop, Worker(back, shout) as works:
        works.run(stop)


def ask(front: str, words: Sequence[str], seconds: float) -> None:
    """Ask the broker, and print the answer."""
    with Client(front, timeout=seconds) as client:
        print(client.ask(" ".join(words).encode()).decode())


def kills() -> None:
    """Kill a process in each pattern, and count what becomes of the messages."""
    from .show import kills as experiment  # all else here works without ``show``

    print(experiment.report(experiment.kills()))


def keys() -> None:
    """Make a pair of keys."""
    made = Keys.new()
    print(f"public {made.public.decode()}\nsecret {made.secret.decode()}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Do one thing.

    :raises SystemExit: with one line that says what went wrong.
    """
    parser = argparse.ArgumentParser(f"python -m {__package__}", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    stands = commands.add_parser("broker", help="stand between the two")
    works = commands.add_parser(
        "worker", help="shout; start as many as you like, and kill some"
    )
    asks = commands.add_parser("ask", help="ask the broker")
    asks.add_argument("words", nargs="+")
    asks.add_argument("--seconds", type=float, default=1.0, help="for each of 3 tries")
    commands.add_parser("kills", help="kill a process in each pattern, and count")
    commands.add_parser("keys", help="make a pair of keys for CURVE")
    for its in (stands, asks):
        its.add_argument(
            "--front", default=FRONT, help="where clients ask: %(default)s"
        )
    for its in (stands, works):
        its.add_argument("--back", default=BACK, help="where workers wait: %(default)s")
    given = parser.parse_args(arguments)
    try:
        match given.command:
            case "broker":
                broker(given.front, given.back)
            case "worker":
                worker(given.back)
            case "ask":
                ask(given.front, given.words, given.seconds)
            case "kills":
                kills()
            case "keys":
                keys()
    except KeyboardInterrupt:
        raise SystemExit(f"{__package__}: interrupted") from None
    except (zmq.ZMQError, ValueError, *REFUSALS) as error:
        raise SystemExit(f"{__package__}: {error}") from None


if __name__ == "__main__":
    main()
