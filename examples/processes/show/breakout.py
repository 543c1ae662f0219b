"""Let one program try to break out three times: as root, as another user, confined.

The same attempts each time, on the same neighbour.  So what is refused is refused by
what was put before the command, and not by chance.

Needs root, and a temporary folder that others may enter and that is not mounted nosuid.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..limits import limit
from ..privileges import confine
from . import attempts

NEIGHBOUR, WORKER = 61200, 61201  # users that nobody is
MEMORY = 512 * 2**20
PASSWORD = "SHOP_PASSWORD"
LOW_PORT = 80

Way = Callable[[Sequence[str]], list[str]]
WAYS: dict[str, Way] = {
    "as root": list,
    # What "run it as another user" comes to if one changes the user alone.
    "another user": lambda command: ["setpriv", f"--reuid={WORKER}", *command],
    "confined": lambda command: limit(confine(command, WORKER), memory=MEMORY),
}

STOPPED = (
    *("read the neighbour's secret", "signal the neighbour"),
    *("read a file of root's group", "find a password in the environment"),
    *("become root by a setuid program", "take a gigabyte"),
)
STAYS = ("leave a file in /tmp", "connect to another program")
"""What `confine` does not stop."""


def breakouts() -> dict[str, dict[str, str]]:
    """Return by way and attempt the name of the error; empty where it broke out."""
    with scene() as (folder, places):
        return {way: run(WAYS[way], folder, places) for way in WAYS}


def rows(results: dict[str, dict[str, str]], names: Sequence[str]) -> list[list[str]]:
    """Return a row an attempt: its name, then what came of it each time."""
    return [
        [name, *("refused" if told[name] else "broke out" for told in results.values())]
        for name in names
    ]


def run(way: Way, folder: Path, places: dict[str, Any]) -> dict[str, str]:
    """Run `attempts` in a folder, and return what it says."""
    program = folder / "attempts.py"
    done = subprocess.run(
        way([python(), "-I", str(program)]),
        cwd=folder,
        env={**os.environ, PASSWORD: "cherry"},
        extra_groups=[0],  # as root has who signs in; a container's may have none
        input=json.dumps(places),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: dict[str, str] = json.loads(done.stdout)
    return told


@contextmanager
def scene() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Give the worker's folder, and where things to be tried are."""
    with (
        TemporaryDirectory() as top,
        socket.create_server(("127.0.0.1", 0)) as server,
        subprocess.Popen(
            confine(["cat"], NEIGHBOUR), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as neighbour,
    ):
        assert neighbour.stdin
        assert neighbour.stdout
        neighbour.stdin.write(b"\n")
        neighbour.stdin.flush()
        neighbour.stdout.readline()  # by now it is who it shall be
        root = Path(top)
        root.chmod(0o755)
        own, other = owned(root / "worker", WORKER), owned(root / "other", NEIGHBOUR)
        shutil.copy(attempts.__file__, own)
        (own / "attempts.py").chmod(0o644)
        secret, group_file = other / "secret", root / "group"
        for path, user, mode in ((secret, NEIGHBOUR, 0o600), (group_file, 0, 0o640)):
            path.write_text("the price of cherries")
            os.chown(path, user, user)
            path.chmod(mode)
        setuid = Path(shutil.copy(shutil.which("id") or "id", root))
        setuid.chmod(0o4755)
        yield (
            own,
            {
                "secret": str(secret),
                "folder": str(other),
                "process": neighbour.pid,
                "group file": str(group_file),
                "variable": PASSWORD,
                "setuid program": str(setuid),
                "size": attempts.GIGABYTE,
                "temporary": "/tmp",
                "port": server.getsockname()[1],
                "low port": LOW_PORT,
            },
        )


def owned(folder: Path, user: int) -> Path:
    """Make a folder that only one user may enter."""
    folder.mkdir()
    os.chown(folder, user, user)
    folder.chmod(0o700)
    return folder


def python() -> str:
    """Return a Python that the worker may run; it may not enter everybody's home.

    Raises RuntimeError if there is none.
    """
    found = filter(None, (sys.executable, shutil.which("python3", path=os.defpath)))
    for program in found:
        try:
            asked = confine([program, "-Ic", ""], WORKER)
            subprocess.run(asked, check=True, capture_output=True)
        except subprocess.CalledProcessError:
            continue
        return program
    raise RuntimeError(
        f"user {WORKER} may run no Python: {sys.executable} is in a closed folder, "
        "and there is no python3 elsewhere; apt-get install python3"
    )
