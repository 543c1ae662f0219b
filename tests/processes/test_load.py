"""examples.processes.show.load: 0 lost, and a count that can count."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from examples.peers import HOST
from examples.peers import held as bound
from examples.processes.show.held import Held
from examples.processes.show.load import Load, restart_under_load

pytestmark = pytest.mark.beside("queues")


@pytest.mark.parametrize("how", ["restart", "upgrade"])
def test_a_restart_loses_no_request(how: str) -> None:
    """gunicorn answers what it has accepted; the others wait for the next version."""
    load = restart_under_load(300, times=2, how=how)
    assert load.lost == {}
    assert load.asked == load.answers.total() >= 300
    assert set(load.answers) == {"1", "2", "3"}
    assert len(load.pids) >= 3
    assert load.longest > 0


def test_what_is_lost_is_counted(tmp_path: Path) -> None:
    """Where nobody listens, every request is."""
    command = [sys.executable, "-S", "-c", ""]
    with bound() as port, subprocess.Popen(command, text=True) as process:
        load = Load(Held((HOST, port), process, tmp_path), requests=3, wanted=0)
        load.client()
    assert load.lost == {"ConnectionRefusedError": 3}
    assert load.asked == 3
