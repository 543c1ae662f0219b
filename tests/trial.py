"""Run the tests under load: what passes only on a quiet machine fails here.

``python -m tests.trial --runs 3`` keeps twice as many processes busy as there are
cores, runs all tests three times, and prints a line a run.  What else it is given
goes to pytest: ``--runs 20 notebooks/02-highlight.ipynb``.  ``--clones 2`` runs
them in two clones of HEAD at once, which share only what is installed.  The whole
output of each run is in ``build/trial``.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
INSTALLED = (
    "node_modules",
    "bench/node_modules",
    "examples/node_modules",
)
PATIENCE = 60  # seconds until pytest has put everything away
# It ends with who started it, also where that is killed.
BUSY = "import os, sys\nwhile os.getppid() == int(sys.argv[1]): pass"

SUMMARY = "short test summary info"
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
COUNTS = re.compile(r"^(?:=+ )?(\d+ [a-z]+\b.*? in [\d.]+s)\b", re.MULTILINE)


@contextmanager
def load(processes: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Keep that many processes busy while a block lasts."""
    command = [sys.executable, "-ESsc", BUSY, str(os.getpid())]
    with ExitStack() as stack:
        busy = []
        for _ in range(processes):
            # In a session of its own: Ctrl-C is for us, and we end it.
            process = subprocess.Popen(command, start_new_session=True)
            stack.callback(end, process, signal.SIGKILL)
            busy.append(process)
        yield busy


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Signal a process until it ends, for a test may swallow the signal."""
    while process.poll() is None:
        process.send_signal(how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)


class Run(NamedTuple):
    """A run of the tests: its name, its process, the file of its output."""

    name: str
    process: subprocess.Popen[bytes]
    output: Path


@contextmanager
def started(name: str, root: Path, output: Path, tests: list[str]) -> Iterator[Run]:
    """Run pytest in a tree as ``make test`` does; end it as Ctrl-C does."""
    pytest = ["coverage", "run", "-m", "pytest", "-p", "tests.gate", *tests]
    with TemporaryDirectory(prefix="coverage-") as data, output.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *pytest],
            cwd=root,
            env=os.environ | {"COVERAGE_FILE": f"{data}/data"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            yield Run(name, process, output)
        finally:
            end(process, signal.SIGINT)


def told(output: str, status: int) -> str:
    """Summarise a run in a line: pytest's counts and seconds, and what failed."""
    counts = COUNTS.findall(output)
    failed = FAILED.findall(output.rpartition(SUMMARY)[2]) if SUMMARY in output else []
    said = counts[-1] if counts else f"pytest ended with status {status}"
    return ": ".join([said, *[", ".join(failed)] * bool(failed)])


@contextmanager
def clone() -> Iterator[Path]:
    """Clone HEAD and build its deck; ``node_modules`` are symlinks."""
    with TemporaryDirectory(prefix="trial-") as folder:
        root = Path(folder, "clone")
        subprocess.run(["git", "clone", "--quiet", ROOT, root], check=True)
        for name in INSTALLED:
            (root / name).symlink_to(ROOT / name)
        for step in ("fonts", "build"):
            press = [sys.executable, "-m", "slides.press", step]
            subprocess.run(press, cwd=root, check=True)
        yield root


def trial(asked: argparse.Namespace, tests: list[str]) -> bool:
    """Run the tests, print a line a run; say whether none failed."""
    good = True
    asked.output.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        roots = [stack.enter_context(clone()) for _ in range(asked.clones)]
        places = {f" clone {n}": root for n, root in enumerate(roots, 1)} or {"": ROOT}
        for number in range(1, asked.runs + 1):
            with ExitStack() as together:
                running = []
                for at, root in places.items():
                    name = f"run {number}{at}"
                    output = asked.output / f"{name.replace(' ', '-')}.txt"
                    run = started(name, root, output, tests)
                    running.append(together.enter_context(run))
                together.enter_context(load(asked.busy))  # the first to end
                for name, process, output in running:
                    status = process.wait()
                    line = told(output.read_text("utf-8", "replace"), status)
                    print(f"{name}: {line}", flush=True)
                    good = good and status == 0
    return good


def main(argv: list[str] | None = None) -> int:
    """Run the trial; the status is 1 if a test failed in any run."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.trial", epilog="What else is given goes to pytest."
    )
    parser.add_argument("--runs", type=int, default=1, help="default: 1")
    parser.add_argument("--clones", type=int, default=0, help="run in so many, at once")
    busy = 2 * (os.cpu_count() or 1)
    parser.add_argument("--busy", type=int, default=busy, help=f"default: {busy}")
    output = ROOT / "build" / "trial"
    parser.add_argument("--output", type=Path, default=output, help="what pytest says")
    asked, tests = parser.parse_known_args(argv)
    if asked.runs < 1 or min(asked.clones, asked.busy) < 0:
        parser.error("at least one run, and no number below zero")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
    try:
        return 0 if trial(asked, tests) else 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
