"""A client that sees every byte, and is called back by the page it asks for.

It counts turns, not seconds: on a machine too busy for the server, the client
has no turn either.
"""

from __future__ import annotations

import re
import select
import socket
import struct
from typing import NamedTuple, Self

TURN = 0.02
"""Seconds that a turn of waiting takes, at least."""

SURELY = 1500
"""Turns for what happens in any case."""


class Address(NamedTuple):
    """Where a server listens."""

    host: str
    port: int


class Call(NamedTuple):
    """What a page said.  It may wait until we hang up, at the end of a block."""

    word: str
    line: socket.socket

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.line.close()


class Wire:
    """A connection to a server, and the port at which the page calls back.

    :param server: host and port.
    """

    def __init__(self, server: Address) -> None:
        self.server = socket.create_connection(server, TURN * SURELY)
        self.calls = socket.create_server(("127.0.0.1", 0))
        self.came = b""
        self.ended = self.reset = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.server.close()
        self.calls.close()

    def ask(
        self, page: str, method: str = "GET", *more: str, body: bytes = b""
    ) -> Self:
        """Send a request in HTTP/1.1, after which the connection may live on.

        :param more: headers, such as ``"Content-Length: 5"``.
        """
        target = f"{page}?{self.calls.getsockname()[1]}"
        head = [f"{method} {target} HTTP/1.1", "Host: localhost", *more, "", ""]
        self.server.sendall("\r\n".join(head).encode() + body)
        return self

    def more(self, turns: int = SURELY) -> bool:
        """Wait for bytes; tell whether some came."""
        if self.ended or not ready(self.server, turns):
            return False
        try:
            data = self.server.recv(65536)
        except ConnectionError:
            self.reset, data = True, b""
        self.came += data
        self.ended = not data
        return bool(data)

    def until(self, mark: bytes, turns: int = SURELY) -> bool:
        """Wait for certain bytes; tell whether they came."""
        while mark not in self.came and self.more(turns):
            pass
        return mark in self.came

    def read(self, turns: int = SURELY) -> str:
        """Read an answer; tell whether it is "whole", "cut off" or "hangs"."""
        while not self.whole and self.more(turns):
            pass
        return "whole" if self.whole else "cut off" if self.ended else "hangs"

    @property
    def whole(self) -> bool:
        """Whether a client takes what came for a complete answer."""
        head, gap, body = self.came.partition(b"\r\n\r\n")
        if b"\r\ntransfer-encoding: chunked" in head.lower():
            return body.endswith(b"0\r\n\r\n")
        if length := re.search(rb"\r\ncontent-length: *(\d+)", head.lower()):
            return bool(gap) and len(body) >= int(length[1])
        return bool(gap) and self.ended and not self.reset

    @property
    def status(self) -> str:
        """The code of the answer, such as ``"200"``; empty if none came."""
        found = re.match(rb"HTTP/1\.\d (\d+)", self.came)
        return found[1].decode() if found else ""

    def call(self, turns: int = SURELY) -> Call:
        """Wait for the page's next call.

        :raises TimeoutError: if it does not call.
        """
        if not ready(self.calls, turns):
            raise TimeoutError("the page does not call")
        line, _ = self.calls.accept()
        line.settimeout(TURN * SURELY)
        with line.makefile(encoding="utf-8") as said:
            return Call(said.readline().rstrip(), line)

    def hears(self, turns: int = SURELY) -> str:
        """Wait for the page's next word, and let it go on; empty if none comes."""
        try:
            with self.call(turns) as call:
                return call.word
        except TimeoutError:
            return ""

    def leave(self) -> None:
        """Hang up without a farewell, so that the server's next bytes fail."""
        at_once = struct.pack("ii", 1, 0)
        self.server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.server.close()


def ready(source: socket.socket, turns: int) -> bool:
    """Wait until there is something to read, or to accept."""
    return any(select.select([source], [], [], TURN)[0] for _ in range(turns))
