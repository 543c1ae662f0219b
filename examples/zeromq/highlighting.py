"""The highlighter behind ZeroMQ: `examples.highlight` joined to this package.

``python -m examples.zeromq.highlighting`` serves it.  Every worker has a child of its
own behind a deadline (`examples.highlight.workers.pipe`), so a request that keeps the
lexer busy stops neither the worker nor its heartbeats; and it is an answer, not a
failure, so nobody tries it again.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from uuid import uuid4

import zmq

from ..highlight.message import Snippet, decode, encode, never_raising
from ..highlight.problem import Busy, Problem, TooLarge
from ..highlight.workers.pipe import START, WALL, Pipe
from .ask.broker import Broker
from .ask.client import BusyError, Client, FailedError, NoAnswerError, RefusedError
from .ask.jobs import Jobs
from .ask.server import Server
from .ask.threads import serving
from .sockets.wake import running, stopped_by


def highlight(client: Client, snippet: Snippet, id: str = "") -> str:
    """Return the HTML of some code.

    :param id: names the request in the log of who executes it.
    :raises Problem: whatever went wrong.
    """
    id = id or uuid4().hex
    try:
        return decode(client.ask(encode(snippet, id)), id)
    except BusyError as error:
        raise Busy(str(error)) from error
    except ValueError as error:
        raise TooLarge(str(error)) from error
    except (NoAnswerError, RefusedError, FailedError) as error:
        raise Problem(str(error)) from error


@contextmanager
def highlighting(
    endpoint: str = "tcp://127.0.0.1:*",
    workers: int = 2,
    seconds: float = 2.0,
    log: str = "",
    room: int = 100,
) -> Iterator[Broker]:
    """Serve for as long as the block lasts; clients ask at the broker's ``front``.

    :param seconds: of processor time for a request; then its worker's child is ended.
        On a busy machine that may take `WALL` times as long: a client that wants to
        hear of it has the patience.
    :param log: a file that gets a line for each request that was executed.
    :param room: requests that are here at a time, at most.

    Raises `zmq.ZMQError` if the endpoint is taken.
    """
    with ExitStack() as stack:
        # A worker's own limits end first: a child may have to start, and may sleep.
        jobs = Jobs(room, limit=2 * START + 2 * WALL * seconds)
        pipes = [Pipe(seconds, log) for _ in range(workers)]
        for pipe in pipes:
            stack.enter_context(pipe).start()
        # region joined
        handlers = [never_raising(pipe.ask) for pipe in pipes]
        service = serving(handlers, endpoint, jobs=jobs)
        yield stack.enter_context(service)
        # endregion


@contextmanager
def alone(
    endpoint: str = "tcp://127.0.0.1:*", seconds: float = 2.0, log: str = ""
) -> Iterator[Server]:
    """Serve without a broker: one child, and clients ask at ``endpoint``.

    That is quicker, as long as one request at a time is enough: no broker stands
    between, and no queue has an end but ZeroMQ's.

    :param seconds: of the child's processor time for a request.

    Raises `zmq.ZMQError` if the endpoint is taken.
    """
    with Pipe(seconds, log) as pipe, zmq.Context() as context:
        pipe.start()
        server = Server(never_raising(pipe.ask), endpoint, context=context)
        with server, running(server.run):
            yield server


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT (Ctrl-C)."""
    name = f"{__package__}.highlighting"
    parser = argparse.ArgumentParser(f"python -m {name}", description=__doc__)
    parser.add_argument("--endpoint", default="tcp://127.0.0.1:5009")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=2.0, help="of processor time")
    parser.add_argument("--log", default="", help="file: a line for each request")
    given = parser.parse_args(arguments)
    if not 0 < given.seconds < math.inf or given.workers < 0:
        raise SystemExit(f"{name}: {given.workers} workers of {given.seconds:g} s")
    try:
        with stopped_by() as stop, highlighting(**vars(given)) as broker:
            print(f"Serving on {broker.front} (Ctrl-C stops)", flush=True)
            stop.wait()
    except zmq.ZMQError as error:
        reason = os.strerror(error.errno or 0)
        raise SystemExit(f"{name}: {given.endpoint}: {reason}") from None


if __name__ == "__main__":
    main(sys.argv[1:])
