"""examples.zeromq.show.kills: what becomes of messages when somebody is killed."""

from __future__ import annotations

import pytest

from examples.zeromq.show.kills import (
    DONE,
    LOST,
    NEVER,
    PATTERNS,
    STUCK,
    TOLD,
    TWICE,
    kills,
    report,
)

FATES = {
    # What sits in the queues of the dead is lost with it.
    "push/pull": [*[DONE] * 3, *[LOST] * 17],
    # What is published while nobody listens is lost.
    "pub/sub": [*[DONE] * 3, *[LOST] * 9, *[DONE] * 8],
    # The client waits for the dead, though another one is there.
    "REQ/REP": [*[DONE] * 3, STUCK, *[NEVER] * 16],
    # Nothing is lost, and one message is begun twice.
    "Lazy Pirate": [*[DONE] * 3, TWICE, *[DONE] * 16],
    "with a broker": [*[DONE] * 3, TWICE, *[DONE] * 16],
    # A message that kills takes two of three workers with it, and is refused.
    "a poison": [*[DONE] * 3, TOLD, *[DONE] * 16],
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_twenty_messages(pattern: str) -> None:
    """What became of them, as it is told in the comments above."""
    assert kills([pattern]) == {pattern: FATES[pattern]}


def test_in_words() -> None:
    """Who does not see the picture reads the same."""
    assert "push/pull: 3 done, 17 lost\n" in report(FATES)
