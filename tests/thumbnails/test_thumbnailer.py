"""examples.thumbnails: the pair of functions, and a folder that gives one."""

from __future__ import annotations

from pathlib import Path

import pytest

from examples.thumbnails import PictureError, Thumbnailer, thumbnail
from examples.thumbnails.folder import Folder
from examples.thumbnails.show import pictures
from examples.thumbnails.show.faces import Memory

PICTURE = pictures.turned(1)


def test_it_reads_and_writes_by_name() -> None:
    """And asks nothing else of the storage."""
    memory = Memory(**{"cherry.jpg": PICTURE})
    made = Thumbnailer(memory.read, memory.write).make("cherry.jpg", "s.webp", (60, 60))
    assert memory.files["s.webp"] == made == thumbnail(PICTURE, (60, 60))


def test_a_bad_picture_writes_nothing() -> None:
    """What was stored before is still there, and the picture is closed."""
    memory = Memory(bad=b"cherries", small=b"as it was")
    opened = memory.read("bad")
    with pytest.raises(PictureError):
        Thumbnailer(lambda name: opened, memory.write).make("bad", "small", (60, 60))
    assert memory.files["small"] == b"as it was"
    assert opened.closed


def test_a_folder_reads_and_writes_below_itself(tmp_path: Path) -> None:
    """Folders between are made, a server may read it; nothing else is left there."""
    folder = Folder(tmp_path / "new")
    folder.write("recipes/small.webp", b"first")
    folder.write("recipes/small.webp", b"second")
    with folder.read("recipes/small.webp") as file:
        assert file.read() == b"second"
    [path] = (tmp_path / "new" / "recipes").iterdir()
    assert (path.name, path.stat().st_mode & 0o777) == ("small.webp", 0o644)


@pytest.mark.parametrize(
    "name",
    [
        *("../secret", "a/../../secret", "/etc/hosts", "link/secret", "a\0b", "", "."),
        *("sub", "file/x", "x" * 300, "loop/x"),
    ],
)
def test_a_name_does_not_leave_the_folder(tmp_path: Path, name: str) -> None:
    """Whatever it is made of, there is no such file to be read or written."""
    (tmp_path / "secret").write_text("not for thumbnails")
    folder = Folder(tmp_path / "pictures")
    folder.path.mkdir()
    (folder.path / "link").symlink_to(tmp_path)
    (folder.path / "loop").symlink_to("loop")
    (folder.path / "sub").mkdir()
    (folder.path / "file").touch()
    with pytest.raises(FileNotFoundError, match="is no name of a file below"):
        folder.read(name)
    with pytest.raises(FileNotFoundError):
        folder.write(name, b"")
    assert (tmp_path / "secret").read_text() == "not for thumbnails"


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    """Half a thumbnail never has the name of a whole one."""
    folder = Folder(tmp_path)
    (tmp_path / "small.webp").mkdir()
    with pytest.raises(OSError, match=r"small\.webp"):
        folder.write("small.webp", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["small.webp"]
