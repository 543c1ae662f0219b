"""examples.highlight.web.shelf: results on disk, bounded, shared by processes."""

from __future__ import annotations

import errno
import multiprocessing
import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from examples.highlight.web.shelf import BLOCK, DIGEST, OLD, Shelf, on_disk

SIZE = 3 * BLOCK - DIGEST  # bytes of a result that takes three blocks


def key(number: int) -> str:
    """Return some key."""
    return sha256(b"%d" % number).hexdigest()


def result(number: int) -> bytes:
    """Return some result, which depends on its key."""
    return b"%d" % (number % 10) * SIZE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where a shelf may be made."""
    return tmp_path / "deep" / "shelf"


def test_what_was_put_is_there(folder: Path) -> None:
    """Every byte of it, for every shelf of the folder; an empty result too."""
    shelf = Shelf(folder)
    shelf.put(key(1), bytes(range(256)))
    shelf.put(key(2), b"")
    assert Shelf(folder).get(key(1)) == bytes(range(256))
    assert (Shelf(folder).get(key(2)), shelf.get(key(3))) == (b"", None)


def test_the_folder_is_its_owners(folder: Path) -> None:
    """Nobody else may look at code, whatever the umask is."""
    before = os.umask(0)
    try:
        Shelf(folder).put(key(1), b"secret")
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o770, 0o1777])
def test_a_folder_of_others(folder: Path, mode: int) -> None:
    """Where others may write, nothing is taken for ours, nor put."""
    folder.mkdir(parents=True)
    (folder / key(1)).write_bytes(sha256(b"<script>").digest() + b"<script>")
    assert Shelf(folder).get(key(1)) == b"<script>"
    folder.chmod(mode)
    with pytest.raises(PermissionError, match="others may write"):
        Shelf(folder).get(key(1))
    with pytest.raises(PermissionError, match="others may write"):
        Shelf(folder).put(key(1), b"")


@pytest.mark.parametrize("name", ["", "x", "../" + "0" * 61, "A" * 64, "0" * 64 + "\n"])
def test_a_key_that_is_none(folder: Path, name: str) -> None:
    """Nothing outside of the folder can be read or written."""
    assert Shelf(folder).get(name) is None
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        Shelf(folder).put(name, b"")


@pytest.mark.parametrize("cut", [0, 5, -1])
def test_a_file_that_is_not_as_it_was_put(folder: Path, cut: int) -> None:
    """Cut short or empty, it is not there; putting mends it."""
    shelf = Shelf(folder)
    shelf.put(key(1), b"result")
    whole = (folder / key(1)).read_bytes()
    (folder / key(1)).write_bytes(whole[:cut])
    assert shelf.get(key(1)) is None
    shelf.put(key(1), b"result")
    assert shelf.get(key(1)) == b"result"


def test_a_full_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written leaves no half of a file, and what was there stays."""
    shelf = Shelf(folder)
    shelf.put(key(1), b"old")

    def full(path: str, target: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        shelf.put(key(1), b"new")
    assert [path.name for path in folder.iterdir()] == [key(1)]
    assert shelf.get(key(1)) == b"old"


def ages(folder: Path, *numbers: int) -> None:
    """Let results have been used in this order, the first longest ago."""
    for age, number in enumerate(reversed(numbers), 10):
        now = (folder / key(number)).stat().st_mtime
        os.utime(folder / key(number), (now - age, now - age))


def test_the_least_recently_used_goes(folder: Path) -> None:
    """Having been read counts as use."""
    shelf = Shelf(folder, 9 * BLOCK)
    for number in (1, 2, 3):
        shelf.put(key(number), result(number))
    ages(folder, 1, 2, 3)
    assert shelf.get(key(1)) == result(1)
    shelf.put(key(4), result(4))
    there = [number for number in (1, 2, 3, 4) if shelf.get(key(number))]
    assert there == [1, 3, 4]


@pytest.mark.parametrize("size", [0, SIZE])
def test_it_stays_bounded(folder: Path, size: int) -> None:
    """Also of results that are all but empty: a file takes a block."""
    limit = 64 * BLOCK
    shelf = Shelf(folder, limit)
    for number in range(200):
        shelf.put(key(number), b"x" * size)
        taken = sum(used for _, used, _ in shelf.files())
        assert taken <= limit * 17 // 16
    assert taken > limit // 2
    assert shelf.get(key(199)) == b"x" * size


def test_one_that_is_larger_than_the_shelf(folder: Path) -> None:
    """It stays until the next comes: who was sent to it finds it."""
    shelf = Shelf(folder, BLOCK)
    shelf.put(key(1), result(1))
    assert shelf.get(key(1)) == result(1)
    ages(folder, 1)
    shelf.put(key(2), result(2))
    assert shelf.get(key(1)) is None


def test_what_a_crash_left(folder: Path) -> None:
    """A file that never came to its place goes when it is old, not before."""
    shelf = Shelf(folder, BLOCK)
    shelf.own()
    crashed, written = f"{1:032x}.new", f"{2:032x}.new"
    for name, age in {crashed: OLD + 1, written: 0.0}.items():
        path = folder / name
        path.write_bytes(b"half")
        os.utime(path, (path.stat().st_mtime - age,) * 2)
    shelf.put(key(1), b"")
    assert {path.name for path in folder.iterdir()} == {written, key(1)}


def test_what_is_somebody_elses(folder: Path) -> None:
    """A folder named by mistake loses nothing but room."""
    (folder / "old.d").mkdir(0o700, parents=True)
    folder.chmod(0o700)
    for name in ("thesis.docx", "id_rsa", ".bashrc", "crashed.new", "f" * 65):
        (folder / name).write_text("precious")
    before = {*folder.iterdir()}
    for path in before:
        os.utime(path, (1, 1))
    for number in (1, 2):
        Shelf(folder, BLOCK).put(key(number), result(number))
    assert {*folder.iterdir()} == before | {folder / key(2)}


def test_a_link(folder: Path) -> None:
    """Where anybody may put a link, it may be somebody else's: it is not followed."""
    Shelf(folder).put(key(1), b"result")
    link = folder.with_name("link")
    link.symlink_to(folder)
    with pytest.raises(NotADirectoryError, match="no link"):
        Shelf(link).get(key(1))


def test_a_folder_of_another_user(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is taken from there: they may have put anything."""
    Shelf(folder).put(key(1), b"result")
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    with pytest.raises(PermissionError, match="others may write"):
        Shelf(folder).get(key(1))


def test_what_cannot_be_touched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result that was read is given, be it that its use cannot be noted."""

    def readonly(path: str) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    shelf = Shelf(folder)
    shelf.put(key(1), b"result")
    monkeypatch.setattr(os, "utime", readonly)
    assert shelf.get(key(1)) == b"result"


def test_a_smaller_limit(folder: Path) -> None:
    """A process that starts with an overfull shelf tidies with its first result."""
    for number in range(10):
        Shelf(folder).put(key(number), result(number))
    smaller = Shelf(folder, 20 * BLOCK)
    smaller.put(key(10), b"")
    assert sum(size for _, size, _ in smaller.files()) <= 20 * BLOCK


def test_a_file_that_another_process_removes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two may tidy at the same time."""
    shelf = Shelf(folder, BLOCK)
    shelf.put(key(1), b"")
    gone = folder / key(2)
    gone.symlink_to("nowhere")  # listed, but not there
    shelf.tidy()
    assert [path for _, _, path in shelf.files()] == [folder / key(1)]


def use(folder: Path, first: int) -> int:
    """Put and get many results; count those that were other than put."""
    shelf = Shelf(folder, 30 * BLOCK)
    wrong = 0
    for number in range(first, first + 100):
        shelf.put(key(number % 20), result(number % 20))
        found = shelf.get(key((number + 7) % 20))
        wrong += found not in (None, result((number + 7) % 20))
    return wrong


@pytest.mark.beside
def test_several_processes(folder: Path) -> None:
    """They put, get and remove the same files; nobody fails or sees a half."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        assert pool.starmap(use, [(folder, first) for first in (0, 7, 13)]) == [0, 0, 0]
        pool.close()
        pool.join()
    shelf = Shelf(folder, 30 * BLOCK)
    shelf.tidy()
    assert sum(size for _, size, _ in shelf.files()) <= 30 * BLOCK


def test_blocks() -> None:
    """What is counted is what a file takes, not what is in it."""
    sizes = [on_disk(size) for size in (1, BLOCK, BLOCK + 1)]
    assert sizes == [BLOCK, BLOCK, 2 * BLOCK]
