"""Call a function once in a forked process, which is killed after a time limit.

Compiled code hears no signal, and some ways take hours: only a process can be
given up.  What a way did not manage is recorded, in its own words.
"""

import io
import multiprocessing
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

LIMIT = 60.0  # seconds
FORK = multiprocessing.get_context("fork")  # what is called need not be picklable


class MissingError(Exception):
    """A program, gem or page to measure is not installed, or of another version."""


class Attempt(NamedTuple):
    """Processor seconds and the result of a call, or else the reason of its failure."""

    seconds: float = 0.0
    result: Any = None
    failure: str = ""


def attempt(
    call: Callable[[], Any],
    judge: Callable[[Any], Any] = lambda result: result,
    limit: float = LIMIT,
) -> Attempt:
    """Run a call once in a child; give it up after a limit.

    judge: what is to be known of the result; it is not timed.
    limit: seconds by the wall's clock after which call and judge are given up.
    """
    hearing, telling = FORK.Pipe(duplex=False)
    child = FORK.Process(target=_tell, args=(call, judge, telling))
    child.start()
    telling.close()
    try:
        if not hearing.poll(limit):
            return Attempt(failure=f"given up after {limit:g} s")
        answer: Attempt = hearing.recv()
    except EOFError:
        child.join()
        return Attempt(failure=f"ended by itself, status {child.exitcode}")
    else:
        return answer
    finally:
        child.kill()
        child.join()
        hearing.close()


def _tell(
    call: Callable[[], Any], judge: Callable[[Any], Any], telling: Connection
) -> None:
    """Run the call in the child, silenced, and send its `Attempt` by a pipe."""
    try:
        with redirect_stdout(io.StringIO()):
            start = time.process_time()
            result = call()
            took = time.process_time() - start
            answer = Attempt(took, judge(result))
    except Exception as failure:
        answer = Attempt(failure=f"{type(failure).__name__}: {failure}")
    telling.send(answer)
