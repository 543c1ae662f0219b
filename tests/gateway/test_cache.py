"""The cache of the gateway: what it keeps, for whom, and when it asks again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from time import monotonic
from unittest.mock import patch

import pytest

from examples.gateway.run.child import behind
from examples.gateway.show.site import TABLE
from examples.gateway.show.trial import Answer, Copies, Seen, ask, threads, trial, until
from examples.gateway.table import KB
from tests.gateway.highlight import Highlight

pytestmark = pytest.mark.peer("nginx")

STALE = "public, max-age=1, stale-while-revalidate=60"
LOCKED = 2.0
"""Seconds that nginx lets a crowd wait: `proxy_cache_lock_timeout`."""
LARGE = [b"<p>" + letter * 60 * KB for letter in (b"a", b"b")]


@pytest.fixture(scope="module")
def copies() -> list[Highlight]:
    """Two processes, so to say: they share a shelf."""
    shelf: dict[str, bytes] = {}
    return [Highlight(shelf), Highlight(shelf)]


@pytest.fixture(scope="module")
def stock() -> Seen:
    """An application whose answers stay fresh."""
    return Seen("stock", [("Cache-Control", "public, max-age=3600")])


@pytest.fixture(scope="module")
def port(copies: list[Highlight], stock: Seen) -> Iterator[int]:
    """A gateway in front of them."""
    highlight: Copies = [behind(one) for one in copies]
    apps: dict[str, Copies] = {"highlight": highlight, "stock": stock}
    with trial(TABLE, apps) as port:
        yield port


def posted(port: int, code: bytes) -> str:
    """Post some code; give the address of the result, which is below the prefix."""
    answer = ask(port, "/highlight/h", "POST", body=code)
    assert answer.status == 303
    assert answer.headers["Location"].startswith("/highlight/h/")
    return str(answer.headers["Location"])


def state(answer: Answer) -> str:
    """What the cache says it did."""
    return str(answer.headers["X-Cache-Status"])


def test_a_result_is_asked_for_once(port: int, copies: list[Highlight]) -> None:
    """Ten readers of one result: one MISS, nine HITs, one question behind."""
    place = posted(port, b"print(1)")
    states = Counter(state(ask(port, place)) for _ in range(10))
    assert states == {"MISS": 1, "HIT": 9}
    asked = [question for one in copies for question in one.asked]
    assert asked.count(f"GET {place.removeprefix('/highlight')}") == 1


def test_two_large_bodies_are_never_mixed_up(port: int) -> None:
    """Bodies of 60 KB, alike in length: each has an address, and its own answer."""
    first, second = (posted(port, code) for code in LARGE)
    assert first != second
    for _ in "MISS", "HIT":
        assert [ask(port, place).body for place in (first, second)] == LARGE


def test_what_is_posted_is_not_kept(port: int, copies: list[Highlight]) -> None:
    """A POST reaches the application each time."""
    before = sum(len(one.asked) for one in copies)
    for _ in range(3):
        posted(port, b"again")
    assert sum(len(one.asked) for one in copies) == before + 3


def test_a_crowd_asks_once(port: int, copies: list[Highlight]) -> None:
    """Eight readers ask for a result that nobody has: one question, eight answers."""
    for number in range(20):
        place = posted(port, b"crowd %d" % number)
        for one in copies:
            one.gate.clear()
            one.asked.clear()
        began = monotonic()
        with ThreadPoolExecutor(8) as crowd:
            readers = [crowd.submit(ask, port, place) for _ in range(8)]
            until(lambda: any(one.asked for one in copies))
            for one in copies:
                one.gate.set()
            answers = [reader.result() for reader in readers]
        if monotonic() - began < LOCKED:
            break
    assert {answer.body for answer in answers} == {b"crowd %d" % number}
    assert sum(len(one.asked) for one in copies) == 1


def test_a_private_answer_is_not_kept(port: int, stock: Seen) -> None:
    """An application that says ``private``, or sets a cookie, is asked each time."""
    for header in ("Cache-Control", "private"), ("Set-Cookie", "a=1"):
        stock.headers, kept = [*stock.headers, header], stock.headers
        path = f"/stock/{header[0]}"
        assert [state(ask(port, path)) for _ in range(2)] == ["MISS", "MISS"]
        stock.headers = kept


def test_an_error_may_be_kept_too(port: int, stock: Seen) -> None:
    """What is not found stays so, if the application says it; and the cache tells."""
    with patch.object(stock, "status", "404 Not Found"):
        answers = [ask(port, "/stock/gone") for _ in range(2)]
    assert [(answer.status, state(answer)) for answer in answers] == [
        (404, "MISS"),
        (404, "HIT"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/stock/q?a=1", "/stock/q?a=2"),
        ("/stock/Burlat%3Fx=1", "/stock/Burlat?x=1"),
        ("/stock/a%252fb", "/stock/a%2fb"),
    ],
)
def test_two_resources_do_not_share_a_key(port: int, one: str, other: str) -> None:
    """Nor two queries: a question mark that is part of a name cannot poison one."""
    states = [state(ask(port, path)) for path in (one, other, one)]
    assert states == ["MISS", "MISS", "HIT"]


def test_a_host_is_part_of_the_key(port: int) -> None:
    """What an application makes of another Host is not kept for this one."""
    for host in "evil.example", "cherries.test":
        asked = ask(port, "/stock/host", headers={"Host": host})
        assert state(asked) == "MISS"


def test_an_old_answer_comes_while_a_new_one_is_made(
    port: int, copies: list[Highlight]
) -> None:
    """Stale-while-revalidate: the application is held, the client is not."""
    for one in copies:
        one.cache = STALE
    place = posted(port, b"old")
    assert state(ask(port, place)) == "MISS"
    for one in copies:
        one.gate.clear()
        one.asked.clear()
    until(lambda: state(ask(port, place)) == "STALE")
    assert ask(port, place).body == b"old"
    until(lambda: any(one.asked for one in copies))
    assert state(ask(port, place)) == "UPDATING"
    assert sum(len(one.asked) for one in copies) == 1  # one question is enough
    for one in copies:
        one.gate.set()
    until(lambda: state(ask(port, place)) == "HIT")


def test_an_old_answer_is_better_than_none() -> None:
    """Who allows no old answers is waited for; if it dies, the last one is given."""
    strict = Seen("strict", [("Cache-Control", "max-age=1")])
    with ExitStack() as upstream:
        ports = upstream.enter_context(threads({"stock": strict}))
        with trial([row for row in TABLE if row.name == "stock"], {}, ports) as port:
            assert state(ask(port, "/stock/")) == "MISS"
            until(lambda: state(ask(port, "/stock/")) == "EXPIRED")
            upstream.close()
            until(lambda: state(ask(port, "/stock/")) == "STALE")
            old = ask(port, "/stock/")
    assert (old.status, old.text) == (200, "strict")
