"""Make a tree of events, equal subtrees with equal numbers.

Numbering ("hash-consing") makes the comparison of two subtrees, however large,
the comparison of two integers; so does any matcher of sequences compare them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Set
from dataclasses import dataclass, field
from typing import Any

from genshi.core import END, START, TEXT

from ..reading.events import Event
from ..reading.vocabulary import KIND, SPACE

# Scripts without spaces between words are compared by character.
SCRIPT = (
    "\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
MARK = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
WORD = re.compile(rf"([{SPACE}]*)([{SCRIPT}][{MARK}]*|[^{SPACE}{SCRIPT}]+)")


@dataclass(slots=True, eq=False)
class Node:
    """An element, or anything else that is no text.

    attributes: None, if it is no element.
    events: all of the document's; the node's own are ``events[start:end]``.
    number: equal for equal subtrees, of one :class:`Forest`.
    features: what it is known by, once :mod:`.kinship` has asked.
    """

    name: str
    attributes: Any
    events: list[Event]
    start: int
    end: int = -1
    number: int = -1
    children: list[Node | str] = field(default_factory=list)
    features: Set[Hashable] | None = None

    def own(self) -> list[Event]:
        """Return the events, from start tag to end tag."""
        return self.events[self.start : self.end]

    @property
    def element(self) -> bool:
        """Whether it is an element."""
        return self.attributes is not None

    @property
    def kind(self) -> str:
        """What elements it may be paired with: those of the same kind."""
        return KIND.get(self.name, self.name)


class Forest:
    """Trees numbered together."""

    def __init__(self) -> None:
        self.numbers: dict[object, int] = {}

    def tree(self, events: list[Event]) -> Node:
        """Return a root, without a name, that holds what the events tell.

        :param events: with adjacent texts joined.
        :raises ValueError: if they are not well nested.
        """
        root = Node("", None, events, 0, len(events))
        open_nodes = [root]
        # What tells each open element from others: its children, by number.
        keys: list[list[object]] = [[]]
        numbers = self.numbers
        for position, (kind, data, _) in enumerate(events):
            if kind is TEXT:
                open_nodes[-1].children.append(data)
                keys[-1].append(data)
                continue
            if kind is START:
                name, attributes = data
                open_nodes.append(Node(name, attributes, events, position))
                keys.append([name, attributes])
                continue
            # region number
            if kind is END:
                node, key = open_nodes.pop(), tuple(keys.pop())
                if not open_nodes or node.name != data:
                    raise ValueError(f"expected </{node.name}>, got </{data}>")
                node.end = position + 1
            else:
                node = Node(kind, None, events, position, position + 1)
                key = kind, data
            node.number = numbers.setdefault(key, len(numbers))
            keys[-1].append(node.number)
            # endregion
            open_nodes[-1].children.append(node)
        if len(open_nodes) > 1:
            raise ValueError(f"expected </{open_nodes[-1].name}>, got the end")
        return root
