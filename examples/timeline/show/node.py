"""Run the API in Node while a block lasts."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examples import peers

API = Path(__file__).parents[1] / "node" / "api.mjs"


def start(path: Path, rate: float = 1) -> tuple[subprocess.Popen[str], str]:
    """Start it on a file of posts; return the process and its address.

    :param rate: as many times what the contract lets a client ask.
    :raises LookupError: if Node is missing.
    :raises ChildProcessError: if it ends before it serves; it has said why.
    """
    if (node := peers.find("node")) is None:
        raise LookupError(peers.missing("node"))
    process = subprocess.Popen(
        [node, str(API), str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TIMELINE_RATE": str(rate)},
    )
    assert process.stdout
    if not (address := process.stdout.readline().strip()):
        with process:
            raise ChildProcessError(f"{API.name} has ended before it serves")
    return process, address


def stop(process: subprocess.Popen[str]) -> None:
    """End it, after the requests that it has begun."""
    with process:
        process.terminate()


@contextmanager
def serving(path: Path, rate: float = 1) -> Iterator[str]:
    """Serve a file of posts; yield the address."""
    process, address = start(path, rate)
    try:
        yield address
    finally:
        stop(process)
