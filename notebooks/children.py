"""Order a child's output before what its cell prints next, by a zero byte.

ipykernel reads a child's standard output in a thread of its own: late, at times after
the cell has ended.  So where a cell has started a process, a zero byte goes the same
way before each print, before each display, which flushes, and at the cell's end; when
it arrives, all that was printed before it has arrived as well.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import Any

from IPython.core.getipython import get_ipython

STARTS = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"}
MARK = "\0"
SECONDS = 60.0

_started = threading.Event()


class Ordered:
    """One stream, whose writes wait for what children printed before.

    :param stream: ``sys.stdout`` or ``sys.stderr`` of ipykernel.
    """

    def __init__(self, stream: Any) -> None:
        self.reader = stream.watch_fd_thread
        self.descriptor = stream._original_stdstream_fd
        self.arrived = threading.Event()
        self.turn = threading.Lock()
        self.forward, self.send = stream.write, stream.flush
        stream.write, stream.flush = self.write, self.flush

    def write(self, text: str) -> int:
        """Forward a child's text at once; a cell's own waits for it."""
        if threading.current_thread() is self.reader:
            if MARK in text:
                self.arrived.set()
            self.forward(text.replace(MARK, ""))
        else:
            self.wait()
            self.forward(text)
        return len(text)

    def flush(self) -> None:
        """Flush, after what a child has printed has arrived."""
        self.wait()
        self.send()

    def wait(self) -> None:
        """Send a zero byte down the pipe and wait until it arrives."""
        if _started.is_set():
            with self.turn:
                self.arrived.clear()
                os.write(self.descriptor, MARK.encode())
                self.arrived.wait(SECONDS)


def order() -> None:
    """Patch the streams of this kernel, from the next cell on.

    Not to be called within a cell: IPython puts ``write`` back when a cell has ended.
    """
    streams = [
        Ordered(stream)
        for stream in (sys.stdout, sys.stderr)
        if getattr(stream, "watch_fd_thread", None)
    ]

    def started(event: str, _: object) -> None:
        if event in STARTS:
            _started.set()

    def ended() -> None:
        for stream in streams:
            stream.wait()
        _started.clear()

    sys.addaudithook(started)
    if shell := get_ipython():
        shell.events.register("post_execute", ended)
