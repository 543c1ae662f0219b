"""Dispatch by host: an application for each sub-domain, in one process.

``<tenant>.example.com`` is answered by one application for all tenants, which
finds the name in the environ, or by an application of the tenant's own, which
a factory makes when it is asked for first.  ``ada.example.com`` is the tenant
``ada``; everything else is decided, not guessed:

- ``example.com`` is ``bare``; ``www.example.com`` is the tenant ``www``, if
  the factory knows one;
- ``a.b.example.com``, ``evilexample.com``, ``example.com.evil.org``, an
  address, a Host that is missing or broken, a tenant that does not exist:
  all these are ``unknown``.

Both are applications, and answer 404 unless given.  For hosts that are not
ours, ``answer("421 Misdirected Request")`` is the more exact word (RFC 9110,
15.5.20), but it invites the client to ask again over a new connection: give it
where HTTP/2 connections are shared under a wildcard certificate.

``<tenant>.localhost`` needs no DNS: browsers resolve it to this machine.  A test
client asks for ``localhost`` (Django's: ``testserver``), which is ``unknown`` here: so
``client.get("/", base_url="http://ada.example.com")`` with Flask's and Werkzeug's, and
``client.get("/", headers={"host": "ada.example.com"})`` with Django's.

Not where a path will do: mounting needs no wildcard in DNS and certificate.
Not against tenants who distrust each other: sub-domains can set cookies for
the whole domain and so for one another, and here they share a process, its
memory and its crashes.  That takes a domain on the Public Suffix List, and a
process each.  Not for a handful of sites known from the start: that is nginx's
``server_name``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from ..base import answer, not_found
from .hostname import NUMBER, canonical, hostname, networks, settle
from .once import Once, StillBuildingError

TENANT = "cherries.tenant"
PREFIX = "<tenant>."
EXPECTED = "expected a pattern such as '<tenant>.example.com', without a port"

Factory = Callable[[str], WSGIApplication]

busy = answer("503 Service Unavailable", ("Retry-After", "5"))


class Subdomains:
    """Dispatch by host; put the tenant into the environ, as ``cherries.tenant``.

    :param pattern: ``"<tenant>.example.com"``; the domain may be Unicode.  The
        tenant is one label, in ASCII: ``ada``, ``xn--bcher-kva``.
    :param application: one for all tenants.
    :param factory: called with the tenant, gives its application; a LookupError
        means that there is none.  Look the name up first, and let no KeyError
        of a mistake out: it would be a 404.  Unless it is a
        :class:`~.once.Once` it is wrapped in one, with its usual bounds: who
        has waited long enough gets a 503.  What it calls needs a time limit.
    :param bare: answers for the domain itself.
    :param unknown: answers for every other host.
    :param trusted: networks of the proxies whose ``X-Forwarded-Host`` counts:
        ``["10.0.0.0/8"]``.  Inside, what counts is ``HTTP_HOST``, and the other
        is gone: whoever makes a link there names the host that was asked for.
    :raises TypeError: unless there is either an application or a factory.
    :raises ValueError: for a pattern or a network that is none.
    """

    def __init__(
        self,
        pattern: str,
        application: WSGIApplication | None = None,
        *,
        factory: Factory | None = None,
        bare: WSGIApplication = not_found,
        unknown: WSGIApplication = not_found,
        trusted: Iterable[str] = (),
    ) -> None:
        self.domain = domain(pattern)
        self.find = finder(application, factory)
        self.bare = bare
        self.unknown = unknown
        self.trusted = networks(trusted)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Settle the host, and call the application that it chooses."""
        inside = environ.copy()
        inside.pop(TENANT, None)  # of a Subdomains around this one
        settle(inside, self.trusted)
        return self.choose(inside)(inside, start_response)

    def choose(self, environ: WSGIEnvironment) -> WSGIApplication:
        """Choose an application by the Host; write the tenant into the environ."""
        host = hostname(environ) or ""
        if host == self.domain:
            return self.bare
        label, _, parent = host.partition(".")
        if parent != self.domain:
            return self.unknown
        return self.enter(label, environ)

    def enter(self, tenant: str, environ: WSGIEnvironment) -> WSGIApplication:
        """Give the application of a tenant, if there is such a tenant."""
        try:
            found = self.find(tenant)
        except LookupError:
            return self.unknown
        except StillBuildingError:
            return busy
        environ[TENANT] = tenant
        return found


def domain(pattern: str) -> str:
    """Take the domain out of ``<tenant>.example.com``, in canonical form.

    :raises ValueError: that names the pattern and what is wrong with it.
    """
    try:
        if not pattern.startswith(PREFIX):
            raise ValueError(f"it does not start with {PREFIX!r}")
        name = canonical(pattern.removeprefix(PREFIX))
        if NUMBER.fullmatch(name.rpartition(".")[2]):
            raise ValueError("an address has no sub-domains")
    except ValueError as error:
        raise ValueError(f"{EXPECTED}, got {pattern!r}: {error}") from error
    return name


def finder(application: WSGIApplication | None, factory: Factory | None) -> Factory:
    """Return a factory, wrapped in Once; or one that gives the same to all tenants."""
    if factory is None and application is not None:
        return lambda tenant: application
    if factory is None or application is not None:
        raise TypeError("expected an application or a factory, one of the two")
    return factory if isinstance(factory, Once) else Once(factory)
