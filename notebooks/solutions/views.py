"""Answers to the exercises of 04-views, right and wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

from examples.views.closing import Closing
from notebooks.exercises import Question, views

Answers = dict[str, tuple[Callable[..., Any], list[Question]]]
Callback = Callable[[], object]


def below(prefix: str, path: str) -> str | None:
    """Give the rest of a path below a prefix."""
    rest = path.removeprefix(prefix)
    return rest if prefix + rest == path and rest[:1] in ("", "/") else None


def by_parts(prefix: str, path: str) -> str | None:
    """Compare part by part."""
    parts, place = path.split("/"), prefix.split("/")
    if parts[: len(place)] != place:
        return None
    return "".join(f"/{part}" for part in parts[len(place) :])


def by_pattern(prefix: str, path: str) -> str | None:
    """Let a regular expression find it; the prefix is escaped."""
    found = re.fullmatch(rf"{re.escape(prefix)}((?:/.*)?)", path, re.DOTALL)
    return found and found[1]


def startswith(prefix: str, path: str) -> str | None:
    """Let ``/mx`` into ``/m``."""
    return path[len(prefix) :] if path.startswith(prefix) else None


def unescaped(prefix: str, path: str) -> str | None:
    """Read the prefix as a pattern."""
    found = re.fullmatch(rf"{prefix}((?:/.*)?)", path, re.DOTALL)
    return found and found[1]


def to_line_end(prefix: str, path: str) -> str | None:
    """Take ``$`` for the end: it is also before the last line break."""
    found = re.match(rf"{re.escape(prefix)}($|/[\s\S]*)", path)
    return found and found[1]


def any_case(prefix: str, path: str) -> str | None:
    """Take ``/M`` for ``/m``."""
    inside = below(prefix.lower(), path.lower()) is not None
    return path[len(prefix) :] if inside else None


def replaced(prefix: str, path: str) -> str | None:
    """Cut the prefix out wherever it stands."""
    inside = f"{path}/".startswith(f"{prefix}/")
    return path.replace(prefix, "") if inside else None


def stripped(prefix: str, path: str) -> str | None:
    """Take ``lstrip`` for ``removeprefix``: it takes a set of characters."""
    return path.lstrip(prefix) if below(prefix, path) is not None else None


class Guarded:
    """A body that closes another one and calls back, once."""

    def __init__(self, body: Any, closed: Callback) -> None:
        self.body, self.chunks, self.closed = body, iter(body), closed
        self.open = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk: bytes = next(self.chunks)
        return chunk

    def close(self) -> None:
        """Close the body, then call back, even if that failed."""
        if not self.open:
            return
        self.open = False
        try:
            if hasattr(self.body, "close"):
                self.body.close()
        finally:
            self.closed()


def guarding(wrap: Callable[[Any, Callback], Any]) -> Callable[..., Any]:
    """Make a guard of a way to wrap a body."""

    def guard(app: Any, closed: Callback) -> Any:
        def guarded(environ: Any, start: Any) -> Any:
            try:
                body = app(environ, start)
            except BaseException:
                closed()
                raise
            return wrap(body, closed)

        return guarded

    return guard


guard = guarding(Guarded)


def once_for_all(app: Any, closed: Callback) -> Any:
    """Remember in guard, for all requests, that one was closed."""
    told: list[bool] = []

    def once() -> None:
        if not told:
            told.append(True)
            closed()

    return guard(app, once)


def no_exit(app: Any, closed: Callback) -> Any:
    """Catch only an Exception when the application is called."""

    def guarded(environ: Any, start: Any) -> Any:
        try:
            body = app(environ, start)
        except Exception:
            closed()
            raise
        return Guarded(body, closed)

    return guarded


def stacked(app: Any, closed: Callback) -> Any:
    """Put everything on an ExitStack, and iterate over the body itself."""

    class Body:
        def __init__(self, body: Any, stack: ExitStack) -> None:
            self.body, self.close = body, stack.close

        def __iter__(self) -> Iterator[bytes]:
            return iter(self.body)

    def guarded(environ: Any, start: Any) -> Body:
        with ExitStack() as stack:
            stack.callback(closed)
            body = app(environ, start)
            stack.callback(getattr(body, "close", list))
            return Body(body, stack.pop_all())

    return guarded


def too_early(app: Any, closed: Callback) -> Any:
    """Call back when the request begins."""

    def guarded(environ: Any, start: Any) -> Any:
        closed()
        return app(environ, start)

    return guarded


def half(app: Any, closed: Callback) -> Any:
    """Forget an application that fails when it is called."""
    return lambda environ, start: Guarded(app(environ, start), closed)


def generator(body: Any, closed: Callback) -> Iterator[bytes]:
    """The answer that looks right: nobody starts it, so nobody ends it."""
    try:
        yield from body
    finally:
        if hasattr(body, "close"):
            body.close()
        closed()


class Twice(Guarded):
    """Forget that it was closed."""

    def close(self) -> None:
        """Close, and be open."""
        super().close()
        self.open = True


class NoList(Guarded):
    """Expect that each body can be closed."""

    def close(self) -> None:
        """Close the body, as if each could be."""
        if self.open:
            self.open = False
            try:
                self.body.close()
            finally:
                self.closed()


class First(Guarded):
    """Call back before the body is closed."""

    def close(self) -> None:
        """Call back, then close."""
        if self.open:
            self.open = False
            self.closed()
            if hasattr(self.body, "close"):
                self.body.close()


class Careless(Guarded):
    """Expect that closing never fails."""

    def close(self) -> None:
        """Close, then call back."""
        if self.open:
            self.open = False
            if hasattr(self.body, "close"):
                self.body.close()
            self.closed()


class NoExit(Guarded):
    """Expect that closing raises nothing but an Exception."""

    def close(self) -> None:
        """Close, then call back; after an Exception, too."""
        if self.open:
            self.open = False
            try:
                getattr(self.body, "close", list)()
            except Exception:
                self.closed()
                raise
            self.closed()


class AtExit(Guarded):
    """Call back when the body raises what is no Exception."""

    def __next__(self) -> bytes:
        try:
            return super().__next__()
        except Exception:
            raise
        except BaseException:
            self.close()
            raise


class Latest:
    """Be application and body, and remember the request that came last."""

    def __init__(self, app: Any, closed: Callback) -> None:
        self.app, self.closed = app, closed

    def __call__(self, environ: Any, start: Any) -> Latest:
        """Be asked, and forget what was asked before."""
        self.now = guard(self.app, self.closed)(environ, start)
        return self

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk: bytes = next(self.now)
        return chunk

    def close(self) -> None:
        """Close the last one."""
        self.now.close()


class Only(Guarded):
    """Call back, and leave the body open."""

    def close(self) -> None:
        """Call back."""
        if self.open:
            self.open = False
            self.closed()


class AtEnd(Guarded):
    """Call back when the last chunk was read."""

    def __next__(self) -> bytes:
        try:
            return super().__next__()
        except BaseException:
            self.close()
            raise


def collected(body: Any, closed: Callback) -> Any:
    """Read all chunks before the server asks for one."""
    return Guarded(list(body), closed)


def with_spam(body: Any, closed: Callback) -> Any:
    """Add a chunk."""
    guarded = Guarded(body, closed)
    guarded.chunks = iter([b"spam", *guarded.chunks])
    return guarded


def nobody(environ: Any, start: Any) -> Callable[..., Any]:
    """Make a guard that gives these to the application, instead of the server's."""

    def wrong_guard(app: Any, closed: Callback) -> Any:
        return guard(lambda given, own: app(environ or given, start or own), closed)

    return wrong_guard


def wrong() -> str:
    """Name a path in which the prefix stands twice."""
    return "/m/m"


SOLUTIONS: Answers = {
    "exercise-below": (below, views.below),
    "exercise-guard": (guard, views.guard),
    "exercise-wrong": (wrong, views.wrong(replaced)),
}

OTHERS: Answers = {
    "below: part by part": (by_parts, views.below),
    "below: a regular expression": (by_pattern, views.below),
    "guard: the example's own": (guarding(Closing), views.guard),
    "guard: an ExitStack": (stacked, views.guard),
    "wrong: a word with the prefix": (lambda: "/m/a/mug", views.wrong(replaced)),
}

MISTAKES: Answers = {
    "guard: once for all requests": (once_for_all, views.guard),
    "guard: SystemExit is none of ours": (no_exit, views.guard),
    "guard: a body that exits is none of ours": (guarding(AtExit), views.guard),
    "guard: SystemExit of close() is none of ours": (guarding(NoExit), views.guard),
    "guard: one request at a time": (Latest, views.guard),
    "below: bare startswith": (startswith, views.below),
    "below: a prefix that is a pattern": (unescaped, views.below),
    "below: an end before a line break": (to_line_end, views.below),
    "below: any case": (any_case, views.below),
    "below: the prefix replaced": (replaced, views.below),
    "below: lstrip": (stripped, views.below),
    "below: nothing is None": (
        lambda prefix, path: below(prefix, path) or None,
        views.below,
    ),
    "below: None is nothing": (
        lambda prefix, path: below(prefix, path) or "",
        views.below,
    ),
    "guard: a generator's finally": (guarding(generator), views.guard),
    "guard: closed too early": (too_early, views.guard),
    "guard: not closed if the call fails": (half, views.guard),
    "guard: closed twice": (guarding(Twice), views.guard),
    "guard: a list has no close()": (guarding(NoList), views.guard),
    "guard: called back first": (guarding(First), views.guard),
    "guard: the body cannot be closed": (guarding(Careless), views.guard),
    "guard: the body stays open": (guarding(Only), views.guard),
    "guard: closed at the last chunk": (guarding(AtEnd), views.guard),
    "guard: read at once": (guarding(collected), views.guard),
    "guard: spam": (guarding(with_spam), views.guard),
    "guard: another start_response": (
        nobody(None, lambda *answer: lambda data: None),
        views.guard,
    ),
    "guard: another environ": (nobody({"PATH_INFO": "/"}, None), views.guard),
    "wrong: no path": (lambda: None, views.wrong(replaced)),
    "wrong: bytes": (lambda: b"/m/m", views.wrong(replaced)),
    "wrong: a path that is right": (lambda: "/m/page", views.wrong(replaced)),
    "wrong: a place beside it": (lambda: "/mx", views.wrong(replaced)),
    "wrong: the prefix": (lambda: "/m", views.wrong(replaced)),
}
