"""examples.datastore.remote.counter: each number once, in two languages."""

from __future__ import annotations

from typing import Any

import pytest
from redis.exceptions import ResponseError

from examples.datastore.remote import keys
from examples.datastore.remote.counter import take_number
from examples.peers import Server

from .conftest import Start, go, output, url

pytestmark = pytest.mark.peer("redis")
ruby = pytest.mark.peer("ruby", "redis.rb")

N = 500
CONNECT = "redis = Redis.new(url: ARGV[0], reconnect_attempts: 0);"
TAKE = f"""{CONNECT} $stdin.gets
{N}.times {{ puts take_number(redis, 'order') }}"""
# What INCR does, as two commands: others may come between them.
GET_SET = f"{CONNECT} redis.set('number:order', redis.get('number:order').to_i + 1)"


@ruby
def test_two_languages_lose_no_number(
    client: Any, server: Server, start: Start
) -> None:
    """Each takes 500 at once: together they have 1 to 1000, each once."""
    other = start("counter.rb", TAKE, url(server))
    go(other)
    mine = [take_number(client, "order") for _ in range(N)]
    theirs = [int(line) for line in output(other).split()]
    assert sorted(mine + theirs) == [*range(1, 2 * N + 1)]


@ruby
def test_get_and_set_lose_one(client: Any, server: Server, start: Start) -> None:
    """Python reads, Ruby reads and writes, Python writes: two were sold, one counts."""
    key = keys.number("order")
    seen = int(client.get(key) or 0)
    output(start("counter.rb", GET_SET, url(server)))
    client.set(key, seen + 1)
    assert client.get(key) == b"1"


def test_a_key_of_something_else_is_an_error(client: Any) -> None:
    """And is left as it is."""
    client.set(keys.number("order"), "many")
    with pytest.raises(ResponseError, match="not an integer"):
        take_number(client, "order")
    assert client.get(keys.number("order")) == b"many"
