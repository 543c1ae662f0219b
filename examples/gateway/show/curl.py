"""Run curl, and print its command and output without what differs each time."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterable
from pathlib import Path

from ...peers import find, missing

SITE = "cherries.test"


def curl(
    port: int, words: str, keep: Iterable[str] = (), folder: Path | None = None
) -> str:
    """Run curl; return the command and its output, as in a terminal.

    :param port: where ``cherries.test`` is; nobody else's names are asked for.
    :param words: what is typed behind ``curl``: ``"-si cherries.test/stock/"``.
    :param keep: headers to show; the others differ from day to day, or are dull.
    :param folder: where it runs, and its cookies are.
    :raises LookupError: if curl is missing, with the cure.
    """
    if (program := find("curl")) is None:
        raise LookupError(missing("curl"))
    there = ["--connect-to", f"::127.0.0.1:{port}", "--noproxy", "*"]
    # -q: without what this machine's user likes.
    command = [program, "-q", *there, "--max-time", "10", *shlex.split(words)]
    done = subprocess.run(command, check=True, capture_output=True, cwd=folder)
    head, _, body = done.stdout.decode().replace("\r", "").partition("\n\n")
    return "\n".join([f"$ curl {words}", *trim(head, keep), "", body.strip()]).strip()


def trim(head: str, keep: Iterable[str]) -> Iterable[str]:
    """Yield the status line, and the headers that are named."""
    status, *headers = head.splitlines()
    yield status
    names = {name.lower() for name in keep}
    yield from (line for line in headers if line.partition(":")[0].lower() in names)
