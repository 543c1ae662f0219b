"""What a browser's window complains about, and what it asks for."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response


class Heard:
    """Listens to every page of a window, pop-ups and frames among them.

    complaints: console errors and warnings, uncaught errors, failed requests.
    requests: the addresses asked for.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        context.on("console", self.console)
        context.on("weberror", lambda e: self.complaints.append(f"error: {e.error}"))
        context.on("request", lambda r: self.requests.append(r.url))
        context.on("requestfailed", self.failed)
        context.on("response", self.answered)

    def console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def failed(self, request: Request) -> None:
        self.complaints.append(f"failed: {request.url}: {request.failure}")

    def answered(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    @property
    def abroad(self) -> list[str]:
        """The addresses that are not on this machine."""
        return [url for url in self.requests if not at_home(url)]


def at_home(url: str) -> bool:
    """Whether an address needs no network."""
    parts = urlsplit(url)
    return parts.scheme in ("file", "data", "blob", "about") or (
        parts.hostname in ("127.0.0.1", "localhost")
    )
