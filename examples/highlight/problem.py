"""Errors as exceptions and as JSON objects of RFC 9457, the same for every face.

In Python a problem is an exception.  On a wire it is the JSON object of *Problem
Details*, for HTTP, pipe and ZeroMQ alike; a client in another language raises what
its language raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

KINDS = "tag:highlight.example,2026:"


class Problem(Exception):  # noqa: N818, RFC 9457 has the name
    """A request that got no HTML.

    :param detail: a sentence: what was given, what was expected.
    :param more: further members of the JSON object, for programs.

    ``status`` is HTTP's (RFC 9110).  422 says: the same request will fail again,
    so nobody should send it to another worker.
    """

    kind: ClassVar[str] = "broken"
    title: ClassVar[str] = "The highlighter is broken"
    status: ClassVar[int] = 500

    def __init__(self, detail: str, /, **more: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.more = more

    def document(self) -> dict[str, Any]:
        """Return the problem as RFC 9457's JSON object."""
        known = {
            "type": KINDS + self.kind,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        return known | self.more

    @staticmethod
    def of(document: Mapping[str, Any]) -> Problem:
        """Return the exception that a JSON object tells of."""
        more = {k: v for k, v in document.items() if k not in STANDARD}
        kind = str(document.get("type", "")).removeprefix(KINDS)
        return BY_KIND.get(kind, Problem)(str(document.get("detail", kind)), **more)


class BadRequest(Problem):
    """The request is not in the agreed form."""

    kind, title, status = "bad-request", "The request cannot be read", 400


class TooLarge(Problem):
    """The code is longer than is highlighted."""

    kind, title, status = "too-large", "The code is too long", 413


class UnknownLanguage(Problem):
    """No such language; ``more["near"]`` lists names like it."""

    kind, title, status = "unknown-language", "No such language", 422


class UnknownStyle(Problem):
    """No such style; ``more["near"]`` lists names like it."""

    kind, title, status = "unknown-style", "No such style", 422


class BadLines(Problem):
    """A range of lines that cannot be read, or that the code does not have."""

    kind, title, status = "bad-lines", "No such lines", 422


class LexerFailed(Problem):
    """The code is one that Pygments' lexer fails on."""

    kind, title, status = "lexer-failed", "The lexer failed on the code", 422


class TimedOut(Problem):
    """The code keeps the lexer busy beyond its processor time."""

    kind, title, status = "timed-out", "The code takes too long", 422


class Busy(Problem):
    """All workers are at work; the same request may pass later."""

    kind, title, status = "busy", "All workers are busy", 503


STANDARD = ("type", "title", "status", "detail")
BY_KIND = {problem.kind: problem for problem in Problem.__subclasses__()}
