"""Read and write Flask's session cookie, signed, with any serializer.

Flask takes a serializer too, but only one that writes text; and a cookie that
is signed well and cannot be read, say the day after the serializer was
changed, is an error 500 to each visitor who brings it.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadData

from ..protocol import Serializer
from .keys import listed
from .token import SignedSession


class SignedSessions(SecureCookieSessionInterface):
    """Flask's session interface: read and write the cookie with any serializer.

    Use it so: ``app.session_interface = SignedSessions(Php(), "shop, php")``.
    Flask's ``SECRET_KEY``, ``SECRET_KEY_FALLBACKS`` and
    ``PERMANENT_SESSION_LIFETIME`` mean what they always do.

    :param serializer: what the cookie is written by.  What it refuses, and what
        is too large for a cookie, is an error when the answer is sent; a
        browser would drop the cookie in silence.  Flask's ``flash()`` keeps
        tuples in the session: pickle carries them, json makes lists of them,
        Php and Strict(json) refuse them.  An empty list is for Php to know of,
        ``Php(empty=list)``, or for a serializer of sessions,
        ``PhpHandler(Php(empty=list))``.
    :param salt: names the purpose and the serializer.
    :param leeway: seconds that the clocks of your machines may differ.
    """

    def __init__(
        self, serializer: Serializer[Any], salt: str, *, leeway: int = 0
    ) -> None:
        self.serialized_by = serializer
        self.salt = salt
        self.leeway = leeway

    def get_signing_serializer(self, app: Flask) -> SignedSession | None:
        """Return the signed session for the keys of an application."""
        if not app.secret_key:
            return None
        older = app.config["SECRET_KEY_FALLBACKS"] or ()
        listed(older, "SECRET_KEY_FALLBACKS")
        lifetime = app.permanent_session_lifetime
        return SignedSession(
            self.serialized_by,
            [*older, app.secret_key],
            salt=self.salt,
            max_age=int(lifetime.total_seconds()),
            leeway=self.leeway,
        )

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the cookie; start anew if it is not ours, or holds no dict."""
        signed = self.get_signing_serializer(app)
        if signed is None:
            return None
        try:
            held = signed.loads(request.cookies.get(self.get_cookie_name(app), ""))
        except BadData:  # no cookie, a bad signature or a payload not readable
            held = {}
        return self.session_class(held if type(held) is dict else {})
