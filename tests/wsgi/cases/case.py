"""What a case is: an application, a request, and what the client must get.

The application writes down in ``environ[LOG]`` what happens to its body.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from tests.wsgi.server import TEXT

Body: TypeAlias = Iterable[bytes]

LOG = "tests.log"
OTHER = object()
"""Something another layer put into the environ."""

MOUNT = b"{mount}"
"""Stands in an expected body for the prefix under which the application is."""

BAR = b"{bar}"
"""Stands in an expected page where a bar has to be."""

LARGE = bytes(range(256)) * 512  # 128 KB
SHORT = {"body": b"name=Cherry&kind=Morello"}
LONG = {"body": LARGE}

COOKIES = [("Set-Cookie", f"c{n}={n}; Path=/") for n in (3, 1, 2, 1)]
VALIDATORS = [("ETag", '"1"'), ("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT")]

OWN = "Django answers for what fails before the first byte"


@dataclass(frozen=True)
class Case:
    """A request to an application, and what must come of it.

    :ivar error: what comes up to the server.
    :ivar cut: the client leaves after so many chunks.
    :ivar page: it is a page that may have a bar.
    :ivar rules: who may watch: ``wsgiref.validate``, Werkzeug's lint.  They are
        wrong about some cases.
    :ivar django: why a round trip through Django cannot keep this.
    """

    app: WSGIApplication
    body: bytes
    status: str = "200 OK"
    path: str = "/"
    method: str = "GET"
    more: dict[str, Any] = field(default_factory=dict)
    error: type[BaseException] | None = None
    cut: int | None = None
    page: bool = False
    rules: tuple[str, ...] = ("validate", "lint")
    django: str = ""

    @property
    def name(self) -> str:
        """The name of the application, and what is special in the request."""
        special = [self.method] * (self.method != "GET")
        special += [self.path] * (self.path != "/")
        special += [f"cut {self.cut}"] * (self.cut is not None)
        special += [f"{len(self.more.get('body', b''))} bytes"] * ("body" in self.more)
        special += [key for key in self.more if key != "body"]
        return " ".join([getattr(self.app, "__name__", ""), *special])


CASES: list[Case] = []


def case(
    body: bytes = b"", **more: Any
) -> Callable[[WSGIApplication], WSGIApplication]:
    """Make a case of an application; the decorator may be repeated."""

    def add(app: WSGIApplication) -> WSGIApplication:
        CASES.append(Case(app, body, **more))
        return app

    return add


class Logged:
    """A body that tells when it is made and when it is closed."""

    def __init__(
        self,
        environ: WSGIEnvironment,
        *chunks: bytes,
        error: BaseException | None = None,
    ) -> None:
        self.log: list[str] = environ[LOG]
        self.chunks = chunks
        self.error = error

    def __iter__(self) -> Iterator[bytes]:
        for number, chunk in enumerate(self.chunks):
            self.log.append(f"made {number}")
            yield chunk
        if self.error:
            raise self.error

    def close(self) -> None:
        """Tell it."""
        self.log.append("closed")


def failed(start_response: StartResponse, *headers: tuple[str, str]) -> None:
    """Report an error."""
    try:
        raise LookupError("no cherries")
    except LookupError:
        start_response("500 Oops", [TEXT, *headers], sys.exc_info())
