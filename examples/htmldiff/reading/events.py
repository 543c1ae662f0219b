"""Genshi's events: their type, names, adjacent texts joined; and MarkupError.

An event is a kind, its data and a position.  Positions are left out: equal markup
is equal wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from genshi.core import TEXT, QName

#: Kind, data, position.
Event = tuple[str, Any, Any]

NOWHERE = (None, -1, -1)
NAMESPACED = re.compile(r"\{[^{}]*:[^{}]*\}[^{}]+\Z")


class MarkupError(ValueError):
    """Markup that cannot be read, or not without losing some of it."""


def qname(name: str) -> Any:
    """Return a name as Genshi's, with the braces that HTML allows in names.

    :param name: of an element or attribute; ``{uri}name`` has a namespace.
    """
    if NAMESPACED.match(name):
        return QName(name)
    literal = str.__new__(QName, name)
    literal.namespace, literal.localname = None, str(name)
    return literal


def join_texts(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events without positions, adjacent texts as one."""
    texts: list[str] = []
    for kind, data, _ in events:
        if kind is TEXT:
            texts.append(data)
            continue
        if texts:
            if text := "".join(texts):
                yield TEXT, text, NOWHERE
            texts.clear()
        yield kind, data, NOWHERE
    if text := "".join(texts):
        yield TEXT, text, NOWHERE
