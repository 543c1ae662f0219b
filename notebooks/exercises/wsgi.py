"""Questions of 07-wsgi: dispatch by a header, find the lost close, name a tenant."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import product

from notebooks.exercises import Exercise, Question
from notebooks.exercises.bodies import ALL, CALLED, CLOSED, App, Inside, serve, told

ByHeader = Callable[[str, dict[str, App], App], App]
Change = Callable[[App], App]
Tenant = Callable[[str], str | None]

ERROR = "LookupError('the cherry is not on the tree')"
# A server may close a body that it never asked for a chunk.
NEVER_BEGUN = "never begun (a generator that never began runs no finally)"
REPLACED = "an error replaces the answer, by a third argument of start_response"
AGAIN = "and the server closes twice"
ANEW = "404 Not Found, Says: sorry, because of an error"


def _told(word: str, came: list[str], closed: int = 1, replaces: bool = False) -> str:
    return told([f"200 OK, Says: {word}", *[ANEW] * replaces], came, closed)


def _by_header(
    name: str, headers: dict[str, str], take: int, replaces: bool, answer: ByHeader
) -> str:
    inside = Inside(replaces=replaces)
    apps = {word: inside.app(word) for word in ("sweet", "sour", "0")}
    apps[""] = inside.app("nothing")
    app = answer(name, apps, inside.app("default"))
    return serve(app, {"REQUEST_METHOD": "GET", **headers}, inside, take)


def _fails_by_header(fails_at: int, answer: ByHeader) -> str:
    """Let what is chosen raise the error by which a dict says that a key is missing."""
    inside = Inside(fails_at, error=KeyError("ripe"))
    apps = {"sour": inside.app("sour")}
    app = answer("Taste", apps, inside.app("default"))
    return serve(app, {"REQUEST_METHOD": "GET", "HTTP_TASTE": "sour"}, inside)


by_header = Exercise(
    __name__,
    hint="Make the key of the environ first, once: capitals, underscores, HTTP_ but "
    "for two names. Then it is the dispatcher of this notebook, without moving a "
    "path: choose one application, and return what calling it returns.",
    questions=[
        *(
            Question(
                says,
                partial(_by_header, says.partition(":")[0], headers, take, replaces),
                _told(word, [repr(word)] * min(take, 2), replaces=replaces),
            )
            for says, headers, take, word, replaces in [
                *(
                    (says, headers, ALL, word, False)
                    for says, headers, word in [
                        ("Taste: sour", {"HTTP_TASTE": "sour"}, "sour"),
                        ("Taste: sourdough", {"HTTP_TASTE": "sourdough"}, "default"),
                        ("Taste: SOUR", {"HTTP_TASTE": "SOUR"}, "default"),
                        ("Taste: no such header", {}, "default"),
                        ("Taste: , which is a value", {"HTTP_TASTE": ""}, "nothing"),
                        ("Taste: a stray TASTE", {"TASTE": "sour"}, "default"),
                        ("taste: sweet", {"HTTP_TASTE": "sweet"}, "sweet"),
                        (
                            "X-Cherry-Taste: sour",
                            {"HTTP_X_CHERRY_TASTE": "sour"},
                            "sour",
                        ),
                        ("Content-Type: sweet", {"CONTENT_TYPE": "sweet"}, "sweet"),
                        ("content-length: 0", {"CONTENT_LENGTH": "0"}, "0"),
                        (
                            "Content-Type: a stray HTTP_CONTENT_TYPE",
                            {"HTTP_CONTENT_TYPE": "sour"},
                            "default",
                        ),
                        (
                            "Content-Language: sour",
                            {"HTTP_CONTENT_LANGUAGE": "sour"},
                            "sour",
                        ),
                    ]
                ),
                *(
                    (
                        f"Taste: sour, {what}",
                        {"HTTP_TASTE": "sour"},
                        take,
                        "sour",
                        replaces,
                    )
                    for what, take, replaces in [
                        ("cut short after one chunk", 1, False),
                        (NEVER_BEGUN, 0, False),
                        (REPLACED, ALL, True),
                    ]
                ),
            ]
        ),
        *(
            Question(
                f"Taste: sour, and the application raises KeyError {when}",
                partial(_fails_by_header, fails_at),
                told(said, [*came, "KeyError('ripe')"], closed),
            )
            for when, fails_at, said, came, closed in [
                ("when it is called", CALLED, [], [], 0),
                ("before a chunk", 0, ["200 OK, Says: sour"], [], 1),
                ("after a chunk", 1, ["200 OK, Says: sour"], ["'sour'"], 1),
            ]
        ),
    ],
)


def _shout(
    take: int,
    fails_at: int,
    closable: bool,
    replaces: bool,
    closes: int,
    answer: Change,
) -> str:
    inside = Inside(fails_at, closable, replaces)
    app = answer(inside.app("cherry"))
    return serve(app, {"REQUEST_METHOD": "GET"}, inside, take, closes)


def _close_fails(error: Exception, closes: int, answer: Change) -> str:
    """Let the close() of a body fail."""
    inside = Inside(CLOSED, error=error)
    app = answer(inside.app("cherry"))
    return serve(app, {"REQUEST_METHOD": "GET"}, inside, 1, closes)


def _twice(answer: Change) -> list[str]:
    """Ask one application again, for it serves more than one request."""
    inside = Inside()
    app = answer(inside.app("cherry"))
    said = []
    for _ in range(2):
        said.append(serve(app, {"REQUEST_METHOD": "GET"}, inside))
        inside.forget()
    return said


SHOUTED = _told("cherry", ["'CHERRY'"] * 2)
FAILING = (LookupError("the lid is stuck"), AttributeError("lid"))

shout = Exercise(
    __name__,
    hint="A generator has a close() of its own, which knows nothing of the body that "
    "it reads, and does nothing if no chunk was asked for. Return an object of a "
    "class: with __iter__ for the chunks, and a close() that closes the body inside, "
    "and then forgets it.",
    questions=[
        Question(
            says,
            partial(
                _shout,
                *(take, fails_at, closable, replaces),
                2 if says.endswith(AGAIN) else 1,
            ),
            _told("cherry", came, int(closable), replaces),
        )
        for says, take, fails_at, closable, replaces, came in [
            ("read to the end", ALL, ALL, True, False, ["'CHERRY'", "'CHERRY'"]),
            ("cut short after one chunk", 1, ALL, True, False, ["'CHERRY'"]),
            ("an error after one chunk", ALL, 1, True, False, ["'CHERRY'", ERROR]),
            ("an error before a chunk", ALL, 0, True, False, [ERROR]),
            (
                "a body without close(), as a list is one",
                *(ALL, ALL, False, False, ["'CHERRY'", "'CHERRY'"]),
            ),
            (NEVER_BEGUN, 0, ALL, True, False, []),
            (f"cut short, {AGAIN}", 1, ALL, True, False, ["'CHERRY'"]),
            (f"read to the end, {AGAIN}", *(ALL, ALL, True, False, ["'CHERRY'"] * 2)),
            (REPLACED, ALL, ALL, True, True, ["'CHERRY'", "'CHERRY'"]),
        ]
    ]
    + [
        Question(
            f"its close() raises {type(error).__name__}{', ' + AGAIN if more else ''}",
            partial(_close_fails, error, 1 + more),
            _told("cherry", ["'CHERRY'", f"close() raises {error!r}"]),
        )
        for error in FAILING
        for more in (0, 1)
    ]
    + [Question("two requests, one after the other", _twice, [SHOUTED] * 2)],
)

LABELS = (
    *("", "ada.", "Ben-2.", "7.", "www.", "evil"),
    *(".", ".ada.", "a.b.", "example.com."),
)
DOMAINS = ("example.com", "EXAMPLE.com", "example.org", "examplexcom", "example")
ENDS = ("", ".", ":80", ".:8000", "..", ".evil.org")
ODD_LABELS = ("user@ada.", " ada.", "a_b.", "\u00e4da.", "x:1.", "a/b.", "ada .")
ODD_ENDS = (":", ":\u0661", ":80\n", "\n", ":80:80", ":80 ", ":a", ":+80", ":8_0")
HOSTS = [
    *("ada.example.com", "ada.example.com:8000", "ADA.Example.COM."),
    *("example.com", "evilexample.com", "a.b.example.com"),
    *map("".join, product(LABELS, DOMAINS, ENDS)),
    *map("".join, product(ODD_LABELS, DOMAINS[:1], ENDS)),
    *map("".join, product(["ada."], ["example.com", "example.com."], ODD_ENDS)),
]
"""What a client may write into Host: some that are likely, then all combinations."""


TENANT = re.compile(r"([a-z0-9-]+)\.example\.com\.?(?::[0-9]+)?", re.A | re.I)


def wanted_tenant(host: str) -> str | None:
    """Name the tenant; the example also takes an empty port, and other alphabets."""
    found = TENANT.fullmatch(host)
    return found[1].lower() if found else None


def _tenant(host: str, answer: Tenant) -> str | None:
    return answer(host)


tenant = Exercise(
    __name__,
    hint="Take the host apart before you compare: small letters, then what stands "
    "before a colon, then at most one dot less at its end. What is left is a label, "
    "a dot, and the rest, which is example.com or nobody's. Then look at every "
    "character of the label, and of the port.",
    questions=[
        Question(f"Host: {host}", partial(_tenant, host), wanted_tenant(host))
        for host in dict.fromkeys(HOSTS)
    ],
)


# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-by-header": """
from notebooks.exercises import check, wsgi


def by_header(name, apps, default):
    raise NotImplementedError


check(by_header, wsgi.by_header)
""",
    "exercise-shout": """
def shout(app):
    def shouting(environ, start_response):
        return (chunk.upper() for chunk in app(environ, start_response))

    return shouting


check(shout, wsgi.shout)
""",
    "exercise-tenant": """
def tenant(host):
    raise NotImplementedError


check(tenant, wsgi.tenant)
""",
}
