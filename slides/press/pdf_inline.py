"""rst2pdf node handlers for inline nodes: text, emphasis, marks, links.

rst2pdf finds these classes by their bases: the first is its handler, the
others are the nodes it handles.  `client` is rst2pdf's translator; its
`press` attribute is the `Setting` of the document being built.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docutils import nodes

from .bind import SLIDE
from .directives import LIVE
from .rst import NodeHandler
from .theme import theme
from .typography import CHERRY_GROUND, ancestors, boxes, face_of, layout


class TextNode(NodeHandler, nodes.Text):
    """Wrap each run of text in a ``<font>`` of the face that draws it."""

    def get_text(self, client: Any, node: nodes.Text, replace: bool) -> str:
        text = node.astext().replace("\n", " ")
        if isinstance(node.parent, nodes.literal):
            text = text.replace(" ", "\u00a0")  # as the stylesheet: never broken
        runs = client.press.coverage.runs(text, face_of(node))
        parts = (f'<font name="{f.name}">{escape(text)}</font>' for text, f in runs)
        return "".join(parts)


class Inline(NodeHandler, nodes.strong, nodes.emphasis, nodes.literal, nodes.inline):
    """Mark up code, ``<ins>`` and ``<del>``, and a statement's emphasis.

    What was inserted is underlined, what was deleted struck: never colour alone.
    """

    def get_pre_post(
        self, client: Any, node: nodes.Element, _: bool
    ) -> tuple[str, str]:
        if isinstance(node, nodes.literal):
            size = client.press.style(node).fontSize * 0.9
            return f'<font size="{size:.2f}">', "</font>"
        if "mark" in node:
            return _marked(node["mark"], client.press.scale)
        title = next((n for n in ancestors(node) if isinstance(n, nodes.title)), None)
        if layout(node) != "statement" or not isinstance(node, nodes.emphasis):
            return "", ""
        if title is None:
            return "", ""
        before = "<br/>" if title.index(node) else ""
        after = "<br/>" if title[-1] is not node else ""
        colour = theme()["palette"]["cherry"]
        return f'{before}<font color="{colour}">', f"</font>{after}"


def _marked(mark: str, scale: float) -> tuple[str, str]:
    """Return the markup around inserted or deleted text."""
    palette = theme()["palette"]
    tag, ground, ink, down = {
        "ins": ("u", "insert", "leaf", -5),
        "del": ("strike", "delete", "cherry", 10),
    }[mark]
    font = f'<font color="{palette[ink]}" backColor="{palette[ground]}">'
    line = f'{tag} width="{2 * scale:.2f}" offset="{down * scale:.2f}"'
    return f"{font}<{line}>", f"</{tag}></font>"


class Link(NodeHandler, nodes.reference):
    """Link to a slide or to the web, underlined as in the browser."""

    def get_pre_post(
        self, client: Any, node: nodes.Element, _: bool
    ) -> tuple[str, str]:
        to = node.get("refuri") or f"#{node['refid']}"
        if to.startswith("#"):
            to = SLIDE + to[1:]
        elif ":" not in to or to.startswith(LIVE):
            # A file beside the source, a port of this machine: a PDF travels.
            return "", ""
        cherry = layout(node) in CHERRY_GROUND and "notes" not in boxes(node)
        colour = theme()["palette"]["blush" if cherry else "cherry"]
        thick, down = 2 * client.press.scale, -5 * client.press.scale
        line = f'ucolor="{colour}" uwidth="{thick:.2f}" uoffset="{down:.2f}"'
        opening = f'<a href={quoteattr(to)} color="{colour}" underline="1" {line}>'
        return opening, "</a>"


class Unseen(NodeHandler, nodes.raw):
    """Draw nothing of what is for another output, or for none."""

    def gather_elements(self, client: Any, node: nodes.Node, _: Any) -> list[Any]:
        return []


class Comment(Unseen, nodes.comment):
    """Draw nothing of a comment."""


class Definition(Unseen, nodes.substitution_definition):
    """Draw nothing of a substitution's definition."""


class Target(NodeHandler, nodes.target):
    """Draw nothing of a link's target."""

    def gather_elements(self, client: Any, node: nodes.Node, _: Any) -> list[Any]:
        return []
