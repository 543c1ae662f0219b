"""Answers to the exercises of 07-wsgi, right and wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from typing import Any

from werkzeug.wsgi import ClosingIterator

from notebooks.exercises import Exercise, wsgi

Answers = dict[str, tuple[Callable[..., Any], Exercise]]
App = Callable[..., Iterable[bytes]]
ByHeader = Callable[[str, dict[str, App], App], App]
Call = Callable[[App, dict[str, Any], Any], Iterable[bytes]]
Change = Callable[[App], App]

BARE = {"CONTENT_TYPE", "CONTENT_LENGTH"}


DIGITS = frozenset("0123456789")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz-") | DIGITS


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
        lambda environ, start: apps.get(environ.get(key(name)), default)(environ, start)
    )


def calling(call: Call) -> ByHeader:
    """Choose rightly, and call what was chosen in a way of its own."""
    return lambda name, apps, default: (
        lambda environ, start: call(
            apps.get(environ.get(named(name)), default), environ, start
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
    return lambda environ, start: apps.get(environ.pop(named(name), None), default)(
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


def missing(error: type[Exception]) -> ByHeader:
    """Take an error of the chosen application for a name that is not in the dict."""

    def chooser(name: str, apps: dict[str, App], default: App) -> App:
        def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            try:
                return apps[environ[named(name)]](environ, start)
            except error:
                return default(environ, start)

        return app

    return chooser


def missing_later(name: str, apps: dict[str, App], default: App) -> App:
    """Take an error of the chosen application's body for a missing name."""

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body: Any = ()
        try:
            body = apps.get(environ.get(named(name), ""), default)(environ, start)
            yield from map(bytes, body)
        except KeyError:
            yield from default(environ, start)
        finally:
            close(body)

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


def two_arguments(app: App, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Take no third argument, as if no answer were ever replaced."""
    return app(environ, lambda status, headers: start(status, headers))


def calm(app: App, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Take the error of an answer that is replaced, and say nothing of it."""
    return app(environ, lambda status, headers, exc_info=None: start(status, headers))


def writeless(app: App, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Hand on what is said, and not what start_response returns."""

    def said(*given: Any) -> None:
        start(*given)

    return app(environ, said)


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
        """Close the body inside, and forget it."""
        body, self.body = self.body, ()
        close(body)


class Stepping(Shouted):
    """A body that has to be an iterator."""

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk: bytes = next(self.body)
        return chunk.upper()


class OneByOne(Shouted):
    """A body in capitals that is its own iterator."""

    def __init__(self, body: Any) -> None:
        super().__init__(body)
        self.chunks = iter(body)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk: bytes = next(self.chunks)
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


class Quiet(Shouted):
    """A body that keeps quiet if closing fails."""

    def close(self) -> None:
        """Close the body inside, and forget it."""
        body, self.body = self.body, ()
        with suppress(Exception):
            close(body)


class Unasked(Shouted):
    """A body that does not ask whether there is a close()."""

    def close(self) -> None:
        """Close the body inside, and forget it."""
        body, self.body = self.body, ()
        with suppress(AttributeError):
            body.close()


class Forgetful(Shouted):
    """A body that forgets what it has closed, if that went well."""

    def close(self) -> None:
        """Close the body inside, and forget it."""
        close(self.body)
        self.body = ()


def once_for_all(app: App) -> App:
    """Note that a body was closed where all requests see it."""
    closed: list[bool] = []

    class Noted(Shouted):
        def close(self) -> None:
            if not closed:
                closed.append(True)
                close(self.body)

    return lambda environ, start: Noted(app(environ, start))


class Eager(Shouted):
    """A body that closes as often as it is asked to."""

    def close(self) -> None:
        """Close the body inside."""
        close(self.body)


class Stacked(Shouted):
    """A body that leaves its end to a stack, which is empty afterwards."""

    def __init__(self, body: Any) -> None:
        super().__init__(body)
        self.ends = ExitStack()
        self.ends.callback(close, body)

    def close(self) -> None:
        """Close what is on the stack."""
        self.ends.close()


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
    "start_response has two arguments": two_arguments,
    "the error that replaces is lost": calm,
    "write() is lost": writeless,
    "the environ is lost": without_environ,
    "called twice": asked_twice,
}

BY_HEADER_MISTAKES: dict[str, ByHeader] = {
    "the default only": lambda name, apps, default: default,
    "no header is an empty one": lambda name, apps, default: (
        lambda environ, start: apps.get(environ.get(named(name), ""), default)(
            environ, start
        )
    ),
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
    "KeyError is a missing name": missing(KeyError),
    "any error is a missing name": missing(Exception),
    "a body's KeyError is a missing name": missing_later,
    "the body is joined": calling(
        lambda app, environ, start: [b"".join(app(environ, start))]
    ),
    **{way: calling(call) for way, call in WAYS.items()},
}

SHOUT_MISTAKES: dict[str, Change] = {
    "close is lost": wrapping(lambda body: (chunk.upper() for chunk in body)),
    "not in capitals": lambda app: app,
    "next() of a body": wrapping(Stepping),
    "close() of every body": wrapping(Hurried),
    "an error is hushed": wrapping(Hushed),
    "closed as often as asked": wrapping(Eager),
    "an error of close() is hushed": wrapping(Quiet),
    "an AttributeError of close() is hushed": wrapping(Unasked),
    "closed again if it failed": wrapping(Forgetful),
    "closed once for all requests": once_for_all,
    "Werkzeug's ClosingIterator": wrapping(
        lambda body: ClosingIterator(map(bytes.upper, body), lambda: close(body))
    ),
    **{way: shouting(call) for way, call in WAYS.items()},
}


def label(host: str) -> str | None:
    """Take a host apart: small letters, no port, no last dot, then the first dot."""
    name, colon, port = host.lower().partition(":")
    first, _, domain = name.removesuffix(".").partition(".")
    if (colon and not port) or not DIGITS.issuperset(port):
        return None
    spelt = first and LETTERS.issuperset(first)
    return first if spelt and domain == "example.com" else None


def by_pattern(host: str) -> str | None:
    """Let a pattern say all of it."""
    pattern = r"([-0-9a-z]+)\.example\.com\.?(:[0-9]+)?"
    found = re.fullmatch(pattern, host, re.IGNORECASE)
    return found[1].lower() if found else None


def by_labels(host: str) -> str | None:
    """Take the port off, then look at the labels from the last to the first."""
    name, colon, port = host.partition(":")
    if colon and not (port.isascii() and port.isdigit()):
        return None
    match name.lower().removesuffix(".").split("."):
        case [first, "example", "com"] if re.fullmatch("[a-z0-9-]+", first):
            return first
    return None


def any_port(host: str) -> str | None:
    """Ask nothing of what stands behind the colon."""
    return label(host.partition(":")[0])


def isdigit(host: str) -> str | None:
    """Ask of a port what Python calls a digit."""
    name, colon, port = host.partition(":")
    return label(name) if port.isdigit() or not colon else None


def as_int(host: str) -> str | None:
    """Ask of a port whether it is an int()."""
    name, colon, port = host.partition(":")
    try:
        return label(name) if not colon or int(port) >= 0 else None
    except ValueError:
        return None


def stripped(host: str) -> str | None:
    """Take away the white space around."""
    return label(host.strip())


def matching(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> Callable[..., Any]:
    """Let another pattern say it."""

    def matched(host: str) -> str | None:
        found = re.match(pattern, host, flags)
        return found[1].lower() if found else None

    return matched


def by_ending(host: str) -> str | None:
    """Compare letters, as the notebook's one line does."""
    return host.partition(".")[0] if host.endswith("example.com") else None


def by_dot(host: str) -> str | None:
    """Compare letters from the dot on; a tenant has no dots, and may be nothing."""
    name = host.lower().partition(":")[0].removesuffix(".")
    first = name.removesuffix(".example.com")
    return first if first != name and "." not in first else None


def first_label(host: str) -> str | None:
    """Take what stands before the first dot, however many labels there are."""
    name = host.lower().partition(":")[0].removesuffix(".")
    return name.partition(".")[0] if name.endswith(".example.com") else None


def all_dots(host: str) -> str | None:
    """Take away every dot at the end."""
    name, colon, port = host.partition(":")
    return label(name.rstrip(".") + colon + port)


def as_written(host: str) -> str | None:
    """Name the tenant in the letters that the client typed."""
    return host.partition(".")[0] if label(host) else None


SEEN = {
    "ada.example.com": "ada",
    "ada.example.com:8000": "ada",
    "ADA.Example.COM.": "ada",
}

TENANT_MISTAKES: dict[str, Callable[[str], str | None]] = {
    "nobody's": lambda host: None,
    "by its ending": by_ending,
    "by a dot and its ending": by_dot,
    "the first of many labels": first_label,
    "every dot at the end goes": all_dots,
    "in the client's letters": as_written,
    "nothing for None": lambda host: label(host) or "",
    "the hosts of the notebook by heart": SEEN.get,
    "a dot that is any letter": matching(r"([^.:]+)\.example.com\.?(?::\d+)?$"),
    "a beginning that fits": matching(r"([^.:]+)\.example\.com"),
    "no port": matching(r"([^.:]+)\.example\.com\.?$"),
    "no dot at the end": matching(r"([^.:]+)\.example\.com(?::\d+)?$"),
    "any port": any_port,
    "a port of all digits there are": isdigit,
    "a port that is an int": as_int,
    "white space around": stripped,
    "a line's end behind": matching(r"([-a-z0-9]+)\.example\.com\.?(:[0-9]+)?$"),
    "any label": matching(r"([^.]+)\.example\.com\.?(:[0-9]+)?\Z"),
    "any label without a colon": matching(r"([^.:]+)\.example\.com\.?(:[0-9]+)?\Z"),
    "any word": matching(r"([-\w]+)\.example\.com\.?(:[0-9]+)?\Z"),
    "a word in ASCII": matching(
        r"([-\w]+)\.example\.com\.?(:[0-9]+)?\Z", re.ASCII | re.IGNORECASE
    ),
    "any digits": matching(r"([-a-z0-9]+)\.example\.com\.?(:\d+)?\Z"),
    "a colon alone": matching(r"([-a-z0-9]+)\.example\.com\.?(:[0-9]*)?\Z"),
    "small letters only": matching(r"([^.:]+)\.example\.com\.?(?::\d+)?$", re.NOFLAG),
}

SOLUTIONS: Answers = {
    "exercise-by-header": (by_header, wsgi.by_header),
    "exercise-shout": (shout, wsgi.shout),
    "exercise-tenant": (label, wsgi.tenant),
}

OTHERS: Answers = {
    "by header, a copy of the environ": (
        calling(lambda app, environ, start: app({**environ}, start)),
        wsgi.by_header,
    ),
    "by header, a start_response of its own": (
        calling(lambda app, environ, start: app(environ, lambda *all: start(*all))),
        wsgi.by_header,
    ),
    "shout, by an ExitStack": (wrapping(Stacked), wsgi.shout),
    "shout, with a next() of its own": (wrapping(OneByOne), wsgi.shout),
    "tenant, by a pattern": (by_pattern, wsgi.tenant),
    "tenant, label by label": (by_labels, wsgi.tenant),
}

MISTAKES: Answers = {
    **{
        f"by header, {says}": (answer, wsgi.by_header)
        for says, answer in BY_HEADER_MISTAKES.items()
    },
    **{
        f"shout, {says}": (answer, wsgi.shout)
        for says, answer in SHOUT_MISTAKES.items()
    },
    **{
        f"tenant, {says}": (answer, wsgi.tenant)
        for says, answer in TENANT_MISTAKES.items()
    },
}
