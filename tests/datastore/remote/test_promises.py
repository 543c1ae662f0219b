"""What Redis keeps is a matter of its settings: a crash, a full memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from redis.exceptions import OutOfMemoryError

from examples.datastore.remote import keys
from examples.datastore.remote.client import connect
from examples.datastore.remote.counter import take_number
from examples.datastore.remote.session import LIFETIME, strict_id
from examples.peers import serve
from tests.queues.backends import wait_for_redis

from .conftest import url

pytestmark = pytest.mark.peer("redis")


@pytest.mark.parametrize(
    ("settings", "after"), [("", 1), ("appendonly yes\nappendfsync always", 4)]
)
def test_a_crash_takes_numbers_back(settings: str, after: int) -> None:
    """As it comes, the next one is 1 again; written before each answer, it is 4."""
    with serve("redis", settings) as server:
        with connect(url(server)) as client:
            assert [take_number(client, "order") for _ in range(3)] == [1, 2, 3]
        server.crash()
        wait_for_redis(server)
        with connect(url(server)) as client:
            assert take_number(client, "order") == after


@contextmanager
def full(policy: str) -> Iterator[Any]:
    """A Redis that may use a megabyte more than it does."""
    with (
        serve("redis", f"maxmemory-policy {policy}") as server,
        connect(url(server)) as client,
    ):
        used = client.info("memory")["used_memory"]
        client.config_set("maxmemory", used + 1_000_000)
        yield client


def visit(client: Any, number: int) -> str:
    """Write a session of ten kilobytes."""
    sid = str(number)
    client.set(keys.session(sid), "x" * 10_000, ex=LIFETIME)
    return sid


def test_a_full_one_refuses_to_write() -> None:
    """With noeviction, which is its default: all stays that was there."""
    with full("noeviction") as client:
        sid = strict_id(client, None)
        with pytest.raises(OutOfMemoryError):
            [visit(client, number) for number in range(1000)]
        assert strict_id(client, sid) == sid


def test_or_it_lets_go_of_sessions() -> None:
    """With volatile-ttl, of what expires: a basket for a new visitor's; no number."""
    with full("volatile-ttl") as client:
        take_number(client, "order")
        sid = strict_id(client, None)
        for number in count():
            if not client.exists(keys.session(sid)):
                break
            visit(client, number)
        assert take_number(client, "order") == 2
