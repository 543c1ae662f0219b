"""examples.zeromq.show.kills: what becomes of messages when somebody is killed."""

from __future__ import annotations

import pytest

from examples.zeromq.show.kills import (
    DONE,
    LOST,
    NEVER,
    STUCK,
    TOLD,
    TWICE,
    Fates,
    kills,
    report,
)


@pytest.fixture(scope="module")
def found() -> dict[str, Fates]:
    """What became of twenty messages in each pattern."""
    return kills()


def test_push_pull(found: dict[str, Fates]) -> None:
    """What sits in the queues of the dead is lost with it: seventeen of twenty."""
    assert found["push/pull"] == [*[DONE] * 3, *[LOST] * 17]


def test_pub_sub(found: dict[str, Fates]) -> None:
    """What is published while nobody listens is lost."""
    assert found["pub/sub"] == [*[DONE] * 3, *[LOST] * 9, *[DONE] * 8]


def test_req_rep(found: dict[str, Fates]) -> None:
    """The client waits for the dead, though another one is there."""
    assert found["REQ/REP"] == [*[DONE] * 3, STUCK, *[NEVER] * 16]


@pytest.mark.parametrize("pattern", ["Lazy Pirate", "with a broker"])
def test_tried_again(found: dict[str, Fates], pattern: str) -> None:
    """Nothing is lost, and one message is begun twice."""
    assert found[pattern] == [*[DONE] * 3, TWICE, *[DONE] * 16]


def test_a_poison(found: dict[str, Fates]) -> None:
    """A message that kills takes two of three workers with it, and is refused."""
    assert found["a poison"] == [*[DONE] * 3, TOLD, *[DONE] * 16]


def test_in_words(found: dict[str, Fates]) -> None:
    """Who does not see the picture reads the same."""
    assert "push/pull: 3 done, 17 lost\n" in report(found)
