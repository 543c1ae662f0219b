"""Questions of 14-success: remember what was said, tell who is lost, start in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from random import Random
from typing import Any

from notebooks.exercises import Exercise, Question, fresh

AWAY = "is away"
Script = Sequence[tuple[str, str]]


class Parts:
    """Parts that say what a script has for them, or are away; and who was asked."""

    def __init__(self) -> None:
        self.now: tuple[str, str | Exception] = ("", "")
        self.asked: list[str] = []

    def fetch(self, name: str) -> str:
        """Ask a part."""
        self.asked.append(name)
        wanted, said = self.now
        if name != wanted:
            raise LookupError(f"asked {name!r}, wanted {wanted!r}")
        if isinstance(said, Exception):
            raise said
        return said


def _told(ask: Callable[[str], object], name: str, parts: Parts) -> object:
    try:
        return ask(name)
    except OSError as error:
        _, said = parts.now
        return "OSError" if error is said else "another OSError than came from fetch"
    except ArithmeticError as error:
        return type(error).__name__


def _remembered(script: Script, answer: Callable[..., Any]) -> object:
    """Say what a function answers that was asked along a script."""
    parts = Parts()
    ask = answer(parts.fetch)
    if not callable(ask):
        return f"no function: {ask!r}"
    told = []
    for name, said in script:
        parts.now = name, ConnectionRefusedError(AWAY) if said == AWAY else said
        told.append(_told(ask, name, parts))
    if len(parts.asked) != len(script):
        return f"asked {len(parts.asked)} times for {len(script)} answers"
    return told


def _by_rule(script: Script) -> list[str]:
    last: dict[str, str] = {}
    told = []
    for name, said in script:
        if said != AWAY:
            last[name] = said
        told.append(last.get(name, "OSError"))
    return told


def _heard(script: Script) -> str:
    """Tell what `fetch` does, one call after the other."""
    return ", ".join(
        f"{name} {AWAY if said == AWAY else f'says {said!r}'}" for name, said in script
    )


def _two(answer: Callable[..., Any]) -> object:
    """Let one function hear a part, and ask the other one when that is away."""
    parts = Parts()
    one, other = answer(parts.fetch), answer(parts.fetch)
    parts.now = "stock", "Burlat"
    heard = _told(one, "stock", parts)
    parts.now = "stock", ConnectionRefusedError(AWAY)
    return [heard, _told(other, "stock", parts)]


def _other_error(answer: Callable[..., Any]) -> object:
    parts = Parts()
    ask = answer(parts.fetch)
    parts.now = "stock", "Burlat"
    heard = _told(ask, "stock", parts)
    parts.now = "stock", ZeroDivisionError("a fault of the part")
    return [heard, _told(ask, "stock", parts)]


def _script(seed: int) -> Script:
    chance = Random(seed)
    words = ["Burlat", "Kordia", "Regina", ""]
    return [
        (chance.choice(["stock", "news"]), chance.choice([*words, AWAY, AWAY]))
        for _ in range(8)
    ]


SCRIPTS: dict[str, Script] = {
    "a part that is there": [("stock", "Burlat")],
    "one that is away from the beginning": [("stock", AWAY)],
    "one that goes away": [("stock", "Burlat"), ("stock", AWAY)],
    "the last word counts": [("stock", "Burlat"), ("stock", "Kordia"), ("stock", AWAY)],
    "it comes back": [("stock", "Burlat"), ("stock", AWAY), ("stock", "Kordia")],
    "two parts": [("stock", "Burlat"), ("news", "A pie"), ("stock", AWAY)],
    "nobody speaks for another": [("stock", "Burlat"), ("news", AWAY)],
    "nothing is a word, too": [("stock", "Burlat"), ("stock", ""), ("stock", AWAY)],
}

remember = Exercise(
    __name__,
    hint="A function within the function, and a dict beside it, made anew each time. "
    "Ask first, note what was said, and look it up only for an OSError.",
    questions=[
        *(
            Question(
                f"{says}: {_heard(script)}",
                partial(_remembered, script),
                _by_rule(script),
            )
            for says, script in SCRIPTS.items()
        ),
        Question("two functions share nothing", _two, ["Burlat", "OSError"]),
        Question(
            "a fault is no absence", _other_error, ["Burlat", "ZeroDivisionError"]
        ),
        *(
            Question(_heard(script), partial(_remembered, script), _by_rule(script))
            for script in map(_script, range(6))
        ),
    ],
)

Needs = dict[str, list[str]]
CHAIN = {"front": ["stock"], "stock": ["store"], "store": [], "bar": []}
LINE = [f"part{number}" for number in range(24)]
LONG = {one: [*LINE[number + 1 : number + 2]] for number, one in enumerate(LINE)}
CIRCLE = {"front": ["orders"], "orders": ["stock"], "stock": ["front"], "bar": []}


def _graph(seed: int, circles: bool = True) -> Needs:
    """Make up who needs whom; without circles each needs some that come before it."""
    chance = Random(seed)
    names = ["front", "stock", "store", "orders", "bar", "mail"]
    chance.shuffle(names)
    needs: Needs = {}
    for number, name in enumerate(names):
        others = [one for one in names if one != name] if circles else names[:number]
        needs[name] = chance.sample(others, min(chance.randint(0, 2), len(others)))
    shuffled = [*needs.items()]
    chance.shuffle(shuffled)
    return dict(shuffled)


def _reached(needs: Needs, killed: str) -> list[str]:
    gone = {killed}
    for _ in needs:
        gone |= {name for name, others in needs.items() if gone & {*others}}
    return sorted(gone)


def _lost(needs: Needs, name: str, answer: Callable[..., Any]) -> object:
    given = fresh(needs)
    got = answer(given, name)
    if given != needs:
        return f"needs was changed: {given}"
    several = isinstance(got, set | frozenset | list | tuple)
    return sorted({*got}) if several else f"not several: {got!r}"


lost = Exercise(
    __name__,
    hint="Begin with the killed one, and add whoever needs one of those that you have. "
    "Again, until nobody is new.",
    questions=[
        *(
            Question(says, partial(_lost, needs, name), wanted)
            for says, needs, name, wanted in (
                ("nobody needs it", CHAIN, "bar", ["bar"]),
                ("who needs it is lost too", CHAIN, "stock", ["front", "stock"]),
                ("and who needs those", CHAIN, "store", ["front", "stock", "store"]),
                ("all along a line", LONG, LINE[-1], sorted(LINE)),
                ("who is needed is not", CHAIN, "front", ["front"]),
                ("in a circle all are", CIRCLE, "stock", ["front", "orders", "stock"]),
                ("in a circle that does not need it, none", CIRCLE, "bar", ["bar"]),
            )
        ),
        *(
            Question(
                f"{needs}",
                partial(_lost, needs, "stock"),
                _reached(needs, "stock"),
            )
            for needs in map(_graph, range(12))
        ),
    ],
)

SHOP = {
    "gateway": ["front", "orders"],
    "front": ["store", "highlighter"],
    "orders": ["stock"],
    "stock": ["store"],
    "highlighter": [],
    "store": [],
}


def _order(needs: Needs, answer: Callable[..., Any]) -> object:
    """Tell what is wrong with an order; there is more than one right one."""
    given = fresh(needs)
    try:
        got = answer(given)
        got = list(got) if isinstance(got, Iterable) else got
    except ValueError:
        got = "ValueError"
    if given != needs:
        return f"needs was changed: {given}"
    if got == "ValueError":
        return got
    if not isinstance(got, list):
        return f"no list: {got!r}"
    if sorted(map(str, got)) != sorted(needs):
        return f"each once, not {got}"
    for name, others in needs.items():
        for other in others:
            if other == name:
                return f"{name} needs itself, and is started: {got}"
            if got.index(other) > got.index(name):
                return f"{name} is started before {other}, which it needs: {got}"
    return "each after those it needs"


RIGHT = "each after those it needs"
SELF = {"bar": ["bar"]}
ORDERS: dict[str, tuple[Needs, str]] = {
    "one that needs nobody": ({"bar": []}, RIGHT),
    "two": ({"front": ["store"], "store": []}, RIGHT),
    "a shop": (SHOP, RIGHT),
    "the shop, listed backwards": (dict([*SHOP.items()][::-1]), RIGHT),
    "a circle has no order": (CIRCLE, "ValueError"),
    "one that needs itself": (SELF, "ValueError"),
}
MADE_UP = [_graph(seed, circles=False) for seed in range(8)]
order = Exercise(
    __name__,
    hint="Take everybody whose needs are started already, and begin again with the "
    "rest. If a round takes nobody, those that are left need each other.",
    questions=[
        Question(says, partial(_order, needs), wanted)
        for says, (needs, wanted) in {
            **ORDERS,
            **{f"{needs}": (needs, RIGHT) for needs in MADE_UP},
        }.items()
    ],
)

# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-remember": """
from notebooks.exercises import check, success


def remembering(fetch):
    raise NotImplementedError


check(remembering, success.remember)
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
