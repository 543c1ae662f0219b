"""What happened, told once and read by many: a stream, and each reader's place in it.

To read takes nothing away, so readers do not know of each other; a reader knows the id
of the last event that it is done with, and keeps it where it keeps its results.  It is
no queue: nobody hands an event out, and nobody asks whether it was dealt with.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from . import keys

START = "0-0"
KEEP = 10_000  # events; some more may be there
BATCH = 100
decode = partial(bytes.decode, errors="replace")  # one bad event stops no reader


class Event(NamedTuple):
    """What happened: the id, the place after it; the kind; texts by name."""

    id: str
    what: str
    fields: dict[str, str]


def tell(client: Any, topic: str, what: str, **fields: str | int) -> str:
    """Append an event, let go of the oldest, and return its id.

    :param client: a ``redis.Redis`` that returns bytes.
    """
    key = keys.events(topic)
    told: bytes = client.xadd(key, {"what": what, **fields}, maxlen=KEEP)
    return told.decode()


def follow(
    client: Any, topic: str, last: str = START, wait: float = 0
) -> Iterator[Event]:
    """Read the events after a place, the oldest first, until there is none.

    :param client: a ``redis.Redis`` that returns bytes.
    :param last: the id of the last event one is done with; `START` for the oldest.
    :param wait: seconds for one to come, fewer than the client waits for an answer.
    :raises LookupError: if that place is gone: one was too slow for `KEEP`, or Redis
        has crashed.  Events may be missing.
    """
    key, block = keys.events(topic), math.ceil(wait * 1000) or None
    while found := client.xread({key: last}, BATCH, block):
        # The place is looked for after reading: what is there now was there then.
        if last != START and not client.xrange(key, last, last):
            raise LookupError(f"{key}: {last} is gone, and perhaps some after it")
        for number, texts in found[0][1]:
            last = number.decode()
            fields = {decode(name): decode(text) for name, text in texts.items()}
            yield Event(last, fields.pop("what", ""), fields)
