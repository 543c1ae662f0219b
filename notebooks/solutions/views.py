"""Answers to the exercises of 04-views, right and wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from notebooks.exercises import Question, views


def below(prefix: str, path: str) -> str | None:
    """Give the rest of a path below a prefix."""
    rest = path.removeprefix(prefix)
    return rest if prefix + rest == path and rest[:1] in ("", "/") else None


class Guarded:
    """A body that calls back when it is closed."""

    def __init__(self, body: Any, closed: Callable[[], object]) -> None:
        self.body, self.chunks, self.closed = body, iter(body), closed

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk: bytes = next(self.chunks)
        return chunk

    def close(self) -> None:
        """Close the body, then call back, even if that failed."""
        try:
            if hasattr(self.body, "close"):
                self.body.close()
        finally:
            self.closed()


def guard(app: Any, closed: Callable[[], object]) -> Any:
    """Answer as an application does; call back when the request ends."""

    def guarded(environ: Any, start: Any) -> Guarded:
        try:
            return Guarded(app(environ, start), closed)
        except BaseException:
            closed()
            raise

    return guarded


def too_early(app: Any, closed: Callable[[], object]) -> Any:
    """Call back when the request begins."""

    def guarded(environ: Any, start: Any) -> Any:
        closed()
        return app(environ, start)

    return guarded


def half(app: Any, closed: Callable[[], object]) -> Any:
    """Forget an application that fails when it is called."""
    return lambda environ, start: Guarded(app(environ, start), closed)


def generator(app: Any, closed: Callable[[], object]) -> Any:
    """The answer that looks right: nobody starts it, so nobody ends it."""

    def guarded(environ: Any, start: Any) -> Iterator[bytes]:
        body = app(environ, start)

        def chunks() -> Iterator[bytes]:
            try:
                yield from body
            finally:
                body.close()
                closed()

        return chunks()

    return guarded


def startswith(prefix: str, path: str) -> str | None:
    """Let ``/mx`` into ``/m``."""
    return path[len(prefix) :] if path.startswith(prefix) else None


def wrong() -> str:
    """Name the path that a bare startswith gets wrong."""
    return "/mx"


Entries = dict[str, tuple[Callable[..., Any], list[Question]]]
SOLUTIONS: Entries = {
    "exercise-below": (below, views.below),
    "exercise-guard": (guard, views.guard),
    "exercise-wrong": (wrong, views.wrong(startswith)),
}
OTHERS: Entries = {}
MISTAKES: Entries = {
    "bare startswith": (startswith, views.below),
    "a generator's finally": (generator, views.guard),
    "closed too early": (too_early, views.guard),
    "not closed if the call fails": (half, views.guard),
    "closed twice": (
        lambda app, closed: guard(guard(app, closed), closed),
        views.guard,
    ),
    "no path": (lambda: None, views.wrong(startswith)),
    "a path that is right": (lambda: "/m/page", views.wrong(startswith)),
}
