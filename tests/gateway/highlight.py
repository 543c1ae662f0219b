"""A stand-in for examples.highlight.web.app: the same interface, no lexer, counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Event
from wsgiref.types import StartResponse, WSGIEnvironment

FOR_EVER = "public, max-age=31536000, immutable"


@dataclass
class Highlight:
    """POST /h keeps the body and answers 303; GET /h/<sha256> gives it back.

    :param shelf: what is kept; copies share it.
    :param cache: what it says about keeping.
    :param gate: what each GET waits for.
    """

    shelf: dict[str, bytes] = field(default_factory=dict)
    cache: str = FOR_EVER
    gate: Event = field(default_factory=Event)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Keep, or give back."""
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.asked.append(f"{method} {path}")
        if method == "POST":
            body = environ["wsgi.input"].read()
            name = sha256(body).hexdigest()
            self.shelf[name] = body
            prefix = environ["SCRIPT_NAME"]
            start_response("303 See Other", [("Location", f"{prefix}/h/{name}")])
            return [b""]
        assert self.gate.wait(10)
        body = self.shelf[path.removeprefix("/h/")]
        kind = ("Content-Type", "text/html; charset=utf-8")
        start_response("200 OK", [kind, ("Cache-Control", self.cache)])
        return [body]
