"""Answers to the exercises of 06-serializers, right and wrong."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from examples.serializers.exact import exact
from examples.serializers.php.guard import end
from notebooks.exercises import Question, serializers


def shared(values: list[object], by: list[Any]) -> list[object]:
    """List the values that come back exactly from every serializer."""

    def carried(value: object) -> bool:
        try:
            return all(exact(value, one.loads(one.dumps(value))) for one in by)
        except Exception:  # each serializer has errors of its own
            return False

    return list(filter(carried, values))


def equal(values: list[object], by: list[Any]) -> list[object]:
    """Take ``==`` for exact."""

    def carried(value: object) -> bool:
        try:
            return all(one.loads(one.dumps(value)) == value for one in by)
        except (TypeError, ValueError):
            return False

    return list(filter(carried, values))


def careless(values: list[object], by: list[Any]) -> list[object]:
    """Expect that nothing is refused."""
    backs = [(value, [one.loads(one.dumps(value)) for one in by]) for value in values]
    return [value for value, back in backs if all(exact(value, one) for one in back)]


def split(data: bytes) -> dict[str, bytes]:
    """Cut a session of PHP's into its names and values."""
    found, place = {}, 0
    while place < len(data):
        bar = data.index(b"|", place)
        after = end(data, bar + 1, depth=0)
        found[data[place:bar].decode()] = data[bar + 1 : after]
        place = after
    return found


def at_bars(data: bytes) -> dict[str, bytes]:
    """Split where a bar stands."""
    first, *rest = data.split(b"|")
    names, values = [first], []
    for part in rest:
        value, _, name = part.rpartition(b";")
        values.append(value + b";")
        names.append(name)
    return {name.decode(): value for name, value in zip(names, values, strict=False)}


def at_quotes(data: bytes) -> dict[str, bytes]:
    """Look for the first quote and semicolon, whatever the length says."""
    pairs = re.findall(rb'(\w+)\|(s:\d+:".*?";|[^"]*?;)', data)
    return {name.decode(): value for name, value in pairs}


def letters(data: bytes) -> dict[str, bytes]:
    """Count letters where PHP counts bytes."""
    text, found = data.decode(), {}
    while text:
        name, _, text = text.partition("|")
        kind, _, rest = text.partition(":")
        size = int(rest.partition(":")[0]) if kind == "s" else 0
        close = text.index('"') + size + 3 if size else text.index(";") + 1
        found[name], text = text[:close].encode(), text[close:]
    return found


def alike() -> object:
    """Name a value that json changes into an equal one."""
    return OrderedDict(a=1)


Entries = dict[str, tuple[Callable[..., Any], list[Question]]]
SOLUTIONS: Entries = {
    "exercise-shared": (shared, serializers.shared),
    "exercise-split": (split, serializers.split),
    "exercise-alike": (alike, serializers.alike),
}
OTHERS: Entries = {
    "values in another collection and order": (
        lambda values, by: reversed(shared(values, by)),
        serializers.shared,
    ),
}
MISTAKES: Entries = {
    "equal is taken for exact": (equal, serializers.shared),
    "a refusal is not caught": (careless, serializers.shared),
    "nothing is returned": (lambda values, by: None, serializers.shared),
    "split at every bar": (at_bars, serializers.split),
    "a string ends at a quote": (at_quotes, serializers.split),
    "letters are counted": (letters, serializers.split),
    "json changes it, and == sees it": (lambda: (1, 2), serializers.alike),
    "json keeps it": (lambda: [1, 2], serializers.alike),
}
