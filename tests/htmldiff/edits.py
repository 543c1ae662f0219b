"""What an author does to a page between two versions, read from a tape of choices."""

from __future__ import annotations

import re
from collections.abc import Callable

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

Edit = Callable[[Tape, Element], None]
Place = tuple[Element, int]

ALIKE = (
    ("p", "div", "h2", "h3", "pre", "blockquote", "section", "ul", "ol"),
    ("em", "b", "i", "code", "span", "a", "ins", "del", "strong", "sub"),
    ("td", "th"), ("thead", "tbody", "tfoot"), ("dt", "dd"), ("ul", "ol"),
    ("option", "optgroup"), ("br", "img", "hr", "wbr", "input"), ("meta", "link"),
)  # fmt: skip
WRAPPERS = ("em", "b", "span", "a", "ins", "del", "code", "div", "section", "p", "td")


def mutant(tape: Tape, root: Element) -> Element:
    """Return an edited copy: one edit, or a few; each leaves valid HTML.

    What changes nothing, leaves nothing or bad HTML is tried again, as another edit.
    """
    wanted, tries = tape.pick((1, 1, 1, 2, 3, 6)), 12
    while wanted and tries:
        edited = root.copy()
        tape.pick(EDITS)(tape, edited)
        if valid(edited) and edited != root and any(edited.children):
            root = edited
            wanted -= 1
        tries -= 1
    return root


def places(root: Element, wanted: Callable[[Node], bool]) -> list[Place]:
    """List where the *wanted* nodes are: their parents and positions."""
    return [
        (parent, index)
        for parent in root.elements()
        for index, child in enumerate(parent.children)
        if wanted(child) and not fixed(child)
    ]


def fixed(node: Node) -> bool:
    """Tell whether each document has one of it: an edit leaves it where it is."""
    return isinstance(node, Element) and node.name in ("html", "head", "body", "title")


def is_text(node: Node) -> bool:
    """Tell whether a node is text that is not only white space."""
    return isinstance(node, str) and not node.isspace()


def is_element(node: Node) -> bool:
    """Tell whether a node is an element."""
    return isinstance(node, Element)


def words(tape: Tape, root: Element) -> None:
    """Delete, insert, replace or swap a word; in a script or style, any text."""
    found = places(root, is_text)
    if not found:
        return
    parent, index = tape.pick(found[:256])
    if parent.name in RAW:
        parent.children[index] = "other();"
        return
    parts = re.split(r"([ \t\n]+)", str(parent.children[index]))
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


def spaces(tape: Tape, root: Element) -> None:
    """Wrap the lines of a text anew, and touch nothing else."""
    found = places(root, is_text)
    if found:
        parent, index = tape.pick(found[:256])
        if parent.name not in RAW:
            new = tape.pick(SPACES)
            again = re.sub(r"[ \t\n]+", lambda _: new, str(parent.children[index]))
            parent.children[index] = again


def indentation(tape: Tape, root: Element) -> None:
    """Add, change or remove white space between nodes, all over one element."""
    inside = [e for e in root.elements() if e.name not in VOID | PLAIN | {"#document"}]
    parent = tape.pick(inside[:256])
    new = tape.pick(("", "", *INDENTS, *LINES))
    old = tape.below(4)
    children: list[Node] = []
    for child in parent.children:
        if isinstance(child, str) and child.isspace():
            children.append(child if old == 3 else new)
        elif old == 0:
            children += [new, child]
        else:
            children.append(child)
    parent.children = [*children, new] if old < 2 else children


def attrs(tape: Tape, root: Element) -> None:
    """Give an element other attributes, or the same in another order."""
    elements = [e for e in root.elements() if not e.name.startswith("#")]
    if elements:
        element = tape.pick(elements[:256])
        change = tape.below(4)
        if change == 0:
            element.attrs = ()
        elif change == 1:
            element.attrs = element.attrs[::-1]
        else:
            old = dict(element.attrs) if change == 2 else {}
            element.attrs = tuple({**old, **dict(attributes(tape))}.items())


def rename(tape: Tape, root: Element) -> None:
    """Give an element another name of the same group."""
    found = places(root, is_element)
    if found:
        element = _element(tape.pick(found[:256]))
        group = tape.pick([*(g for g in ALIKE if element.name in g), (element.name,)])
        element.name = tape.pick(group)


def delete(tape: Tape, root: Element) -> None:
    """Delete a node, or with it all that follows beside it."""
    found = places(root, lambda node: True)
    if found:
        parent, index = tape.pick(found[:256])
        last = len(parent.children) if tape.chance(5) else index + 1
        if not any(fixed(child) for child in parent.children[index:last]):
            del parent.children[index:last]


def insert(tape: Tape, root: Element) -> None:
    """Insert something new beside a node of its kind, or into an empty page."""
    found = places(root, lambda node: True)
    if not found:
        root.children.append(grow(tape, "p", FLOW, frozenset(), 2))
        return
    parent, index = tape.pick(found[:256])
    beside = parent.children[index]
    if isinstance(beside, Element):
        name = tape.pick((beside.name, "p", "table", "em"))
        parent.children.insert(index, grow(tape, name, FLOW, frozenset(), 2))
    elif parent.name not in WITHOUT_TEXT:
        parent.children.insert(index, text(tape))


def duplicate(tape: Tape, root: Element) -> None:
    """Copy a node, once to ten times."""
    found = places(root, lambda node: True)
    if found:
        parent, index = tape.pick(found[:256])
        child = parent.children[index]
        for _ in range(tape.pick((1, 1, 1, 2, 10))):
            again = child.copy() if isinstance(child, Element) else child
            parent.children.insert(index, again)


def move(tape: Tape, root: Element) -> None:
    """Move an element to another place in its parent or anywhere else."""
    found = places(root, is_element)
    if found:
        parent, index = tape.pick(found[:256])
        moved = parent.children.pop(index)
        inside = [e for e in root.elements() if e.name not in VOID]
        target = tape.pick((parent, tape.pick(inside[:256])))
        target.children.insert(tape.below(min(len(target.children) + 1, 256)), moved)


def swap(tape: Tape, root: Element) -> None:
    """Swap two nodes that stand beside each other, or reverse all of a parent's."""
    found = places(root, lambda node: True)
    if found:
        parent, index = tape.pick(found[:256])
        if tape.chance(5):
            parent.children.reverse()
        elif not fixed(parent.children[index - 1]):
            nodes = parent.children
            nodes[index], nodes[index - 1] = nodes[index - 1], nodes[index]


def wrap(tape: Tape, root: Element) -> None:
    """Put one or a few neighbours into a new element."""
    found = places(root, lambda node: True)
    if found:
        parent, index = tape.pick(found[:256])
        last = index + tape.pick((1, 1, 2, 3))
        if not any(fixed(child) for child in parent.children[index:last]):
            name, inside = tape.pick(WRAPPERS), parent.children[index:last]
            parent.children[index:last] = [Element(name, attributes(tape), inside)]


def unwrap(tape: Tape, root: Element) -> None:
    """Put what an element holds in its place."""
    found = places(root, is_element)
    if found:
        parent, index = tape.pick(found[:256])
        children = _element((parent, index)).children
        parent.children[index : index + 1] = children


def split(tape: Tape, root: Element) -> None:
    """Split an element in two, where one of its children or words ends."""
    found = places(root, lambda node: isinstance(node, Element) and bool(node.children))
    if found:
        parent, index = tape.pick(found[:256])
        first = _element((parent, index))
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
        parent.children.insert(index + 1, second)


def merge(tape: Tape, root: Element) -> None:
    """Merge an element with the next of its name."""
    found = places(root, is_element)
    if found:
        parent, index = tape.pick(found[:256])
        first = _element((parent, index))
        for later in range(index + 1, min(index + 3, len(parent.children))):
            second = parent.children[later]
            if isinstance(second, Element) and second.name == first.name:
                first.children += second.children
                del parent.children[later]
                break


def column(tape: Tape, root: Element) -> None:
    """Add a column to a table, or take one away."""
    tables = [e for e in root.elements() if e.name == "table"]
    if tables:
        at, add = tape.below(3), tape.below(2)
        for row in tape.pick(tables[:256]).elements():
            if row.name == "tr" and add:
                cell = grow(tape, tape.pick(("td", "th")), FLOW, frozenset(), 1)
                row.children.insert(at, cell)
            elif row.name == "tr":
                del row.children[at : at + 1]


def _element(place: Place) -> Element:
    """Return the element at a place."""
    parent, index = place
    child = parent.children[index]
    assert isinstance(child, Element)
    return child


EDITS: tuple[Edit, ...] = (
    *(words, words, words, words, spaces, indentation, attrs, attrs, rename, delete),
    *(insert, insert, duplicate, move, swap, wrap, unwrap, split, merge, column),
)
