"""Write a value, read it again, and classify it: exact, changed or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..brief import brief
from ..exact import exact
from ..protocol import Serializer, as_bytes
from . import EXAMPLE_KEY
from .mirror import mirror, missing

Kind = Literal["exact", "changed", "refused", "unread", "missing"]


@dataclass(frozen=True)
class Outcome:
    """The kind of an outcome, and a detail.

    :param detail: what it was changed into, why it was refused, or what is
        missing.
    """

    kind: Kind
    detail: str = ""

    def __str__(self) -> str:
        if self.kind == "changed":
            return f"→ {self.detail}"
        return {"unread": "–", "missing": self.detail}.get(self.kind, self.kind)


@dataclass(frozen=True)
class Column:
    """A serializer, and the format by which ``mirror.php`` knows what it writes."""

    serializer: Serializer[Any]
    format: str | None = None


def through_python(value: object, serializer: Serializer[Any]) -> Outcome:
    """Write a value and read it again."""
    try:
        data = serializer.dumps(value)
    except Exception as error:  # each serializer has errors of its own
        return Outcome("refused", repr(error))
    return read(value, serializer, data)


def read(value: object, serializer: Serializer[Any], data: bytes | str) -> Outcome:
    """Read data, and compare it with the value that was written."""
    try:
        back = serializer.loads(data)
        same = exact(value, back)
    except Exception as error:
        return Outcome("refused", repr(error))
    if same:
        return Outcome("exact")
    return Outcome("changed", brief(back))


def through_php(cells: Sequence[tuple[object, Column]]) -> list[Outcome]:
    """Write values, let one PHP process read and write all, and read them again."""
    sent = [write(value, column) for value, column in cells]
    requests = [
        (column.format or "", as_bytes(data))
        for data, (_, column) in zip(sent, cells, strict=True)
        if not isinstance(data, Outcome)
    ]
    key = {"TOKEN_KEY": EXAMPLE_KEY}
    answers = iter(mirror("php", requests, key) if requests else ())
    return [
        data if isinstance(data, Outcome) else receive(*cell, data, next(answers))
        for data, cell in zip(sent, cells, strict=True)
    ]


def write(value: object, column: Column) -> bytes | str | Outcome:
    """Write a value, or say why it is not sent to PHP."""
    if column.format is None:
        return Outcome("unread")
    if missing("php"):
        return Outcome("missing", "php is missing")
    try:
        data: bytes | str = column.serializer.dumps(value)
    except Exception as error:
        return Outcome("refused", repr(error))
    return data


def receive(
    value: object, column: Column, sent: bytes | str, answer: bytes | ValueError
) -> Outcome:
    """Read what PHP wrote, as text if text was sent."""
    if isinstance(answer, ValueError):
        return Outcome("refused", f"PHP: {answer}")
    data = answer.decode() if isinstance(sent, str) else answer
    return read(value, column.serializer, data)
