"""Normalise a stream: drop XHTML's namespace and positions, parse ``Markup``.

Templates give XHTML's namespace to each name, and ready markup as text.  HTML has
no namespaces, and markup that is not read cannot be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from genshi.core import END, END_NS, START, START_NS, TEXT, Attrs, Markup

from .events import NOWHERE, Event, join_texts, qname
from .parse import parse

XHTML = "http://www.w3.org/1999/xhtml"


def normalize(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events without XHTML's namespace and positions, ``Markup`` as events.

    :param events: Genshi's.  Adjacent texts become one.
    :raises TypeError: if the value of an attribute is no text.
    :raises MarkupError: if ``Markup`` cannot be read.
    """
    return join_texts(convert(events))


def convert(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events as HTML has them."""
    for kind, data, _ in events:
        if kind is START:
            name, attributes = data
            yield START, (drop_namespace(name), require_text(name, attributes)), NOWHERE
        elif kind is END:
            yield END, drop_namespace(data), NOWHERE
        elif kind is TEXT and isinstance(data, Markup):
            yield from parse(str(data), document=False)
        elif kind not in (START_NS, END_NS):
            yield kind, data, NOWHERE


def drop_namespace(name: Any) -> Any:
    """Return a name without XHTML's namespace."""
    return qname(name.localname) if name.namespace == XHTML else name


def require_text(name: str, attributes: Attrs) -> Attrs:
    """Return attributes whose values are text."""
    for key, value in attributes:
        if not isinstance(value, str):
            kind = type(value).__name__
            raise TypeError(f"expected <{name} {key}> to be str, got {kind}")
    return attributes
