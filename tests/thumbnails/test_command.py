"""python -m examples.thumbnails: a thumbnail of every picture of a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from examples.thumbnails.__main__ import main
from examples.thumbnails.__main__ import pictures as in_order
from examples.thumbnails.show import pictures
from tests.thumbnails.look import opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Have two pictures, one of them in a folder of the folder."""
    here = tmp_path / "pictures"
    (here / "recipes").mkdir(parents=True)
    (here / "cherry.jpg").write_bytes(pictures.turned(1))
    (here / "recipes/leaf.png").write_bytes(pictures.saved(pictures.plain(), "PNG"))
    return here


def names(folder: Path) -> list[str]:
    """List the files of a folder."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*.*"))


def test_every_picture_gets_a_thumbnail(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under its own name, in the size that was asked for, from where one is."""
    out = tmp_path / "out"
    monkeypatch.chdir(tmp_path)
    assert main([folder.name, "out", "--size", "60x50", "--fit", "cover"]) == 0
    assert names(out) == ["cherry.jpg.webp", "recipes/leaf.png.webp"]
    assert opened((out / "cherry.jpg.webp").read_bytes()).size == (60, 50)


def test_a_bad_picture_does_not_stop_the_others(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named, and the status is 1; so is one whose thumbnail has no place."""
    (folder / "bad.jpg").write_bytes(b"cherries")
    (folder / "barred.jpg").write_bytes(pictures.turned(1))
    out = tmp_path / "out"
    barred = out / "barred.jpg.webp"
    barred.mkdir(parents=True)
    assert main([str(folder), str(out)]) == 1
    bad, other = capsys.readouterr().err.splitlines()
    assert bad.startswith("bad.jpg: not a picture in one of JPEG")
    assert other.startswith("barred.jpg: 'barred.jpg.webp' is no name of a file")
    assert names(out) == [barred.name, "cherry.jpg.webp", "recipes/leaf.png.webp"]


def test_thumbnails_are_not_taken_for_pictures(folder: Path) -> None:
    """Where the second folder lies in the first, a second run makes no more."""
    out = folder / "small"
    assert main([str(folder), str(out)]) == main([str(folder), str(out)]) == 0
    assert names(out) == ["cherry.jpg.webp", "recipes/leaf.png.webp"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere", "out"], "nowhere is not a folder"),
        ([".", "."], ". is or holds .: choose another for OUT"),
        ([".", ".."], ".. is or holds .: choose another for OUT"),
        ([".", "out", "--size", "0x9"], "'0x9' is not WIDTHxHEIGHT, such as 160x120"),
        ([".", "out", "--size", "9x99999"], "'9x99999' is not WIDTHxHEIGHT"),
        ([".", "out", "--size", "99999x9"], "'99999x9' is not WIDTHxHEIGHT"),
    ],
)
def test_a_wrong_argument_is_named(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is made."""
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert says in capsys.readouterr().err


def test_pictures_come_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By their names, in whatever order the disk has them: so are the complaints."""
    found = [tmp_path / name for name in ("c.jpg", "a.jpg", "b.jpg")]
    for path in found:
        path.write_bytes(b"")
    monkeypatch.setattr(Path, "rglob", lambda *_: iter(found))
    assert list(in_order(tmp_path, tmp_path / "out")) == ["a.jpg", "b.jpg", "c.jpg"]
