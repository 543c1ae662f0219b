"""Do tasks of a queue until killed: ``python -m bench.doomed URL LEASE``.

It prints the number of each task that it begins, and then does it until a line comes.
"""

import sys

from examples.queues import open_queue
from examples.queues.protocol import Body
from examples.queues.worker import Worker


def do(body: Body) -> None:
    """Say which, and wait."""
    print(body["n"], flush=True)
    sys.stdin.readline()


def main(url: str, lease: str) -> None:
    """Work."""
    queue = open_queue(url, lease=float(lease), deliveries=1000)
    Worker(queue, do).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
