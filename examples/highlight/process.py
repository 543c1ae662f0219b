"""A child process that answers frames, and the end of its patience on the wall."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time

from .frames import HEAD, checked, frame

CHUNK = 1 << 18  # bytes
START = 20.0  # seconds for Python to import what it needs


class Child:
    """A running child.  Not for two threads at a time.

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
        """End the child, if it is ours, and forget its pipes."""
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
