"""Try to break out: a program that says what it managed, as JSON on its output.

The names of files and processes to try come as JSON on its input.  It is run by
whatever Python the other user may run, and needs nothing.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

GIGABYTE = 2**30


def read(path: str) -> None:
    """Read a file."""
    Path(path).read_bytes()


def write(folder: str) -> None:
    """Leave a file in a folder."""
    path = Path(folder, f"left-by-{os.getpid()}")
    path.write_text("here I was")
    path.unlink()


def signal(process: int) -> None:
    """Signal a process: 0 asks for no more than whether one may."""
    os.kill(process, 0)


def become_root(program: str) -> None:
    """Run a program that has the setuid bit, and prints the user that it runs as."""
    told = subprocess.run([program, "-u"], stdout=subprocess.PIPE, check=True)
    if int(told.stdout) != 0:
        raise PermissionError("still not root")


def allocate(size: int) -> None:
    """Ask for memory; it is not touched."""
    bytearray(size)


def know(name: str) -> None:
    """Look for a variable in the environment."""
    os.environ[name]


def connect(port: int) -> None:
    """Connect to a port of this machine."""
    socket.create_connection(("127.0.0.1", port)).close()


def bind(port: int) -> None:
    """Bind a port of this machine; taken is as good as free."""
    with socket.socket() as own:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        own.bind(("127.0.0.1", port))


WAYS: dict[str, tuple[Callable[[Any], None], str]] = {
    "read the neighbour's secret": (read, "secret"),
    "write into the neighbour's folder": (write, "folder"),
    "signal the neighbour": (signal, "process"),
    "read a file of root's group": (read, "group file"),
    "find a password in the environment": (know, "variable"),
    "become root by a setuid program": (become_root, "setuid program"),
    "take a gigabyte": (allocate, "size"),
    "leave a file in /tmp": (write, "temporary"),
    "connect to another program": (connect, "port"),
    "bind a low port": (bind, "low port"),
}
"""By the name of an attempt: what does it, and the name of the place it does it to."""


def main() -> None:
    """Try each way; print what came of it: nothing, or the name of an error."""
    places = json.load(sys.stdin)
    results = {}
    for name, (attempt, place) in WAYS.items():
        try:
            attempt(places[place])
        except (OSError, MemoryError, KeyError, subprocess.SubprocessError) as error:
            results[name] = type(error).__name__
        else:
            results[name] = ""
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
