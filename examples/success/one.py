"""The shop in one process: what is Python, embedded; SQLite, files, and no server.

The dispatcher of ``07`` stands where nginx stands, the thumbnailer is a thread, the
highlighter a child behind a deadline.  What is in another language says that it is
missing.  One process is one fate.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex, token_urlsafe
from threading import Thread
from wsgiref.types import WSGIApplication

from ..gateway.embedded.app import embedded
from ..gateway.identity import KEY
from ..gateway.show.account import PASSWORD
from .dressed import Dressed
from .hosts import by_host, widened
from .parts import TABLE, rooted, variable


def addresses(folder: Path) -> dict[str, str]:
    """Return where everything is kept without a server: below one folder."""
    (folder / "sessions").mkdir(exist_ok=True)
    return {
        "store": f"sqlite:///{folder}/store.db",
        "tasks": f"sqlite:///{folder}/tasks.db",
        "sessions": f"{folder}/sessions",
        "files": f"{folder}/photos",
    }


def environment(folder: Path, password: str = "") -> dict[str, str]:
    """Return what every part is told, whatever it meets."""
    return {
        KEY: token_hex(),
        PASSWORD: password or token_urlsafe(12),
        variable("folder"): str(folder),
        "HIGHLIGHT_FOLDER": f"{folder}/shelf",
        "HIGHLIGHT_WORKERS": "1",
    }


def joined(root: str = "") -> WSGIApplication:
    """Join the parts under their paths, with guard, includes and bar.

    :param root: the part that is at the root, if it is not the front.
    """
    return widened(Dressed(embedded(rooted(TABLE, root))))


@contextmanager
def shop(
    folder: Path,
    password: str = "",
    more: Mapping[str, WSGIApplication] | None = None,
    by_path: WSGIApplication | None = None,
) -> Iterator[WSGIApplication]:
    """Open the shop in this process while a block lasts; a process has one.

    :param folder: where everything is kept.
    :param more, by_path: see `by_host`.
    """
    told = environment(folder, password)
    told |= {variable(name): where for name, where in addresses(folder).items()}
    os.environ.update(told)
    # These read the environment, so they come after it.
    from .programs.office import prepare
    from .programs.settings import OPENED
    from .programs.thumbnails import worker

    with OPENED:
        prepare(addresses(folder)["store"])
        hired = worker()
        OPENED.callback(hired.queue.close)
        thread = Thread(target=hired.run, name="thumbnails")
        thread.start()
        OPENED.callback(thread.join)
        OPENED.callback(hired.stop)
        yield by_host(joined, more, by_path)
