"""A copy of this project, and a command that runs in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from slides.present import ROOT

PATIENCE = 60.0  # seconds; on a machine at rest two are enough


def copy(root: Path, *folders: str) -> Path:
    """Copy folders of this project to another root, and return it."""
    for name in folders:
        # With what is compiled: a copy keeps the times of its sources, so it is valid.
        leave = shutil.ignore_patterns(".*", "node_modules")
        shutil.copytree(ROOT / name, root / name, ignore=leave)
    return root


@contextmanager
def running(
    root: Path, *command: str, ready: str, seconds: float, **environment: str
) -> Iterator[Path]:
    """Run a Python module in a copy; yield the file it prints to.

    ready: words it prints when it can be used; seconds: how long they may take.
    """
    output = root / "output"
    # What a copy executes is not this project's coverage.
    kept = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    with output.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=root,
            env=kept | environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )

    def begun() -> bool:
        return ready in output.read_text() or process.poll() is not None

    try:
        wait(begun, output.read_text, seconds)
        assert process.poll() is None, f"it ended:\n{output.read_text()}"
        yield output
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:  # JupyterLab waits at times for its threads
            process.kill()
            process.wait()


def wait(
    condition: Callable[[], object],
    state: Callable[[], object] = str,
    seconds: float = PATIENCE,
) -> None:
    """Wait until a condition holds; if it never does, fail with the state."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"it never came; what there was:\n{state()}"
        time.sleep(0.05)
