"""The shop under systemd-socket-activate: unchanged, and not held afterwards."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from examples.processes.show.activate import activated
from examples.processes.show.serve import SERVERS

pytestmark = [pytest.mark.peer("systemd"), pytest.mark.beside("queues")]


@pytest.mark.parametrize("server", SERVERS)
def test_the_same_program_starts(server: str, tmp_path: Path) -> None:
    """It takes the socket from whoever passes it; with it the socket is gone."""
    with activated(SERVERS[server], tmp_path) as shop:
        assert shop.get()["version"] == "1"
        shop.signal(signal.SIGTERM)
        shop.process.wait()
        with pytest.raises(ConnectionRefusedError):
            shop.get()


def test_it_becomes_the_program(tmp_path: Path) -> None:
    """Its process number is the program's: there is nobody else."""
    with activated(SERVERS["wsgiref"], tmp_path) as shop:
        assert shop.get()["pid"] == shop.process.pid
