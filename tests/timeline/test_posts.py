"""examples.timeline.posts: ids are places, one writer at a time, pages that stay."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from examples.timeline import LockedError, Posts
from examples.timeline.posts import LINE, RECENT


@pytest.fixture
def posts(tmp_path: Path) -> Posts:
    """A file that is not there yet."""
    return Posts(tmp_path / "posts.jsonl")


def fill(posts: Posts, count: int) -> list[int]:
    """Add posts of different lengths; return their ids."""
    return [posts.add("anna", "cherry " * (1 + n % 9)).id for n in range(count)]


def test_there_is_nothing_before_the_first_post(posts: Posts) -> None:
    """A file that nobody has written to is an empty timeline."""
    assert posts.before() == []
    assert posts.get(0) is None


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_pages_hold_every_post_once(posts: Posts, limit: int) -> None:
    """Whatever the length of a page, they follow each other without a gap."""
    ids = fill(posts, 45)
    seen, end = [], None
    while page := posts.before(end, limit):
        assert len(page) <= limit
        seen += [post.id for post in page]
        end = page[-1].id
    assert seen == ids[::-1]


def test_a_page_stays_while_posts_come(posts: Posts) -> None:
    """What came after a page was shown moves nothing on the next one."""
    ids = fill(posts, 10)
    first = posts.before(limit=5)
    fill(posts, 3)
    second = posts.before(first[-1].id, limit=5)
    assert [post.id for post in [*first, *second]] == ids[::-1]


def test_an_id_is_found_again(posts: Posts) -> None:
    """An id between two posts is none, though a page may begin there."""
    ids = fill(posts, 3)
    middle = posts.get(ids[1])
    assert middle
    assert middle.id == ids[1]
    assert posts.get(ids[1] + 1) is None
    assert [post.id for post in posts.before(ids[1] + 1)] == ids[1::-1]
    assert [post.id for post in posts.before(10**15)] == ids[::-1]


def test_the_longest_line_is_read(posts: Posts) -> None:
    """Pages are read by bytes: as many of the longest posts as of the shortest."""
    for number in range(12):
        posts.add("\x01" * 40, "\x01" * 280, f"{number:040}")
    assert LINE - 60 < posts.path.stat().st_size / 12 <= LINE
    assert len(posts.before(limit=10)) == 10


def test_a_line_that_would_not_be_read_is_not_written(posts: Posts) -> None:
    """Whoever calls without a contract is told, and nothing is left behind."""
    posts.add("anna", "")
    room = LINE - posts.path.stat().st_size
    with pytest.raises(ValueError, match="a line of 2049 bytes, at most 2048"):
        posts.add("anna", "x" * (room + 1))
    posts.add("anna", "x" * room)
    assert [len(post.text) for post in posts.before()] == [room, 0]


def test_many_writers_lose_nothing(posts: Posts) -> None:
    """Each has the lock in its turn: every line is whole, every id another one."""
    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda n: posts.add("anna", f"{n}"), range(80)))
    assert len({post.id for post in added}) == 80
    found = {post.id: post.text for post in posts.before(limit=100)}
    assert found == {post.id: post.text for post in added}


def test_a_lock_left_behind_is_named(posts: Posts) -> None:
    """A writer that was killed blocks the others; they say what to delete."""
    hasty = Posts(posts.path, patience=0)
    posts.lock.touch()
    with pytest.raises(LockedError, match=r"posts\.jsonl\.lock .* delete it"):
        hasty.add("anna", "cherries")
    posts.lock.unlink()
    hasty.add("anna", "cherries")
    assert not posts.lock.exists()


def test_a_file_that_cannot_be_made_leaves_no_lock(posts: Posts) -> None:
    """A link to a disk that is not there yet: once it is, nothing is in the way."""
    hasty, disk = Posts(posts.path, patience=0), posts.path.parent / "disk"
    hasty.path.symlink_to(disk / "posts.jsonl")
    with pytest.raises(FileNotFoundError, match=r"posts\.jsonl'$"):
        hasty.add("anna", "cherries")
    disk.mkdir()
    assert hasty.add("anna", "cherries").id == 0


def test_half_a_line_is_skipped_and_cut_off(posts: Posts) -> None:
    """A writer was killed in its middle: nobody was told that it was added."""
    first = posts.add("anna", "cherries")
    size = posts.path.stat().st_size
    with posts.path.open("ab") as file:
        file.write('{"author":"boris","text":"🍒'.encode()[:-2])
    assert posts.before() == [first]
    second = posts.add("chiara", "plums")
    assert second.id == size
    assert posts.before() == [second, first]


def test_only_half_a_line(posts: Posts) -> None:
    """The very first writer was killed."""
    posts.path.write_bytes(b'{"author"')
    assert posts.before() == []
    assert posts.add("anna", "cherries").id == 0


def test_a_key_adds_once(posts: Posts) -> None:
    """Whoever asks again gets the post of the first time."""
    first = posts.add("anna", "cherries", "key-of-anna")
    posts.add("boris", "plums", "key-of-boris")
    assert posts.add("anna", "cherries", "key-of-anna") == first
    assert len(posts.before()) == 2


@pytest.mark.parametrize("other", [("anna", "plums"), ("boris", "cherries")])
def test_a_key_of_another_post_is_refused(posts: Posts, other: tuple[str, str]) -> None:
    """It would be lost, silently, if it were taken for the first one."""
    posts.add("anna", "cherries", "key-of-anna")
    with pytest.raises(FileExistsError, match="is that of post 0"):
        posts.add(*other, "key-of-anna")
    assert not posts.lock.exists()


def test_a_text_is_no_key(posts: Posts) -> None:
    """Quotes in a text are escaped: nobody can forge another's key.

    Nor is a key the end of a longer one.
    """
    posts.add("anna", '","key":"key-of-boris"}')
    posts.add("anna", "plums", "the-key-of-boris")
    assert posts.add("boris", "cherries", "key-of-boris").author == "boris"


def test_a_key_is_forgotten_after_a_hundred_posts(posts: Posts) -> None:
    """That is the limit: who asks again comes soon."""
    first = posts.add("anna", "cherries", "key-of-anna")
    fill(posts, RECENT - 1)
    assert posts.add("anna", "cherries", "key-of-anna") == first
    fill(posts, 1)
    assert posts.add("anna", "cherries", "key-of-anna") != first


def test_a_line_is_what_javascript_would_write(posts: Posts) -> None:
    """No spaces, and nothing escaped that need not be: one file, two writers."""
    posts.add("anna", 'é🍒"\n', "key-of-anna")
    line = posts.path.read_text("utf-8")
    stored = json.loads(line)
    assert line.startswith('{"author":"anna","text":"é🍒\\"\\n","at":"2')
    assert list(stored) == ["author", "text", "at", "key"]
