"""What a browser's window complains about, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Frame,
    Request,
    Response,
    WebError,
)


class Heard:
    """Listens to every page of a window, pop-ups and frames among them.

    complaints: console errors and warnings, uncaught errors, failed requests; not one
        that was given up because its page was left, which any fast visitor causes.
    requests: the addresses asked for.
    pages: those of them that are pages, in a window or a frame.
    """

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.pages: list[str] = []
        self._asked_for: list[Request] = []

    def listen(self, context: BrowserContext) -> None:
        """Begin to listen to a window."""
        context.on("console", self._console)
        context.on("weberror", self._threw)
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def leave(self, context: BrowserContext) -> None:
        """Listen no more."""
        context.remove_listener("console", self._console)
        context.remove_listener("weberror", self._threw)
        context.remove_listener("request", self._asked)
        context.remove_listener("requestfailed", self._failed)
        context.remove_listener("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def _threw(self, error: WebError) -> None:
        self.complaints.append(f"error: {error.error}")

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)
        self._asked_for.append(request)
        if request.is_navigation_request():
            self.pages.append(request.url)

    def _failed(self, request: Request) -> None:
        if not (request.failure == "net::ERR_ABORTED" and self._left(request)):
            self.complaints.append(f"failed: {request.url}: {request.failure}")

    def _left(self, request: Request) -> bool:
        """Whether its page, or one around it, has gone to another since."""
        later = self._asked_for[self._asked_for.index(request) + 1 :]
        goes = [one.frame for one in later if one.is_navigation_request()]
        return any(frame in goes for frame in around(request.frame))

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    @property
    def abroad(self) -> list[str]:
        """The addresses that are not on this machine."""
        return [url for url in self.requests if not at_home(url)]


def around(frame: Frame | None) -> Iterator[Frame]:
    """Yield a frame and those that it lies in, from the inside."""
    while frame:
        yield frame
        frame = frame.parent_frame


def at_home(url: str) -> bool:
    """Whether an address needs no network."""
    parts = urlsplit(url)
    return parts.scheme in ("file", "data", "blob", "about") or (
        parts.hostname in ("127.0.0.1", "localhost")
    )
