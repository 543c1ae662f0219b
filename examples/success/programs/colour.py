"""Code in colour for a page: from a child of this process, or by ZeroMQ from another.

ZeroMQ waits for who is not there.  So it is looked first whether anybody listens, and
without an answer the code is shown as it is.
"""

from __future__ import annotations

import atexit
import socket
from functools import cache
from html import escape

from ...highlight.message import Snippet, decode, encode
from ...highlight.problem import Problem
from ...highlight.workers.pipe import Pipe
from .settings import OPENED, address

PATIENCE = 20.0  # seconds; a busy machine may take its time
DEADLINE = 9.0  # seconds of a child's processor time


def coloured(code: str, language: str) -> str:
    """Return code as HTML, in colour if somebody can do it."""
    snippet = Snippet(code, language)
    try:
        if endpoint := address("highlighter"):
            return by_zeromq(endpoint, snippet)
        return decode(pipe().ask(encode(snippet)))
    except Problem:
        return f"<pre>{escape(code)}</pre>"


def by_zeromq(endpoint: str, snippet: Snippet) -> str:
    """Ask the highlighter of ``09-zeromq``; raises `Problem`."""
    from ...zeromq.ask.client import Client
    from ...zeromq.highlighting import highlight

    if not listens(endpoint):
        raise Problem("the highlighter is away")
    with Client(endpoint, timeout=PATIENCE, tries=1) as client:
        return highlight(client, snippet)


def listens(endpoint: str) -> bool:
    """Tell whether anybody listens at ``ipc://PATH``."""
    with socket.socket(socket.AF_UNIX) as asking:
        return asking.connect_ex(endpoint.removeprefix("ipc://")) == 0


@cache
def pipe() -> Pipe:
    """Start a child behind a deadline, once a process; it ends with it."""
    child = Pipe(DEADLINE)
    child.start()
    OPENED.callback(child.close)
    atexit.register(child.close)
    return child
