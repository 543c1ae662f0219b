"""Encrypt with CURVE, and let in by ZAP whose key is on a list.

A server has a pair of keys, and so has every client; the client knows the server's
public one.  That alone lets *everybody* in who knows it.  `Gate` lets in those whose
public keys are listed.  Without a gate a server of `as_server` lets nobody in.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass, field

import zmq
from zmq.utils import z85

from .sockets.closing import Closing
from .sockets.factory import Context, Secure
from .sockets.wake import Wake

LOG = logging.getLogger(__name__)
ZAP = "inproc://zeromq.zap.01"
"""Where ZeroMQ asks whether somebody may come in (RFC 27 of zeromq.org)."""
DOMAIN = b"guests"
LENGTH = 40


def check_key(key: bytes) -> bytes:
    """Return a key, or raise ValueError if it is not bytes, 40 of them."""
    if not isinstance(key, bytes) or len(key) != LENGTH:
        raise ValueError(f"a key is {LENGTH} letters, as bytes")
    return key


@dataclass(frozen=True)
class Keys:
    """A pair of keys, 40 letters each.  Raises ValueError if they are not."""

    public: bytes
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_key(self.public)
        check_key(self.secret)

    @classmethod
    def new(cls) -> Keys:
        """Make a pair."""
        return cls(*zmq.curve_keypair())


def as_server(keys: Keys) -> Secure:
    """Return what prepares sockets that bind: CURVE, and nobody without a `Gate`."""

    def secure(socket: zmq.SyncSocket) -> None:
        socket.curve_server = True
        socket.curve_secretkey = keys.secret
        socket.zap_domain = DOMAIN
        socket.setsockopt(zmq.ZAP_ENFORCE_DOMAIN, 1)  # no gate, no guests

    return secure


def as_client(keys: Keys, server: bytes) -> Secure:
    """Return what prepares sockets that connect: CURVE, with our keys.

    :param server: the public key of the server.
    """

    def secure(socket: zmq.SyncSocket) -> None:
        socket.curve_publickey = keys.public
        socket.curve_secretkey = keys.secret
        socket.curve_serverkey = check_key(server)

    return secure


class Gate(Closing):
    """Lets in whose public key is listed.  Run it beside the servers of a context.

    :param guests: public keys; may change while it runs.

    Raises `ValueError` if one of them is none.
    """

    def __init__(self, context: Context, guests: Collection[bytes]) -> None:
        self._guests = guests
        for guest in guests:
            check_key(guest)
        self.refused = 0
        """How often somebody was not let in."""
        self._socket = context.socket(zmq.REP)
        self._socket.linger = 0
        self._socket.bind(ZAP)

    def run(self, stop: Wake) -> None:
        """Answer ZeroMQ's questions (ZAP) until the flag is set."""
        poller = zmq.Poller()
        poller.register(self._socket, zmq.POLLIN)
        poller.register(stop.fileno(), zmq.POLLIN)
        while stop.fileno() not in (ready := dict(poller.poll())):
            if self._socket in ready:
                asked = self._socket.recv_multipart()
                self._socket.send_multipart(self.decide(asked))

    def decide(self, asked: list[bytes]) -> list[bytes]:
        """Return the reply to a request: 200 for a guest, 400 for others.

        It is 500 if the list fails, a database that is away for instance.
        """
        version, number, _domain, _address, _routing, mechanism, *shown = asked
        try:
            known = mechanism == b"CURVE" and z85.encode(shown[0]) in self._guests
            verdict = [b"200", b"welcome"] if known else [b"400", b"not on the list"]
        except Exception:
            LOG.exception("the list of guests")
            verdict = [b"500", b"the list of guests cannot be read"]
        self.refused += verdict[0] != b"200"
        return [version, number, *verdict, b"", b""]

    def close(self) -> None:
        """Close the socket; from here on nobody is let in."""
        self._socket.close()
