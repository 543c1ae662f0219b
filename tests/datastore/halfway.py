"""What is called between two rows and their commit, in whatever process."""

from __future__ import annotations

import time
from pathlib import Path


def halt(place: Path) -> None:
    """Say that both rows are written, and wait for a word to go on."""
    (place / "halted").touch()
    wait_for(place / "go")


def wait_for(file: Path) -> None:
    """Wait until there is a file."""
    end = time.monotonic() + 120
    while not file.exists():
        assert time.monotonic() < end, f"{file} has not come"
        time.sleep(0.005)
