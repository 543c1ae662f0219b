"""Bound what one program may use: memory, file size, processor, priority.

    >>> from examples.processes.limits import limit
    >>> limit(["thumbnails"], memory=256 * 2**20, nice=10)
    ['prlimit', '--as=268435456', '--', 'nice', '-n', '10', 'thumbnails']

A command is put before a command, and each of them execs the next: so it is one
process, and it has the number that was started.  The bounds hold for a program and for
each that it starts, one by one.  For all of them together there are cgroups: a unit's
``MemoryMax=``, ``CPUQuota=`` and ``TasksMax=``.

``memory`` is of addresses, as ``LimitAS=`` in a unit, not of pages that are in use, and
a program that maps much and uses little is refused early.

Needs Linux: ``prlimit`` and ``taskset`` are util-linux'.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence


def limit(
    command: Sequence[str],
    *,
    memory: int | None = None,
    size: int | None = None,
    seconds: int | None = None,
    processors: Collection[int] = (),
    nice: int = 0,
) -> list[str]:
    """Return the command line that runs a command within bounds.

    :param memory: bytes of address space; an allocation beyond it fails.
    :param size: bytes of the largest file it may write; SIGXFSZ beyond it, which Python
        turns into an OSError.
    :param seconds: of processor time; SIGXCPU after it, and SIGKILL a second later.
    :param processors: the numbers of those it may run on; all of them without it.
    :param nice: 1 to 19 lets others go first.
    :raises ValueError: for a bound below 0, which prlimit takes for none.
    """
    for bound in (memory, size, seconds):
        if bound is not None and bound < 0:
            raise ValueError(f"{bound} is no bound; expected a number from 0")
    bounds = []
    if memory is not None:
        bounds.append(f"--as={memory}")
    if size is not None:
        bounds.append(f"--fsize={size}")
    if seconds is not None:
        bounds.append(f"--cpu={seconds}:{seconds + 1}")
    line = ["prlimit", *bounds, "--"] if bounds else []
    if processors:
        line += ["taskset", "-c", ",".join(map(str, sorted(processors)))]
    if nice:
        line += ["nice", "-n", str(nice)]
    return [*line, *command]
