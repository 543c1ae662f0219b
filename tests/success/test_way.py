"""A customer's way through the shop: the same in one process and in many."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError

import pytest

from examples.gateway.identity import IDENTITY, KEY, sign
from examples.gateway.show.trial import ask
from examples.success import __main__, many
from examples.success.programs.settings import STAFF
from examples.success.show.kills import PASSWORD, customer
from examples.success.show.way import LOOK, SECONDS, STEPS, Customer, walk
from notebooks.kernels import ROOT
from tests.success.conftest import One

pytestmark = pytest.mark.beside

ALL = dict.fromkeys(STEPS, True)


def test_in_one_process(one: One) -> None:
    """Sign in, post a picture, see its thumbnail, order, find it in the office."""
    assert walk(Customer(one.address, one.password)) == ALL


def test_one_process_starts_no_server() -> None:
    """Its command does without `examples.peers`, which is for many processes."""
    away = "import sys; sys.modules['examples.peers'] = None"
    code = f"{away}; import examples.success.__main__"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_ctrl_c_while_it_opens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It ends as a shell expects, without a traceback, and leaves no folder."""

    def interrupted(*_: object) -> None:
        assert [*tmp_path.iterdir()]
        raise KeyboardInterrupt

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(__main__, "in_one", interrupted)
    assert __main__.main([]) == 130
    assert not [*tmp_path.iterdir()]


def test_in_many_processes(shop: many.Shop) -> None:
    """The same steps succeed, though no part shares a process with another."""
    assert walk(customer(shop)) == ALL


def test_another_language_says_that_it_is_missing(one: One) -> None:
    """Without Node and PHP the page has a gap, and the paths say who is missing."""
    visitor = Customer(one.address, one.password)
    visitor.signs_in()
    for path, who in {"/orders/": "JavaScript", "/basket/": "PHP"}.items():
        with pytest.raises(HTTPError, match="502") as refused:
            visitor.ask(path)
        with refused.value as answer:
            assert f"is {who}, and does not run" in json.load(answer)["detail"]
    assert "nothing to see" in visitor.ask("/")


@pytest.mark.parametrize("setting", ["one", "shop"])
def test_by_sub_domain(setting: str, request: pytest.FixtureRequest) -> None:
    """The same pages, all fragments in them; another name is nobody's."""
    address = request.getfixturevalue(setting).address
    port = int(address.rpartition(":")[2])
    page = ask(port, "/", headers={"Host": f"shop.localhost:{port}"})
    assert "Burlat:" in page.text
    assert "A pie a day" in page.text
    stock = ask(port, "/", headers={"Host": f"stock.shop.localhost:{port}"})
    assert "Burlat" in json.loads(stock.body)
    assert ask(port, "/", headers={"Host": "evil.example"}).status == 421


def test_what_is_refused_is_said_in_words(one: One) -> None:
    """Too much, nothing, no number, another sort: 409, and no word of the database."""
    visitor = Customer(one.address, one.password)
    visitor.signs_in()
    wrong = {"99999": "Burlat", "-1": "Burlat", "": "Burlat", "9" * 30: "Burlat"}
    for grams, sort in {**wrong, "5": "Elvis"}.items():
        with pytest.raises(HTTPError, match="409") as refused:
            visitor.fill_in("/order", sort=sort, grams=grams)
        with refused.value as answer:
            said = answer.read().decode()
        assert "There are 4000 g of Burlat" in said or "sort &#39;Elvis&#39;" in said
        assert "constraint" not in said
    assert "Burlat: 4000 g" in visitor.ask("/")


def test_the_last_order_comes_first(shop: many.Shop) -> None:
    """Where a program without a driver asks for them, with a header that is signed."""
    visitor, stock = Customer(shop.address, PASSWORD), shop.kept["stock"]
    visitor.signs_in()
    for grams in (11, 12):
        visitor.fill_in("/order", sort="Napoleon", grams=grams)
    signed = {"X-Identity": sign(IDENTITY, STAFF, stock.environment[KEY].encode())}
    mine = json.loads(ask(stock.address[1], "/orders", headers=signed).body)[:2]
    assert mine == [{"sort": "Napoleon", "grams": grams} for grams in (12, 11)]


def test_a_wrong_password_may_be_typed_again(one: One) -> None:
    """The form is there, and says so."""
    with pytest.raises(HTTPError, match="403") as refused:
        Customer(one.address, "").fill_in("/account/sign-in", name="anna", password="x")
    with refused.value as answer:
        said = answer.read().decode()
    assert "Wrong name or password." in said
    assert 'name="password"' in said


def test_what_is_no_picture_is_said(one: One) -> None:
    """Its page says why, and waits no longer; one that nobody posted is not there."""
    visitor = Customer(one.address, one.password)
    visitor.signs_in()
    head = '--x\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\n'
    form = f"{head}no picture\r\n--x--\r\n".encode()
    page = visitor.ask("/photos/", form, "multipart/form-data; boundary=x")
    end = monotonic() + SECONDS
    while "in the queue" in page and monotonic() < end:
        sleep(LOOK)
        page = visitor.ask(visitor.at.removeprefix(one.address))
    assert "not a picture in one of JPEG" in page
    assert "Error" not in page
    assert "refresh" not in page
    with pytest.raises(OSError, match="404"):
        visitor.ask("/photos/nobody")


def test_a_parts_own_host_leads_back_to_the_shop(one: One) -> None:
    """There ``/`` is the part; so the bar and the links name the shop's host."""
    port = int(one.address.rpartition(":")[2])
    shop = f"//shop.localhost:{port}/"
    at = {"Host": f"account.shop.localhost:{port}"}
    assert f'href="{shop}"' in ask(port, "/sign-in", headers=at).text
    links = json.loads(ask(port, "/bar/bar.json", headers=at).body)["links"]
    assert {*links.values()} == {shop, f"{shop}photos/", f"{shop}office/"}


def test_a_wrong_step_is_found(one: One) -> None:
    """Who cannot sign in sees the shop, and nothing that is personal."""
    found = walk(Customer(one.address, "wrong", hoping=lambda: False))
    assert [name for name, ok in found.items() if not ok] == [
        *("sign in", "bar", "picture", "thumbnail", "order", "office")
    ]
