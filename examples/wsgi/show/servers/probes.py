"""The contract, a question a probe: each asks a server for a page or two.

A probe decides by what happened: by what arrived while the page still waited,
by what the page called in.  Only where nothing happens does it count turns.
Section names are those of PEP 3333.
"""

from __future__ import annotations

from collections.abc import Callable

from .wire import Address, Wire, ready

Question = Callable[[Address], str]
"""Asks a server; gives a word or two."""

PATIENCE = 60
"""Turns after which what need not happen has not happened."""


def streams(server: Address) -> str:
    """A chunk is sent before the next is asked for (Buffering and Streaming)."""
    with Wire(server).ask("/stream") as wire, wire.call():
        return "yes" if wire.until(b"first\n", PATIENCE) else "buffers"


def writes(server: Address) -> str:
    """`write()` is there, and sends at once (The write() Callable)."""
    with Wire(server).ask("/written") as wire, wire.call() as page:
        if page.word == "no write()":
            return "none"
        return "yes" if wire.until(b"first\n", PATIENCE) else "buffers"


def starts_late(server: Address) -> str:
    """The answer may start with the first chunk (The start_response() Callable)."""
    with Wire(server).ask("/late") as wire:
        wire.read()
        return "yes" if wire.status == "404" else f"says {wire.status}"


def replaces(server: Address) -> str:
    """Before anything is sent, `exc_info` replaces the answer (Error Handling)."""
    with Wire(server).ask("/replaced") as wire:
        wire.read()
        return "yes" if wire.status == "500" else f"says {wire.status}"


def breaks_off(server: Address) -> str:
    """The client can tell that an answer ended too soon (RFC 9112, 8)."""
    with Wire(server).ask("/broken") as wire:
        how = wire.read(PATIENCE)
        return "looks whole" if how == "whole" else how


def answers_head(server: Address) -> str:
    """HEAD gets no body, though the page gives one (RFC 9110, 9.3.2)."""
    with Wire(server).ask("/plain", "HEAD") as wire:
        if not wire.until(b"\r\n\r\n", PATIENCE):
            return "no answer"
        head = wire.came.partition(b"\r\n\r\n")[0].lower()
        if b"http/1.0" not in head and b"connection: close" not in head:
            wire.ask("/plain", "GET", "Connection: close")
        while wire.more():
            pass
        rest = wire.came[len(head) + 4 :]
        return "yes" if rest[:5] in (b"", b"HTTP/") else "sends it"


def closes(server: Address) -> str:
    """`close()` is called: at the end, on an error, when the client has left.

    (Specification Details; the server is to call it however the request ends.)
    """
    with Wire(server).ask("/plain") as wire:
        end = wire.hears(PATIENCE)
    with Wire(server).ask("/broken") as wire:
        error = wire.hears(PATIENCE)
    cases = {"at the end": end, "on errors": error, "if left": left(server)}
    missed = [case for case, word in cases.items() if "closed" not in word]
    if missed == [*cases]:
        return "never"
    return f"not {', '.join(missed)}" if missed else "yes"


def left(server: Address) -> str:
    """Leave in mid-body; say how the body ended."""
    with Wire(server).ask("/many") as wire:
        with wire.call():
            wire.leave()
        return wire.hears()


def stops(server: Address) -> str:
    """When the client has left, the rest of the body is not asked for."""
    return "yes" if "early" in left(server) else "reads on"


def serves_two(server: Address) -> str:
    """Two requests are served at once, with the server's own settings."""
    with Wire(server) as one, Wire(server) as two, one.ask("/meet").call():
        two.ask("/meet")
        return "yes" if ready(two.calls, PATIENCE) else "no"


def refuses_text(server: Address) -> str:
    """What the client sees of a body of text, an error of ours (Unicode Issues)."""
    with Wire(server).ask("/text") as wire:
        how = wire.read(PATIENCE)
        if wire.status == "500":
            return "500"
        if how == "whole":
            how = "sent" if b"cherries" in wire.came else "empty"
        return f"{wire.status}, {how}" if wire.status else how


def continues(server: Address) -> str:
    """In HTTP/1.1, who expects 100 gets it before the body (Expect/Continue)."""
    with Wire(server) as wire:
        wire.ask("/echo", "POST", "Content-Length: 5", "Expect: 100-continue")
        said = wire.until(b"HTTP/1.1 100 ", PATIENCE)
        wire.server.sendall(b"hello")
        wire.until(b"hello")
        return "yes" if said else excused(wire, "no")


def reads_chunked(server: Address) -> str:
    """In HTTP/1.1, a chunked request body arrives (Other HTTP Features)."""
    with Wire(server) as wire:
        body = b"5\r\nhello\r\n0\r\n\r\n"
        wire.ask("/echo", "POST", "Transfer-Encoding: chunked", body=body)
        wire.read()
        return "yes" if b"hello" in wire.came else excused(wire, "lost")


def excused(wire: Wire, fault: str) -> str:
    """Name a fault, unless the server speaks the version that had no such rule."""
    return "HTTP/1.0" if wire.came.startswith(b"HTTP/1.0 ") else fault


def checked_get(server: Address) -> str:
    """`wsgiref.validate` finds nothing in a GET, and the body is closed."""
    with Wire(server).ask("/checked/plain") as wire:
        wire.read()
        clean = wire.status == "200" and "closed" in wire.hears(PATIENCE)
        return "clean" if clean else "no"


def checked_post(server: Address) -> str:
    """`wsgiref.validate` finds nothing in a POST."""
    with Wire(server) as wire:
        wire.ask("/checked/echo", "POST", "Content-Length: 5", body=b"hello")
        wire.read()
        return "clean" if b"hello" in wire.came else "no"


PROBES: dict[str, Question] = {
    "streams": streams,
    "write()": writes,
    "late start": starts_late,
    "exc_info": replaces,
    "error": breaks_off,
    "HEAD": answers_head,
    "close()": closes,
    "concurrent": serves_two,
    "stops if left": stops,
    "text": refuses_text,
    "100": continues,
    "chunked": reads_chunked,
    "GET": checked_get,
    "POST": checked_post,
}
