"""Highlight frames of standard input until it ends: ``python -m …workers.child``.

Frames come on standard input, answers leave on standard output, in order; the
first, empty one says that the process is warm.  Two inputs could end the service,
and the kernel sees to both: one that keeps the lexer busy (SIGPROF ends the
process, whatever it is in) and one that takes all memory (RLIMIT_AS).
Whoever started the process sees the end of its output, and of what it died.

The time is the processor's, not the wall's.  A lexer in a loop uses it up; a request
that waits on a busy machine, for a processor or in a stopped process, does not.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Sequence
from typing import BinaryIO, TextIO

from ..message import answer, id_of
from .frames import frame, read_frame

WARM = b'{"code": "warm = True", "language": "python"}'
MEMORY = 2 * 1024**3  # bytes of address space


def serve(
    requests: BinaryIO, answers: BinaryIO, seconds: float, log: TextIO | None
) -> None:
    """Answer frames until the input ends.

    :param seconds: of processor time, this process's own, for each answer.
    """
    message: bytes | None = b""
    said = b""
    while message is not None:
        answers.write(frame(said))
        answers.flush()
        if (message := read_frame(requests)) is not None:
            signal.setitimer(signal.ITIMER_PROF, seconds)
            started = time.perf_counter()
            said = answer(message)
            signal.setitimer(signal.ITIMER_PROF, 0)
            if log:
                note(log, message, time.perf_counter() - started)


def note(log: TextIO, message: bytes, seconds: float) -> None:
    """Write a line about a request that was executed, before it is answered."""
    fields = {"id": id_of(message), "bytes": len(message), "seconds": seconds}
    log.write(json.dumps(fields) + "\n")
    log.flush()


def limit_memory() -> None:
    """Let an allocation beyond `MEMORY` fail."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    least = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (least, most))


def main(arguments: Sequence[str] | None = None) -> None:
    """Answer the frames of standard input."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--seconds", type=float, default=10.0, help="of processor time for an answer"
    )
    parser.add_argument("--log", help="file that gets a JSON line an answer")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started it
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # who asked has gone: so do we
    limit_memory()
    answer(WARM)  # imports a tenth of a second that the first caller would wait
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a print() anywhere must not look like an answer
    log = open(given.log, "a", encoding="utf-8") if given.log else None  # noqa: PTH123, SIM115
    serve(sys.stdin.buffer, answers, given.seconds, log)


if __name__ == "__main__":
    main()
