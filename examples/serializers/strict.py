"""Wrap a serializer: read back what it wrote, and refuse it unless it is exact."""

from __future__ import annotations

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

        :raises ValueError: if it would come back as something else, naming it.
        :raises TypeError: if nobody can tell, as of an object without ``==``.
        """
        data = self.serializer.dumps(value)
        back = self.serializer.loads(data)
        if not exact(value, back):
            given, becomes = brief(value), brief(back)
            raise ValueError(f"{given} would come back as {becomes}")
        return data

    def loads(self, data: Wire, /) -> Any:
        """Read a value, unchecked: what was written came back exactly."""
        return self.serializer.loads(data)
