"""examples.processes.show.parts: one is shot, the others serve."""

from __future__ import annotations

import pytest

from examples.processes.show.parts import kill_one

pytestmark = pytest.mark.beside("queues")


def test_one_request_is_lost() -> None:
    """The one that hung; its part is back, in another process."""
    assert kill_one(["front", "api", "pictures"], "api", requests=3) == [
        ("front", 9, 9, 1),
        ("api", 7, 6, 2),
        ("pictures", 9, 9, 1),
    ]
