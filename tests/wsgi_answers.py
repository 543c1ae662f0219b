"""Answers to the exercises of 07-wsgi, right and wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

App = Callable[..., Iterable[bytes]]

BARE = {"CONTENT_TYPE", "CONTENT_LENGTH"}


def by_header(name: str, apps: dict[str, App], default: App) -> App:
    """Choose by a header, under the name that an environ gives it."""
    key = name.upper().replace("-", "_")
    return by_key(key if key in BARE else f"HTTP_{key}", apps, default)


def by_key(key: str, apps: dict[str, App], default: App) -> App:
    """Choose by what stands in the environ."""
    return lambda environ, start: apps.get(environ.get(key, ""), default)(
        environ, start
    )


def unmarked(name: str, apps: dict[str, App], default: App) -> App:
    """Forget that headers are marked by HTTP_."""
    return by_key(name.upper().replace("-", "_"), apps, default)


def all_marked(name: str, apps: dict[str, App], default: App) -> App:
    """Forget the two headers that are not marked."""
    return by_key("HTTP_" + name.upper().replace("-", "_"), apps, default)


def dashes_kept(name: str, apps: dict[str, App], default: App) -> App:
    """Forget that a dash becomes an underscore."""
    return by_key(f"HTTP_{name.upper()}", apps, default)


def taken_out(name: str, apps: dict[str, App], default: App) -> App:
    """Take the header out of an environ that belongs to the caller."""
    key = "HTTP_" + name.upper().replace("-", "_")
    return lambda environ, start: apps.get(environ.pop(key, ""), default)(
        environ, start
    )


class Shouted:
    """A body in capitals, that can be closed."""

    def __init__(self, body: Any) -> None:
        self.body = body

    def __iter__(self) -> Iterator[bytes]:
        return (chunk.upper() for chunk in self.body)

    def close(self) -> None:
        """Close the body inside."""
        if hasattr(self.body, "close"):
            self.body.close()


def shout(app: App) -> App:
    """Answer in capitals; lose no close."""
    return lambda environ, start: Shouted(app(environ, start))


def lost(app: App) -> App:
    """Do what the notebook starts with."""
    return lambda environ, start: (chunk.upper() for chunk in app(environ, start))


def in_finally(app: App) -> App:
    """Close in a generator, which may never be started."""

    def shouting(environ: Any, start: Any) -> Iterator[bytes]:
        body: Any = app(environ, start)
        try:
            for chunk in body:
                yield chunk.upper()
        finally:
            body.close()

    return shouting


def collected(app: App) -> App:
    """Read all of it before the first chunk leaves."""

    def shouting(environ: Any, start: Any) -> list[bytes]:
        body: Any = app(environ, start)
        try:
            return [chunk.upper() for chunk in body]
        finally:
            body.close()

    return shouting
