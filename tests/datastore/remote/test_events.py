"""examples.datastore.remote.events: told once, read by many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from examples.datastore.remote import events, keys
from examples.datastore.remote.client import connect
from examples.datastore.remote.events import Event, follow, tell
from examples.peers import Server

from .conftest import Start, output, url

pytestmark = pytest.mark.peer("redis")

TELL = """const redis = await connect(process.argv[1]);
for (const kind of process.argv.slice(2))
  console.log(await tell(redis, "orders", "ordered", { kind }));
redis.destroy();"""


@pytest.mark.peer("node", "redis.js")
def test_node_tells_and_python_reads(client: Any, server: Server, start: Start) -> None:
    """In order, with their ids and whatever the texts are."""
    kinds = ["cherry", "two words 'n' \"more\"", "Kirsche 🍒"]
    told = output(start("events.mjs", TELL, url(server), *kinds)).split()
    assert [*follow(client, "orders")] == [
        Event(number, "ordered", {"kind": kind})
        for number, kind in zip(told, kinds, strict=True)
    ]


def test_each_reader_has_its_place(client: Any) -> None:
    """To read takes nothing away; who goes on after his last event misses none."""
    first, second = (tell(client, "orders", "ordered", n=n) for n in (1, 2))
    assert [one.id for one in follow(client, "orders")] == [first, second]
    assert [one.id for one in follow(client, "orders", first)] == [second]
    assert [*follow(client, "orders", second)] == []
    third = tell(client, "orders", "cancelled", n=1)
    assert [*follow(client, "orders", second)] == [
        Event(third, "cancelled", {"n": "1"})
    ]


def test_all_are_read_in_order(client: Any) -> None:
    """However many batches that takes."""
    told = [tell(client, "orders", "ordered", n=n) for n in range(250)]
    assert [one.id for one in follow(client, "orders")] == told


def test_who_waits_hears_of_the_next(client: Any, server: Server) -> None:
    """It comes as it is told."""
    last = tell(client, "orders", "ordered", n=1)
    with ThreadPoolExecutor() as beside, connect(url(server)) as other:
        reading = beside.submit(next, follow(other, "orders", last, wait=9))
        while "xread" not in {one["cmd"] for one in client.client_list()}:
            assert not reading.done()
        told = tell(client, "orders", "ordered", n=2)
        assert reading.result().id == told


def test_who_is_too_slow_hears_of_it(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest are let go of: a place that is gone is an error, and no gap."""
    last = tell(client, "orders", "ordered", n=0)
    monkeypatch.setattr(events, "KEEP", 100)
    for n in range(1, 301):
        tell(client, "orders", "ordered", n=n)
    assert client.xlen(keys.events("orders")) < 250
    with pytest.raises(LookupError, match=f"events:orders: {last} is gone"):
        next(follow(client, "orders", last))


def test_a_stranger_s_event_stops_no_reader(client: Any) -> None:
    """What is no text is read as one; what has no kind has an empty one."""
    client.xadd(keys.events("orders"), {b"\xff": b"\xff"})
    tell(client, "orders", "ordered")
    assert [(one.what, one.fields) for one in follow(client, "orders")] == [
        ("", {"\ufffd": "\ufffd"}),
        ("ordered", {}),
    ]
