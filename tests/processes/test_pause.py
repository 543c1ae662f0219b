"""examples.processes.pause: how long a program that ends at once has to wait."""

from __future__ import annotations

import pytest

from examples.processes.pause import LONGEST, pause


@pytest.mark.parametrize(
    ("short", "seconds"),
    [(0, 0), (1, 0.1), (2, 0.2), (4, 0.8), (9, 25.6), (10, LONGEST), (9999, LONGEST)],
)
def test_pauses_double_to_a_bound(short: int, seconds: float) -> None:
    """None after a long life; a year of failures is no overflow."""
    assert pause(short) == pytest.approx(seconds)
