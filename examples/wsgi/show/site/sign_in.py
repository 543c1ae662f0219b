"""Sign users in by a signed cookie, and recognise them by it.

One place answers for all applications: :meth:`SignIn.who` is what `Inject`
asks.  It believes a signature, and nothing that a client can write by itself.

Against forged forms the cookie is SameSite=Lax, and ``who`` knows nobody in a
request that a page of another origin sent (another port of one host is the
same *site*).  So the check stands once, in front of three frameworks.

Behind a proxy that ends TLS the server has to be told so (waitress:
``trusted_proxy``), or every form looks foreign.

Not for passwords that people choose: those are stored as hashes, and attempts
are counted.  Here they are random and live as long as the process.

Signing out deletes the browser's copy.  One that was stolen works until it
is too old, for nothing is stored here; where that matters, keep sessions.
"""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest
from wsgiref.types import WSGIEnvironment

from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.sansio.http import parse_cookie

COOKIE = "cherries"
AGE = 12 * 60 * 60
"""Seconds for which a signature is good."""


class SignIn:
    """Check passwords, sign names, and recognise them.

    :param key: the secret that signs; a new one signs everybody out.
    :param accounts: names and passwords.
    """

    def __init__(self, key: str, accounts: Mapping[str, str]) -> None:
        self.serializer = URLSafeTimedSerializer(key, salt=COOKIE)
        self.accounts = accounts

    def knows(self, name: str, password: str) -> bool:
        """Tell whether the password is that user's, in even time."""
        expected = self.accounts.get(name, "")
        right = compare_digest(password.encode(), expected.encode())
        return right and expected != ""

    def cookie(self, name: str) -> str:
        """Sign a name, with the time."""
        return str(self.serializer.dumps(name))

    def who(self, environ: WSGIEnvironment) -> str | None:
        """Return the user whom a request's cookie names, or None."""
        if foreign(environ):
            return None
        # Others on this host set cookies too: the parsers that are
        # better known raise at an odd name or at odd bytes.
        cookies = parse_cookie(environ.get("HTTP_COOKIE"))
        signed = cookies.get(COOKIE, "")
        try:
            return str(self.serializer.loads(signed, max_age=AGE))
        except BadData:
            return None


def foreign(environ: WSGIEnvironment) -> bool:
    """Tell whether a page of another origin sent the request.

    Browsers name the origin of every form (Fetch, 3.2).  A request without
    one is a link, or no browser's, and has no cookie by accident.
    """
    host = environ.get("HTTP_HOST")
    own = f"{environ['wsgi.url_scheme']}://{host}"
    origin: str = environ.get("HTTP_ORIGIN", own)
    return origin != own
