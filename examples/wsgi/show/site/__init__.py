"""Three frameworks, one site: Flask at /, Bottle at /api, Django at /admin.

Dispatching puts them side by side (talk, page 35).  Merging is what the
injected context does: who signs in at Flask may use the API of Bottle and the
admin of Django, and all three show one table.  What we wrote reads it through the
one connection of the request; Django's own queries have a connection of Django's.
On top of their pages is one bar.

None of the three imports another.  They share the context and, in :mod:`.sign_in`,
the cookie that Flask sets, and that both Flask and Django delete.

- :mod:`.own_hosts`: 421 under any host name but the site's own.
- :mod:`.sign_in`: a signed cookie; it is the only place that knows who the user is.
- :mod:`.front`: Flask; a page, a form to sign in, a button to sign out.
- :mod:`.api`: Bottle; the table as JSON, and a way to restock.
- :mod:`.office`: Django; its own admin, with the same user in it.
- :mod:`.top`: on top of all their pages, the user and where to go.

Made for the root of a host.  Not for applications that must not trust each
other: one of them with a hole opens all three.  And not for two Django
projects: a process has settings for one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from secrets import token_hex
from wsgiref.types import WSGIApplication

from flask import Flask

from ...context import Inject
from ...dispatch import Dispatcher
from ...html_bar.bar import Bar
from ..stock import connect, create
from .api import api
from .front import front
from .office import FILES, office
from .own_hosts import own_hosts
from .sign_in import SignIn
from .top import top


def join(
    database: Path,
    accounts: Mapping[str, str],
) -> WSGIApplication:
    """Join three applications, their user and their database.

    :param database: an SQLite file; made if it is missing.
    :param accounts: names and passwords.  The first may use Django's admin.
    :raises RuntimeError: if this process has other Django settings, or has a site
        whose database is still there.
    """
    sign_in = SignIn(token_hex(), accounts)
    create(database)
    mounts = {
        "/": front(sign_in),
        "/api": api(),
        "/admin": office(database, superuser=next(iter(accounts))),
        "/static": files(),
    }
    pages = Bar(Dispatcher(mounts), top, personal=True)
    return own_hosts(Inject(pages, sign_in.who, partial(connect, database)))


def files() -> Flask:
    """Serve the files of Django's admin: Flask does that, too."""
    return Flask("files", static_folder=FILES, static_url_path="/")
