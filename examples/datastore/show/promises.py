"""Ask a Redis what it keeps: crash it, and fill its memory, with two settings each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from redis.backoff import ConstantBackoff
from redis.exceptions import BusyLoadingError, OutOfMemoryError
from redis.retry import Retry

from ...peers import UP, Server, serve
from ..remote import keys
from ..remote.client import connect
from ..remote.counter import take_number
from ..remote.session import LIFETIME, strict_id

DEFAULT, SAFE = "", "appendonly yes\nappendfsync always"
MORE = 1_000_000  # bytes that a full one may have beside what it begins with
HEAD = ("what happens", "its settings", "what comes of it")


def promises() -> Iterator[tuple[str, str, str]]:
    """Yield a row each: what happens, the settings, what comes of it."""
    yield "a crash", "as it comes", crash(DEFAULT)
    yield "a crash", "appendfsync always", crash(SAFE)
    yield "it is full", "noeviction, as it comes", fill("noeviction")
    yield "it is full", "volatile-ttl", fill("volatile-ttl")


def open_client(server: Server) -> Any:
    """Connect to a server."""
    return connect(f"redis://{server.host}:{server.port}/0")


def crash(settings: str) -> str:
    """Take three numbers, crash, and take another."""
    with serve("redis", settings) as server:
        with open_client(server) as client:
            before = [take_number(client, "order") for _ in range(3)][-1]
        server.crash()
        with open_client(server) as client:
            loaded(client)
            return f"after number {before} comes {take_number(client, 'order')}"


def loaded(client: Any) -> None:
    """Wait until it has read its files, for two minutes: it answers before."""
    again = Retry(ConstantBackoff(0.02), 50 * UP, (BusyLoadingError,))
    again.call_with_retry(client.ping, lambda error: None)


@contextmanager
def nearly_full(policy: str) -> Iterator[Any]:
    """Start one that may have a megabyte more than it begins with."""
    with (
        serve("redis", f"maxmemory-policy {policy}") as server,
        open_client(server) as client,
    ):
        client.config_set("maxmemory", client.info("memory")["used_memory"] + MORE)
        yield client


def fill(policy: str) -> str:
    """Let visitors come until the first one's session is gone, or none is let in."""
    with nearly_full(policy) as client:
        first = strict_id(client, None)
        for visitor in count():
            if strict_id(client, first) != first:
                break
            try:
                client.set(keys.session(f"{visitor}"), "x" * 10_000, ex=LIFETIME)
            except OutOfMemoryError:
                return "new baskets are refused"
        return "old baskets are thrown away"
