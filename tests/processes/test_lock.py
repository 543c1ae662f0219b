"""examples.processes.show: a thread holds the lock of its process, and of no other."""

from __future__ import annotations

import json

import pytest

from examples.processes.show import lock, parallel, pythons

IN_A_THREAD = f"""
import os, sys, threading
def answer():
    for line in sys.stdin:
        print("here", flush=True)
threading.Thread(target=answer, daemon=True).start()
print(os.getpid(), flush=True)
{lock.REGEX}
"""
IN_A_PROCESS = f"""
import subprocess, sys
print(subprocess.Popen([sys.executable, "-c", {lock.REGEX!r}]).pid, flush=True)
for line in sys.stdin:
    print("here", flush=True)
"""


def test_a_regular_expression_stops_every_thread() -> None:
    """A thread of its process does not answer; another process does."""
    assert not lock.responds(IN_A_THREAD)
    assert lock.responds(IN_A_PROCESS)


def test_every_way_that_this_python_has_is_measured() -> None:
    """Sub-interpreters since 3.13; what is lacking is left out, and not failed."""
    times = parallel.measure(rounds=2, steps=10)
    wanted = {"one", "threads", "processes"}
    assert wanted <= set(times) <= {*wanted, "sub-interpreters"}
    assert all(len(own) == 2 for own in times.values())


def test_sub_interpreters_are_measured_where_a_python_has_them() -> None:
    """By the same file, under another Python."""
    found = pythons.find("3.14") or pythons.find("3.13")
    if found is None:
        pytest.skip("no Python 3.13 or 3.14 here, which would be optional")
    with found.start(parallel.__file__, "1", "10") as process:
        assert "sub-interpreters" in json.loads(process.communicate()[0])
