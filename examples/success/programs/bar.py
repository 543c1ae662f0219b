"""The bar of ``12`` for this shop: who is signed in, what is in the old shop's basket.

Whoever signs in at the account has its cookie, and that is read here, so nobody has to
be asked.
"""

from __future__ import annotations

from wsgiref.types import WSGIEnvironment

from werkzeug.sansio.http import parse_cookie

from ...gateway.identity import key
from ...gateway.show.account import Account
from ...javascript import Bar, Shown
from ..hosts import home
from .sessions import basket

LINKS = {"The shop": "", "Pictures": "photos/", "The office": "office/"}


def read(environ: WSGIEnvironment) -> Shown:
    """Tell who asks, by two cookies: the account's, and the old shop's."""
    session = parse_cookie(environ.get("HTTP_COOKIE")).get("PHPSESSID", "")
    links = {words: home(environ) + path for words, path in LINKS.items()}
    return Shown(Account({}, key()).who(environ), basket(session), links)


application = Bar(read, [])
