"""Answer 421 under any host name but the site's own, once for all three.

Any page can make a name of its own point at this machine (DNS rebinding).  For a
browser that page and this site are one origin then, and it reads what it likes.
Frameworks ask for such names each on its own, or not at all; here it is one
question, in front of them.

Not behind a proxy that sorts hosts: there it is done already.
"""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from ...base import answer
from ...hosts.hostname import hostname

OWN = frozenset(["127.0.0.1", "localhost"])
misdirected = answer("421 Misdirected Request")


def own_hosts(app: WSGIApplication) -> WSGIApplication:
    """Let an application answer under the names in `OWN` only.

    Others get 421 (RFC 9110, 15.5.20), and so does a Host that is none.
    """

    def asked(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        known = hostname(environ) in OWN
        return (app if known else misdirected)(environ, start_response)

    return asked
