"""What the cast says about cherries: as many posts as are wanted, always the same."""

from __future__ import annotations

from itertools import product

CAST = "anna", "boris", "chiara", "dae", "emeka"
CHERRIES = "The Morellos", "Bings", "The Rainiers", "Sour ones", "The early ones"
SAYS = (
    "are best by the hat, says my grandmother & she has a hat.",
    "went into the pie. Nothing came out of it again.",
    "need a pitter. Mine spits.",
    "are <b>not</b> plums; I have asked.",
    "have gone up again. So has the ladder.",
    "keep for a week, or until I come home.",
    "🍒🍒🍒, and a stone in my shoe.",
    "for breakfast. Do not tell anybody.",
)


def said(count: int) -> list[tuple[str, str]]:
    """Return authors and texts, the oldest first; every text is another one."""
    phrases = [f"{cherry} {says}" for says, cherry in product(SAYS, CHERRIES)]
    return [
        (CAST[n % len(CAST)], f"{phrases[n * 7 % len(phrases)]} ({n + 1})")
        for n in range(count)
    ]
