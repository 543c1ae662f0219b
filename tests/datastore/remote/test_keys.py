"""examples.datastore.remote.keys: the schema that Redis does not have."""

from __future__ import annotations

from typing import Any

import pytest
from redis.exceptions import ResponseError

from examples.datastore.remote import keys
from examples.datastore.remote.counter import take_number
from examples.datastore.remote.events import tell
from examples.datastore.remote.keys import KINDS, strangers
from examples.datastore.remote.session import php_session, strict_id

pytestmark = pytest.mark.peer("redis")


def test_what_the_shop_writes_keeps_the_rule(client: Any) -> None:
    """Each kind, and the lock of an open session."""
    take_number(client, "order")
    tell(client, "orders", "ordered")
    with php_session(client, strict_id(client, None)):
        assert [*strangers(client)] == []
        found = {key.decode().partition(":")[0] for key in client.scan_iter()}
        assert found == {*KINDS}


def test_what_breaks_the_rule_is_named(client: Any) -> None:
    """A key of no kind, of another type, without an end."""
    client.set("cherries", 3)
    client.set("events:orders", "none yet")
    client.set(keys.session("abc"), "")
    assert [*strangers(client)] == [
        "PHPREDIS_SESSION:abc: stays for ever, expected a time to live",
        "cherries: no kind of ours: PHPREDIS_SESSION, number, events",
        "events:orders: a string, expected a stream",
    ]


def test_a_key_that_goes_meanwhile_is_no_stranger(client: Any) -> None:
    """Between its name and its type it may have come to its end."""

    class Going:
        def scan_iter(self) -> list[bytes]:
            return [keys.session("abc").encode(), keys.number("order").encode()]

        def __getattr__(self, name: str) -> Any:
            return getattr(client, name)

    assert [*strangers(Going())] == []


def test_redis_itself_looks_at_the_type_only(client: Any) -> None:
    """And when it is too late: the one who keeps the rule gets the error."""
    client.set("events:orders", "none yet")
    with pytest.raises(ResponseError, match="WRONGTYPE"):
        tell(client, "orders", "ordered")
