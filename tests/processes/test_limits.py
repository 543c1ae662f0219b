"""examples.processes.limits: what one program may use is bounded."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from examples.processes.limits import limit

pytestmark = pytest.mark.beside

MEGABYTE = 2**20


def run(line: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, and take what it says."""
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)


def python(code: str) -> list[str]:
    """Return the command line that runs a line of Python."""
    return [sys.executable, "-Ic", code]


def test_nothing_is_put_before_a_command_without_bounds() -> None:
    """So a part may be started the same way, bounded or not."""
    assert limit(["cat", "-n"]) == ["cat", "-n"]


def test_a_line_is_the_same_each_time() -> None:
    """However a set has its numbers: whoever compares two units sees what differs."""
    line = limit(["cat"], processors=[9, 1, 33])
    assert line == ["taskset", "-c", "1,9,33", "cat"]


@pytest.mark.parametrize("name", ["memory", "size", "seconds"])
def test_a_bound_below_nothing_is_refused(name: str) -> None:
    """To prlimit -1 is no bound at all."""
    with pytest.raises(ValueError, match="-1 is no bound"):
        limit(["cat"], **{name: -1})  # type: ignore[arg-type]


@pytest.mark.peer("prlimit")
def test_memory_beyond_its_bound_is_refused(tmp_path: Path) -> None:
    """The program that asks gets a MemoryError; without a bound it gets the memory."""
    greedy = python(f"bytearray({600 * MEGABYTE})")
    bounded = run(limit(greedy, memory=500 * MEGABYTE), tmp_path)
    assert "MemoryError" in bounded.stderr
    assert run(limit(greedy), tmp_path).returncode == 0


@pytest.mark.peer("prlimit")
def test_a_neighbour_has_its_own_bound(tmp_path: Path) -> None:
    """Who is started beside a bounded program may take what that one may not."""
    modest = python(f"bytearray({100 * MEGABYTE}); print('served')")
    with subprocess.Popen(limit(["cat"], memory=50 * MEGABYTE), stdin=subprocess.PIPE):
        assert run(limit(modest, memory=500 * MEGABYTE), tmp_path).stdout == "served\n"


@pytest.mark.peer("prlimit")
def test_a_file_beyond_its_bound_is_cut(tmp_path: Path) -> None:
    """A log that grows for ever is an error of who writes it, not a full disk."""
    write = python("import pathlib; pathlib.Path('log').write_text('x' * 5000)")
    done = run(limit(write, size=1000), tmp_path)
    assert "File too large" in done.stderr
    assert (tmp_path / "log").stat().st_size == 1000
    run(limit(write, size=0), tmp_path)  # which is a bound, too
    assert (tmp_path / "log").stat().st_size == 0


@pytest.mark.peer("prlimit")
def test_a_loop_is_ended_by_its_processor_time(tmp_path: Path) -> None:
    """A second of the processor's time, however long that takes on the wall."""
    done = run(limit(python("while True: pass"), seconds=1), tmp_path)
    assert done.returncode == -signal.SIGXCPU


@pytest.mark.peer("prlimit")
def test_a_part_is_kept_to_its_processors_and_lets_others_go_first(
    tmp_path: Path,
) -> None:
    """It sees both itself, and all bounds hold at once."""
    first = min(os.sched_getaffinity(0))
    told = python("import os; print(os.sched_getaffinity(0), os.nice(0))")
    line = limit(told, processors={first}, nice=7, memory=500 * MEGABYTE)
    nice = min(os.nice(0) + 7, 19)
    assert run(line, tmp_path).stdout == f"{{{first}}} {nice}\n"
