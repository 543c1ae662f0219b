"""examples.timeline.bucket: a burst, then so many a second, each client for itself."""

from __future__ import annotations

import json
import subprocess

import pytest

from examples import peers
from examples.timeline import Bucket, bucket
from tests.timeline.conftest import path

STEPS = [0, 0, 0, 0.125, 0.125, 0, 3, 0, 0, 0.0625]  # seconds since the last request
IN_NODE = """
const { Bucket } = await import(process.argv[1]);
let now = 1000;
const two = new Bucket(4, 2, () => now);
const steps = JSON.parse(process.argv[2]);
console.log(JSON.stringify(steps.map((step) => (now += step, two.take("a")))));
const one = new Bucket(1, 1, () => now);
for (const client of ["a", "b", "a", ...Array(9_999).keys()]) one.take(client);
console.log(JSON.stringify([one.take("a"), one.take("b")]));
"""


class Clock:
    """A clock that stands still until it is set."""

    now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock of one test."""
    return Clock()


def test_a_burst_is_granted_then_none(clock: Clock) -> None:
    """The third of two waits, for as long as a token takes."""
    two = Bucket(rate=4, burst=2, clock=clock)
    assert [two.take("a") for _ in range(4)] == [0, 0, 0.25, 0.25]


def test_who_waits_as_told_is_granted(clock: Clock) -> None:
    """Not later, and not twice for one token."""
    two = Bucket(rate=4, burst=2, clock=clock)
    for _ in range(2):
        two.take("a")
    clock.now += two.take("a")
    assert [two.take("a"), two.take("a")] == [0, 0.25]


def test_a_refusal_costs_nothing(clock: Clock) -> None:
    """Whoever asks too often waits no longer than who waits."""
    one = Bucket(rate=1, burst=1, clock=clock)
    one.take("a")
    for _ in range(5):
        clock.now += 0.125
        assert one.take("a") > 0
    clock.now += 0.375
    assert one.take("a") == 0


def test_a_bucket_is_never_more_than_full(clock: Clock) -> None:
    """Who was away for a day has no day's tokens."""
    two = Bucket(rate=4, burst=2, clock=clock)
    two.take("a")
    clock.now += 24 * 3600
    assert [two.take("a") for _ in range(3)] == [0, 0, 0.25]


def test_each_client_has_its_own(clock: Clock) -> None:
    """One that asks too much takes nothing from the others."""
    one = Bucket(rate=1, burst=1, clock=clock)
    assert [one.take(client) for client in "aab"] == [0, 1, 0]


def test_clients_are_forgotten(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one unseen for longest goes: addresses are cheap, memory is not."""
    monkeypatch.setattr(bucket, "CLIENTS", 2)
    one = Bucket(rate=1, burst=1, clock=clock)
    for client in "abac":  # c drives out b
        one.take(client)
    assert [one.take("a"), one.take("b")] == [1, 0]


@pytest.mark.peer("node")
def test_node_counts_alike(clock: Clock) -> None:
    """The same requests at the same times are granted or wait alike."""
    two = Bucket(rate=4, burst=2, clock=clock)
    waits = []
    for step in STEPS:
        clock.now += step
        waits.append(two.take("a"))
    node = str(peers.find("node"))
    asked = ["--input-type=module", "-e", IN_NODE]
    done = subprocess.run(
        [node, *asked, str(path("node/bucket.mjs")), json.dumps(STEPS)],
        capture_output=True,
        check=True,
    )
    counted, remembered = map(json.loads, done.stdout.splitlines())
    assert counted == waits
    assert remembered == [1, 0]  # ten thousand clients, not the one unseen for longest
    assert {0, 0.25} < {*waits}
