"""Questions of 07-wsgi: dispatch by a header, find the lost close, fool a host."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from notebooks.exercises import Question
from notebooks.exercises.bodies import Body

App = Callable[..., Iterable[bytes]]
ByHeader = Callable[[str, dict[str, App], App], App]
Change = Callable[[App], App]


def _says(word: str) -> App:
    """Make an application that says a word."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [word.encode()]

    return app


def _by_header(name: str, environ: dict[str, str], answer: ByHeader) -> object:
    apps = {"sweet": _says("sweet"), "sour": _says("sour")}
    app = answer(name, apps, _says("default"))
    given = dict(environ)
    body = app(given, lambda status, headers, exc_info=None: len)
    said = b"".join(body).decode()
    return said if given == environ else "the environ was changed"


by_header = [
    Question(f"{name}: {says}", partial(_by_header, name, environ), wanted)
    for name, says, environ, wanted in [
        ("Taste", "sour", {"HTTP_TASTE": "sour"}, "sour"),
        ("Taste", "sweet", {"HTTP_TASTE": "sweet"}, "sweet"),
        ("Taste", "no such header", {}, "default"),
        ("Taste", "bitter", {"HTTP_TASTE": "bitter"}, "default"),
        ("X-Cherry-Taste", "sour", {"HTTP_X_CHERRY_TASTE": "sour"}, "sour"),
        ("taste", "sour", {"HTTP_TASTE": "sour"}, "sour"),
        ("Content-Type", "sour", {"CONTENT_TYPE": "sour"}, "sour"),
        ("Taste", "a stray TASTE", {"TASTE": "sour"}, "default"),
    ]
]

ALL, AT = 9, 1


def _serve(take: int, fails_at: int, shout: Change) -> str:
    """Play a server: take chunks, close, and tell what came."""
    body = Body(b"cherry ", fails_at)

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        return body

    came = b""
    answer: Any = shout(app)({}, lambda status, headers, exc_info=None: len)
    early = body.at
    try:
        chunks = iter(answer)
        for _ in range(take):
            came += next(chunks, b"")
    except LookupError:
        came += b"(an error)"
    finally:
        if hasattr(answer, "close"):
            answer.close()
    return f"{came.decode()!r}, {early} chunks early, closed {body.closed} times"


shout = [
    Question(
        says, partial(_serve, take, fails), f"{came!r}, 0 chunks early, closed 1 times"
    )
    for says, take, fails, came in [
        ("read to the end", ALL, ALL, "CHERRY CHERRY "),
        ("cut short after one chunk", 1, ALL, "CHERRY "),
        ("never begun", 0, ALL, ""),
        ("an error after one chunk", ALL, AT, "CHERRY (an error)"),
    ]
]


def fooled(
    naive: Callable[[str], bool], right: Callable[[str], bool]
) -> list[Question]:
    """A Host that `naive` takes for a tenant's, and `right` does not."""

    def is_fooled(answer: Callable[[], str]) -> object:
        host = answer()
        if not isinstance(host, str):
            return f"no host: {host!r}"
        if not naive(host):
            return f"{host!r} does not fool it"
        return f"{host!r} is ours" if right(host) else "fooled"

    return [Question("a host that is not ours", is_fooled, "fooled")]
