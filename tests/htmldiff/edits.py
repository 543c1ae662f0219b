"""What an author does to a page between two versions, read from a tape of choices.

To unwrap, to merge and to add a column is what is done here, the other way around.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from tests.htmldiff.grown import (
    INDENTS,
    LINES,
    SPACES,
    WORDS,
    Tape,
    attributes,
    grow,
    text,
)
from tests.htmldiff.tree import (
    FLOW,
    PLAIN,
    RAW,
    VOID,
    WITHOUT_TEXT,
    Element,
    Node,
    valid,
)

ALIKE = (
    ("p", "div", "h2", "h3", "pre", "blockquote", "section", "ul", "ol"),
    ("em", "b", "i", "code", "span", "a", "ins", "del", "strong", "sub"),
    ("td", "th"), ("thead", "tbody", "tfoot"), ("dt", "dd"), ("ul", "ol"),
    ("option", "optgroup"), ("br", "img", "hr", "wbr", "input"), ("meta", "link"),
)  # fmt: skip
WRAPPERS = ("em", "b", "span", "a", "ins", "del", "code", "div", "section", "p", "td")


class Place(NamedTuple):
    """Where a node is."""

    root: Element
    parent: Element
    at: int

    @property
    def node(self) -> Node:
        """What is there."""
        return self.parent.children[self.at]

    @property
    def element(self) -> Element:
        """The element that is there."""
        assert isinstance(self.node, Element)
        return self.node


Edit = Callable[[Tape, Place], None]
Wanted = Callable[[Node], bool]


def mutant(tape: Tape, root: Element) -> Element:
    """Return an edited copy: one edit, or a few; each leaves valid HTML.

    What changes nothing, leaves nothing or bad HTML is tried again, as another edit.
    """
    wanted, tries = tape.pick((1, 1, 1, 2, 3, 6)), 12
    while wanted and tries:
        edited = root.copy()
        edit, fits = tape.pick(EDITS)
        places = [
            Place(edited, parent, index)
            for parent in edited.elements()
            for index, child in enumerate(parent.children)
            if fits(child)
        ]
        if places:
            edit(tape, tape.pick(places[:256]))
        if valid(edited) and edited != root and any(edited.children):
            root = edited
            wanted -= 1
        tries -= 1
    return root


def is_free(node: Node) -> bool:
    """Tell whether an edit may move it: of others each document has one."""
    fixed = ("html", "head", "body", "title")
    return not (isinstance(node, Element) and node.name in fixed)


def is_text(node: Node) -> bool:
    """Tell whether a node is text that is not only white space."""
    return isinstance(node, str) and not node.isspace()


def is_element(node: Node) -> bool:
    """Tell whether a node is an element that may be moved."""
    return isinstance(node, Element) and is_free(node)


def is_parent(node: Node) -> bool:
    """Tell whether a node is such an element with something inside."""
    return isinstance(node, Element) and is_free(node) and bool(node.children)


def words(tape: Tape, place: Place) -> None:
    """Delete, insert, replace or swap a word; in a script or style, any text."""
    parent, index = place.parent, place.at
    if parent.name in RAW:
        parent.children[index] = "other();"
        return
    parts = re.split(r"([ \t\n]+)", str(place.node))
    at = tape.below(min(len(parts), 256)) & ~1
    change = tape.below(4)
    if change == 0:
        parts[at : at + 2] = []
    elif change == 1:
        parts[at:at] = [tape.pick(WORDS), tape.pick(SPACES)]
    elif change == 2:
        parts[at] = tape.pick(WORDS)
    elif at:
        parts[at], parts[at - 2] = parts[at - 2], parts[at]
    parent.children[index] = "".join(parts)


def spaces(tape: Tape, place: Place) -> None:
    """Wrap the lines of a text anew, and touch nothing else."""
    if place.parent.name not in RAW:
        new = tape.pick(SPACES)
        again = re.sub(r"[ \t\n]+", lambda _: new, str(place.node))
        place.parent.children[place.at] = again


def indentation(tape: Tape, place: Place) -> None:
    """Add, change or remove white space between nodes, all over one element."""
    if place.parent.name in {"#document", *PLAIN}:
        return
    new = tape.pick(("", "", *INDENTS, *LINES))
    old = tape.below(4)
    children: list[Node] = []
    for child in place.parent.children:
        if isinstance(child, str) and child.isspace():
            children.append(child if old == 3 else new)
        elif old == 0:
            children += [new, child]
        else:
            children.append(child)
    place.parent.children = [*children, new] if old < 2 else children


def attrs(tape: Tape, place: Place) -> None:
    """Give an element other attributes, or the same in another order."""
    element, change = place.element, tape.below(4)
    if change == 0:
        element.attrs = ()
    elif change == 1:
        element.attrs = element.attrs[::-1]
    else:
        old = dict(element.attrs) if change == 2 else {}
        element.attrs = tuple({**old, **dict(attributes(tape))}.items())


def rename(tape: Tape, place: Place) -> None:
    """Give an element another name of the same group."""
    name = place.element.name
    group = tape.pick([*(g for g in ALIKE if name in g), (name,)])
    place.element.name = tape.pick(group)


def delete(tape: Tape, place: Place) -> None:
    """Delete a node, or with it all that follows beside it."""
    children, index = place.parent.children, place.at
    last = len(children) if tape.chance(5) else index + 1
    if all(is_free(child) for child in children[index:last]):
        del children[index:last]


def insert(tape: Tape, place: Place) -> None:
    """Insert something new beside a node of its kind."""
    if isinstance(place.node, Element):
        name = tape.pick((place.node.name, "p", "table", "em"))
        new = grow(tape, name, FLOW, frozenset(), 2)
        place.parent.children.insert(place.at, new)
    elif place.parent.name not in WITHOUT_TEXT:
        place.parent.children.insert(place.at, text(tape))


def duplicate(tape: Tape, place: Place) -> None:
    """Copy a node, once to ten times."""
    node = place.node
    for _ in range(tape.pick((1, 1, 1, 2, 10))):
        again = node.copy() if isinstance(node, Element) else node
        place.parent.children.insert(place.at, again)


def move(tape: Tape, place: Place) -> None:
    """Move an element to another place in its parent or anywhere else."""
    moved = place.parent.children.pop(place.at)
    inside = [e for e in place.root.elements() if e.name not in VOID]
    target = tape.pick((place.parent, tape.pick(inside[:256])))
    target.children.insert(tape.below(min(len(target.children) + 1, 256)), moved)


def wrap(tape: Tape, place: Place) -> None:
    """Put one or a few neighbours into a new element."""
    children, index = place.parent.children, place.at
    last = index + tape.pick((1, 1, 2, 3))
    inside = children[index:last]
    if all(is_free(child) for child in inside):
        wrapper = Element(tape.pick(WRAPPERS), attributes(tape), inside)
        children[index:last] = [wrapper]


def split(tape: Tape, place: Place) -> None:
    """Split an element in two, where one of its children or words ends."""
    first = place.element
    at = tape.below(min(len(first.children), 256))
    middle, rest = first.children[at], first.children[at + 1 :]
    if isinstance(middle, str):
        start, space, end = middle.partition(" ")
        first.children[at:] = [start + space]
        rest.insert(0, end)
    else:
        first.children[at:] = []
        rest.insert(0, middle)
    second = Element(first.name, tape.pick(((), first.attrs)), rest)
    place.parent.children.insert(place.at + 1, second)


def column(tape: Tape, place: Place) -> None:
    """Take a column away from a table."""
    at = tape.below(3)
    for row in place.element.elements():
        if row.name == "tr":
            del row.children[at : at + 1]


EDITS: tuple[tuple[Edit, Wanted], ...] = (
    *((words, is_text),) * 4,
    (spaces, is_text),
    (indentation, lambda node: True),
    *((attrs, lambda node: isinstance(node, Element)),) * 2,
    *((rename, is_element), (move, is_element)),
    *((delete, is_free), (wrap, is_free), (duplicate, is_free)),
    *((insert, is_free),) * 2,
    (split, is_parent),
    (column, lambda node: isinstance(node, Element) and node.name == "table"),
)
