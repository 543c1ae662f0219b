"""One warm child behind a pipe, asked one request at a time.

The child starts with the first request and stays.  If it has died, another takes
its place; if it does not answer in time, it is ended.  A thread could not do that:
nothing from outside ends a thread of Python, and as long as it goes on it takes its
share of the processor from all others.

The deadline is processor time of the child, and the kernel keeps it, also when this
process is gone.  A busy machine delays an innocent request and ends none.
"""

from __future__ import annotations

from threading import Lock

from .frames import LONGEST
from .problem import Busy, Problem, TimedOut, TooLarge
from .process import Child

CHILD = f"{__package__}.child"
WALL = 20  # times the deadline, by the clock on the wall: nobody waits for ever


class Pipe:
    """Ask a child of one's own.  Threads may share it; they wait for each other.

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
            self.forget()
            try:
                self.child = Child(CHILD, *self.arguments)
            except (OSError, EOFError, ValueError) as error:
                raise Problem(f"the worker does not start: {error!r}") from error
        return self.child

    def forget(self) -> None:
        """Leave no child, no zombie and no open pipe."""
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
            self.forget()
