"""Parse stored HTML of words, with ``<ins>`` and ``<del>``, into docutils nodes.

Words stand in paragraphs, headings and lists.  ``<ins>`` and ``<del>`` may stand in
them or around them: the words inside are marked.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from docutils import nodes

MARKS = ("ins", "del")
THIN = "\u2009"
LISTS = (nodes.bullet_list, nodes.enumerated_list)
# What a tag may stand in, and what it becomes, from the outside in.
TAGS: dict[str, tuple[type | tuple[type, ...], list[type[nodes.Element]]]] = {
    "p": (nodes.container, [nodes.paragraph]),
    "h2": (nodes.container, [nodes.paragraph, nodes.strong]),
    "h3": (nodes.container, [nodes.paragraph, nodes.strong]),
    "h4": (nodes.container, [nodes.paragraph, nodes.strong]),
    "ul": (nodes.container, [nodes.bullet_list]),
    "ol": (nodes.container, [nodes.enumerated_list]),
    "li": (LISTS, [nodes.list_item, nodes.paragraph]),
    "a": (nodes.TextElement, []),  # one without an address
    "b": (nodes.TextElement, [nodes.strong]),
    "em": (nodes.TextElement, [nodes.emphasis]),
    "i": (nodes.TextElement, [nodes.emphasis]),
    "strong": (nodes.TextElement, [nodes.strong]),
}


class _Reader(HTMLParser):
    """Parser that builds nodes, and gives up at a tag that is not in `TAGS`."""

    def __init__(self) -> None:
        super().__init__()
        self.plain = True
        self.box = nodes.container(classes=["prose"])
        self.open: list[tuple[str, nodes.Element]] = [("", self.box)]
        self.marks: list[str] = []
        self.apart = ""  # between a mark and the next

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in MARKS:
            self.marks.append(tag)
            return
        place, kinds = TAGS.get(tag, ((), []))
        node = self.open[-1][1]
        if place is not nodes.TextElement:
            self.apart = ""
        self.plain &= isinstance(node, place) and not attrs
        for kind in kinds:
            inner = kind()
            node += inner
            node = inner
        self.open.append((tag, node))

    def handle_endtag(self, tag: str) -> None:
        if tag in MARKS:
            self.plain &= self.marks[-1:] == [tag]
            self.marks = self.marks[:-1]
            self.apart = THIN
        elif self.open[-1][0] == tag:
            self.open.pop()
        else:
            self.plain = False

    def handle_data(self, data: str) -> None:
        above = self.open[-1][1]
        words = re.sub(r"\s+", " ", data)
        if not isinstance(above, nodes.TextElement):
            self.plain &= not data.strip()
            return
        if self.marks and self.apart:
            above += nodes.Text(self.apart)
        self.apart = ""
        if not self.marks and above.children and isinstance(above[-1], nodes.Text):
            words = above.pop().astext() + words  # a browser has one text there
        node: nodes.Node = nodes.Text(words)
        for mark in reversed(self.marks):
            node = nodes.inline("", "", node, mark=mark)
        above += node


def prose_node(html: str) -> nodes.container | None:
    """Parse words and their marks; return None for any other HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    closed = len(reader.open) == 1 and not reader.marks
    whole = reader.plain and closed and bool(reader.box.astext().strip())
    return reader.box if whole else None
