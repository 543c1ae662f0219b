"""Write events as HTML that is parsed to the same events again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from genshi.core import COMMENT, DOCTYPE, END, PI, START, TEXT

from .events import Event
from .foreign import ROOTS, Foreign
from .vocabulary import NEWLINE, RAW, VOID

IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
IN_VALUE = IN_TEXT | {'"': "&quot;"}
SPECIAL_TEXT = re.compile(r"[&<>\r]")
SPECIAL_VALUE = re.compile(r"[&<>\"\r]")


def serialize(events: Iterable[Event]) -> str:
    """Write events as HTML.

    :param events: Genshi's events; kinds that HTML has no form for are left out.
    """
    out: list[str] = []
    tags: dict[object, str] = {}
    add = out.append
    raw = fresh = False
    foreign = Foreign()
    for kind, data, _ in events:
        if kind is TEXT:
            if fresh and data[:1] == "\n":
                add("\n")
            plain = raw or not SPECIAL_TEXT.search(data)
            add(data if plain else escape_text(data))
            fresh = False
            continue
        fresh = raw = False
        if kind is START:
            tag = tags.get(data)
            if tag is None:
                tag = tags[data] = start_tag(*data)
            add(tag)
            name, attributes = data
            if (foreign.open or name in ROOTS) and foreign.start(name, attributes):
                continue
            fresh, raw = name in NEWLINE, name in RAW
        elif kind is END:
            if (foreign.open and foreign.end()) or data not in VOID:
                add(f"</{data}>")
        elif kind is COMMENT:
            add(f"<!--{data}-->")
        elif kind is DOCTYPE:
            add(doctype(*data))
        elif kind is PI:
            add(f"<?{data[0]} {data[1]}>")
    return "".join(out)


def escape_text(data: str) -> str:
    """Escape text."""
    return SPECIAL_TEXT.sub(lambda found: IN_TEXT[found[0]], data)


def start_tag(name: str, attributes: Iterable[tuple[str, str]]) -> str:
    """Write a start tag."""
    return f"<{name}{''.join(attribute(*pair) for pair in attributes)}>"


def attribute(name: str, value: str) -> str:
    """Write an attribute, always with its value."""
    if SPECIAL_VALUE.search(value):
        value = SPECIAL_VALUE.sub(lambda found: IN_VALUE[found[0]], value)
    return f' {name}="{value}"'


def doctype(name: str, public: str | None, system: str | None) -> str:
    """Write a doctype."""
    if public is not None:
        identifiers = f" PUBLIC {quote(public)}" + (
            f" {quote(system)}" if system else ""
        )
    else:
        identifiers = f" SYSTEM {quote(system)}" if system else ""
    return f"<!DOCTYPE {name}{identifiers}>"


def quote(identifier: str) -> str:
    """Put an identifier into the quotes that it does not hold itself."""
    return f"'{identifier}'" if '"' in identifier else f'"{identifier}"'
