"""Answers to the exercises of 07-wsgi, right and wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from werkzeug.wsgi import ClosingIterator

App = Callable[..., Iterable[bytes]]
ByHeader = Callable[[str, dict[str, App], App], App]
Call = Callable[[App, dict[str, Any], Any], Iterable[bytes]]
Change = Callable[[App], App]

BARE = {"CONTENT_TYPE", "CONTENT_LENGTH"}


def close(body: Any) -> None:
    """Close a body that can be closed."""
    if hasattr(body, "close"):
        body.close()


def named(name: str) -> str:
    """Give the name that an environ gives a header."""
    key = name.upper().replace("-", "_")
    return key if key in BARE else f"HTTP_{key}"


def by_header(name: str, apps: dict[str, App], default: App) -> App:
    """Choose by a header, under the name that an environ gives it."""
    return by_key(named)(name, apps, default)


def by_key(key: Callable[[str], str]) -> ByHeader:
    """Choose by a header, under a name for it."""
    return lambda name, apps, default: (
        lambda environ, start: apps.get(environ.get(key(name), ""), default)(
            environ, start
        )
    )


def calling(call: Call) -> ByHeader:
    """Choose rightly, and call what was chosen in a way of its own."""
    return lambda name, apps, default: (
        lambda environ, start: call(
            apps.get(environ.get(named(name), ""), default), environ, start
        )
    )


def prefixed(name: str, apps: dict[str, App], default: App) -> App:
    """Take a value that begins like a name for that name."""

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        value = environ.get(named(name), "")
        found = [app for word, app in apps.items() if value.startswith(word)]
        return [*found, default][0](environ, start)

    return app


def popped(name: str, apps: dict[str, App], default: App) -> App:
    """Take the header out of an environ that belongs to the caller."""
    return lambda environ, start: apps.get(environ.pop(named(name), ""), default)(
        environ, start
    )


def put_back(name: str, apps: dict[str, App], default: App) -> App:
    """Take the header out while the application inside is called."""

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if named(name) not in environ:
            return default(environ, start)
        value = environ.pop(named(name))
        try:
            return apps.get(value, default)(environ, start)
        finally:
            environ[named(name)] = value

    return app


def marked(app: App, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Leave a note in an environ that belongs to the caller, afterwards."""
    body = app(environ, start)
    environ["cherries.seen"] = True
    return body


def left_open(app: App, environ: dict[str, Any], start: Any) -> Iterator[bytes]:
    """Answer by a generator; nobody closes what it reads."""
    yield from app(environ, start)


def collected(app: App, environ: dict[str, Any], start: Any) -> list[bytes]:
    """Read all of it before the first chunk leaves."""
    body = app(environ, start)
    try:
        return list(body)
    finally:
        close(body)


def joined_late(app: App, environ: dict[str, Any], start: Any) -> Iterator[bytes]:
    """Be in no hurry to begin, and then read all at once."""
    yield from collected(app, environ, start)


def in_finally(app: App, environ: dict[str, Any], start: Any) -> Iterator[bytes]:
    """Do everything in a generator, which may never be begun."""
    body = app(environ, start)
    try:
        yield from map(bytes, body)  # without map, it would close the body, too
    finally:
        close(body)


def half_in_finally(app: App, environ: dict[str, Any], start: Any) -> Iterator[bytes]:
    """Get a body, and leave its close to a generator that may never be begun."""
    body = app(environ, start)

    def chunks() -> Iterator[bytes]:
        try:
            yield from map(bytes, body)
        finally:
            close(body)

    return chunks()


def closed_twice(app: App, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Let two close one body."""
    body = app(environ, start)
    return ClosingIterator(body, lambda: close(body))


def closed_at_the_end(app: App, environ: dict[str, Any], start: Any) -> Iterator[bytes]:
    """Close what was read to its end, and nothing else."""
    body = app(environ, start)
    yield from map(bytes, body)
    close(body)


def silent(app: App, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Keep status and headers back."""
    return app(environ, lambda status, headers, exc_info=None: len)


def statusless(app: App, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Hand on the status and no headers."""
    return app(environ, lambda status, headers, exc_info=None: start(status, []))


def without_environ(app: App, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Hand on an environ in which nothing stands."""
    return app({}, start)


def asked_twice(app: App, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Call an application once to look and once to answer."""
    close(app(environ, lambda *_: len))
    return app(environ, start)


class Shouted:
    """A body in capitals, that can be closed."""

    def __init__(self, body: Any) -> None:
        self.body = body

    def __iter__(self) -> Iterator[bytes]:
        return (chunk.upper() for chunk in self.body)

    def close(self) -> None:
        """Close the body inside."""
        close(self.body)


class Stepping(Shouted):
    """A body that has to be an iterator."""

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk: bytes = next(self.body)
        return chunk.upper()


class Hurried(Shouted):
    """A body that has to have a close()."""

    def close(self) -> None:
        """Close the body inside."""
        self.body.close()


class Hushed(Shouted):
    """A body that takes an error for its end."""

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from super().__iter__()
        except LookupError:
            return


def shout(app: App) -> App:
    """Answer in capitals; lose no close."""
    return lambda environ, start: Shouted(app(environ, start))


def shouting(call: Call) -> Change:
    """Get a body in a way of its own, and shout it rightly."""
    return lambda app: lambda environ, start: Shouted(call(app, environ, start))


def wrapping(wrap: Callable[[Any], Iterable[bytes]]) -> Change:
    """Wrap a body in a way of its own."""
    return lambda app: lambda environ, start: wrap(app(environ, start))


WAYS: dict[str, Call] = {
    "the environ is marked": marked,
    "close is lost in a generator": left_open,
    "all is read at once": collected,
    "all is read at the first chunk": joined_late,
    "a generator calls and closes": in_finally,
    "a generator closes": half_in_finally,
    "a body is closed twice": closed_twice,
    "a body is closed at its end": closed_at_the_end,
    "status and headers are lost": silent,
    "headers are lost": statusless,
    "the environ is lost": without_environ,
    "called twice": asked_twice,
}

BY_HEADER_MISTAKES: dict[str, ByHeader] = {
    "a header without HTTP_": by_key(lambda name: named(name).removeprefix("HTTP_")),
    "HTTP_ for every header": by_key(
        lambda name: "HTTP_" + name.upper().replace("-", "_")
    ),
    "HTTP_ for all but Content-Type": by_key(
        lambda name: named(name).replace("CONTENT_LENGTH", "HTTP_CONTENT_LENGTH")
    ),
    "HTTP_ for no Content": by_key(
        lambda name: named(name).replace("HTTP_CONTENT_", "CONTENT_")
    ),
    "a dash stays a dash": by_key(lambda name: f"HTTP_{name.upper()}"),
    "the name's case is kept": by_key(lambda name: "HTTP_" + name.replace("-", "_")),
    "a value that begins so": prefixed,
    "a header is taken out": popped,
    "a header is taken out, and put back": put_back,
    "the body is joined": calling(
        lambda app, environ, start: [b"".join(app(environ, start))]
    ),
    **{way: calling(call) for way, call in WAYS.items()},
}
BY_HEADER_OTHERS: dict[str, ByHeader] = {
    "by header, a copy of the environ": calling(
        lambda app, environ, start: app({**environ}, start)
    ),
    "by header, a start_response of its own": calling(
        lambda app, environ, start: app(environ, lambda *given: start(*given))
    ),
}

SHOUT_MISTAKES: dict[str, Change] = {
    "close is lost": wrapping(lambda body: (chunk.upper() for chunk in body)),
    "not in capitals": lambda app: app,
    "next() of a body": wrapping(Stepping),
    "close() of every body": wrapping(Hurried),
    "an error is hushed": wrapping(Hushed),
    **{way: shouting(call) for way, call in WAYS.items()},
}
SHOUT_OTHERS: dict[str, Change] = {
    "shout, by Werkzeug's ClosingIterator": wrapping(
        lambda body: ClosingIterator(map(bytes.upper, body), lambda: close(body))
    ),
}

FOOLED_MISTAKES: dict[str, object] = {
    "nothing": None,
    "a host that does not end so": "example.org",
    "a tenant's host": "ada.example.com",
    "a tenant's host in capitals": "ADA.example.com",
    "the bare domain": "example.com",
    "an empty label": ".example.com",
    "a path": "evil.org/example.com",
    "a URL": "http://evilexample.com",
    "an emoji": "\N{CHERRIES}example.com",
    "a blank": "evil example.com",
    "a port": "evilexample.com:8000",
    "half a character": "\ud800example.com",
}
FOOLED_OTHERS = {
    "another domain in Unicode": "bücherexample.com",
    "two labels": "a.b.example.com",
}
