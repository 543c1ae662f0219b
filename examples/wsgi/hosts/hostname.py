"""Normalise the host that a client asked for; None if it is unclear.

``Ada.Example.COM.:8000`` and ``ada.example.com`` are one host.  What is not
clearly one host is None, and never a guess:

- SERVER_NAME is not asked.  It is what the server calls itself, often the
  address it is bound to, and PEP 3333 wants it filled in at all times: a
  request without a Host would get whichever tenant the server is named after.
- ``X-Forwarded-Host`` counts only if a trusted proxy sent it, and then it
  counts alone: where it is no host, Host is not asked instead.  Every client
  can send that header, so the proxy has to set or append to it, always.
  Some servers apply or remove it first, waitress among them unless it is told
  otherwise: let one place deal with proxies, the server or this module.
- The ``Forwarded`` header (RFC 7239) is not read.

Names are those of RFC 1123 and IDNA 2008: letters, digits and hyphens, so no
underscore and no emoji.

Not for deciding *who* asks: a client writes into Host what it likes.  And not
needed where a proxy in front already sorts hosts, one port for each.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from wsgiref.types import WSGIEnvironment

from idna import alabel, uts46_remap

Network = IPv4Network | IPv6Network

FORWARDED = "HTTP_X_FORWARDED_HOST"
HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^:\[\]]+))(?::([0-9]{0,5}))?")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
LONGEST = 253  # without the last dot: RFC 1035, 2.3.4


def hostname(environ: WSGIEnvironment, trusted: Collection[Network] = ()) -> str | None:
    """Return the host that the client asked for, or None if that is unclear.

    :param trusted: networks of the proxies that set ``X-Forwarded-Host``, as
        :func:`networks` makes them.
    :return: a name in lower case and A-labels (``xn--bcher-kva.example``), or
        an IP address, without brackets, port and the dot at the end.
    """
    try:
        sent = forwarded_host(environ, trusted)
        if sent is None:
            sent = environ.get("HTTP_HOST", "")
        return host(sent.encode("latin-1").decode())
    except ValueError:  # such are those of Unicode and of idna, too
        return None


def settle(environ: WSGIEnvironment, trusted: Collection[Network] = ()) -> None:
    """Write a trusted X-Forwarded-Host into Host, and delete the header.

    ``HTTP_HOST`` becomes what a trusted proxy forwarded, be it a host or not, with
    its port.  ``X-Forwarded-Host`` goes, for there are frameworks that believe it
    of everyone.  The scheme is not asked for here: that is ``X-Forwarded-Proto``,
    and the server's to read.

    :param environ: is changed.
    :param trusted: as for :func:`hostname`, which gives the same host afterwards
        without it.
    """
    sent = forwarded_host(environ, trusted)
    environ.pop(FORWARDED, None)
    if sent is not None:
        environ["HTTP_HOST"] = sent


def forwarded_host(
    environ: WSGIEnvironment, trusted: Collection[Network]
) -> str | None:
    """Return the last X-Forwarded-Host, if it came from a trusted proxy; else None."""
    sent: str | None = environ.get(FORWARDED)
    if sent is None or not comes_from(environ, trusted):
        return None
    return sent.rpartition(",")[2].strip(" \t")


def comes_from(environ: WSGIEnvironment, trusted: Collection[Network]) -> bool:
    """Tell whether a request came straight from one of the networks.

    A Unix socket has no address (REMOTE_ADDR is empty, or "localhost"): what
    comes from there is not trusted.
    """
    try:
        address = ip_address(environ.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    # A socket for both versions sees 10.0.0.1 as ::ffff:10.0.0.1.
    inner = getattr(address, "ipv4_mapped", None) or address
    return any(address in network or inner in network for network in trusted)


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Parse networks or single addresses: ``["10.0.0.0/8", "::1"]``.

    :raises TypeError: for one string, whose characters would be taken singly.
    :raises ValueError: for what is no network, or has bits set behind its mask.
    """
    if isinstance(texts, str):
        raise TypeError(f"expected networks, as in [{texts!r}], got {texts!r}")
    return tuple(ip_network(text) for text in texts)


@lru_cache(1024)  # half of what a request costs; what is no host is not kept
def host(text: str) -> str:
    """Read a host with or without a port, as a Host header has it.

    :raises ValueError: if it is anything else: RFC 9110, 7.2; RFC 3986, 3.2.
    """
    match = HOST.fullmatch(text)
    if match is None or int(match[3] or 0) > 65535:
        raise ValueError(f"expected a host, and maybe a port, got {text!r}")
    return str(IPv6Address(match[1])) if match[1] else canonical(match[2])


def canonical(name: str) -> str:
    """Spell a name, or an IPv4 address, as all its other spellings.

    :param name: plain text, Unicode: ``"Bücher.example."``.
    :raises ValueError: if it is no name: RFC 1123, 2.1; IDNA 2008; UTS #46.
    """
    if len(name) > LONGEST + 1:
        raise ValueError(f"a name has at most {LONGEST} characters")
    plain = name.lower() if name.isascii() else uts46_remap(name)
    plain = plain.removesuffix(".")
    labels = [a_label(label) for label in plain.split(".")]
    if NUMBER.fullmatch(labels[-1]):
        return str(IPv4Address(plain))  # 127.1 is neither name nor address
    if len(joined := ".".join(labels)) > LONGEST:
        raise ValueError(f"a name has at most {LONGEST} characters")
    return joined


def a_label(label: str) -> str:
    """Give the A-label of a label, or the label itself if it is plain ASCII.

    :raises ValueError: if it is empty, too long or not letters, digits, hyphens.
    """
    if not label.isascii() or label.startswith("xn--"):
        label = alabel(label).decode()
    if not LABEL.fullmatch(label):
        raise ValueError(f"expected letters, digits and hyphens, got {label!r}")
    return label
