"""examples.processes.activation: what was passed, and to whom."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from examples.processes import Holder, listen_fds, notify
from examples.processes.show.held import ROOT
from tests.processes.programs import read

PASSED = {"LISTEN_FDS": "2", "LISTEN_PID": "47"}
# Takes what was passed twice, and tells what it got and what a child would inherit.
TAKES = """
import json, os
from examples.processes import listening
(door,), none = listening(), listening()
connection, _ = door.accept()
told = {
    "again": len(none),
    "blocking": os.get_blocking(door.fileno()),
    "left": sorted(name for name in os.environ if name.startswith("LISTEN_")),
    "inheritable": door.get_inheritable(),
    "0": os.path.realpath("/dev/fd/0"),
}
connection.sendall(json.dumps(told).encode())
connection.close()
door.close()
"""


@pytest.mark.parametrize(
    ("environ", "pid", "expected"),
    [
        (PASSED, 47, [3, 4]),
        (PASSED, 48, []),
        ({}, 47, []),
        ({"LISTEN_PID": "47"}, 47, []),
        ({"LISTEN_FDS": "1"}, 47, []),
    ],
    ids=["ours", "another's", "none", "no number", "nobody's"],
)
def test_only_what_was_passed_to_us(
    environ: dict[str, str], pid: int, expected: list[int]
) -> None:
    """Variables are inherited further than descriptors."""
    assert listen_fds(environ, pid) == expected


def test_a_number_that_is_none_is_named() -> None:
    """Whoever passed it has to mend it."""
    with pytest.raises(ValueError, match="LISTEN_FDS is 'two'; expected a number"):
        listen_fds({"LISTEN_FDS": "two", "LISTEN_PID": "47"}, 47)


def test_sockets_are_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the program starts inherits neither variables nor descriptors."""
    monkeypatch.setenv("LISTEN_FDNAMES", "door")  # systemd says their names as well
    with Holder([sys.executable, "-c", TAKES]) as holder:
        holder.socket.setblocking(False)  # as a program before may have left it
        holder.start()
        with socket.create_connection(holder.address, 60) as client:
            told = json.loads(read(client))
    assert told == {
        "again": 0,
        "blocking": True,
        "left": [],
        "inheritable": False,
        "0": os.devnull,
    }


@pytest.mark.parametrize("abstract", [False, True], ids=["path", "abstract"])
def test_notify_is_one_datagram(
    abstract: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the socket in NOTIFY_SOCKET; an @ stands for the zero of an abstract name."""
    if abstract and sys.platform != "linux":
        pytest.skip("abstract names are Linux'")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as said:
        said.bind("" if abstract else str(tmp_path / "notify"))
        name = said.getsockname()
        path = "@" + name[1:].decode() if abstract else name
        monkeypatch.setenv("NOTIFY_SOCKET", path)
        assert notify()
        assert said.recv(99) == b"READY=1"


def test_nobody_need_listen_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program runs without a holder as well."""
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not notify()


def test_without_a_holder_there_is_nothing() -> None:
    """No socket, and no error."""
    command = "from examples.processes import listening; print(listening())"
    done = subprocess.run(
        [sys.executable, "-c", command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
