"""examples.datastore.listen: who listens hears of each write, whoever wrote."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest

from examples.datastore import Cherry, Order
from examples.datastore.listen import listening
from examples.datastore.show.shop import Shop
from tests.datastore.halfway import halt, wait_for

pytestmark = pytest.mark.peer("postgresql")


@pytest.fixture
def sides(postgresql: Shop) -> Shop:
    """On PostgreSQL only."""
    return postgresql


def test_both_sides_are_heard(sides: Shop, cherry: Cherry) -> None:
    """The trigger speaks for whoever writes; who waits an hour hears of it at once."""
    with listening(sides.url) as hear:
        added = sides.front.add(cherry)
        assert hear(3600) == cherry.tag
        sides.office.change(replace(added, grams=400))
        assert hear(60) == cherry.tag
        assert hear(0) is None


def test_words_that_come_together_are_all_heard(sides: Shop, cherry: Cherry) -> None:
    """Both sides write before anybody looks."""
    other = replace(cherry, tag=uuid4(), name="Regina")
    with listening(sides.url) as hear:
        sides.front.add(cherry)
        sides.office.add(other)
        assert [hear(60), hear(60), hear(0)] == [cherry.tag, other.tag, None]


def test_it_is_told_after_the_commit(
    sides: Shop, cherry: Cherry, tmp_path: Path
) -> None:
    """So who looks then sees it."""
    sides.front.add(cherry)
    order = Order(cherry.tag, 200)
    with listening(sides.url) as hear:
        thread = Thread(target=sides.front.order, args=(order, partial(halt, tmp_path)))
        thread.start()
        wait_for(tmp_path / "halted")
        assert hear(0) is None
        (tmp_path / "go").touch()
        assert hear(60) == cherry.tag
        assert sides.office.orders(cherry.tag) == [order]
        thread.join()
