"""An application's answer as a Django response: lines and cookies as they were sent."""

from __future__ import annotations

from collections.abc import Container
from http.cookies import CookieError, Morsel, SimpleCookie
from typing import Any

from django.http import StreamingHttpResponse

from .final_head import FinalHead


class Relayed(StreamingHttpResponse):  # type: ignore[misc]  # Django has no types
    """An application's answer as a response.

    Django keeps one value a header.  Its servers send what :meth:`items` gives,
    so that is where repeated lines come out again.  A header that a middleware
    has changed comes as it was changed.

    Its cookies are in ``cookies``, where Django's middlewares, its 304 and its test
    client look for them; one of a name that Django's parser refuses is only sent.
    """

    def __init__(self, answer: FinalHead) -> None:
        super().__init__(answer)
        code, _, self.reason_phrase = answer.status.partition(" ")
        self.status_code = int(code)
        del self.headers["Content-Type"]
        self.lines: dict[str, list[tuple[str, str]]] = {}
        for name, value in answer.headers:
            lines = self.lines.setdefault(name.lower(), [])
            lines.append((name, value))
        self.set_cookies: list[tuple[str, str]] = []
        for name, line in self.lines.pop("set-cookie", []):
            try:
                cookie = Cookie(line)
            except CookieError:
                self.set_cookies.append((name, line))
                continue
            # A name may come twice, for two paths.
            key = line if cookie.key in self.cookies else cookie.key
            dict.__setitem__(self.cookies, key, cookie)
        for lines in self.lines.values():
            self.headers[lines[0][0]] = join(lines)

    def items(self) -> list[tuple[str, str]]:
        """Give the headers, line by line."""
        sent: list[tuple[str, str]] = []
        for name, value in self.headers.items():
            lines = self.lines.get(name.lower(), [])
            same = join(lines) == value
            sent += lines if same else [(name, value)]
        return sent + self.set_cookies


class Cookie(Morsel[str]):
    """A cookie that is sent as the application wrote it, until somebody changes it.

    :raises CookieError: for a name that Python's cookies cannot have.
    """

    line = ""

    def __init__(self, line: str) -> None:
        super().__init__()
        pair, *attributes = line.split(";")
        name, _, coded = map(str.strip, pair.partition("="))
        self.set(name, SimpleCookie().value_decode(coded)[0], coded)
        for attribute in attributes:
            name, equals, value = map(str.strip, attribute.partition("="))
            if self.isReservedKey(name):
                self[name] = value if equals else True
        self.line = line

    def set(self, key: str, val: str, coded_val: str) -> None:
        """Take another value, and forget the line."""
        self.line = ""
        super().set(key, val, coded_val)

    def __setitem__(self, name: str, value: Any) -> None:
        self.line = ""
        super().__setitem__(name, value)

    def OutputString(self, attrs: Container[str] | None = None) -> str:  # noqa: N802
        """Give the line, or what it has become."""
        return self.line or super().OutputString(attrs)


def join(lines: list[tuple[str, str]]) -> str:
    """Join lines of one header to one (RFC 9110, 5.3).  Not for Set-Cookie."""
    return ", ".join(value for _, value in lines)
