"""The table of 2011: what goes wrong with it today, and what ours does instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from examples.datastore import Cherry, StaleError
from examples.datastore.show.process import Process
from examples.datastore.show.shop import Shop
from examples.datastore.then import Cherry as OldCherry
from examples.datastore.then import front
from tests.datastore import office_acts
from tests.datastore.halfway import wait_for

SUMMER = timezone(timedelta(hours=2))
NOON = datetime(2026, 6, 1, 12, tzinfo=SUMMER)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Process]]:
    """Be both programs of 2011."""
    url = f"sqlite:///{tmp_path_factory.mktemp('then')}/then.db"
    session, office = front(url), Process("office", url)
    yield session, office
    session.close()
    session.bind.dispose()
    office.close()


@pytest.fixture
def then(programs: tuple[Any, Process]) -> tuple[Any, Process]:
    """Be both programs, and one cherry."""
    session, _ = programs
    session.query(OldCherry).delete()
    session.add(OldCherry(name="Kordia", grams=500, picked_at=NOON))
    session.commit()
    return programs


def test_it_worked(then: tuple[Any, Process]) -> None:
    """What one wrote the other could read."""
    assert then[1](office_acts.as_in_2011, "Kordia")[0] == 500


def test_noon_was_two_hours_late(then: tuple[Any, Process]) -> None:
    """SQLite kept the digits and not the zone; Django takes them for UTC."""
    _, read = then[1](office_acts.as_in_2011, "Kordia")
    assert read == datetime(2026, 6, 1, 12, tzinfo=UTC) == NOON + timedelta(hours=2)


def test_the_last_one_won(then: tuple[Any, Process], tmp_path: Path) -> None:
    """Both sold 100 grams of 500, and 400 are left."""
    session, office = then
    session.rollback()
    places = tmp_path / "read", tmp_path / "go"
    thread = Thread(target=office, args=(office_acts.grams_of_2011, "Kordia", *places))
    thread.start()
    wait_for(places[0])
    cherry = session.query(OldCherry).one()
    cherry.grams -= 100
    session.commit()
    places[1].touch()
    thread.join()
    assert office(office_acts.as_in_2011, "Kordia")[0] == 400


def test_a_default_was_the_librarys(then: tuple[Any, Process]) -> None:
    """Whoever did not know it wrote nothing at all."""
    session, office = then
    insert = "INSERT INTO cherries (name, picked_at) VALUES ('Regina', '2026-06-01')"
    session.connection().exec_driver_sql(insert)
    session.commit()
    assert office(office_acts.as_in_2011, "Regina")[0] is None


def test_today_noon_is_noon(sqlite: Shop, cherry: Cherry) -> None:
    """In the zone of whoever looks."""
    cherry.picked_at = NOON
    sqlite.front.add(cherry)
    assert sqlite.office.get(cherry.tag).picked_at == NOON


def test_today_the_last_one_is_told(sqlite: Shop, cherry: Cherry) -> None:
    """And the first one's write stays."""
    sqlite.front.add(cherry)
    mine, theirs = sqlite.front.get(cherry.tag), sqlite.office.get(cherry.tag)
    mine.grams -= 100
    theirs.grams -= 100
    sqlite.front.change(mine)
    with pytest.raises(StaleError):
        sqlite.office.change(theirs)
    assert sqlite.office.get(cherry.tag).grams == 400
