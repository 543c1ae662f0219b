"""Questions of 06-serializers: what all carry, a session, an equal that is not."""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from random import Random
from typing import Any

from examples.serializers.brief import brief
from examples.serializers.exact import exact
from examples.serializers.php import Php
from notebooks.exercises import Exercise, Question


class _Alike:
    """A serializer that writes one value as another that is equal, at any depth."""

    def __init__(self, value: str, written: str) -> None:
        self.value, self.written = value, written

    def dumps(self, value: Any) -> str:
        return json.dumps(value).replace(self.value, self.written)

    def loads(self, data: str) -> Any:
        return json.loads(data)

    def __repr__(self) -> str:
        return f"one that makes {self.written} of {self.value}"


class _Word(str):
    """A text that looks like any other, and is equal to it."""

    __slots__ = ()


class _Raises:
    """A serializer that raises an error of its own for what it does not carry.

    at: the name of the function that raises it, ``dumps`` or ``loads``.
    """

    def __init__(self, error: Exception, at: str) -> None:
        self.error, self.at = error, at

    def dumps(self, value: Any) -> str:
        if self.at == "dumps" and value == "a":
            raise self.error
        return json.dumps(value)

    def loads(self, data: str) -> Any:
        if self.at == "loads" and data == '"a"':
            raise self.error
        return json.loads(data)

    def __repr__(self) -> str:
        return f"one whose {self.at} raises {type(self.error).__name__}"


class _Swaps:
    """A serializer that makes 1 of 2 and 2 of 1; two of them undo each other."""

    def dumps(self, value: Any) -> str:
        return json.dumps({1: 2, 2: 1}.get(value, value))

    def loads(self, data: str) -> Any:
        return json.loads(data)

    def __repr__(self) -> str:
        return "one that swaps 1 and 2"


Shared = Callable[[list[object], list[Any]], object]
PHP = Php()
CARRIED: list[tuple[object, list[Any]]] = [
    ("crème", [pickle, json, PHP]),
    ([1, None], [pickle, json, PHP]),
    ({"a": [True, 0.5]}, [pickle, json, PHP]),
    (10**20, [pickle, json]),
    ([], [pickle, json]),
    ({"7": "a"}, [pickle, json]),
    ({7: "a"}, [pickle, PHP]),
    ((1, 2), [pickle]),
    (b"bytes", [pickle]),
    ({1, 2}, [pickle]),
]
"""Values, and who carries each."""
PRIVATE = [
    _Raises(error("not this"), at)
    for error in (KeyError, AttributeError, RecursionError, pickle.PicklingError)
    for at in ("dumps", "loads")
]


def _found(values: list[object], serializers: list[Any], answer: Shared) -> object:
    """Give what was found as a list; its order is not asked for."""
    found = answer(values, serializers)
    return sorted(found, key=repr) if isinstance(found, Iterable) else found


def _any(answer: Shared) -> str:
    """Ask about many choices of values and serializers, until one goes wrong."""
    random = Random(6)
    for _ in range(60):
        by = random.sample([pickle, json, PHP], random.randint(0, 3))
        rows = random.sample(CARRIED, random.randint(0, 5))
        wanted = [value for value, known in rows if all(one in known for one in by)]
        got = _found([value for value, _ in rows], by, answer)
        if got != sorted(wanted, key=repr):
            return f"{brief(got)}, not {brief(wanted)}"
    return "right"


def _carries(
    says: str, values: list[object], by: list[Any], wanted: list[object]
) -> Question:
    return Question(says, partial(_found, values, by), wanted)


ALL: list[Any] = [pickle, json, PHP]
shared = Exercise(
    __name__,
    hint="Send each value through one serializer first, with a try around both calls; "
    "then ask whether that goes well for all of them.",
    questions=[
        _carries(
            "pickle, json and PHP carry text and lists",
            ["crème", [1, None]],
            ALL,
            ["crème", [1, None]],
        ),
        _carries("json changes a tuple", [(1, 2), "a"], [pickle, json], ["a"]),
        _carries("json refuses bytes", [b"a", "a"], [json], ["a"]),
        _carries("PHP refuses an empty list: a ValueError", [[], {}], [PHP], [{}]),
        *(
            _carries(f"{equal} is not {value!r}", [value, kept], [by], [kept])
            for equal, value, kept, by in (
                ("1", True, 2, _Alike("true", "1")),
                ("{'a': 1}", {"a": True}, {"a": 2}, _Alike("true", "1")),
                ("[[0]]", [[False]], [[2]], _Alike("false", "0")),
                ("0.0", -0.0, 0.5, _Alike("-0.0", "0.0")),
                ("[0.0]", [-0.0], [0.5], _Alike("-0.0", "0.0")),
                ("[1]", [1.0], [0.5], _Alike("1.0", "1")),
            )
        ),
        *(
            _carries(f"a text's class is lost, {where}", [word, kept], [json], [kept])
            for where, word, kept in (
                ("alone", _Word("cherry"), "pie"),
                ("in a list", [_Word("cherry")], ["pie"]),
            )
        ),
        _carries("two that undo each other", [1, 3, 2], [_Swaps(), _Swaps()], [3]),
        _carries("without a serializer nothing is lost", [(1,)], [], [(1,)]),
        *(_carries(f"{one!r}", ["a", "b"], [one], ["b"]) for one in PRIVATE),
        Question("60 choices of values and serializers", _any, "right"),
    ],
)

Split = Callable[[bytes], dict[str, bytes]]
Session = dict[str, bytes]
SESSIONS: list[Session] = [
    {"visits": b"i:7;"},
    {"name": b's:6:"cherry";', "ripe": b"b:1;"},
    {"total": b"i:-1250;", "word": b's:12:"black cherry";', "price": b"d:0.5;"},
    {"note": b's:3:"a|b";', "visits": b"i:7;"},
    {"note": b's:8:"";a|i:1;";', "b": b"N;"},
    {"word": 's:6:"crème";'.encode(), "n": b"N;"},
    {"last seen; é": b's:0:"";', "s:1:": b"b:0;"},
    {"price": b"d:1;", "sold": b"d:1.0E+25;"},
    {"raw": b's:4:"\xff|\xfe;";', "n": b"N;"},
    {},
]
NAMES = ["a", "last-seen", "é", "7 days", "i:7;", 's:3:"', "note", "__ci"]
LETTERS = 'ab|";:{}is0123 é\n'


def _string(text: str) -> bytes:
    return b's:%d:"%b";' % (len(text.encode()), text.encode())


def _sessions(times: int) -> list[Session]:
    """Return sessions of a few values, the shortest first, with nasty strings."""
    random = Random(7)
    made: list[Session] = []
    for _ in range(times):
        text = "".join(random.choices(LETTERS, k=random.choice([0, 1, 9, 40, 120])))
        number = random.randint(-999, 99999)
        values = [b"N;", b"b:1;", b"i:%d;" % number, b"d:1.5;", b"d:%d;" % number]
        names = random.sample(NAMES, random.randint(1, 4))
        made.append({name: random.choice([*values, _string(text)]) for name in names})
    return sorted(made, key=lambda session: len(_bytes(session)))


def _bytes(session: Session) -> bytes:
    return b"".join(name.encode() + b"|" + one for name, one in session.items())


def _split(session: Session, answer: Split) -> object:
    return answer(_bytes(session))


def _splits_any(answer: Split) -> str:
    """Ask about many sessions, until one goes wrong."""
    for session in _sessions(80):
        if (got := _split(session, answer)) != session:
            return f"{got!r}, not {session!r}"
    return "right"


split = Exercise(
    __name__,
    hint="Keep a place in the bytes. The name ends at the next bar; behind it one byte "
    "says the kind, and a string says where it ends. Go on from there.",
    questions=[
        *(
            Question(f"split({_bytes(one)!r})", partial(_split, one), one)
            for one in SESSIONS
        ),
        Question("80 sessions", _splits_any, "right"),
    ],
)


def _kind(answer: Callable[[], object]) -> str:
    """Say what json does to a value."""
    value = answer()
    try:
        back = json.loads(json.dumps(value))
    except (TypeError, ValueError, RecursionError) as error:
        return f"json refuses {brief(value)}: {error}"
    if exact(value, back):
        return f"{brief(value)} comes back exactly"
    if (liar := next(_liars(value), None)) is not None:
        return f"{liar.__name__} defines == itself, which tells nothing about json"
    if value != back:
        return f"{brief(value)} comes back as {brief(back)}, which is not equal"
    return "equal and changed"


def _liars(value: object) -> Iterator[Any]:
    """Give the classes that are not Python's own and say themselves what is equal."""
    for one in type(value).__mro__:
        own = one.__module__.partition(".")[0] not in sys.stdlib_module_names
        if own and {"__eq__", "__ne__"} & vars(one).keys():
            yield one
    if isinstance(value, dict):
        for pair in value.items():
            yield from _liars(pair)
    elif isinstance(value, (list, tuple)):
        for held in value:
            yield from _liars(held)


alike = Exercise(
    __name__,
    hint="json writes what inherits from dict, int or str as a plain one. Such a value "
    "is equal to the plain one as long as its class leaves == alone.",
    questions=[
        Question(
            "json changes it, and == does not see that", _kind, "equal and changed"
        )
    ],
)


# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-shared": """
from notebooks.exercises import check, serializers


def shared(values, serializers):
    raise NotImplementedError


check(shared, serializers.shared)
""",
    "exercise-split": """
def split(data):
    raise NotImplementedError


check(split, serializers.split)
""",
    "exercise-alike": """
def alike():
    raise NotImplementedError


check(alike, serializers.alike)
""",
}
