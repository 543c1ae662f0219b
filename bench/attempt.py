"""Try a way once, in a process of its own that can be ended.

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


class Attempt(NamedTuple):
    """How it went: the processor's seconds and what came of it, or else why not."""

    seconds: float = 0.0
    result: Any = None
    failure: str = ""


def attempt(
    call: Callable[[], Any],
    judge: Callable[[Any], Any] = lambda result: result,
    limit: float = LIMIT,
) -> Attempt:
    """Run a call once.

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
    """Run the call in the child; what it prints is not ours to show."""
    try:
        with redirect_stdout(io.StringIO()):
            start = time.process_time()
            result = call()
            took = time.process_time() - start
            answer = Attempt(took, judge(result))
    except Exception as failure:
        answer = Attempt(failure=f"{type(failure).__name__}: {failure}")
    telling.send(answer)
