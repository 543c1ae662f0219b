"""examples.datastore.show.promises: what Redis keeps is a matter of its settings."""

from __future__ import annotations

import pytest

from examples.datastore.show.promises import DEFAULT, SAFE, crash, fill

pytestmark = pytest.mark.peer("redis")


@pytest.mark.parametrize(("settings", "number"), [(DEFAULT, 1), (SAFE, 4)])
def test_a_crash_takes_numbers_back(settings: str, number: int) -> None:
    """As it comes, the next is 1 again; written before each answer, it is 4."""
    assert crash(settings) == f"after number 3 comes {number}"


def test_a_full_one_refuses_to_write() -> None:
    """With noeviction, which is its default: all stays that was there."""
    assert fill("noeviction") == "new baskets are refused"


def test_or_it_lets_go_of_sessions() -> None:
    """With volatile-ttl, which a cache may have been set to, the oldest go."""
    assert fill("volatile-ttl") == "old baskets are thrown away"
