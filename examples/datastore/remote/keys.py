"""The keys of the shop, and what lies under each: Redis has no other schema.

The rule: ``KIND:NAME``, and the kind says the type, who writes it, and whether it
expires.  A key is made here and nowhere else.  Redis checks the type only, when a
command needs another one; `strangers` lists what breaks the rule.

The kind ``PHPREDIS_SESSION`` has PHP's name, which was not ours to choose.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple


class Kind(NamedTuple):
    """What lies under the keys of a kind.

    type: as Redis tells it, such as ``string``.
    writers: the programs that may write it.
    expires: whether each has a time to live.
    """

    type: str
    writers: str
    expires: bool


KINDS = {
    "PHPREDIS_SESSION": Kind("string", "the old shop, front", expires=True),
    "number": Kind("string", "orders, front", expires=False),
    "events": Kind("stream", "orders, front", expires=False),
}


def session(sid: str) -> str:
    """Return the key of a visitor's session; its lock has ``_LOCK`` behind it."""
    return f"PHPREDIS_SESSION:{sid}"


def number(name: str) -> str:
    """Return the key of the last number that was handed out."""
    return f"number:{name}"


def events(topic: str) -> str:
    """Return the key of a stream of events."""
    return f"events:{topic}"


def strangers(client: Any) -> Iterator[str]:
    """Tell each key that breaks the rule, and how.

    A key that is there all the time is looked at; one that comes or goes meanwhile
    perhaps.

    :param client: a ``redis.Redis`` that returns bytes.
    """
    for key in sorted(client.scan_iter()):
        name, found = key.decode(errors="replace"), client.type(key).decode()
        kind = KINDS.get(name.partition(":")[0])
        if kind is None:
            yield f"{name}: no kind of ours: {', '.join(KINDS)}"
        elif found not in (kind.type, "none"):
            yield f"{name}: a {found}, expected a {kind.type}"
        elif kind.expires and client.ttl(key) == -1:
            yield f"{name}: stays for ever, expected a time to live"
