"""Detect failed or leaked threads, tasks, futures, processes, files of a notebook.

An exception in a thread, in a task nobody awaits or in a future nobody asks fails no
cell; nor does a process or a file that is left behind.  So the gate and
``python -m notebooks.run`` execute `WATCH` before a notebook's first cell and `CHECK`
after its last, in the notebook's own kernel.  What still runs by then has `GRACE`
seconds to end.

What it cannot see: an ``os._exit`` while the kernel ends, for nothing of ours runs
then, and whatever a cell does to this module.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import psutil
from IPython.core.getipython import get_ipython

from notebooks import children

WATCH = "__import__('notebooks.lost').lost.watch()"
CHECK = "await __import__('notebooks.lost').lost.check()"

GRACE = 4.0
"""Seconds: what was told to end needs a hundredth of it, on a busy machine too."""

ROOT = Path(__file__).resolve().parent.parent
KEPT = {"build", "lab", "node_modules", "__pycache__"}
"""Folders in which anything may appear; so may any name that begins with a dot."""

MARK = "NOTEBOOK_KERNEL"
"""In the environment of every process that a cell starts: the kernel's number."""

OWN = ("ipykernel", "IPython", "jupyter_client", "tornado", "zmq")
"""The packages whose tasks are the kernel's own."""

LASTING = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")
"""Python's helpers, which end with the kernel."""


class LostError(Exception):
    """A notebook failed where no cell shows it, or left something behind."""


class Watcher:
    """State before the first cell, and failures since: hooks, futures, files."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self.loop = loop
        self.failed: list[str] = []
        self.unasked: dict[int, Future[Any]] = {}
        self.threads = set(threading.enumerate())
        self.files = set(files())
        os.environ[MARK] = str(os.getpid())
        self.watch_hooks()
        self.watch_futures()
        self.hooks: dict[str, object] = {}
        if shell := get_ipython():
            shell.events.register("post_run_cell", self.compare_hooks)

    def watch_hooks(self) -> None:
        """Hook exceptions in threads, finalisers and callbacks of asyncio."""
        in_thread, in_finaliser = threading.excepthook, sys.unraisablehook

        def thread_died(args: threading.ExceptHookArgs) -> None:
            name = args.thread.name if args.thread else "a thread"
            self.failed.append(f"{name} died: {said(args.exc_value)}")
            in_thread(args)

        def finaliser_failed(args: Any) -> None:
            self.failed.append(f"{args.object!r} failed: {said(args.exc_value)}")
            in_finaliser(args)

        def callback_failed(loop: AbstractEventLoop, context: dict[str, Any]) -> None:
            told = f": {said(error)}" if (error := context.get("exception")) else ""
            self.failed.append(f"{context['message']}{told}")
            loop.default_exception_handler(context)

        threading.excepthook = thread_died
        sys.unraisablehook = finaliser_failed
        self.loop.set_exception_handler(callback_failed)

    def watch_futures(self) -> None:
        """Patch Future to record failures until somebody asks for the result."""
        fail, result, exception = Future.set_exception, Future.result, Future.exception

        def set_exception(future: Future[Any], error: BaseException | None) -> None:
            self.unasked[id(future)] = future
            fail(future, error)

        def asked(method: Callable[..., Any]) -> Callable[..., Any]:
            def ask(future: Future[Any], timeout: float | None = None) -> Any:
                try:
                    return method(future, timeout)
                finally:
                    self.unasked.pop(id(future), None)

            return ask

        for name, new in {
            "set_exception": set_exception,
            "result": asked(result),
            "exception": asked(exception),
        }.items():
            setattr(Future, name, new)

    def compare_hooks(self, outcome: Any) -> None:
        """Record each hook that a cell replaced, as soon as it has run.

        The first that has run is the one with `WATCH`.
        """
        now = hooks(self.loop)
        for name, before in self.hooks.items():
            if now[name] != before:
                source = str(outcome.info.raw_cell).strip().partition("\n")[0]
                self.failed.append(f"the cell {source!r} replaced {name}")
        self.hooks = now

    async def lost(self) -> list[str]:
        """Return what failed, and what is still there after `GRACE` seconds."""
        if (shell := get_ipython()) and (
            magics := shell.magics_manager.registry.get("ScriptMagics")
        ):
            magics.stop_event_loop()  # the thread that reads the pipes of %%bash
        end = self.loop.time() + GRACE
        while (left := await self.left()) and self.loop.time() < end:
            await asyncio.sleep(0.02)
        for future in list(self.unasked.values()):
            error = said(future.exception())
            self.failed.append(f"a pool's job failed: {error}; ask for its result")
        gc.collect()  # a task that nobody has any more says so now
        return [*self.failed, *left, *kept_tasks(), *self.processes(), *self.new()]

    async def left(self) -> list[str]:
        """Return what still runs: threads, tasks, timers."""
        if pool := getattr(self.loop, "_default_executor", None):
            pool.shutdown(wait=False)  # asyncio keeps idle threads
        return [
            *(f"{thread.name} still runs: join it" for thread in self.running()),
            *(f"the task {task.get_name()} still runs: await it" for task in tasks()),
            *(f"{name}() is still to be called: wait for it" for name in self.timers()),
        ]

    def running(self) -> Iterator[threading.Thread]:
        """Yield the threads of cells, but not the one with which zmq frees memory."""
        zmq = sys.modules.get("zmq.utils.garbage")
        collector = getattr(zmq, "GarbageCollectorThread", ())
        for thread in set(threading.enumerate()) - self.threads:
            if not isinstance(thread, collector):
                yield thread

    def timers(self) -> Iterator[str]:
        """Yield the functions of cells that ``call_later`` has not called yet."""
        for handle in getattr(self.loop, "_scheduled", []):
            call = getattr(handle, "_callback", None)  # none, if it was cancelled
            if getattr(call, "__module__", "") == "__main__":
                yield getattr(call, "__qualname__", repr(call))

    def processes(self) -> list[str]:
        """Return the processes of cells that still run, and end them."""
        _, alive = psutil.wait_procs(list(started()), GRACE)
        found = []
        for process in alive:
            words = " ".join(process.cmdline())
            found.append(f"process {process.pid} ({words}) still runs: end it")
            process.kill()
        return found

    def new(self) -> list[str]:
        """Return the files that were not there."""
        return [
            f"{path} was left behind: write it to a temporary folder"
            for path in sorted(files() - self.files)
        ]


def said(error: BaseException | None) -> str:
    """Format an exception in one line."""
    return f"{type(error).__name__}: {error}".partition("\n")[0]


def hooks(loop: AbstractEventLoop) -> dict[str, object]:
    """Return what decides which failures are shown, by name."""
    found: dict[str, object] = {
        "threading.excepthook": threading.excepthook,
        "sys.excepthook": sys.excepthook,
        "sys.unraisablehook": sys.unraisablehook,
        "asyncio's exception handler": loop.get_exception_handler(),
    }
    if shell := get_ipython():
        manager = shell.input_transformer_manager
        found |= {
            "the handler of exceptions (set_custom_exc)": shell.custom_exceptions,
            "the input transformers": [
                *shell.input_transformers_post,
                *manager.cleanup_transforms,
                *manager.line_transforms,
                *manager.token_transformers,
            ],
            "the AST transformers": [*shell.ast_transformers],
        }
    return found


def tasks() -> Iterator[asyncio.Task[Any]]:
    """Yield the tasks of cells that are not done."""
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        code = getattr(task.get_coro(), "cr_code", None)
        folders = set(Path(code.co_filename).parts) if code else set()
        if not folders.intersection(OWN):
            yield task


def kept_tasks() -> Iterator[str]:
    """Yield the tasks and futures that failed, are kept, and were never awaited."""
    for one in gc.get_objects():
        # The type is asked, for a proxy may pretend to be of another class.
        if not issubclass(type(one), asyncio.Future) or not one.done():
            continue
        if getattr(one, "_log_traceback", False):
            yield f"a task failed: {said(one.exception())}; await it"


def started() -> Iterator[psutil.Process]:
    """Yield the processes that cells started, however far they have gone."""
    mine = str(os.getpid())
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mine and process.pid != os.getpid():
                words = " ".join(process.cmdline())
                if not any(name in words for name in LASTING):
                    yield process
        except psutil.Error:  # has ended, or is not ours to look at
            continue


def files() -> set[Path]:
    """Return the files of the project, and of the folder that the kernel is in."""
    found: set[Path] = set()
    for top in {ROOT, Path.cwd()}:
        for folder, names, here in os.walk(top):
            names[:] = [one for one in names if one not in KEPT and one[0] != "."]
            found.update(Path(folder, one) for one in here if one[0] != ".")
    return found


_watcher: list[Watcher] = []


def watch() -> None:
    """Install the watcher in the kernel's running loop."""
    loop = asyncio.get_running_loop()
    loop.call_soon(children.order)
    _watcher[:] = [Watcher(loop)]


async def check() -> None:
    """Raise `LostError`, which names everything that was lost or left."""
    if lost := await _watcher[0].lost():
        raise LostError("; ".join(lost))
