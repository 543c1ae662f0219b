"""Token bucket: so many requests at once, and so many a second after that.

Each client has a bucket that holds `burst` tokens and gets `rate` a second.  A request
takes one; where none is left it waits.  Nothing runs in the background: what has
dripped in since the last request is counted at the next one.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

CLIENTS = 10_000  # remembered; the one unseen for longest is forgotten, and starts full


class Bucket:
    """Buckets by client, in the memory of this process alone.

    :param rate: tokens a second.
    :param burst: tokens of a full bucket.
    :param clock: gives seconds, which never go back.
    """

    def __init__(
        self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate, self.burst, self.clock = rate, burst, clock
        self.full: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.lock = Lock()

    def take(self, client: str) -> float:
        """Take a token; return 0, or the seconds until there will be one."""
        # region take
        now = self.clock()
        with self.lock:
            tokens, then = self.full.pop(client, (self.burst, now))
            tokens = min(self.burst, tokens + (now - then) * self.rate)
            granted = tokens >= 1
            self.full[client] = tokens - granted, now
            # endregion
            if len(self.full) > CLIENTS:
                self.full.popitem(last=False)
        return 0.0 if granted else (1 - tokens) / self.rate
