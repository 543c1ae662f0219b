"""examples.processes.show.in_flight: what a server accepts, it has to answer."""

from __future__ import annotations

import pytest

from examples.processes.show.in_flight import restart_in_flight

pytestmark = pytest.mark.beside("queues")


def test_gunicorn_leaves_in_the_kernel_what_it_cannot_answer() -> None:
    """So the next version has it."""
    assert restart_in_flight("gunicorn") == ("version 1", "version 2")


def test_waitress_loses_what_waits_in_it() -> None:
    """It was accepted, read, and put behind the running one."""
    assert restart_in_flight("waitress") == ("version 1", "lost")
