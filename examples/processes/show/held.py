"""Run a holder as a process of its own, and signal it: for tests, cells and pages."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from ..__main__ import address as parsed
from .shop import install

COMMAND = [sys.executable, "-m", __package__.rpartition(".")[0]]
ROOT = Path(__file__).resolve().parents[len(__package__.split("."))]
"""Where ``-m`` finds this package, whatever the process' own folder is."""
LOST = OSError, http.client.HTTPException
"""What a client gets that has no whole answer."""
TIMEOUT = 120.0  # seconds until a client gives up: a bound, and not a wait


class Held(NamedTuple):
    """A holder that runs: where it listens, and its process."""

    address: tuple[str, int]
    process: subprocess.Popen[str]
    folder: Path

    def signal(self, number: signal.Signals) -> None:
        """Send SIGHUP to restart, SIGUSR2 to upgrade."""
        self.process.send_signal(number)

    def install(self, version: str) -> None:
        """Put another version in the folder; it runs after the next start."""
        install(self.folder, version)

    def get(self, path: str = "/") -> dict[str, Any]:
        """Ask once, on a connection of its own.  Raises OSError or HTTPException."""
        return get(self.address, path)


def get(address: tuple[str, int], path: str = "/") -> dict[str, Any]:
    """Ask for a page of the shop; return version and process number.

    Raises OSError or http.client.HTTPException where there is no whole answer.
    """
    client = http.client.HTTPConnection(*address, timeout=TIMEOUT)
    try:
        client.request("GET", path, headers={"Connection": "close"})
        answer = client.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise http.client.HTTPException(f"status {answer.status}")
        if not body:  # its end came before its head was whole
            raise http.client.HTTPException("an empty answer")
        told: dict[str, Any] = json.loads(body)
        return told
    finally:
        client.close()


def environment(folder: Path) -> dict[str, str]:
    """Return the variables that the shop's programs need to run in a folder."""
    return {"SHOP_FOLDER": str(folder), "PYTHONPATH": str(ROOT)}


@contextmanager
def hold(command: Sequence[str], folder: Path, *options: str) -> Iterator[Held]:
    """Run ``python -m examples.processes`` while a block lasts.

    :param folder: the shop's, in which versions are installed.
    :param options: of the command, such as ``--notify``.
    """
    process = subprocess.Popen(
        [*COMMAND, *options, "--", *command],
        env=os.environ | environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            assert process.stdout
            yield Held(parsed(process.stdout.readline().strip()), process, folder)
        finally:
            process.terminate()
            process.wait()


def wait_until(true: Callable[[], bool]) -> None:
    """Look until something is true.  Raises TimeoutError if it never is."""
    end = time.monotonic() + TIMEOUT
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"{true} never was")
        time.sleep(0.01)
