"""Record how a function is called, so that a reply can say it: ``below('/m', '/mx')``.

What is said of a value is the same in every run: no address in memory, no path.
"""

from __future__ import annotations

import inspect
import linecache
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from reprlib import Repr
from traceback import walk_tb
from types import ModuleType
from typing import Any

ADDRESS = re.compile(r" at 0x[0-9a-f]+")
LAST = 3
"""How many calls are kept: the last ones, which are nearest to what went wrong."""


class Saying(Repr):
    """``repr`` without addresses; what is long is cut in its middle.

    limit: the length of a text, in characters.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = limit
        self.maxlist = self.maxtuple = self.maxdict = self.maxset = 24

    def repr1(self, x: Any, level: int) -> str:
        """Name a module, a class or a function as its source does."""
        if isinstance(x, ModuleType | type) or inspect.isroutine(x):
            return str(x.__name__)
        try:
            return ADDRESS.sub("", super().repr1(x, level))
        except ValueError:  # an int of thousands of digits, which Python does not print
            return f"<{type(x).__name__}>"


argument = Saying(120).repr
value = Saying(600).repr


def unlike(one: object, other: object) -> tuple[str, str]:
    """Say two values that differ; in whole, if they are alike where they are cut."""
    said = value(one), value(other)
    if said[0] == said[1]:
        said = ADDRESS.sub("", repr(one)), ADDRESS.sub("", repr(other))
    return said


@dataclass
class Call:
    """A call, as one would type it, and what it gave or raised."""

    text: str
    gave: str = "nothing yet"


class Recorded:
    """A function that remembers its last calls.

    calls: the last of them.
    count: how many there were.
    line: number and text of the function's own line that raised an error in the last
        call, or "".
    empty: whether it raised ``NotImplementedError``, as a stub does.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        update_wrapper(self, function)
        self.function = function
        name = getattr(function, "__name__", "")
        self.name = name if name.isidentifier() else "answer"  # of a lambda, for one
        self.calls: deque[Call] = deque(maxlen=LAST)
        self.count = 0
        self.line = ""
        self.empty = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function."""
        given = [argument(one) for one in args]
        given += [f"{name}={argument(one)}" for name, one in kwargs.items()]
        call = Call(f"{self.name}({', '.join(given)})")
        self.calls.append(call)
        self.count += 1
        self.line = ""
        try:
            got = self.function(*args, **kwargs)
        except BaseException as error:
            call.gave = f"raised {value(error)}"
            self.blame(error)
            raise
        call.gave = value(got)
        return got

    def blame(self, error: BaseException) -> None:
        """Find the line of the function's own source that an error came through."""
        self.empty = self.empty or isinstance(error, NotImplementedError)
        file = _file(self.function)
        for frame, number in walk_tb(error.__traceback__):
            if frame.f_code.co_filename == file:
                text = linecache.getline(file, number).strip()
                self.line = f"{f'line {number}':<6} {text}"


def _file(function: Callable[..., Any]) -> str | None:
    """Return the name of the file, or of the notebook's cell, of a function."""
    inner: Any = inspect.unwrap(function)
    if isinstance(inner, type):
        inner = vars(inner).get("__init__")
    code = getattr(inner, "__code__", None)
    return code.co_filename if code else None
