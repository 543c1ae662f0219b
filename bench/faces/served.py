"""Start a server by name and workers: ``python -m bench.faces.served waitress 2``.

Prints the address, serves until its input ends.  ``nothing`` is an application
that does nothing: what is left is the price of a request by HTTP.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.request import urlopen

from werkzeug.wrappers import Request, Response

from bench.faces.code import code
from bench.faces.memory import memory
from examples.highlight.core import highlight
from examples.highlight.web.serve import HOST, serving, waitress
from examples.highlight.workers.pool import Pool
from examples.zeromq.highlighting import alone, highlighting

TIMEOUT = 60.0  # seconds: a loaded machine is no hostile code
PATIENCE = 20.0  # seconds until a server answers


@contextmanager
def by_waitress(workers: int, timeout: float) -> Iterator[str]:
    """Serve by waitress, one process in front of so many children."""
    pool = Pool(workers, timeout, patience=TIMEOUT)
    with memory() as folder, serving(pool=pool, folder=folder) as address:
        pool.start()
        yield address


@contextmanager
def nothing(workers: int, timeout: float) -> Iterator[str]:
    """Serve answers of the right size, made beforehand."""
    answers = {size: highlight(code(size), "python").encode() for size in ("1", "20")}

    @Request.application
    def app(request: Request) -> Response:
        size = "1" if len(request.get_data()) < 10_000 else "20"
        return Response(answers[size], mimetype="text/html")

    with (
        socket.create_server((HOST, 0)) as listening,
        waitress(app, listening) as address,
    ):
        yield address


@contextmanager
def by_gunicorn(workers: int, timeout: float) -> Iterator[str]:
    """Serve by gunicorn, so many processes, each with a child."""
    with memory() as folder:
        settings = {
            "HIGHLIGHT_WORKERS": "1",
            "HIGHLIGHT_SECONDS": str(timeout),
            "HIGHLIGHT_FOLDER": str(folder),
        }
        command = ["-m", "gunicorn", "examples.highlight.wsgi"]
        options = ["--workers", str(workers)]
        options += ["--worker-class", "gthread", "--threads", "4"]
        options += ["--log-level", "warning", "--no-control-socket"]
        with socket.create_server((HOST, 0)) as listening:
            number, port = listening.fileno(), listening.getsockname()[1]
            server = subprocess.Popen(
                [sys.executable, *command, *options, "--bind", f"fd://{number}"],
                env={**os.environ, **settings},
                pass_fds=[number],
            )
        try:
            address = f"http://{HOST}:{port}"
            urlopen(f"{address}/health", timeout=PATIENCE).close()
            yield address
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


@contextmanager
def without_broker(workers: int, timeout: float) -> Iterator[str]:
    """Serve ZeroMQ without a broker, one process with one child."""
    with alone(seconds=timeout) as server:
        yield server.endpoint


@contextmanager
def by_zeromq(workers: int, timeout: float) -> Iterator[str]:
    """Serve ZeroMQ from one process with a broker and so many children."""
    with highlighting(workers=workers, seconds=timeout) as broker:
        yield broker.front


SERVERS: dict[str, Callable[[int, float], AbstractContextManager[str]]] = {
    "waitress": by_waitress,
    "gunicorn": by_gunicorn,
    "nothing": nothing,
    "zeromq": by_zeromq,
    "alone": without_broker,
}


def main() -> None:
    """Start the server of the arguments, print its address, serve until stdin ends."""
    name, workers, timeout = [*sys.argv[1:], str(TIMEOUT)][:3]
    with SERVERS[name](int(workers), float(timeout)) as address:
        print(address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
