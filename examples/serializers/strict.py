"""Wrap a serializer: read back what it wrote, and refuse it unless it is exact."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any, Generic

from .brief import brief
from .exact import exact
from .protocol import Serializer, Wire


class Strict(Generic[Wire]):
    """A serializer that reads what it wrote, and compares, before it lets it go.

    It costs one ``loads`` a ``dumps``.  Not for pickle where the values are
    large, nor for a program that is content with a list for a tuple.

    :param serializer: does the work.
    """

    def __init__(self, serializer: Serializer[Wire]) -> None:
        self.serializer: Serializer[Wire] = serializer

    def dumps(self, value: Any, /) -> Wire:
        """Write a value, read it back, and compare.

        :raises ValueError: if it would come back as something else, naming the part.
        :raises TypeError: if nobody can tell, as of an object without ``==``; naming
            the part, too.
        """
        data = self.serializer.dumps(value)
        back = self.serializer.loads(data)
        if not same(value, back):
            raise ValueError(difference(value, back))
        return data

    def loads(self, data: Wire, /) -> Any:
        """Read a value, unchecked: what was written came back exactly."""
        return self.serializer.loads(data)


def same(one: object, two: object) -> bool:
    """Tell whether a value came back; of what nobody can compare, nobody knows."""
    try:
        return exact(one, two)
    except TypeError:
        return False


def difference(one: object, two: object) -> str:
    """Say what became of which part: ``value['cart'][1]: (1, 2) would come back…``.

    A part is looked for as deep inside as it has a place: in lists, tuples and dicts.

    :raises TypeError: if it is a part that nobody can compare.
    """
    where, seen = "", set()
    while True:
        seen.add((id(one), id(two)))
        for key, a, b in places(one, two):
            if (id(a), id(b)) not in seen and not same(a, b):
                where, one, two = f"{where}[{brief(key)}]", a, b
                break
        else:
            break
    place = f"value{where}: " if where else ""
    try:
        exact(one, two)
    except TypeError as error:
        raise TypeError(f"{place}{error}") from error
    return place + becoming(one, two)


def becoming(one: object, two: object) -> str:
    """Say what a value would become, in few letters, which may be the same ones."""
    given, becomes = brief(one), brief(two)
    if given == becomes and type(one) is type(two):
        becomes = "another that is written alike"
    elif given == becomes:
        given += f" ({type(one).__name__})"
        becomes += f" ({type(two).__name__})"
    return f"{given} would come back as {becomes}"


def places(one: object, two: object) -> Iterable[tuple[Any, Any, Any]]:
    """Pair what two containers hold in the same places, if they have the same."""
    if isinstance(one, dict) and isinstance(two, dict) and same([*one], [*two]):
        return zip(one, one.values(), two.values(), strict=True)
    if isinstance(one, (list, tuple)) and type(one) is type(two):
        return zip(count(), one, two) if len(one) == len(two) else ()
    return ()
