"""Look at a queue, put tasks, put dead ones back: ``python -m examples.queues URL``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from .protocol import Queue, QueueError
from .urls import KNOWN, NAME, open_queue
from .worker import Handler, Worker


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked; 1 if the queue cannot, 2 if it was asked wrongly."""
    parser = argparse.ArgumentParser(f"python -m {__package__}", description=__doc__)
    parser.add_argument("url", help=KNOWN)
    parser.add_argument("--name", default=NAME, help="of the queue")
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--put", metavar="JSON", help="put a task")
    does.add_argument("--work", metavar="MODULE:HANDLER", help="do tasks until Ctrl-C")
    does.add_argument("--dead", action="store_true", help="show their whole reasons")
    does.add_argument("--revive", action="store_true", help="put dead tasks back")
    asked = parser.parse_args(arguments)
    try:
        handler = named(asked.work) if asked.work else None
        body: Any = json.loads(asked.put) if asked.put is not None else None
    except (ImportError, AttributeError, ValueError) as error:
        parser.error(str(error))
    try:
        queue = open_queue(asked.url, asked.name)
        try:
            if handler:
                Worker(queue, handler).run_until_signal()
            elif asked.put is not None:
                print(queue.put(body))
            elif asked.revive:
                print(f"{queue.revive()} put back")
            elif asked.dead:
                show_dead(queue)
            else:
                show(queue)
        finally:
            queue.close()
    except (QueueError, ValueError) as error:
        print(f"{__package__}: {error}", file=sys.stderr)
        return 1
    return 0


def named(text: str) -> Handler:
    """Import ``module:function``."""
    module, colon, name = text.partition(":")
    if not (module and colon and name):
        raise ValueError(f"{text!r} is not MODULE:HANDLER, such as shop.photos:shrink")
    handler: Handler = getattr(import_module(module), name)
    return handler


def show(queue: Queue) -> None:
    """Print how many tasks there are, and every dead one with the end of its reason."""
    counts = queue.counts()
    leased = "?" if counts.leased is None else counts.leased
    print(f"waiting {counts.waiting}, leased {leased}, dead {counts.dead}")
    for task in queue.dead():
        print(f"{task.id}  {json.dumps(task.body)}  {task.last_line}")


def show_dead(queue: Queue) -> None:
    """Print every dead task with its whole reason."""
    for task in queue.dead():
        print(f"{task.id}  {json.dumps(task.body)}\n{task.why.strip()}\n")


if __name__ == "__main__":
    sys.exit(main())
