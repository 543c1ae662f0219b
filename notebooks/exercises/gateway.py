"""Questions of 08-gateway: what nginx passes on, what a cache may do, headers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from notebooks.exercises import Question

Passed = Callable[[str, str, str], str | None]
May = Callable[[str, int], str]
Pairs = list[tuple[str, str]]
Told = Callable[[Pairs, str, str], Pairs]

PASSED = [
    ("/api/", "/", "/api/cherries", "/cherries"),
    ("/api/", "/v2/", "/api/cherries", "/v2/cherries"),
    ("/api/", "", "/api/cherries", "/api/cherries"),
    ("/api/", "/", "/apiary", None),
    ("/api", "/", "/apiary", "/ary"),
    ("/api", "/", "/api/cherries", "//cherries"),
    ("/api", "/v2", "/api", "/v2"),
    ("/api", "", "/apiary", "/apiary"),
    ("/", "/shop/", "/cart", "/shop/cart"),
]
"""Location, what proxy_pass has, the path, and what is asked; nginx says the same."""


def _passed(location: str, proxied: str, path: str, answer: Passed) -> str | None:
    return answer(location, proxied, path)


passed = [
    Question(
        f"location {location}, proxy_pass http://app{proxied}, {path}",
        partial(_passed, location, proxied, path),
        wanted,
    )
    for location, proxied, path, wanted in PASSED
]


def _may(cache_control: str, age: int, answer: May) -> str:
    return answer(cache_control, age)


MINUTE = "max-age=60, stale-while-revalidate=30"

may = [
    Question(f"Cache-Control: {said}; {age} s old", partial(_may, said, age), wanted)
    for said, age, wanted in [
        ("max-age=60", 10, "give"),
        ("max-age=60", 70, "ask"),
        ("public, max-age=31536000, immutable", 86_400, "give"),
        (MINUTE, 10, "give"),
        (MINUTE, 70, "refresh"),
        (MINUTE, 100, "ask"),
        ("private, max-age=60", 10, "never"),
        ("max-age=60, no-store", 10, "never"),
        ("no-cache, max-age=60", 10, "ask"),
        ("max-age=60, s-maxage=600", 70, "give"),
        ("s-maxage=5, max-age=60", 10, "ask"),
        ("Max-Age=60 , Public", 10, "give"),
        ("", 10, "ask"),
    ]
]

HOST = ("Host", "cherries.test")
OURS = [("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Prefix", "/api")]


def _told(came: Pairs, answer: Told) -> Pairs:
    return list(answer(list(came), "192.0.2.7", "/api"))


told = [
    Question(says, partial(_told, came), [*kept, *OURS])
    for says, came, kept in [
        ("nothing", [], []),
        (
            "two of a name",
            [("Accept", "text/html"), ("Cookie", "a=1"), ("Accept", "text/plain")],
            [("Accept", "text/html"), ("Cookie", "a=1"), ("Accept", "text/plain")],
        ),
        (
            "an address",
            [("X-Forwarded-For", "10.0.0.1"), ("Host", "a")],
            [("Host", "a")],
        ),
        ("small letters", [("x-identity", "anna"), ("TE", "trailers")], []),
        ("hop by hop", [("Connection", "close"), ("Upgrade", "h2c")], []),
        (
            "a name in Connection",
            [("X-Hop", "1"), ("Connection", "close, x-hop"), ("X-Hops", "2")],
            [("X-Hops", "2")],
        ),
        (
            "two Connections",
            [("Connection", "A"), ("A", "1"), ("Connection", " B ,C"), ("B", "2")],
            [],
        ),
    ]
]


# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-passed": """
from notebooks.exercises import check, gateway


def passed(location, proxied, path):
    raise NotImplementedError


check(passed, gateway.passed)
""",
    "exercise-may": """
def may(cache_control, age):
    raise NotImplementedError


check(may, gateway.may)
""",
    "exercise-told": """
HOP_BY_HOP = {
    *("connection", "keep-alive", "te", "trailer"),
    *("transfer-encoding", "upgrade"),
}


def told(came, peer, prefix):
    raise NotImplementedError


check(told, gateway.told)
""",
}
