"""Answers to the exercises of 06-serializers, right and wrong."""

from __future__ import annotations

import io
import re
from collections import Counter, OrderedDict
from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import Any

import phpserialize

from examples.serializers.exact import exact
from examples.serializers.php import PhpHandler
from examples.serializers.php.guard import end
from notebooks.exercises import Exercise, serializers


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


def by_type(values: list[object], by: list[Any]) -> list[object]:
    """Compare the types as well, of the outermost only."""
    return [
        value
        for value in values
        if all(value == back and type(value) is type(back) for back in sent(value, by))
    ]


def by_repr(values: list[object], by: list[Any]) -> list[object]:
    """Compare how values are written."""
    return [
        value
        for value in values
        if all(repr(value) == repr(back) for back in sent(value, by))
    ]


def by_repr_and_type(values: list[object], by: list[Any]) -> list[object]:
    """Compare how values are written, and the types of the outermost."""
    typed = by_type(values, by)
    return [value for value in by_repr(values, by) if value in typed]


def sent(value: object, by: list[Any]) -> list[object]:
    """Give what comes back from each serializer; an object of its own for an error."""
    backs: list[object] = []
    for one in by:
        try:
            backs.append(one.loads(one.dumps(value)))
        except Exception:
            backs.append(object())
    return backs


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


def one_digit(data: bytes) -> dict[str, bytes]:
    """Read one digit of a length."""
    return walked(data, digits=1)


def two_digits(data: bytes) -> dict[str, bytes]:
    """Read two digits of a length."""
    return walked(data, digits=2)


def walked(data: bytes, digits: int) -> dict[str, bytes]:
    """Walk over values whose strings have a length of so many digits at most."""
    value = re.compile(rb"(?:s:(\d{1,%d})\d*:\")|[^;]*;" % digits)
    found, place = {}, 0
    while place < len(data):
        bar = data.index(b"|", place)
        token = value.match(data, bar + 1)
        assert token is not None
        stop = token.end() + (int(token[1]) + 2 if token[1] else 0)
        found[data[place:bar].decode()] = data[bar + 1 : stop]
        place = stop
    return found


def plain_names(data: bytes) -> dict[str, bytes]:
    """Look for names of letters and digits."""
    found = {}
    while data:
        name = re.match(rb"\w+\|", data)
        if name is None:
            break
        stop = end(data, name.end(), depth=0)
        found[name[0][:-1].decode()] = data[name.end() : stop]
        data = data[stop:]
    return found


def from_stream(data: bytes) -> dict[str, bytes]:
    """Let phpserialize read from a file, and ask the file how far it came."""
    file, found = io.BytesIO(data), {}
    while file.tell() < len(data):
        name = b"".join(iter(partial(file.read, 1), b"|"))
        start = file.tell()
        phpserialize.load(file)
        found[name.decode()] = data[start : file.tell()]
    return found


def cut(data: bytes) -> dict[str, bytes]:
    """Cut what was read from the bytes that are left."""
    found = {}
    while data:
        name, _, data = data.partition(b"|")
        if data.startswith(b"s:"):
            head, _, _ = data.partition(b'"')
            stop = len(head) + int(head[2:-1]) + 3
        else:
            stop = data.index(b";") + 1
        found[str(name, "utf-8")], data = data[:stop], data[stop:]
    return found


def in_a_loop(values: list[object], by: list[Any]) -> tuple[object, ...]:
    """Take out what one of the serializers does not carry."""
    left = list(values)
    for one in by:
        for value in list(left):
            try:
                kept = exact(one.loads(one.dumps(value)), value)
            except Exception:
                kept = False
            if not kept:
                left = [other for other in left if other is not value]
    return tuple(left)


def two_errors(values: list[object], by: list[Any]) -> list[object]:
    """Know two kinds of errors only."""

    def carried(value: object) -> bool:
        try:
            return all(exact(value, one.loads(one.dumps(value))) for one in by)
        except (TypeError, ValueError):
            return False

    return list(filter(carried, values))


def loads_outside(values: list[object], by: list[Any]) -> list[object]:
    """Forget that reading may fail, too."""
    left = []
    for value in values:
        try:
            sent = [one.dumps(value) for one in by]
        except Exception:
            continue
        backs = [one.loads(data) for one, data in zip(by, sent, strict=True)]
        if all(exact(value, back) for back in backs):
            left.append(value)
    return left


def one_after_the_other(values: list[object], by: list[Any]) -> list[object]:
    """Send a value through all of them in a row, and look at its end."""
    left = []
    for value in values:
        back = value
        try:
            for one in by:
                back = one.loads(one.dumps(back))
        except Exception:
            continue
        if exact(value, back):
            left.append(value)
    return left


def written_anew(data: bytes) -> dict[str, bytes]:
    """Read the values, and write them again."""
    session = PhpHandler().loads(data)
    return {name: phpserialize.dumps(value) for name, value in session.items()}


def any_of_them(values: list[object], by: list[Any]) -> list[object]:
    """Take what one of them carries."""
    return [
        value for value in values if not by or any(shared([value], [s]) for s in by)
    ]


class Number(IntEnum):
    """Comes back as an int."""

    TWO = 2


class Word(str):
    """Comes back as a str; it has the ``==`` of a str."""

    __slots__ = ()


class Liar(dict[str, int]):
    """Is equal to everything."""

    __hash__ = None  # as a dict has none

    def __eq__(self, other: object) -> bool:
        return True


def number() -> object:
    """Name an enumeration of numbers."""
    return Number.TWO


def word() -> object:
    """Name a class of one's own, inside of a list."""
    return ["sour", Word("cherry")]


def counter() -> object:
    """Name a dict that counts."""
    return {"cherries": Counter("aab")}


def liar() -> object:
    """Name what is equal to everything."""
    return Liar(a=1)


def hidden_liar() -> object:
    """Name a list of what is equal to everything."""
    return [1, Liar(a=1)]


def by_key() -> object:
    """Name a dict whose keys json makes text of."""
    return {1: "a"}


def refused() -> object:
    """Name what json does not take."""
    return {1, 2}


def changed() -> object:
    """Name what is not equal."""
    return (1, 2)


def kept() -> object:
    """Name what json keeps."""
    return [1, 2]


def unordered(values: list[object], by: list[Any]) -> object:
    """Give an iterator, from the last to the first."""
    return reversed(shared(values, by))


def none(values: list[object], by: list[Any]) -> None:
    """Return nothing."""


Entries = dict[str, tuple[Callable[..., Any], Exercise]]
SOLUTIONS: Entries = {
    "exercise-shared": (shared, serializers.shared),
    "exercise-split": (split, serializers.split),
    "exercise-alike": (alike, serializers.alike),
}
OTHERS: Entries = {
    "values in another collection and order": (unordered, serializers.shared),
    "serializer by serializer": (in_a_loop, serializers.shared),
    "cut from what is left": (cut, serializers.split),
    "read from a stream": (from_stream, serializers.split),
    "an enumeration": (number, serializers.alike),
    "a text of a class of one's own": (word, serializers.alike),
    "a counter in a dict": (counter, serializers.alike),
}
MISTAKES: Entries = {
    "equal is taken for exact": (equal, serializers.shared),
    "equal, and of one type": (by_type, serializers.shared),
    "written alike": (by_repr, serializers.shared),
    "written alike, and of one type": (by_repr_and_type, serializers.shared),
    "a refusal is not caught": (careless, serializers.shared),
    "two kinds of errors are caught": (two_errors, serializers.shared),
    "an error of loads is not caught": (loads_outside, serializers.shared),
    "one of them is enough": (any_of_them, serializers.shared),
    "one after the other": (one_after_the_other, serializers.shared),
    "nothing is returned": (none, serializers.shared),
    "split at every bar": (at_bars, serializers.split),
    "values are read, and written anew": (written_anew, serializers.split),
    "a string ends at a quote": (at_quotes, serializers.split),
    "letters are counted": (letters, serializers.split),
    "a length has one digit": (one_digit, serializers.split),
    "a length has two digits": (two_digits, serializers.split),
    "a name has letters and digits": (plain_names, serializers.split),
    "json changes it, and == sees it": (changed, serializers.alike),
    "json keeps it": (kept, serializers.alike),
    "json refuses it": (refused, serializers.alike),
    "a key becomes a text": (by_key, serializers.alike),
    "it is equal to everything": (liar, serializers.alike),
    "it holds what is equal to everything": (hidden_liar, serializers.alike),
}
