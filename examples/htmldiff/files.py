"""Read a file up to a limit, replace one whole or not at all; standard streams."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path
from typing import BinaryIO

LIMIT = 32 * 1024 * 1024
"""Bytes of a document."""


def read(path: Path, limit: int = LIMIT) -> bytes:
    """Read a file, and no more of it than the limit.

    :raises ValueError: if it is longer.
    :raises OSError: if it cannot be read.
    """
    with path.open("rb") as file:
        return within(limit, file)


def read_in(limit: int = LIMIT) -> bytes:
    """Read standard input to its end; else as :func:`read`."""
    # Not sys.stdin, which decodes.
    with os.fdopen(sys.stdin.fileno(), "rb", closefd=False) as file:
        return within(limit, file)


def within(limit: int, file: BinaryIO) -> bytes:
    """Read a file to its end.

    :raises ValueError: if it is longer than the limit.
    """
    data = file.read(limit + 1)
    if len(data) > limit:
        raise ValueError(f"longer than {limit:,} bytes")
    return data


def replace(path: Path, data: bytes) -> None:
    """Write a file beside the old one, then put it in its place, with its mode.

    A link stays a link.  What is no regular file, as a pipe, is written to.

    :raises OSError: if it cannot be written; the old file is as it was.
    """
    path = Path(os.path.realpath(path))
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    file = beside.open("xb")  # if one is there, it is not ours to remove
    try:
        with file:
            file.write(data)
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def write_out(data: bytes) -> None:
    """Write to standard output.

    :raises SystemExit: with status 2 if its reader has gone: nothing is left to say.
    :raises OSError: if it cannot be written.
    """
    try:
        # Not sys.stdout.buffer: unbuffered (python -u) it may write a part, unsaid.
        with os.fdopen(sys.stdout.fileno(), "wb", closefd=False) as out:
            out.write(data)
    except BrokenPipeError:
        raise SystemExit(2) from None
