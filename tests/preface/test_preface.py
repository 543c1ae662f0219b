"""What the preface says: a token of 2011, and a map of what is here."""

from pathlib import Path

from itsdangerous import URLSafeSerializer

from notebooks import chapters, run

FROM_THE_TALK = "WzEsMiwzXQ.ss4nn3igDDAwxiqsWvj3EQ9FdIQ"


def test_token_of_2011() -> None:
    """itsdangerous signs as it did on slide 25 of the talk, and opens its token."""
    signer = URLSafeSerializer("secret-key")
    assert signer.dumps([1, 2, 3]) == FROM_THE_TALK
    assert signer.loads(FROM_THE_TALK) == [1, 2, 3]


def test_each_chapter_has_its_slides_and_is_tested() -> None:
    """The map has a row for each notebook; the preface alone has no example."""
    rows = {row[0]: row[1:] for row in chapters.table().rows}
    assert [*rows] == [path.stem for path in run.paths([])]
    assert all(int(tests) > 0 for *_, tests in rows.values())
    absent = [name for name, row in rows.items() if chapters.ABSENT in row]
    assert absent == ["00-preface"]


def test_what_is_absent_is_seen_on_the_map(tmp_path: Path) -> None:
    """A chapter that has only begun says what it lacks."""
    for name in ("notebooks/09-plums.ipynb", "tests/plums/test_plums.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    (tmp_path / "tests/plums/stones.py").touch()
    assert chapters.table(tmp_path).rows == [["09-plums", "-", "-", "1"]]
