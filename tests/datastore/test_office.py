"""examples.datastore.office: the admin, the migrations, one store a process."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from decimal import Decimal
from pickle import PicklingError
from uuid import UUID

import pytest

from examples.datastore import Cherry, Order, open_office
from examples.datastore.office import database
from examples.datastore.show.process import Process
from examples.datastore.show.shop import Shop
from tests.datastore import office_acts

HIDDEN = re.compile(r'<input type="hidden" name="version" value="(\d+)"')


def test_a_url_has_what_is_odd_in_it_as_it_has() -> None:
    """A password with an @, a name with a blank, are what the server knows."""
    found = database("postgresql://an%40na:p%3Ass%40@db:5433/my%20shop")
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    odd = ["an@na", "p:ss@", "db", 5433, "my shop"]
    assert [found[name] for name in names] == odd
    assert database("sqlite:////tmp/my%20shop.db")["NAME"] == "/tmp/my shop.db"


@pytest.fixture
def page(sqlite: Shop, cherry: Cherry) -> str:
    """Be the path of a cherry's form."""
    sqlite.front.add(cherry)
    return f"/admin/office/cherry/{sqlite.office(office_acts.key, cherry.tag)}/change/"


def form(cherry: Cherry, version: str) -> dict[str, object]:
    """Fill in the form as a browser would."""
    return {
        "tag": str(cherry.tag),
        "name": cherry.name,
        "price": str(cherry.price),
        "picked_at_0": f"{cherry.picked_at:%Y-%m-%d}",
        "picked_at_1": f"{cherry.picked_at:%H:%M:%S}",
        "grams": cherry.grams,
        "labels": '["ripe"]',
        "version": version,
    }


def test_the_admin_writes(sqlite: Shop, page: str, cherry: Cherry) -> None:
    """Its form carries the version, which is raised by one."""
    _, text = sqlite.office(office_acts.visit, page)
    [version] = HIDDEN.findall(text)
    cherry.price = Decimal("4.90")
    status, text = sqlite.office(office_acts.submit, page, form(cherry, version))
    assert (status, "was changed successfully" in text) == (200, True)
    expected = replace(cherry, labels=["ripe"], version=2)
    assert sqlite.front.get(cherry.tag) == expected


def test_the_admin_tells_who_is_late(sqlite: Shop, page: str, cherry: Cherry) -> None:
    """The front wrote while the form was open; its write stays, and is shown."""
    _, text = sqlite.office(office_acts.visit, page)
    [version] = HIDDEN.findall(text)
    theirs = replace(sqlite.front.get(cherry.tag), price=Decimal("3.33"))
    sqlite.front.change(theirs)
    _, text = sqlite.office(office_acts.submit, page, form(cherry, version))
    assert "Not saved: " in text
    assert 'value="3.33"' in text
    assert HIDDEN.findall(text) == ["2"]
    assert sqlite.front.get(cherry.tag) == replace(theirs, version=2)


def test_the_admin_adds(sqlite: Shop, cherry: Cherry) -> None:
    """What is new has no version before."""
    path = "/admin/office/cherry/add/"
    assert not HIDDEN.findall(sqlite.office(office_acts.visit, path)[1])
    sqlite.office(office_acts.submit, path, form(cherry, ""))
    expected = replace(cherry, labels=["ripe"], version=1)
    assert sqlite.front.get(cherry.tag) == expected


def test_the_admin_only_shows_orders(sqlite: Shop, page: str, cherry: Cherry) -> None:
    """For nobody there would take it from the stock."""
    sqlite.front.order(Order(cherry.tag, 200, "for a cake"))
    status, text = sqlite.office(office_acts.visit, "/admin/office/order/")
    assert (status, "for a cake" in text) == (200, True)
    assert sqlite.office(office_acts.visit, "/admin/office/order/add/")[0] == 403


def test_models_and_migrations_agree(sqlite: Shop) -> None:
    """Nobody changed a model without a migration, and Django has no complaint."""
    assert sqlite.office(office_acts.sees_warnings) == []


def test_a_process_is_the_office_of_one_store(sqlite: Shop) -> None:
    """Django's settings are one global: a second store is refused, the same is not."""
    with pytest.raises(RuntimeError, match="use another process"):
        sqlite.office(open_office, "sqlite:///other.db")
    sqlite.office(same, sqlite.url)


def same(url: str) -> None:
    """Open the store that this process has."""
    open_office(url)


@pytest.mark.parametrize("url", ["mysql://x", "sqlite://", "cherries.db"])
def test_what_is_no_store_is_refused(url: str) -> None:
    """With what would be one."""
    with pytest.raises(ValueError, match="is no store: sqlite:///FILE, postgresql"):
        database(url)


def test_what_cannot_be_sent_harms_no_later_call(sqlite: Shop, cherry: Cherry) -> None:
    """Neither a call that is no pickle, nor an answer."""
    sqlite.front.add(cherry)
    with pytest.raises((PicklingError, AttributeError)):
        sqlite.office(lambda: None)
    with pytest.raises((PicklingError, TypeError)):
        sqlite.office(threading.Lock)
    assert sqlite.office.get(cherry.tag).tag == cherry.tag


def test_who_is_gone_does_not_answer(sqlite: Shop) -> None:
    """A call says so."""
    gone = Process("office", sqlite.url)
    gone.process.kill()
    gone.process.wait()
    with pytest.raises(EOFError):
        gone.orders(UUID(int=0))
    gone.close()
