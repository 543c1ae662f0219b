"""A small tree of HTML for tests: its source, its events, and what may stand where.

It knows neither our parser nor our serializer, so that it can judge both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from genshi.core import COMMENT, DOCTYPE, END, PI, START, TEXT, Attrs, QName

Event = tuple[str, Any, tuple[str | None, int, int]]
Flat = tuple[str, Any, tuple[tuple[str, str], ...]]

NOWHERE = (None, -1, -1)
FRAGMENT, DOCUMENT = "#fragment", "#document"
TYPE = ("html", None, None)

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
RAW = frozenset({"script", "style"})
PLAIN = frozenset({"option", "textarea", "title"}) | RAW  # text alone
KEEPS_NO_FIRST_NEWLINE = frozenset({"pre", "textarea"})
TRANSPARENT = frozenset({"a", "del", "ins"})

_TABLE_PARTS = "tbody thead tfoot"
_EMBEDDED = "br img input wbr"
_INTERACTIVE = "a button label select textarea"
_PHRASING = (
    "abbr b bdi cite code del em i ins kbd mark q ruby s small span strong sub sup"
    f" time u var script {_EMBEDDED} {_INTERACTIVE}"
)
_SECTIONS = "article aside blockquote div footer header nav section"
_HOLDERS = "address caption dd dt figcaption form li main td th"
_HEADINGS = "h1 h2 h3 h4 h5 h6"
_BLOCKS = (
    f"address details dl fieldset figure form hr main ol p pre table ul {_SECTIONS}"
    f" {_HEADINGS}"
)
PHRASING = frozenset(_PHRASING.split())
FLOW = PHRASING | frozenset(_BLOCKS.split())


def _same(names: str, children: Iterable[str]) -> dict[str, frozenset[str]]:
    """Let all *names* hold the same *children*."""
    return dict.fromkeys(names.split(), frozenset(children))


# What an element may hold; one that is not named here holds phrasing content.
CHILDREN: dict[str, frozenset[str]] = {
    **_same(f"{FRAGMENT} body {_SECTIONS} {_HOLDERS}", FLOW),
    **_same("ul ol", ["li"]),
    **_same("dl", ["dt", "dd"]),
    **_same("table", f"caption colgroup {_TABLE_PARTS}".split()),
    **_same(_TABLE_PARTS, ["tr"]),
    **_same("tr", ["td", "th"]),
    **_same("colgroup", ["col"]),
    **_same("select", ["optgroup", "option"]),
    **_same("optgroup", ["option"]),
    **_same("ruby", {"rt", "rp", *PHRASING} - {"ruby"}),
    **_same("details", FLOW | {"summary"}),
    **_same("figure", FLOW | {"figcaption"}),
    **_same("fieldset", FLOW | {"legend"}),
    **_same("head", ["link", "meta", "script", "style", "title"]),
    **_same("html", ["head", "body"]),
    **_same(DOCUMENT, ["html"]),
    **_same(" ".join(VOID | PLAIN), []),
}
WITHOUT_TEXT = {  # white space and comments alone
    *(DOCUMENT, "html", "head", "ul", "ol", "dl", "table", *_TABLE_PARTS.split()),
    *("tr", "colgroup", "select", "optgroup"),
}
MOVES_TEXT = frozenset({"html"})  # it is not read back where it stood
NOT_INSIDE = {
    **_same(_INTERACTIVE, [*_INTERACTIVE.split(), "input", "details"]),
    **_same("form", ["form"]),
}  # at any depth
# What the standard allows and libxml2 does not: it closes the element there.
CLOSED_BY = {
    "a": frozenset({"fieldset", "table"}),
    "address": frozenset({"dl", "form", "ul"}),
    "dt": frozenset({"dl"}),
}


@dataclass(slots=True)
class Comment:
    """A comment of a tree."""

    text: str


@dataclass(slots=True)
class Element:
    """An element of a tree; the root is named ``#fragment`` or ``#document``."""

    name: str
    attrs: tuple[tuple[str, str], ...] = ()
    children: list[Node] = field(default_factory=list)

    def copy(self) -> Element:
        """Return a copy that shares nothing that can change."""
        children = [c.copy() if isinstance(c, Element) else c for c in self.children]
        return Element(self.name, self.attrs, children)

    def elements(self) -> Iterator[Element]:
        """Yield this element and all that it holds, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.elements()


Node = Element | Comment | str


def source(node: Node) -> str:
    """Write a tree as HTML."""
    if isinstance(node, str):
        return escape(node, quote=False).replace("\xa0", "&nbsp;")
    if isinstance(node, Comment):
        return f"<!--{node.text}-->"
    inner = "".join(
        child if node.name in RAW and isinstance(child, str) else source(child)
        for child in node.children
    )
    if node.name == FRAGMENT:
        return inner
    if node.name == DOCUMENT:
        return f"<!DOCTYPE html>{inner}"
    attrs = "".join(f' {name}="{escape(value)}"' for name, value in node.attrs)
    if node.name in VOID:
        return f"<{node.name}{attrs}>"
    if node.name in KEEPS_NO_FIRST_NEWLINE and inner.startswith("\n"):
        inner = "\n" + inner
    return f"<{node.name}{attrs}>{inner}</{node.name}>"


def events(node: Node) -> list[Event]:
    """Return the events of a tree, as Genshi has them."""
    if isinstance(node, str):
        return [(TEXT, node, NOWHERE)] if node else []
    if isinstance(node, Comment):
        return [(COMMENT, node.text, NOWHERE)]
    inner = [event for child in node.children for event in events(child)]
    if node.name == FRAGMENT:
        return inner
    if node.name == DOCUMENT:
        return [(DOCTYPE, TYPE, NOWHERE), *inner]
    name = QName(node.name)
    attrs = Attrs([(QName(attr), value) for attr, value in node.attrs])
    return [(START, (name, attrs), NOWHERE), *inner, (END, name, NOWHERE)]


def flat(stream: Iterable[Event]) -> list[Flat]:
    """Return events to compare: without positions, adjacent texts joined."""
    result: list[Flat] = []
    for kind, data, _ in stream:
        if kind is START:
            name, attrs = data
            result.append((kind, str(name), tuple((str(k), v) for k, v in attrs)))
        elif kind is TEXT and result and result[-1][0] is TEXT:
            result[-1] = (kind, result[-1][1] + str(data), ())
        elif kind is TEXT and not data:
            continue
        elif kind in (DOCTYPE, PI):
            result.append((kind, tuple(part or None for part in data), ()))
        else:
            result.append((kind, str(data), ()))
    return result


def tree(stream: Iterable[Flat], name: str) -> Element:
    """Return the tree of which these are the events; *name* is the root's."""
    open_ = [Element(name)]
    for kind, data, attrs in stream:
        if kind is START:
            element = Element(data, attrs)
            open_[-1].children.append(element)
            open_.append(element)
        elif kind is END:
            open_.pop()
        elif kind is TEXT:
            open_[-1].children.append(data)
        elif kind is COMMENT:
            open_[-1].children.append(Comment(data))
    return open_[0]


def valid(root: Element) -> bool:
    """Tell whether each node stands where the HTML standard lets it stand."""
    if root.name == DOCUMENT and isinstance(root.children[-1], Comment):
        return False  # what follows html is read back as part of the body
    return _valid(root, CHILDREN[root.name], frozenset())


def _valid(node: Element, allowed: frozenset[str], banned: frozenset[str]) -> bool:
    """Tell whether the children of *node* are *allowed*, and none below *banned*."""
    banned |= NOT_INSIDE.get(node.name, frozenset())
    closes = CLOSED_BY.get(node.name, frozenset())
    for child in node.children:
        if isinstance(child, str):
            if node.name in WITHOUT_TEXT and re.search(r"[^ \t\n]", child):
                return False
            if node.name in MOVES_TEXT and child:
                return False
        elif isinstance(child, Comment):
            if node.name in PLAIN | MOVES_TEXT:
                return False
        else:
            inside = content(child.name, allowed)
            stands = child.name in allowed - closes and child.name not in banned
            if not stands or not _valid(child, inside, banned):
                return False
    return True


def content(name: str, around: frozenset[str]) -> frozenset[str]:
    """Return what *name* may hold, where its parent may hold *around*."""
    return around & FLOW if name in TRANSPARENT else CHILDREN.get(name, PHRASING)
