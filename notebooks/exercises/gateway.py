"""Questions of 08-gateway: what nginx passes on, what a cache may do, headers.

Each has some cases that a reader meets first, and then all of a small space, or a
seeded choice of a large one: who writes down the cases has not answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import product
from random import Random

from notebooks.exercises import Exercise, Question

Passed = Callable[[str, str, str], str | None]
May = Callable[[str, int], str]
Pairs = list[tuple[str, str]]
Told = Callable[[Pairs, str, str], Iterable[Iterable[str]]]


def goes_out(location: str, proxied: str, path: str) -> str | None:
    """Say what nginx asks for; a test asks a real one."""
    if not path.startswith(location):
        return None
    return proxied + path[len(location) :] if proxied else path


PASSED = [
    (location, proxied, path, goes_out(location, proxied, path))
    for location, proxied, path in dict.fromkeys(
        [
            ("/api/", "/", "/api/cherries"),
            ("/api/", "/v2/", "/api/cherries"),
            ("/api/", "", "/api/cherries"),
            ("/api/", "/", "/apiary"),
            ("/api", "/", "/apiary"),
            ("/api", "/", "/api/cherries"),
            ("/api", "/v2", "/api"),
            ("/api", "", "/apiary"),
            ("/", "/shop/", "/cart"),
            ("/api/", "/v2/", "/api/jam/api/jam"),
            ("/a.i", "/", "/api"),
            ("/api/", "/", "/API/x"),
            ("/API", "", "/api/x"),
            *product(
                ["/", "/api", "/api/", "/api/v1"],
                ["", "/", "/v2", "/v2/"],
                [
                    "/",
                    "/api",
                    "/api/",
                    "/apiary",
                    "/api/v1/api/x",
                    "/v1/api/x",
                    "/Api/x",
                ],
            ),
        ]
    )
]
"""Location, what proxy_pass has, the path, and what is asked; nginx says the same."""


def _passed(location: str, proxied: str, path: str, answer: Passed) -> str | None:
    return answer(location, proxied, path)


passed = Exercise(
    __name__,
    hint="Two questions, one after the other: does the path start with the location, "
    "letter by letter? And is there anything to put in its place? Of the path only "
    "the beginning is replaced.",
    questions=[
        Question(
            f"location {location}, proxy_pass http://app{proxied}, {path}",
            partial(_passed, location, proxied, path),
            wanted,
        )
        for location, proxied, path, wanted in PASSED
    ],
)


def _decided(cache_control: str, age: int) -> str:
    words = [word.strip().lower() for word in cache_control.split(",")]
    said = {name: seconds for name, _, seconds in (w.partition("=") for w in words)}
    if "private" in said or "no-store" in said:
        return "never"
    lifetime = said.get("s-maxage", said.get("max-age"))
    late = int(said.get("stale-while-revalidate", "0"))
    if "no-cache" in said or lifetime is None or age >= int(lifetime) + late:
        return "ask"
    return "give" if age < int(lifetime) else "refresh"


MINUTE = "max-age=60, stale-while-revalidate=30"
LIFETIMES = [
    *("max-age=60", "max-age=0", "s-maxage=60", "s-maxage=0"),
    *("max-age=60, s-maxage=600", "s-maxage=5, max-age=60", "max-age=60, s-maxage=0"),
]
CACHED = [
    ("max-age=60", 10),
    ("max-age=60", 59),
    ("max-age=60", 60),
    ("max-age=60", 70),
    ("public, max-age=31536000, immutable", 86_400),
    (MINUTE, 10),
    (MINUTE, 60),
    (MINUTE, 70),
    (MINUTE, 100),
    ("private, max-age=60", 10),
    ("private,max-age=60", 10),
    ("max-age=60 ,no-store", 10),
    ("stale-while-revalidate=60", 10),
    ("max-age=60, no-store", 10),
    ("no-cache, max-age=60", 10),
    ("max-age=60, s-maxage=600", 70),
    ("s-maxage=5, max-age=60", 10),
    ("Max-Age=60 , Public", 10),
    ("", 10),
    ("public", 10),
    ("stale-if-error=600, max-age=60", 70),
    ("x-private, max-age=60", 10),
    *(
        (comma.join(filter(None, [first, lifetime, late, last])), age)
        for comma, lifetime, late, (first, last), age in product(
            [", ", ","],
            LIFETIMES,
            ["", "stale-while-revalidate=30"],
            [
                *(("", ""), ("private", ""), ("", "No-Store"), ("", "no-cache")),
                *(("no-cache", "no-store"), ("private", "no-cache")),
            ],
            [20, 70, 120, 620],
        )
    ),
]
"""What an answer said, and its age; never the last second of being late, of which
RFC 5861 does not say whether it counts."""


def _may(cache_control: str, age: int, answer: May) -> str:
    return answer(cache_control, age)


may = Exercise(
    __name__,
    hint="Make a dictionary of the words first, in small letters, a word without = "
    "too. Then ask in this order: may it be kept, must one ask anyway, how long is "
    "it young (0 is a number as well), how long may it be late after that.",
    questions=[
        Question(
            f"Cache-Control: {said}; {age} s old",
            partial(_may, said, age),
            _decided(said, age),
        )
        for said, age in dict.fromkeys(CACHED)
    ],
)

PEER, PREFIX = "192.0.2.7", "/api"
HOP_BY_HOP = {
    *("connection", "keep-alive", "te", "trailer"),
    *("transfer-encoding", "upgrade"),
}
OURS = {"x-forwarded-for", "x-forwarded-prefix", "x-identity"}
# Names that pass: they only begin, end or go on like one that ends here.
NEARLY = [
    *("X-Forwarded-Proto", "X-Forwarded-For-Whom", "X-Identity-Hint", "Identity"),
    *("Upgrade-Insecure-Requests", "X-Connection", "E", "Forwarded", "For"),
]


def _kept(came: Pairs, peer: str, prefix: str) -> Pairs:
    named = ",".join(value for name, value in came if name.lower() == "connection")
    gone = HOP_BY_HOP | OURS | {name.strip().lower() for name in named.split(",")}
    return [
        *((name, value) for name, value in came if name.lower() not in gone),
        ("X-Forwarded-For", peer),
        ("X-Forwarded-Prefix", prefix),
    ]


def _request(random: Random) -> Pairs:
    """Make up headers, in any spelling, some of them twice."""
    names = ["Host", "Accept", "Cookie", "X-Hop", "X-Hop-Long", *HOP_BY_HOP, *OURS]
    came = []
    for name in random.choices(sorted([*names, *NEARLY]), k=8):
        spelt = random.choice([str.lower, str.upper, str.title])(name)
        hops = ["close", "x-hop", "X-HOP , Cookie", "x-hop-long"]
        value = random.choice(hops if name == "connection" else ["1", "2", "close"])
        came.append((spelt, value))
    return came


def _pairs(answered: object) -> object:
    """Give pairs as tuples, names in small letters; what is none is left as it is."""
    try:
        pairs = [tuple(pair) for pair in answered]  # type: ignore[attr-defined]
        return [(name.lower(), value) for name, value in pairs]
    except (AttributeError, TypeError, ValueError):
        return answered


def _told(came: Pairs, peer: str, prefix: str, answer: Told) -> object:
    return _pairs(answer(came, peer, prefix))


RANDOM = Random(2011)
TOLD: list[tuple[str, Pairs, str, str]] = [
    ("a request without headers", [], PEER, PREFIX),
    (
        "two of a name",
        [("Accept", "text/html"), ("Cookie", "a=1"), ("Accept", "text/plain")],
        *(PEER, PREFIX),
    ),
    ("an address", [("X-Forwarded-For", "10.0.0.1"), ("Host", "a")], PEER, PREFIX),
    ("a prefix", [("Host", "a"), ("X-Forwarded-Prefix", "/evil")], PEER, PREFIX),
    ("small letters", [("x-identity", "anna"), ("TE", "trailers")], PEER, PREFIX),
    ("hop by hop", [("Connection", "close"), ("Upgrade", "h2c")], PEER, PREFIX),
    (
        "a name in Connection",
        [("X-Hop", "1"), ("Connection", "close, x-hop"), ("X-Hops", "2")],
        *(PEER, PREFIX),
    ),
    (
        "one of ours in Connection",
        [("Connection", "X-Forwarded-For, X-Identity"), ("Host", "a")],
        *(PEER, PREFIX),
    ),
    (
        "two Connections",
        [("Connection", "A"), ("A", "1"), ("Connection", " B ,C"), ("B", "2")],
        *(PEER, PREFIX),
    ),
    ("names that begin or end like others", [(n, "1") for n in NEARLY], PEER, PREFIX),
    (
        "a name in a name of Connection",
        [("Connection", "x-hop-long"), ("X-Hop", "1"), ("X-Hop-Long", "2")],
        *(PEER, PREFIX),
    ),
    ("another peer and prefix", [("Host", "a")], "2001:db8::1", "/stock"),
    *(
        ("a request of all kinds", _request(RANDOM), f"192.0.2.{number}", f"/{number}")
        for number in range(30)
    ),
]

told = Exercise(
    __name__,
    hint="Go through the pairs twice: once to collect the names that end here, in "
    "small letters (the fixed ones, ours, and the words of every Connection), once "
    "to leave out every pair with such a name. A dict would lose a second header.",
    questions=[
        Question(
            says,
            partial(_told, came, peer, prefix),
            _pairs(_kept(came, peer, prefix)),
        )
        for says, came, peer, prefix in TOLD
    ],
)


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
