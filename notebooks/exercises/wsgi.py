"""Questions of 07-wsgi: dispatch by a header, find the lost close, fool a host."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from examples.wsgi.hosts.hostname import hostname
from notebooks.exercises import Question
from notebooks.exercises.bodies import ALL, App, Inside, serve, told

ByHeader = Callable[[str, dict[str, App], App], App]
Change = Callable[[App], App]

ERROR = "LookupError('the cherry is not on the tree')"
# A server may close a body that it never asked for a chunk.
NEVER_BEGUN = "never begun (a generator that never began runs no finally)"


def _told(word: str, came: list[str], closed: int = 1) -> str:
    return told([f"200 OK, Says: {word}"], came, closed)


def _by_header(name: str, headers: dict[str, str], take: int, answer: ByHeader) -> str:
    inside = Inside()
    apps = {word: inside.app(word) for word in ("sweet", "sour", "0")}
    app = answer(name, apps, inside.app("default"))
    return serve(app, {"REQUEST_METHOD": "GET", **headers}, inside, take)


by_header = [
    Question(
        says,
        partial(_by_header, says.partition(":")[0], headers, take),
        _told(word, [repr(word)] * min(take, 2)),
    )
    for says, headers, take, word in [
        ("Taste: sour", {"HTTP_TASTE": "sour"}, ALL, "sour"),
        ("Taste: sourdough", {"HTTP_TASTE": "sourdough"}, ALL, "default"),
        ("Taste: no such header", {}, ALL, "default"),
        ("Taste: a stray TASTE", {"TASTE": "sour"}, ALL, "default"),
        ("taste: sweet", {"HTTP_TASTE": "sweet"}, ALL, "sweet"),
        ("X-Cherry-Taste: sour", {"HTTP_X_CHERRY_TASTE": "sour"}, ALL, "sour"),
        ("Content-Type: sweet", {"CONTENT_TYPE": "sweet"}, ALL, "sweet"),
        ("Content-Length: 0", {"CONTENT_LENGTH": "0"}, ALL, "0"),
        ("Content-Language: sour", {"HTTP_CONTENT_LANGUAGE": "sour"}, ALL, "sour"),
        ("Taste: sour, cut short after one chunk", {"HTTP_TASTE": "sour"}, 1, "sour"),
        (f"Taste: sour, {NEVER_BEGUN}", {"HTTP_TASTE": "sour"}, 0, "sour"),
    ]
]


def _shout(take: int, fails_at: int, closable: bool, answer: Change) -> str:
    inside = Inside(fails_at, closable)
    app = answer(inside.app("cherry"))
    return serve(app, {"REQUEST_METHOD": "GET"}, inside, take)


shout = [
    Question(
        says,
        partial(_shout, take, fails_at, closable),
        _told("cherry", came, int(closable)),
    )
    for says, take, fails_at, closable, came in [
        ("read to the end", ALL, ALL, True, ["'CHERRY'", "'CHERRY'"]),
        ("cut short after one chunk", 1, ALL, True, ["'CHERRY'"]),
        ("an error after one chunk", ALL, 1, True, ["'CHERRY'", ERROR]),
        (
            "a body without close(), as a list is one",
            *(ALL, ALL, False, ["'CHERRY'", "'CHERRY'"]),
        ),
        (NEVER_BEGUN, 0, ALL, True, []),
    ]
]

BARE = "example.com"


def fooled(
    naive: Callable[[str], bool], right: Callable[[str], bool]
) -> list[Question]:
    """A Host that `naive` takes for a tenant's, and `right` does not.

    Both are asked about the tenants of example.com. `naive` gets the answer as
    it is; `right` gets it in its one spelling, and only if it is a host.
    """

    def is_fooled(answer: Callable[[], str]) -> str:
        host = answer()
        if not isinstance(host, str):
            return f"no host: {host!r}"
        # A server hands on the bytes of a header as Latin-1.
        name = hostname({"HTTP_HOST": host.encode(errors="replace").decode("latin-1")})
        if name is None:
            return f"{host!r} is no host name"
        if name == BARE:
            return f"{host!r} is the bare domain, which is ours"
        if right(name):
            return f"{host!r} is a tenant's"
        return "fooled" if naive(host) else f"{host!r} does not fool it"

    return [Question("a host that is not ours", is_fooled, "fooled")]


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
    "exercise-fooled": """
from examples.wsgi.base import answer
from examples.wsgi.hosts.subdomains import Subdomains


def ends(host):
    return host.endswith("example.com")


def ours(host):
    environ = {"HTTP_HOST": host}
    Subdomains("<tenant>.example.com", answer("200 OK")).choose(environ)
    return "cherries.tenant" in environ


def fooled():
    raise NotImplementedError


check(fooled, wsgi.fooled(ends, ours))
""",
}
