"""What a part is told by its environment: addresses, a folder, who is asking.

In one process all parts read one environment, in many each has its own.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from wsgiref.types import WSGIEnvironment

from ...gateway.identity import IDENTITY, key, verify
from ..parts import variable

HOST = "127.0.0.1"
ACCOUNTS = ("anna", "ben")
STAFF = ACCOUNTS[0]
"""May use the office."""
OPENED = ExitStack()
"""Closes what a part opens once a process, in the shop that is one; a process of many
ends with its connections."""


def address(name: str) -> str:
    """Return the address of somebody this part meets; empty if there is none."""
    return os.environ.get(variable(name), "")


def needed(name: str) -> str:
    """Return an address without which nothing can be done.

    :raises RuntimeError: if this process was started without it.
    """
    if not (found := address(name)):
        cure = "start with `python -m examples.success`"
        raise RuntimeError(f"{variable(name)} is not set: {cure}")
    return found


def folder(name: str) -> Path:
    """Return a folder below the shop's, made if it is not there."""
    found = Path(needed("folder"), name)
    found.mkdir(exist_ok=True)
    return found


def who(environ: WSGIEnvironment) -> str | None:
    """Return who is asking, by the signed header, whoever passed it on."""
    return verify(IDENTITY, environ.get("HTTP_X_IDENTITY", ""), key())
