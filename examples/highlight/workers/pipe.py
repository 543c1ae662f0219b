"""Ask one warm child process through a pipe; kill and replace it after a deadline.

The child starts with the first request and stays.  If it has died, another takes
its place; if it does not answer in time, it is ended.  A thread could not do that:
nothing from outside ends a thread of Python, and as long as it goes on it takes its
share of the processor from all others.

The deadline is processor time of the child, and the kernel keeps it, also when this
process is gone.  A busy machine delays an innocent request and ends none.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from threading import Lock

from ..problem import Busy, Problem, TimedOut, TooLarge
from .frames import HEAD, LONGEST, checked, frame

CHILD = f"{__package__}.child"
CHUNK = 1 << 18  # bytes
START = 20.0  # seconds for Python to import what it needs
WALL = 20  # times the deadline, by the clock on the wall: nobody waits for ever


class Pipe:
    """Keep a child, ask it, replace it.  Threads share it and wait for each other.

    :param timeout: seconds of the child's processor time for an answer.
    :param log: a file to which the child adds a line for each request it executed.
    """

    def __init__(self, timeout: float = 2.0, log: str = "") -> None:
        self.timeout = timeout
        self.arguments = ["--seconds", str(timeout)]
        self.arguments += ["--log", log] if log else []
        self.lock = Lock()
        self.child: Child | None = None
        self.closed = False

    def ask(self, message: bytes) -> bytes:
        """Return the child's answer.

        :raises TimedOut: if there is none in time.
        :raises TooLarge: if the message is longer than any frame.
        :raises Busy: if the pipe was closed.
        :raises Problem: if two children died of this request, or none starts.
        """
        if len(message) > LONGEST:
            raise TooLarge(f"a message of more than {LONGEST} bytes")
        with self.lock:
            for _ in range(2):  # it changes nothing: it may be done twice
                child = self.ready()
                try:
                    return child.ask(message, WALL * self.timeout)
                except (EOFError, ValueError):  # died, or sent no frame
                    if child.spent:
                        late = f"no answer within {self.timeout:g} s of processor time"
                        raise TimedOut(late) from None
                except TimeoutError:
                    late = f"no answer within {WALL * self.timeout:g} s"
                    raise TimedOut(late) from None
        raise Problem("the worker died of this request, and so did the next")

    @property
    def warm(self) -> bool:
        """Tell whether a child is waiting."""
        return self.child is not None and self.child.alive

    def start(self) -> None:
        """Start the child now rather than with the first request."""
        with self.lock:
            self.ready()

    def ready(self) -> Child:
        """Return the child, a new one if need be."""
        if self.closed:
            raise Busy("closed; nothing more is highlighted here")
        if self.child is None or not self.child.alive:
            self.discard()
            try:
                self.child = Child(CHILD, *self.arguments)
            except (OSError, EOFError, ValueError) as error:
                raise Problem(f"the worker does not start: {error!r}") from error
        return self.child

    def discard(self) -> None:
        """Kill the child, and leave no zombie and no open pipe."""
        child, self.child = self.child, None
        if child:
            child.kill()

    def __enter__(self) -> Pipe:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child, for good.  A request that is under way is waited for."""
        with self.lock:
            self.closed = True
            self.discard()


class Child:
    """A child process that is asked by frames.  Not for two threads at a time.

    :param module: what the child runs: it says one empty frame, then answers.
    :param arguments: of its command line.
    :raises TimeoutError: if it is not ready within `START` seconds.
    :raises EOFError: if it ends before.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        path = os.pathsep.join(map(os.path.abspath, sys.path))  # "" is where we are
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env=os.environ | {"PYTHONPATH": path},
        )
        assert self.process.stdin
        assert self.process.stdout
        self.input, self.output = self.process.stdin, self.process.stdout
        self.parent = os.getpid()
        self.requests, self.answers = self.input.fileno(), self.output.fileno()
        for end in (self.requests, self.answers):
            os.set_blocking(end, False)
        try:
            self.receive(time.monotonic() + START)
        except BaseException:
            self.kill()
            raise

    @property
    def mine(self) -> bool:
        """Tell whether it was started here: after a fork it is the parent's."""
        return self.parent == os.getpid()

    @property
    def alive(self) -> bool:
        """Tell whether it runs, and is ours."""
        return self.mine and self.process.poll() is None

    @property
    def spent(self) -> bool:
        """Tell whether it died because its processor time was over."""
        return self.process.returncode == -signal.SIGPROF

    def ask(self, message: bytes, seconds: float) -> bytes:
        """Return the answer to a message.

        :param seconds: on the wall.
        :raises TimeoutError: if it did not come in time.
        :raises EOFError: if the child ended before it had answered.

        After either, and after any other exception, the child is gone: what it
        would say next is the answer to a question that nobody asks any more.
        """
        end = time.monotonic() + seconds
        try:
            self.send(frame(message), end)
            return self.receive(end)
        except BaseException:
            self.kill()
            raise

    def send(self, data: bytes, end: float) -> None:
        """Write everything before the time is over."""
        rest = memoryview(data)
        while rest:
            wait(self.requests, select.POLLOUT, end)
            try:
                rest = rest[os.write(self.requests, rest[:CHUNK]) :]
            except BrokenPipeError:
                raise EOFError from None

    def receive(self, end: float) -> bytes:
        """Read a frame before the time is over."""
        data = bytearray()
        size = HEAD.size
        while len(data) < size:
            wait(self.answers, select.POLLIN, end)
            if not (chunk := os.read(self.answers, CHUNK)):
                raise EOFError
            data += chunk
            if size == HEAD.size <= len(data):
                size += checked(*HEAD.unpack_from(data))
        return bytes(data[HEAD.size :])

    def kill(self) -> None:
        """End the child, if it is ours, and close its pipes."""
        if self.mine:
            self.process.kill()
            self.process.wait()
        else:
            self.process.returncode = 0  # nothing of ours runs: no ResourceWarning
        self.input.close()
        self.output.close()


def wait(descriptor: int, event: int, end: float) -> None:
    """Wait until a pipe is ready.

    :param end: by `time.monotonic`.
    :raises TimeoutError: if it is not by then.
    """
    poll = select.poll()  # select() cannot see a descriptor above 1023
    poll.register(descriptor, event)
    if not poll.poll(max(0, end - time.monotonic()) * 1000):
        raise TimeoutError
