"""Find another Python, and let both serve the same program side by side.

A command that exists is not one that runs: pyenv puts a ``python2.7`` on the PATH that
fails.  So each is asked for its version, and believed only if that is the one meant.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

from .held import TIMEOUT

PROGRAM = Path(__file__).with_name("bill.py")


class Python(NamedTuple):
    """A Python that runs: its command, its version, what it needs in the environment.

    One that was started by us is not to look for our modules.
    """

    command: str
    version: str
    environment: Mapping[str, str] = {}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start it with arguments, and pipes to talk to it."""
        return subprocess.Popen(
            [self.command, "-E", *arguments],
            env=os.environ | self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )


def here() -> Python:
    """Return the Python that runs this."""
    return Python(sys.executable, platform.python_version())


@cache
def find(series: str) -> Python | None:
    """Return a Python of a series, such as 2.7 or 3.13, or None."""
    command = shutil.which(f"python{series}")
    if command is None:
        return None
    environment = {"PYENV_VERSION": series}  # pyenv's own command needs it
    asked = subprocess.run(
        [command, "--version"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    # 2.7 tells its version on stderr.
    told = re.fullmatch(r"Python ([\d.]+)\S*", (asked.stdout + asked.stderr).strip())
    if told is None or not f"{told[1]}.".startswith(series.rstrip("t") + "."):
        return None
    return Python(command, told[1], environment)


@contextmanager
def serve(python: Python) -> Iterator[int]:
    """Serve the bill by a Python while a block lasts; give its port.

    Raises RuntimeError if it does not come up.
    """
    with python.start(str(PROGRAM)) as process:  # at its end the input does
        assert process.stdout
        port = process.stdout.readline()
        if not port:
            raise RuntimeError(f"{PROGRAM.name} does not run under {python}")
        yield int(port)


def ask(port: int, grams: int) -> dict[str, Any]:
    """Ask for a bill, by HTTP: euros, and who worked it out."""
    address = f"http://127.0.0.1:{port}/?{grams}"
    with urlopen(address, timeout=TIMEOUT) as answer:
        told: dict[str, Any] = json.load(answer)
        return told
