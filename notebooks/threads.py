"""Threads of a notebook: each is joined, and none has died.

An exception in a thread does not fail the cell that started it.  So the gate and
``python -m notebooks.run`` execute `WATCH` before a notebook's first cell and
`CHECK` after its last, in the notebook's own kernel.
"""

import threading

from IPython.core.getipython import get_ipython

WATCH = "__import__('notebooks.threads').threads.watch()"
CHECK = "__import__('notebooks.threads').threads.check()"

_before: set[threading.Thread] = set()
_died: list[str] = []


class UnjoinedError(Exception):
    """A thread of the notebook died, or was not joined."""


def watch() -> None:
    """Remember the kernel's own threads, and every exception in another."""
    _before.update(threading.enumerate())
    report = threading.excepthook

    def record(args: threading.ExceptHookArgs) -> None:
        name = args.thread.name if args.thread else "unknown"
        _died.append(f"{name} died: {args.exc_type.__name__}: {args.exc_value}")
        report(args)

    threading.excepthook = record


def of_kernel(thread: threading.Thread) -> bool:
    """Tell whether a thread is the kernel's, and not a cell's."""
    kind = type(thread).__name__
    return thread.name.startswith("asyncio_") or kind == "GarbageCollectorThread"


def check() -> None:
    """Raise `UnjoinedError` unless all threads ended well.

    Three kinds of idle thread belong to the kernel: the one that ``%%bash`` reads
    pipes with, asyncio's own pool, and the one with which zmq frees large outputs.
    """
    shell = get_ipython()
    if shell and "ScriptMagics" in shell.magics_manager.registry:
        shell.magics_manager.registry["ScriptMagics"].stop_event_loop()
    running = [
        f"{thread.name} still runs: join it"
        for thread in threading.enumerate()
        if thread not in _before and not of_kernel(thread)
    ]
    if _died or running:
        raise UnjoinedError("; ".join(_died + running))
