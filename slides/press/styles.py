"""The type scale as ReportLab paragraph styles, and the style of each node."""

from __future__ import annotations

from docutils import nodes
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle

from .line.part import is_pictured
from .theme import face, theme
from .typography import CHERRY_GROUND, ancestors, boxes, layout

WITH_CODE = ("code", "code-result", "then-today")  # which needs the room


def paragraph_styles(scale: float) -> dict[str, ParagraphStyle]:
    """Return the type scale by role; `scale` is points a pixel."""
    size, palette = theme()["size"], theme()["palette"]

    def style(
        px: float, leading: float, font: str, colour: str, after: float
    ) -> ParagraphStyle:
        return ParagraphStyle(
            "deck",
            fontName=font,
            fontSize=px * scale,
            leading=px * scale * leading,
            textColor=HexColor(palette[colour]),
            spaceAfter=after * scale,
            spaceShrinkage=0,  # nor are spaces squeezed in a browser
            splitLongWords=0,  # a word that is too long is to be told of
            allowWidows=0,
            allowOrphans=0,
        )

    serif, sans = face("serif", True).name, face("sans").name
    mono, strong = face("mono").name, face("sans", True).name
    shown, body = theme()["leading"]["display"], theme()["leading"]["body"]
    em, space = size["body"], theme()["space"]
    styles = {
        "body": style(em, body, sans, "ink", 0.55 * em),
        "item": style(em, body, sans, "ink", 0),
        "point": style(size["point"], body, sans, "ink", 0),
        "line": style(em, body, sans, "ink", 0),
        "heading": style(size["heading"], 1.15, serif, "ink", space["heading"]),
        "airy": style(size["heading"], 1.15, serif, "ink", space["airy"]),
        "statement": style(size["statement"], shown, serif, "ink", 28),
        "display": style(size["title"], shown, serif, "blush", 24),
        "part": style(size["part"], shown, serif, "blush", 12),
        "lead": style(size["lead"], 1.3, serif, "petal", 0.55 * size["lead"]),
        "quote": style(em * 1.1, 1.35, serif, "soft", 0.55 * em),
        "source": style(size["source"], 1.3, mono, "soft", 16),
        "address": style(size["label"], 1.3, mono, "cherry", 10),
        "cell": style(size["table"], 1.3, sans, "ink", 0),
        "head": style(size["label"], 1.3, strong, "soft", 0),
    }
    for role in ("heading", "airy", "statement", "display", "part"):
        styles[role].balance = True
    styles["source"].spaceBefore = 7 * scale
    styles["source"].leftIndent = 2 * scale
    styles["quote"].leftIndent = 1.1 * em * scale
    styles["quote"].spaceBefore = 0.55 * em * scale
    return styles


def role_of(node: nodes.Element) -> str:
    """Return the role of a paragraph, title or line: the name of its style."""
    inside = {*node.get("classes", []), *boxes(node)}
    where = "notes" if "notes" in inside else layout(node)
    if isinstance(node, nodes.title):
        if where in CHERRY_GROUND:
            return "part" if is_pictured(node.parent) else "display"
        if where == "statement":
            return "statement"
        return "heading" if where in WITH_CODE else "airy"
    for role in ("source", "address"):
        if role in inside:
            return role
    if isinstance(node.parent, nodes.entry):
        return "head" if isinstance(node.parent.parent.parent, nodes.thead) else "cell"
    if where in CHERRY_GROUND:
        return "lead"
    if isinstance(node.parent, nodes.list_item):
        return "point" if where == "bullets" and is_point(node) else "item"
    if isinstance(node.parent, nodes.block_quote):
        return "quote"
    return "line" if isinstance(node, nodes.line | nodes.line_block) else "body"


def is_point(node: nodes.Element) -> bool:
    """Tell whether a node is in a list that a slide of bullets is made of."""
    kinds = (nodes.bullet_list, nodes.enumerated_list)
    lists = [n for n in ancestors(node) if isinstance(n, kinds)]
    if not lists:
        return False
    outside = lists[-1].parent
    return isinstance(outside, nodes.section) or "incremental" in outside["classes"]


def list_role(node: nodes.Element) -> str:
    """Return the role of a list's items."""
    first = node.next_node(nodes.paragraph)
    return "item" if first is None else role_of(first)
