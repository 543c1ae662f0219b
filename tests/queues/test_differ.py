"""examples.queues.show.differ: what the protocol leaves open."""

from __future__ import annotations

import pytest

from examples.queues import Counts, open_queue
from examples.queues.show.differ import differ
from tests.queues.backends import Address

pytestmark = pytest.mark.beside("queues")

BY_TIME = ["back after the lease", "yes"]
BY_CONNECTION = ["back at once", "no"]


def test_a_lease_is_a_time_or_a_connection(address: Address) -> None:
    """One of two ways, and the queue is empty afterwards."""
    head, rows = differ({"one": address[0]})
    wanted = BY_CONNECTION if address[0].startswith("amqp") else BY_TIME
    assert (head, [row[1] for row in rows]) == (["when", "one"], wanted)
    queue = open_queue(address[0])
    assert queue.counts() in (Counts(0, 0, 0), Counts(0, None, 0))
    queue.close()
