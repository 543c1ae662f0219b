"""What is missing is told from numbers: every message of a topic has the next one."""

from __future__ import annotations


class Gaps:
    """Counts what did not arrive."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[bytes, int]] = {}
        self.late = 0
        """Messages that were sent before the first one that was seen."""
        self.lost = 0
        """Messages that were sent later, and are missing."""

    def note(self, topic: str, run: bytes, number: int, here: bool = True) -> None:
        """See a number.

        :param run: names the sender's life; a new one counts from one again.
        :param here: False if the message with this number is not here itself, but is
            known to have been sent.
        """
        # region count
        known, last = self._seen.get(topic, (run, 0))
        missing = number - (last if known == run else 0) - here
        if topic in self._seen:
            self.lost += max(0, missing)
        else:
            self.late += missing
        self._seen[topic] = run, number
        # endregion
