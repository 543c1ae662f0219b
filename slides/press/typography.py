"""Which face a piece of text is set in, decided by where it stands.

The stylesheet says the same to a browser; a browser test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from .theme import Face, face

CHERRY_GROUND = ("title", "part", "closing")


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """The elements around a node, nearest first."""
    while (above := node.parent) is not None:
        yield above
        node = above


def boxes(node: nodes.Node) -> set[str]:
    """The classes of all elements around a node."""
    return {c for n in ancestors(node) for c in n.get("classes", [])}


def layout(node: nodes.Node) -> str:
    """The layout of the slide a node stands on."""
    return next((str(n["layout"]) for n in ancestors(node) if "layout" in n), "")


def face_of(node: nodes.Text) -> Face:
    """The face a piece of text is set in."""
    above = list(ancestors(node))
    inside = boxes(node)
    italic = any(isinstance(n, nodes.emphasis) for n in above)
    bold = any(isinstance(n, nodes.strong) for n in above)
    if "notes" not in inside and layout(node) == "figure" and "result" in inside:
        return face("serif", True)
    if any(isinstance(n, nodes.literal | nodes.literal_block) for n in above):
        token = getattr(node.parent, "attributes", {}).get("token")
        return token_face(token) if token else face("mono", bold, italic)
    if inside & {"source", "address"}:
        return face("mono")
    if "pill" in inside or any(isinstance(n, nodes.thead) for n in above):
        return face("sans", True)
    if any(isinstance(n, nodes.title) for n in above):
        return face("serif", True, italic and layout(node) != "statement")
    if layout(node) in CHERRY_GROUND and "notes" not in inside:
        return face("serif", True, italic or layout(node) == "title")
    if any(isinstance(n, nodes.block_quote) for n in above):
        return face("serif", True, True)
    return face("sans", bold, italic)


def token_face(token: object) -> Face:
    """The face of a token of code."""
    from .theme import Orchard

    style = Orchard.style_for_token(token)
    return face("mono", style["bold"], style["italic"])
