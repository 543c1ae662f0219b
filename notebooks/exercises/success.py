"""Questions of 14-success: fill a page, tell who is lost, start in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from notebooks.exercises import Question, fresh

PAGE = "<h1>Cherries</h1><!-- stock --><p>and</p><!-- news -->"


def _fetch(away: tuple[str, ...], name: str) -> str:
    if name in away:
        raise ConnectionRefusedError(f"{name} is away")
    return {"stock": "Burlat", "news": "<!-- stock -->"}[name]


def _fill(page: str, away: tuple[str, ...], answer: Callable[..., Any]) -> object:
    return answer(page, partial(_fetch, away))


fill = [
    Question("a page without a gap", partial(_fill, "<p>-</p>", ()), "<p>-</p>"),
    Question("one part", partial(_fill, "a <!-- stock --> b", ()), "a Burlat b"),
    Question(
        "the same one twice", partial(_fill, "<!-- stock -->" * 2, ()), "Burlat" * 2
    ),
    Question(
        "one that is away",
        partial(_fill, PAGE, ("news",)),
        "<h1>Cherries</h1>Burlat<p>and</p>nothing to see",
    ),
    Question(
        "all away",
        partial(_fill, PAGE, ("stock", "news")),
        "<h1>Cherries</h1>nothing to see<p>and</p>nothing to see",
    ),
    Question(
        "what a part says is no page: its gaps stay",
        partial(_fill, PAGE, ()),
        "<h1>Cherries</h1>Burlat<p>and</p><!-- stock -->",
    ),
    Question(
        "also before a gap of that name",
        partial(_fill, "<!-- news --> and <!-- stock -->", ()),
        "<!-- stock --> and Burlat",
    ),
]

CHAIN = {"front": ["stock"], "stock": ["store"], "store": [], "bar": []}
CIRCLE = {"front": ["orders"], "orders": ["stock"], "stock": ["front"], "bar": []}


def _lost(needs: dict[str, list[str]], name: str, answer: Callable[..., Any]) -> object:
    got = answer(needs, name)
    several = isinstance(got, set | frozenset | list | tuple)
    return sorted(got) if several else f"not several: {got!r}"


lost = [
    Question("nobody needs it", partial(_lost, CHAIN, "bar"), ["bar"]),
    Question(
        "who needs it is lost too", partial(_lost, CHAIN, "stock"), ["front", "stock"]
    ),
    Question(
        "and who needs those",
        partial(_lost, CHAIN, "store"),
        ["front", "stock", "store"],
    ),
    Question("who is needed is not", partial(_lost, CHAIN, "front"), ["front"]),
    Question(
        "in a circle all are",
        partial(_lost, CIRCLE, "stock"),
        ["front", "orders", "stock"],
    ),
    Question(
        "in a circle that does not need it, none",
        partial(_lost, CIRCLE, "bar"),
        ["bar"],
    ),
]

SHOP = {
    "gateway": ["front", "orders"],
    "front": ["store", "highlighter"],
    "orders": ["stock"],
    "stock": ["store"],
    "highlighter": [],
    "store": [],
}


def _order(needs: dict[str, list[str]], answer: Callable[..., Any]) -> object:
    """Tell what is wrong with an order; there is more than one right one."""
    try:
        got = answer(fresh(needs))
        got = list(got) if isinstance(got, Iterable) else got
    except ValueError:
        return "ValueError"
    if not isinstance(got, list):
        return f"no list: {got!r}"
    if sorted(map(str, got)) != sorted(needs):
        return f"each once, not {got}"
    for name, others in needs.items():
        for other in others:
            if got.index(other) > got.index(name):
                return f"{name} is started before {other}, which it needs: {got}"
    return "each after those it needs"


RIGHT = "each after those it needs"
order = [
    Question("one that needs nobody", partial(_order, {"bar": []}), RIGHT),
    Question("two", partial(_order, {"front": ["store"], "store": []}), RIGHT),
    Question("a shop", partial(_order, SHOP), RIGHT),
    Question(
        "the shop, listed backwards",
        partial(_order, dict([*SHOP.items()][::-1])),
        RIGHT,
    ),
    Question("a circle has no order", partial(_order, CIRCLE), "ValueError"),
]

# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-fill": """
from notebooks.exercises import check, success


def fill(page, fetch):
    raise NotImplementedError


check(fill, success.fill)
""",
    "exercise-lost": """
def lost(needs, killed):
    raise NotImplementedError


check(lost, success.lost)
""",
    "exercise-order": """
def order(needs):
    raise NotImplementedError


check(order, success.order)
""",
}
