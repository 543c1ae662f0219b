"""Start the shop by systemd-socket-activate, which systemd's authors made for tests.

It listens, waits for the first client, and execs the program: its process becomes the
program's.  So nobody holds the socket when that has ended.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from examples.peers import HOST, find, held, missing

from .held import Held, environment


@contextmanager
def activated(command: Sequence[str], folder: Path) -> Iterator[Held]:
    """Run a program by systemd-socket-activate while a block lasts.

    It is ended by SIGTERM.  Raises LookupError if systemd-socket-activate is missing,
    RuntimeError with what it wrote if it does not listen.
    """
    if (activate := find("systemd")) is None:
        raise LookupError(missing("systemd"))
    environ = environment(folder)
    passed = [f"--setenv={name}={value}" for name, value in environ.items()]
    with held() as port:
        address = HOST, port
        process = subprocess.Popen(
            [activate, f"--listen={HOST}:{port}", *passed, *command],
            env=os.environ | environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process:
            try:
                assert process.stderr
                line = process.stderr.readline()
                if "Listening" not in line:
                    raise RuntimeError(f"{activate}: {line}{process.stderr.read()}")
                yield Held(address, process, folder)
            finally:
                process.terminate()  # or gunicorn leaves its workers
