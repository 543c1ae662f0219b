"""Sign in by a cookie, and answer ``auth_request``: WSGI without a framework.

The gateway asks ``/who`` and ``/check`` about each request where it matters.  So
this does little: one cookie, one HMAC, no framework.

Its passwords are in plain text, in the environment, for an example that lives as
long as its process.  It does not slow down who guesses.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

from ..identity import IDENTITY, SESSION, key, sign, verify

PASSWORD = "CHERRIES_PASSWORD"
FORM = b"""<!doctype html>
<html lang="en"><title>Sign in</title>
<form method="post"><label>Name <input name="name"></label>
<label>Password <input name="password" type="password"></label>
<button>Sign in</button></form>
"""
COOKIE = "session={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}"
ASK = ("WWW-Authenticate", 'Cookie realm="cherries", form-action="/account/sign-in"')
LIMIT = 4096

Answer = tuple[str, list[tuple[str, str]], bytes]


class Account:
    """The application: ``/who`` and ``/check`` for the gateway, forms for people.

    :param accounts: passwords by name.
    :param key: signs sessions and identities.
    """

    def __init__(self, accounts: Mapping[str, str], key: bytes) -> None:
        self.accounts, self.key = accounts, key

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer, never to be stored."""
        status, headers, body = self.answer(environ)
        length = ("Content-Length", str(len(body)))
        start_response(status, [*headers, length, ("Cache-Control", "no-store")])
        return [body]

    def answer(self, environ: WSGIEnvironment) -> Answer:
        """Return status, headers and body, by method and path."""
        match environ["REQUEST_METHOD"], environ.get("PATH_INFO"):
            case _, "/who":
                return self.identity(environ, "204 No Content")
            case _, "/check":
                return self.identity(environ, "401 Unauthorized")
            case "GET", "/sign-in":
                html = ("Content-Type", "text/html; charset=utf-8")
                return "200 OK", [html], FORM
            case "POST", "/sign-in":
                return self.sign_in(environ)
            case "POST", "/sign-out":
                cookie = ("Set-Cookie", COOKIE.format("", 0))
                return "303 See Other", [("Location", "/"), cookie], b""
        return "404 Not Found", [], b""

    def identity(self, environ: WSGIEnvironment, nobody: str) -> Answer:
        """Answer 204 and the signed identity in a header, or `nobody`."""
        if name := self.who(environ):
            identity = sign(IDENTITY, name, self.key)
            return "204 No Content", [("X-Identity", identity)], b""
        return nobody, [ASK] if nobody[:3] == "401" else [], b""

    def who(self, environ: WSGIEnvironment) -> str | None:
        """Return the name in the cookie, if its signature holds."""
        for cookie in environ.get("HTTP_COOKIE", "").split(";"):
            name, _, value = cookie.strip().partition("=")
            if name == "session":
                return verify(SESSION, value, self.key)
        return None

    def sign_in(self, environ: WSGIEnvironment) -> Answer:
        """Set a session cookie if the password is right."""
        length = min(int(environ.get("CONTENT_LENGTH") or 0), LIMIT)
        form = parse_qs(environ["wsgi.input"].read(length).decode("utf-8", "replace"))
        name, password = (form.get(field, [""])[0] for field in ("name", "password"))
        wanted = self.accounts.get(name, "")
        right = hmac.compare_digest(password.encode(), wanted.encode())
        if not (wanted and right):
            return "403 Forbidden", [], b"wrong name or password\n"
        cookie = COOKIE.format(sign(SESSION, name, self.key), 24 * 3600)
        return "303 See Other", [("Location", "/"), ("Set-Cookie", cookie)], b""


def application(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Answer with the accounts and the key of this process's environment."""
    password = os.environ.get(PASSWORD, "")
    account = Account({"anna": password, "ben": password}, key())
    return account(environ, start_response)
