"""Split what an element holds into items that a matcher can compare.

An item is a word, an element or a comment, with the white space that leads to it.
It is compared without that space: text that was wrapped anew has not changed.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from genshi.core import TEXT

from ..marks import Lead
from ..reading.events import NOWHERE, Event
from ..reading.vocabulary import ATOMIC, PARTS, SPACE
from .tree import WORD, Node

# Parts whose holder is replaced whole if something else is among them.
WHOLE_OR_NONE = PARTS - {"html", "head"}


@dataclass(slots=True, eq=False)
class Break:
    """Where an element ends and the next, of the same name, begins.

    lead: what stands between them.
    """

    node: Node
    lead: Lead


#: What stands in text: words are ``str``.
Item = Node | str | Break
#: Elements that go on where one ends, and what leads to each.
Followers = Sequence[tuple[Lead, Node]]

LeadT = TypeVar("LeadT", bound=Lead)
ItemT = TypeVar("ItemT", bound=Item)


@dataclass(slots=True)
class Contents(Generic[LeadT, ItemT]):
    """Items: three lists side by side, and what follows the last.

    tail: what stands after the last item.
    leads: what stands before each item.
    items: words as text, all else as nodes.
    keys: equal for equal items.
    """

    tail: LeadT
    leads: list[LeadT] = field(default_factory=list)
    items: list[ItemT] = field(default_factory=list)
    keys: list[Hashable] = field(default_factory=list)


def takes_parts(node: Node) -> bool:
    """Tell whether children are its parts, to be marked by attribute."""
    if node.name:
        return node.name in PARTS
    return any(
        isinstance(child, Node) and child.name == "html" for child in node.children
    )


def is_atomic(node: Node) -> bool:
    """Tell whether it is replaced whole: it may not be entered."""
    if not node.element or node.name in ATOMIC:
        return True
    return node.name in WHOLE_OR_NONE and any(
        child.strip(SPACE) if isinstance(child, str) else not known_part(child)
        for child in node.children
    )


def known_part(child: Node) -> bool:
    """Tell whether a child can be marked, or be part of a lead."""
    return child.element or child.name == "COMMENT"


def flow_contents(node: Node, followers: Followers = ()) -> Contents[str, Item]:
    """Return words and elements, in text that ``<ins>`` can interrupt."""
    found: Contents[str, Item] = Contents("")
    add_items(found, node)
    for lead, follower in followers:
        found.leads.append(found.tail)
        found.items.append(Break(follower, lead))
        found.keys.append((follower.name, follower.attributes))
        add_items(found, follower)
    return found


def add_items(found: Contents[str, Item], node: Node) -> None:
    """Add what a node holds."""
    lead = ""
    for child in node.children:
        if isinstance(child, Node):
            found.leads.append(lead)
            found.items.append(child)
            found.keys.append(child.number)
            lead = ""
            continue
        text = child.rstrip(SPACE)
        if text:
            _, *parts = WORD.split(text)  # space, word, nothing, space, word, …
            words = parts[1::3]
            parts[0] = lead + parts[0]
            found.leads += parts[::3]
            found.items += words
            found.keys += words
            lead = ""
        lead += child[len(text) :]
    found.tail = lead


def parts_contents(node: Node) -> Contents[Lead, Node]:
    """Return elements; text and comments between them only lead there."""
    found: Contents[Lead, Node] = Contents("")
    before: list[Event] = []
    for child in node.children:
        if isinstance(child, str):
            before.append((TEXT, child, NOWHERE))
        elif child.element:
            found.leads.append(lead_of(before))
            found.items.append(child)
            found.keys.append(child.number)
            before = []
        else:
            before += child.own()
    found.tail = lead_of(before)
    return found


def lead_of(events: list[Event]) -> Lead:
    """Return events as a lead: white space alone is text."""
    if not events:
        return ""
    [(kind, data, _), *others] = events
    if kind is TEXT and not others and not data.strip(SPACE):
        return str(data)
    return tuple(events)
