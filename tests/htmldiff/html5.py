"""What a browser makes of HTML: the tree of html5lib, as comparable events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import html5lib
from genshi.core import COMMENT, DOCTYPE, END, START, TEXT

from tests.htmldiff.tree import NOWHERE, Event, Flat, flat

_TREE = html5lib.getTreeBuilder("etree", fullTree=True)  # with type and comments
_WALK = html5lib.getTreeWalker("etree")


def _as_in_body(phase: Any, token: dict[str, Any]) -> Any:
    """Treat white space in a cell as elsewhere.

    There html5lib 1.1 keeps the first newline of ``pre``, which the standard drops.
    """
    return phase.parser.phases["inBody"].processSpaceCharacters(token)


for _name in ("inCell", "inCaption"):
    html5lib.html5parser.getPhases(False)[_name].processSpaceCharacters = _as_in_body


def html5(html: str, *, fragment: bool) -> list[Flat]:
    """Parse by the HTML standard; return events to compare, adjacent texts joined.

    A fragment is parsed as what a ``div`` holds.
    """
    parser = html5lib.HTMLParser(_TREE, namespaceHTMLElements=False)
    tree = parser.parseFragment(html) if fragment else parser.parse(html)
    return flat(_events(_WALK(tree)))


def _events(tokens: Iterable[dict[str, Any]]) -> Iterator[Event]:
    """Turn the tokens of a tree walker into events."""
    for token in tokens:
        kind = token["type"]
        if kind in ("StartTag", "EmptyTag"):
            attrs = tuple((name, value) for (_, name), value in token["data"].items())
            yield START, (token["name"], attrs), NOWHERE
        if kind in ("EndTag", "EmptyTag"):
            yield END, token["name"], NOWHERE
        elif kind in ("Characters", "SpaceCharacters"):
            yield TEXT, token["data"], NOWHERE
        elif kind == "Comment":
            yield COMMENT, token["data"], NOWHERE
        elif kind == "Doctype":
            ids = token["publicId"], token["systemId"]
            yield DOCTYPE, (token["name"], *ids), NOWHERE
