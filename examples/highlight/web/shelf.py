"""Cache results on disk by a digest of their request, shared by processes.

A file a result.  It appears whole or not at all, and it says itself whether it is
still what was put there.  So no process waits for another, and what a crash cut
short only has to be made again.
"""

from __future__ import annotations

import json
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from ..message import Snippet

KEY = re.compile("[0-9a-f]{64}")
BLOCK = 4096  # bytes: no file takes less of a disk
DIGEST = sha256().digest_size  # bytes
UNFINISHED = re.compile(r"[0-9a-f]{32}\.new")
OLD = 60.0  # seconds; by then an unfinished file has been given up


def address(wanted: Snippet, by: dict[str, Any]) -> str:
    """Name a result: 64 hexadecimal digits, a digest of all that it depends on.

    Equal input has an equal name, in every process and on every machine; so whoever
    has the result may keep it for ever.  A cache keyed on the body of a POST knows
    neither the version of Pygments nor, if the body is long, the whole of the body.
    Every field counts, as it was given.

    :param by: the `versions` of who made it, which need not be those of this process:
        a worker is on another machine, or started after Pygments was upgraded.
    """
    fields = json.dumps(by | wanted._asdict(), sort_keys=True)
    return sha256(fields.encode()).hexdigest()


class Shelf:
    """Keep results up to so many bytes; the least recently used go.

    :param folder: made at the first use, for its owner only.
    :param limit: bytes on disk.  A process looks how full the shelf is each time it
        has put a sixteenth of this: by so much may each exceed it.
    """

    def __init__(self, folder: Path, limit: int = 256 * 1024 * 1024) -> None:
        self.folder = folder
        self.limit = limit
        self.unseen = limit  # bytes put since the last look

    def get(self, key: str) -> bytes | None:
        """Return a result, or None if it is not there, or not as it was put.

        :raises OSError: if the folder or the file cannot be used.
        """
        if not KEY.fullmatch(key):
            return None
        path = f"{self.own()}/{key}"
        try:
            with open(path, "rb", buffering=0) as file:
                data = file.read()
        except FileNotFoundError:
            return None
        with suppress(OSError):  # another process tidies, or the disk is read-only
            os.utime(path)  # used now
        digest, result = data[:DIGEST], data[DIGEST:]
        return result if sha256(result).digest() == digest else None

    def put(self, key: str, result: bytes) -> None:
        """Keep a result.

        :raises ValueError: if the key is not 64 hexadecimal digits.
        :raises OSError: if the folder cannot be used, or the disk is full.
        """
        if not KEY.fullmatch(key):
            raise ValueError(f"key={key[:80]!r}: expected 64 hexadecimal digits")
        folder = self.own()
        fresh = f"{folder}/{token_hex(16)}.new"
        try:
            with open(fresh, "wb") as file:
                file.write(sha256(result).digest() + result)
            os.replace(fresh, f"{folder}/{key}")
        except OSError:
            Path(fresh).unlink(missing_ok=True)
            raise
        self.unseen += on_disk(DIGEST + len(result))
        if self.unseen > self.limit // 16:
            self.tidy()

    def own(self) -> str:
        """Make the folder, or check that nobody else can put HTML into it; return it.

        :raises OSError: if the folder cannot be made, is a link, which anybody may
            have put there, or others may write there.
        """
        folder = str(self.folder)
        try:
            found = os.lstat(folder)
        except FileNotFoundError:
            self.folder.mkdir(0o700, parents=True, exist_ok=True)
            found = os.lstat(folder)
        if not stat.S_ISDIR(found.st_mode):
            raise NotADirectoryError(f"{self.folder}: expected a folder, and no link")
        if found.st_uid != os.geteuid() or found.st_mode & 0o022:
            raise PermissionError(f"{self.folder}: others may write here")
        return folder

    def tidy(self) -> None:
        """Remove what was not used for longest.  The last one stays, however large."""
        self.unseen = 0
        room, given_up = self.limit, time.time() - OLD
        for rank, (used, size, path) in enumerate(sorted(self.files(), reverse=True)):
            room -= size
            if used < given_up if path.suffix else room < 0 < rank:
                path.unlink(missing_ok=True)

    def files(self) -> Iterator[tuple[float, int, Path]]:
        """Yield last use, bytes on disk and path of each file that is ours."""
        for path in self.folder.iterdir():
            if not (KEY.fullmatch(path.name) or UNFINISHED.fullmatch(path.name)):
                continue  # somebody else's: the folder is only named to us
            try:
                found = path.stat()
            except FileNotFoundError:  # another process tidies too
                continue
            yield found.st_mtime, on_disk(found.st_size), path


def on_disk(size: int) -> int:
    """Round bytes up to whole blocks."""
    return -(-size // BLOCK) * BLOCK
