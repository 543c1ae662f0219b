"""Hold a socket, so that the program behind it may come and go (talk, pages 71-75).

    >>> import socket, sys
    >>> from examples.processes import Holder
    >>> answer = "import socket; socket.socket(fileno=3).accept()[0].send(b'cherries')"
    >>> with Holder([sys.executable, "-c", answer]) as holder:
    ...     client = socket.create_connection(holder.address)  # it waits in the queue
    ...     holder.start()
    ...     client.recv(99), client.close()
    (b'cherries', None)

The holder binds and listens; the program accepts.  It gets the socket as systemd would
hand it over (sd_listen_fds(3)): descriptor 3, ``LISTEN_FDS``, ``LISTEN_PID``.  So it
starts unchanged under systemd, and gunicorn starts under ours.  Restarted, upgraded or
killed, it leaves its clients in the kernel's queue, and the next one takes them.

When not to use it: where systemd runs, which holds sockets already; ``units`` has what
to write.  A program that ends in the middle of a request loses that request: whoever
holds the socket cannot give back what was accepted.

Needs: nothing.

``listening`` is the program's side, for one that has no such option.  ``units`` checks
unit files.  From a shell: ``python -m examples.processes -- gunicorn …``; SIGHUP
restarts, SIGUSR2 upgrades, SIGTERM ends it.

To lift it, ``cp -r examples/processes`` under any name, and delete ``show``.
``then.py`` is what the talk had before.
"""

from __future__ import annotations

from .activation import listen_fds, listening, notify
from .holder import Holder

__all__ = ["Holder", "listen_fds", "listening", "notify"]
