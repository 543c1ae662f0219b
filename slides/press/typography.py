"""Choose the font face of a text node from the nodes around it.

The stylesheet says the same to a browser; a browser test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes

from .theme import Face, Orchard, face

CHERRY_GROUND = ("title", "part", "chapter", "closing")


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield the elements around a node, nearest first."""
    while (above := node.parent) is not None:
        yield above
        node = above


def boxes(node: nodes.Node) -> set[str]:
    """Return the classes of all elements around a node."""
    return {str(c) for n in ancestors(node) for c in n["classes"]}


def layout(node: nodes.Node) -> str:
    """Return the layout of the slide that holds a node."""
    return next((str(n["layout"]) for n in ancestors(node) if "layout" in n), "")


def face_of(node: nodes.Text) -> Face:
    """Return the face of a text node."""
    above = list(ancestors(node))
    inside = boxes(node)
    where = "notes" if "notes" in inside else layout(node)
    if where == "figure" and "result" in inside:
        return face("serif", True)
    role, bold, italic = _around(node, above, where)
    italic |= any(isinstance(n, nodes.emphasis) for n in above)
    bold |= any(isinstance(n, nodes.strong) for n in above)
    if any(isinstance(n, nodes.literal | nodes.literal_block) for n in above):
        return face("mono", bold, italic)
    if inside & {"source", "address"}:
        return face("mono")
    if role == "serif" and where == "statement":
        italic = False
    return face(role, bold, italic)


def _around(
    node: nodes.Node, above: list[nodes.Element], where: str
) -> tuple[str, bool, bool]:
    """Return role, weight and slant of the block that holds a text."""
    if any(isinstance(n, nodes.title) for n in above):
        return "serif", True, False
    if where in CHERRY_GROUND:
        return "serif", True, where == "title"
    if any(isinstance(n, nodes.block_quote) for n in above):
        return "serif", True, True
    head = any(isinstance(n, nodes.thead) for n in above)
    return "sans", head or "pill" in boxes(node), False


def token_face(token: Any) -> Face:
    """Return the face of a token of code, one of Pygments' types."""
    style = Orchard.style_for_token(token)
    return face("mono", style["bold"], style["italic"])
