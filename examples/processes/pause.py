"""How long to wait before a program that ends at once is started again."""

from __future__ import annotations

SHORTEST, LONGEST = 0.1, 30.0  # seconds


def pause(short: int) -> float:
    """Return seconds before the next start; twice as long each time, to a bound.

    :param short: how many programs in a row ended at once.  After none there is no
        pause: one that was killed after a long life is wanted back.
    """
    if short == 0:
        return 0.0
    return min(LONGEST, SHORTEST * 2.0 ** min(short - 1, 30))
