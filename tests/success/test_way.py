"""A customer's way through the shop: the same in one process and in many."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from examples.gateway.show.trial import ask
from examples.success import many
from examples.success.show.kills import customer
from examples.success.show.way import STEPS, Customer, walk
from notebooks.kernels import ROOT
from tests.success.conftest import One

ALL = dict.fromkeys(STEPS, True)


def test_in_one_process(one: One) -> None:
    """Sign in, post a picture, see its thumbnail, order, find it in the office."""
    assert walk(Customer(one.address, one.password)) == ALL


def test_one_process_starts_no_server() -> None:
    """Its command does without `examples.peers`, which is for many processes."""
    away = "import sys; sys.modules['examples.peers'] = None"
    code = f"{away}; import examples.success.__main__"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_in_many_processes(shop: many.Shop) -> None:
    """The same steps succeed, though no part shares a process with another."""
    assert walk(customer(shop)) == ALL


def test_another_language_says_that_it_is_missing(one: One) -> None:
    """Without Node and PHP the page has a gap, and the paths say who is missing."""
    visitor = Customer(one.address, one.password)
    visitor.signs_in()
    for path, who in {"/orders/": "JavaScript", "/basket/": "PHP"}.items():
        with pytest.raises(OSError, match="502") as refused:
            visitor.ask(path)
        with refused.value as answer:  # type: ignore[attr-defined]
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


def test_a_wrong_step_is_found(one: One) -> None:
    """Who cannot sign in sees the shop, and nothing that is personal."""
    found = walk(Customer(one.address, "wrong", hoping=lambda: False))
    assert [name for name, ok in found.items() if not ok] == [
        *("sign in", "bar", "picture", "thumbnail", "order", "office")
    ]
