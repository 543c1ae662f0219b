"""Serve one WSGI application on a socket that another process has opened.

``python -m examples.gateway.run.child show.front:application 3`` takes the socket of
file descriptor 3, so nobody has to guess a free port, and who asks early waits instead
of being refused.  It ends when its standard input does: also if whoever started
it was killed.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Sequence
from threading import Thread
from wsgiref.types import WSGIApplication

from werkzeug.middleware.proxy_fix import ProxyFix

from ..table import load

# waitress would take away what the gateway says (X-Forwarded-For), for it cannot
# know that nobody else gets here.  Idle connections are closed by the gateway first.
SETTINGS = {"clear_untrusted_proxy_headers": False, "channel_timeout": 60}


def behind(app: WSGIApplication) -> WSGIApplication:
    """Wrap an application in `ProxyFix`: it believes what the gateway in front says.

    Address, scheme, host and prefix of the request become those of the client.
    Not for an application that a client can reach past the gateway.
    """
    return ProxyFix(app, x_for=1, x_proto=1, x_host=1, x_prefix=1)


def end_with_input() -> None:
    """Read standard input to its end, then send SIGINT to this process."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGINT)


def main(arguments: Sequence[str]) -> None:
    """Serve until standard input ends, or SIGINT comes."""
    from waitress import serve

    start, descriptor = arguments
    # More requests under way than threads: no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    listening = socket.socket(fileno=int(descriptor))
    # Whoever started this may have blocked it for itself, and a shell ignores it for
    # what it starts in the background: both are inherited.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    Thread(target=end_with_input, daemon=True).start()
    serve(behind(load(start)), sockets=[listening], **SETTINGS)


if __name__ == "__main__":
    main(sys.argv[1:])
