"""Ask every face for the thumbnail of one picture, each with a storage of its own.

A face is a function here: the bytes of a picture in, those of its thumbnail out.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from flask import Flask
from zope.component import provideAdapter
from zope.interface import implementer

from ..core import thumbnail
from ..flask_blueprint import blueprint
from ..limits import PictureError
from ..thumbnailer import Thumbnailer
from ..with_django import thumbnail_url
from ..zope_adapter import SIZE, IPicture, IThumbnail, small

NAME = "cherry.jpg"


def bare(picture: bytes) -> bytes:
    """Call the core."""
    return thumbnail(picture, SIZE)


class Memory:
    """A dict as a storage, with `read` and `write`."""

    def __init__(self, **files: bytes) -> None:
        self.files = files

    def read(self, name: str) -> BinaryIO:
        """Open what is stored under a name."""
        try:
            return BytesIO(self.files[name])
        except KeyError:
            raise FileNotFoundError(name) from None

    def write(self, name: str, data: bytes) -> None:
        """Store bytes under a name."""
        self.files[name] = data


def through_flask(picture: bytes) -> bytes:
    """Mount the blueprint in an application, and get the thumbnail by HTTP."""
    pictures, thumbnails = Memory(**{NAME: picture}), Memory()
    thumbnailer = Thumbnailer(pictures.read, thumbnails.write)
    app = Flask("front")
    app.register_blueprint(blueprint(thumbnailer, thumbnails.read, {"small": SIZE}))
    answer = app.test_client().get(f"/small/{NAME}")
    if answer.status_code != 200:
        raise PictureError(answer.status)
    small: bytes = answer.get_data()
    return small


class DjangoMemory(Storage):
    """The same as a storage of Django's, which needs no settings."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def _open(self, name: str, mode: str) -> File:
        return ContentFile(self.memory.read(name).read(), name)

    def _save(self, name: str, content: Any) -> str:
        self.memory.write(name, content.read())
        return name

    def exists(self, name: str) -> bool:
        """Tell whether there is such a file."""
        return name in self.memory.files

    def url(self, name: str | None) -> str:
        """Return its address, which is its name."""
        return name or ""


def through_django(picture: bytes) -> bytes:
    """Let the template tag's function store it, and open what it stored."""
    storage = DjangoMemory(Memory(**{NAME: picture}))
    url = thumbnail_url(NAME, SIZE, storage=storage)
    return storage.memory.files[url]


@implementer(IPicture)
class Photo:
    """What a component may be given: it has a file."""

    def __init__(self, data: bytes) -> None:
        self.data = data


provideAdapter(small)


def through_zope(picture: bytes) -> bytes:
    """Adapt an object that provides `IPicture`."""
    data: bytes = IThumbnail(Photo(picture)).data
    return data


def through_command(picture: bytes) -> bytes:
    """Run the command over a folder with one picture."""
    root = __package__.rpartition(".")[0]
    with TemporaryDirectory() as folder:
        here, out = Path(folder, "in"), Path(folder, "out")
        here.mkdir()
        (here / NAME).write_bytes(picture)
        done = subprocess.run(
            [sys.executable, "-m", root, here, out, f"--size={SIZE[0]}x{SIZE[1]}"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise PictureError(done.stderr.strip().splitlines()[-1])
        return (out / f"{NAME}.webp").read_bytes()


FACES: dict[str, Callable[[bytes], bytes]] = {
    "Flask": through_flask,
    "Django": through_django,
    "Zope": through_zope,
}
"""The faces that live in this process."""
