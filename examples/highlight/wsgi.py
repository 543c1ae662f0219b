"""Configure the application from the environment, for a WSGI server.

``gunicorn --threads 8 examples.highlight.wsgi``.

The environment has the settings:

- ``HIGHLIGHT_WORKERS``: children of each process of the server; 3.
- ``HIGHLIGHT_SECONDS``: of a child's processor time for an answer; 2.
- ``HIGHLIGHT_FOLDER``: of the shelf, which all processes of a machine may share;
  a folder of this user's in the system's for temporary files.
- ``HIGHLIGHT_SHELF``: megabytes on the shelf; 256.
- ``HIGHLIGHT_ORIGINS``: whose pages may ask by script, with spaces between; none.

A thread waits for its child: with eight of them good requests pass beside one that
takes for ever; with gunicorn's default, one, they do not.  Four may wait for a free
child, the next is told to come again: so some are left for what is on the shelf.

Nothing is started and no file made before the first request; so a server may load
this before or after it forks, and each process has children of its own.  They end
with it.  gunicorn's own workers wait for slow senders: put a proxy in front, which
takes a request whole (``08-gateway``).
"""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from flask import Flask

from .web.app import create_app
from .web.shelf import Shelf
from .workers.pool import Pool

MB = 1024 * 1024


def configure(environ: Mapping[str, str]) -> Flask:
    """Return the application with these settings.

    :raises ValueError: if one is no number, not above 0, or no origin; it is named.
    """
    workers = int(number(environ, "HIGHLIGHT_WORKERS", 3))
    pool = Pool(workers, number(environ, "HIGHLIGHT_SECONDS", 2), waiting=4)
    atexit.register(pool.close)
    own = Path(tempfile.gettempdir(), f"highlight-{os.geteuid()}")
    folder = Path(environ.get("HIGHLIGHT_FOLDER") or own)
    limit = number(environ, "HIGHLIGHT_SHELF", 256)
    origins = environ.get("HIGHLIGHT_ORIGINS", "").split()
    return create_app(pool.ask, Shelf(folder, int(limit * MB)), origins)


def number(environ: Mapping[str, str], name: str, default: float) -> float:
    """Read a number above 0."""
    text = environ.get(name) or str(default)
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value < 1e9:
        raise ValueError(f"{name}={text}: expected a number above 0")
    return value


application = configure(os.environ)
