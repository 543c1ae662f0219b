"""A WSGI application that tells its version and its process, and can be slow.

``/`` answers at once.  ``/slow`` makes the file `BEGUN` in the shop's folder, and
answers when there is a file `GO`: so one can end the process in the middle.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

BEGUN, GO, VERSION = "begun", "go", "version"
LONGEST = 60.0  # seconds until a slow request gives up
FOLDER = Path(os.environ.get("SHOP_FOLDER", "."))


def version() -> str:
    """Read which version is installed."""
    path = FOLDER / VERSION
    return path.read_text("utf-8") if path.exists() else "1"


def install(folder: Path, version: str) -> None:
    """Put another version in a shop's folder; it runs after the next start."""
    new = folder / "new"
    new.write_text(version, "utf-8")
    new.replace(folder / VERSION)  # nobody reads half of it


RUNNING = version()
"""Read once, as code is: a new version runs when the program is started again."""


def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Answer with version and process number, as JSON."""
    if environ["PATH_INFO"] == "/slow":
        (FOLDER / BEGUN).touch()
        end = time.monotonic() + LONGEST
        while not (FOLDER / GO).exists() and time.monotonic() < end:
            time.sleep(0.01)
    body = json.dumps({"version": RUNNING, "pid": os.getpid()}).encode()
    length = str(len(body))
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", length)])
    return [body]
