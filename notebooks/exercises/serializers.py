"""Questions of 06-serializers: what all carry, a session, an equal that is not."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from examples.serializers.brief import brief
from examples.serializers.exact import exact
from examples.serializers.php import Php
from notebooks.exercises import Question


class _Ones:
    """A serializer for which True is as good as 1."""

    def dumps(self, value: Any) -> str:
        return json.dumps(int(value) if value is True else value)

    def loads(self, data: str) -> Any:
        return json.loads(data)


Shared = Callable[[list[object], list[Any]], object]
ALL: list[Any] = [pickle, json, Php()]


def _shared(values: list[object], serializers: list[Any], answer: Shared) -> object:
    """Give what was found as a list; its order is not asked for."""
    found = answer(values, serializers)
    return sorted(found, key=repr) if isinstance(found, Iterable) else found


CARRIED: list[tuple[str, list[object], list[Any], list[object]]] = [
    (
        "pickle, json and PHP carry text and lists",
        ["crème", [1, None]],
        ALL,
        ["crème", [1, None]],
    ),
    ("json changes a tuple", [(1, 2), "a"], [pickle, json], ["a"]),
    ("json refuses bytes", [b"a", "a"], [json], ["a"]),
    ("PHP refuses an empty list: a ValueError", [[], {}], [Php()], [{}]),
    ("True is not 1, though they are equal", [True, 2], [_Ones()], [2]),
    ("without a serializer nothing is lost", [(1,)], [], [(1,)]),
]
shared = [
    Question(says, partial(_shared, values, by), wanted)
    for says, values, by, wanted in CARRIED
]

Split = Callable[[bytes], dict[str, bytes]]
SESSIONS = {
    b"visits|i:7;": {"visits": b"i:7;"},
    b'name|s:6:"cherry";ripe|b:1;': {"name": b's:6:"cherry";', "ripe": b"b:1;"},
    b'total|i:1250;word|s:12:"black cherry";': {
        "total": b"i:1250;",
        "word": b's:12:"black cherry";',
    },
    b'note|s:3:"a|b";visits|i:7;': {"note": b's:3:"a|b";', "visits": b"i:7;"},
    b'note|s:6:"";a|N;";b|i:1;': {"note": b's:6:"";a|N;";', "b": b"i:1;"},
    'word|s:6:"crème";n|N;'.encode(): {"word": 's:6:"crème";'.encode(), "n": b"N;"},
    b"": {},
}


def _split(data: bytes, answer: Split) -> object:
    return answer(data)


split = [
    Question(f"split({data!r})", partial(_split, data), wanted)
    for data, wanted in SESSIONS.items()
]


def _kind(answer: Callable[[], object]) -> str:
    """Say what json does to a value."""
    value = answer()
    back = json.loads(json.dumps(value))
    if exact(value, back):
        return f"{brief(value)} comes back exactly"
    if value != back:
        return f"{brief(value)} comes back as {brief(back)}, which is not equal"
    return "equal and changed"


alike = [
    Question("json changes it, and == does not see that", _kind, "equal and changed")
]


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
