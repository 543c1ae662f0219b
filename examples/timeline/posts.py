"""Posts in a file: a JSON line each, one writer at a time, read backwards from any id.

The id of a post is where its line begins.  So ids only grow, no id is used twice, and
``before(id)`` is a seek, not a search.  A page stays where it is while posts come in.

One writer at a time: whoever wants to append makes ``FILE.lock``, and fails if it is
there.  Any language can do that.  A writer killed in between leaves the lock behind:
then writers give up, with the file's name, and somebody deletes it.  One killed in the
middle of a line leaves half a line, which readers skip and the next writer cuts off.

A post that was added survives ``kill -9``, not a power cut: the file is not synced.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

LINE = 2048  # bytes of a line, at most: 320 characters of six bytes, and the rest
RECENT = 100  # posts among which a key is looked for
PATIENCE = 5.0  # seconds to wait for another writer
LOOK = 0.002  # seconds between two looks at its lock


class LockedError(Exception):
    """Another writer has the lock, and did not give it back in time."""


@dataclass(frozen=True)
class Post:
    """A post as it is shown.

    id: bytes in the file before its line.
    at: when it was added, in UTC, as RFC 3339 writes it.
    """

    id: int
    author: str
    text: str
    at: str

    def document(self) -> dict[str, object]:
        """Return the post as the API's JSON object."""
        return asdict(self)


class Posts:
    """A file of posts.

    :param path: of the file; it is made when the first post is added.
    :param patience: seconds to wait for another writer.
    """

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path, self.patience = path, patience
        self.lock = path.with_name(path.name + ".lock")

    def before(self, end: int | None = None, limit: int = 20) -> list[Post]:
        """Return posts whose id is below `end`, the newest first; None: all."""
        # region before
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                end = size if end is None else min(end, size)
                lines = backwards(file, end, limit)
        except FileNotFoundError:
            return []
        return [self.post(place, line) for place, line in lines]
        # endregion

    def get(self, number: int) -> Post | None:
        """Return the post of that id; None if there is none."""
        for post in self.before(number + 1, limit=1):
            if post.id == number:
                return post
        return None

    def add(self, author: str, text: str, key: str = "") -> Post:
        """Append a post; with the key of one of the last posts, return that one.

        So a client that heard no answer may ask again.

        :param key: made up by the client, another one for each post; "" for none.
        :raises LockedError: if another writer does not end.
        :raises FileExistsError: if the key is that of another text or author.
        :raises ValueError: if its line would have more than `LINE` bytes; a post that
            keeps the contract has fewer.
        """
        with self.writing() as file:
            end = file.seek(0, os.SEEK_END)
            if key and (known := self.keyed(file, end, key)):
                if (known.author, known.text) != (author, text):
                    raise FileExistsError(f"key {key!r} is that of post {known.id}")
                return known
            at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            stored = {"author": author, "text": text, "at": at, "key": key}
            line = written(stored) + b"\n"
            if len(line) > LINE:
                raise ValueError(f"a line of {len(line)} bytes, at most {LINE}")
            file.write(line)
            return self.post(end, line)

    def keyed(self, file: BinaryIO, end: int, key: str) -> Post | None:
        """Find the key among the last posts."""
        member = written({"key": key})[1:]  # the last of its line
        for place, line in backwards(file, end, RECENT):
            if line.endswith(member):
                return self.post(place, line)
        return None

    @staticmethod
    def post(place: int, line: bytes) -> Post:
        """Read a line."""
        stored = json.loads(line)
        return Post(place, stored["author"], stored["text"], stored["at"])

    @contextmanager
    def writing(self) -> Iterator[BinaryIO]:
        """Hold the lock, and give the file, cut after its last whole line."""
        # region lock
        give_up = time.monotonic() + self.patience
        while True:
            try:
                os.close(os.open(self.lock, os.O_CREAT | os.O_EXCL))
                break
            except FileExistsError:
                if time.monotonic() > give_up:
                    raise LockedError(self.stale()) from None
                time.sleep(LOOK)
        # endregion
        try:
            self.path.touch()
            with self.path.open("r+b") as file:
                cut(file)
                yield file
        finally:
            self.lock.unlink()

    def stale(self) -> str:
        """Say what is the matter, and what to do."""
        return (
            f"{self.lock.name} is there for {self.patience:g} seconds; "
            "delete it if no writer runs"
        )


def written(stored: dict[str, str]) -> bytes:
    """Write a JSON object as JavaScript does: no spaces, and only quotes escaped."""
    text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def backwards(file: BinaryIO, end: int, limit: int) -> list[tuple[int, bytes]]:
    """Return whole lines that begin before `end`, the last first, with their places."""
    start = max(0, end - (limit + 1) * LINE)
    file.seek(start)
    data = file.read(end - start + LINE)
    place = start
    found = []
    for line in data.split(b"\n")[:-1]:  # after the last newline: no whole line
        if place < end:
            found.append((place, line))
        place += len(line) + 1
    # The first one may be the end of a line; it is one too many, so it is left out.
    return found[: -limit - 1 : -1]


def cut(file: BinaryIO) -> None:
    """Cut off what a killed writer left behind its last whole line."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - LINE)
    file.seek(start)
    tail = file.read()
    if tail and not tail.endswith(b"\n"):
        file.truncate(start + tail.rfind(b"\n") + 1)
