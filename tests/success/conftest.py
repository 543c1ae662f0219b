"""The shop in both settings, without any peer, once for all tests of this folder."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

import pytest

from examples.success import many
from examples.success.show.kills import PASSWORD
from notebooks.kernels import ROOT

COMMAND = [sys.executable, "-m", "examples.success", "--port", "0"]


class One(NamedTuple):
    """The shop as one process: its address, a password, and what it printed."""

    address: str
    password: str
    said: list[str]


@pytest.fixture(scope="session")
def one() -> Iterator[One]:
    """Run the command that a visitor types."""
    with opened() as found:
        yield found


@contextmanager
def opened() -> Iterator[One]:
    """Run the shop as one process; it says nothing but what it is to say."""
    process = subprocess.Popen(
        COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    with process:
        assert process.stdout
        assert process.stderr
        said = [process.stdout.readline(), process.stdout.readline()]
        address = re.search(r"http://[\d.]+:\d+", said[0])
        password = re.search(r"password ([\w-]+)", said[1])
        try:
            assert address, process.stderr.read()
            assert password, said
            yield One(address[0], password[1], said)
        finally:
            process.send_signal(signal.SIGTERM)
            rest, errors = process.communicate()
        said += rest.splitlines(keepends=True)
        assert (process.returncode, errors) == (0, "")


@pytest.fixture(scope="session")
def shop() -> Iterator[many.Shop]:
    """Run all parts, a process each, without any peer."""
    with TemporaryDirectory(prefix="shop-") as folder, ExitStack() as stack:
        with patch.dict(os.environ, PEERS="none"):
            running = stack.enter_context(many.shop(Path(folder), PASSWORD))
        yield running
