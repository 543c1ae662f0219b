"""The rst2pdf extension: how each docutils node becomes flowables.

rst2pdf finds these classes by their bases: the first is its handler, the
others are the nodes it handles.  `client` is rst2pdf's translator; its
`press` attribute is the `Setting` of the document being built.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from docutils import nodes
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.tables import Table
from rst2pdf.basenodehandler import NodeHandler
from svglib.svglib import svg2rlg

from .deck import Deck
from .flowables import Lines, Picture, Pill, Row, Run, Stack, Words
from .fonts import Coverage
from .theme import PT, Orchard, face, theme
from .typography import CHERRY_GROUND, ancestors, boxes, face_of, layout

BLOCKS = (nodes.paragraph, nodes.title, nodes.line)


@dataclass
class Setting:
    """What the handlers need to know of the document being built.

    coverage: which face draws which character.
    styles: paragraph styles by role.
    slide: draws one section.
    """

    deck: Deck
    coverage: Coverage
    styles: dict[str, ParagraphStyle]
    slide: Callable[[nodes.section, list[Flowable]], list[Flowable]]
    drawings: dict[str, Any] = field(default_factory=dict)


def paragraph_styles(scale: float = PT) -> dict[str, ParagraphStyle]:
    """The type scale as paragraph styles; `scale` is points a pixel."""
    size, palette = theme()["size"], theme()["palette"]

    def style(px: float, leading: float, font: str, colour: str, after: float) -> Any:
        return ParagraphStyle(
            "deck",
            fontName=font,
            fontSize=px * scale,
            leading=px * scale * leading,
            textColor=HexColor(palette[colour]),
            spaceAfter=after * scale,
        )

    serif, sans = face("serif", True).name, face("sans").name
    mono, strong = face("mono").name, face("sans", True).name
    shown, body = theme()["leading"]["display"], theme()["leading"]["body"]
    styles = {
        "body": style(size["body"], body, sans, "ink", 18),
        "item": style(size["body"], body, sans, "ink", 16),
        "heading": style(size["heading"], 1.15, serif, "ink", 20),
        "statement": style(size["statement"], shown, serif, "ink", 28),
        "display": style(size["title"], shown, serif, "blush", 24),
        "lead": style(size["lead"], 1.3, serif, "petal", 18),
        "quote": style(size["body"] * 1.1, 1.35, serif, "soft", 16),
        "source": style(size["source"], 1.3, mono, "soft", 16),
        "address": style(size["label"], 1.3, mono, "cherry", 10),
        "cell": style(size["table"], 1.3, sans, "ink", 0),
        "head": style(size["label"], 1.3, strong, "soft", 0),
    }
    styles["source"].spaceBefore = 7 * scale
    styles["quote"].leftIndent = 32 * scale
    return styles


def role_of(node: nodes.Node) -> str:
    """The paragraph style of a paragraph or a title."""
    inside = {*node.get("classes", []), *boxes(node)}
    where = layout(node)
    if isinstance(node, nodes.title):
        if where in CHERRY_GROUND:
            return "display"
        return "statement" if where == "statement" else "heading"
    for role in ("source", "address"):
        if role in inside:
            return role
    if isinstance(node.parent, nodes.entry):
        return "head" if isinstance(node.parent.parent.parent, nodes.thead) else "cell"
    if isinstance(node.parent, nodes.list_item):
        return "item"
    if isinstance(node.parent, nodes.block_quote):
        return "quote"
    if where in CHERRY_GROUND and "notes" not in inside:
        return "lead"
    return "body"


class TextNode(NodeHandler, nodes.Text):
    """Every run of text names its face, so that none is left to chance."""

    def get_text(self, client: Any, node: nodes.Text, replace: bool) -> str:
        runs = client.press.coverage.runs(node.astext(), face_of(node))
        parts = (f'<font name="{f.name}">{escape(text)}</font>' for text, f in runs)
        return "".join(parts).replace("\n", " ")


class Inline(NodeHandler, nodes.strong, nodes.emphasis, nodes.literal, nodes.inline):
    """Faces are the text's own affair; a statement's emphasis is a colour."""

    def get_pre_post(self, client: Any, node: nodes.Element, _: bool) -> tuple[str, str]:
        palette = theme()["palette"]
        if isinstance(node, nodes.literal):
            paragraph = next(n for n in ancestors(node) if isinstance(n, BLOCKS))
            size = client.press.styles[role_of(paragraph)].fontSize * 0.9
            return f'<font size="{size:.2f}">', "</font>"
        if isinstance(node, nodes.emphasis) and layout(node) == "statement":
            return f'<font color="{palette["cherry"]}">', "</font>"
        return "", ""


class ParagraphNode(NodeHandler, nodes.paragraph, nodes.title):
    """A paragraph in the style of the place it stands."""

    def gather_elements(self, client: Any, node: nodes.Element, _: Any) -> list[Any]:
        if isinstance(node.parent, nodes.document):
            return []
        if "pill" in node["classes"]:
            return [_pill(node)]
        style = client.press.styles[role_of(node)]
        return [Words(client.gather_pdftext(node).strip(), style)]


class LineBlockNode(NodeHandler, nodes.line_block):
    """Lines that break where they were written to break."""

    def gather_elements(self, client: Any, node: nodes.Element, _: Any) -> list[Any]:
        lines = [client.gather_pdftext(line).strip() for line in node.children]
        return [Words("<br/>".join(lines), client.press.styles[role_of(node)])]


class ListNode(NodeHandler, nodes.bullet_list, nodes.enumerated_list):
    """Items beside their bullets or numbers."""

    def gather_elements(self, client: Any, node: nodes.Element, _: Any) -> list[Any]:
        cherry = theme()["palette"]["cherry"]
        style: ParagraphStyle = client.press.styles["item"]
        indent = style.fontSize * 1.25
        items: list[Flowable] = []
        for number, item in enumerate(node.children, 1):
            stack = Stack(client.gather_elements(item))
            numbered = isinstance(node, nodes.enumerated_list)
            sign = f"{number}." if numbered else "•"
            text = f'<font name="{style.fontName}" color="{cherry}">{sign}</font>'
            items.append(Beside(Words(text, style), stack, indent, style.spaceAfter))
        return [Stack(items)]


class Beside(Flowable):
    """A mark, and what it marks."""

    def __init__(
        self, mark: Flowable, stack: Stack, indent: float, after: float
    ) -> None:
        super().__init__()
        self.mark, self.stack, self.indent = mark, stack, indent
        self.spaceAfter = after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        _, self.mark_height = self.mark.wrapOn(self.canv, self.indent, height)
        _, self.height = self.stack.wrapOn(self.canv, width - self.indent, height)
        self.width, self.widest = width, self.indent + self.stack.widest
        return width, self.height

    def draw(self) -> None:
        self.mark.drawOn(self.canv, 0, self.height - self.mark_height)
        self.stack.drawOn(self.canv, self.indent, 0)


class TableNode(NodeHandler, nodes.table):
    """Rows with hairlines between them and a cherry line under the head."""

    def gather_elements(self, client: Any, node: nodes.table, _: Any) -> list[Any]:
        palette = theme()["palette"]
        rows = list(node.findall(nodes.row))
        heads = sum(isinstance(r.parent, nodes.thead) for r in rows)
        data = [[Stack(client.gather_elements(e)) for e in row] for row in rows]
        shares = [int(c["colwidth"]) for c in node.findall(nodes.colspec)]
        widths = [f"{100 * s / sum(shares):.4f}%" for s in shares]
        lines = HexColor(palette["hairline"])
        table = Table(
            data,
            colWidths=widths,
            hAlign="LEFT",
            style=[
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 14 * PT),
                ("TOPPADDING", (0, 0), (-1, -1), 9 * PT),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 11 * PT),
                ("LINEBELOW", (0, 0), (-1, -1), PT, lines),
                *(
                    ("LINEBELOW", (0, n), (-1, n), 2 * PT, HexColor(palette["cherry"]))
                    for n in range(heads)
                ),
            ],
        )
        table.spaceAfter = 14 * PT
        return [table]


class BoxNode(NodeHandler, nodes.container):
    """The boxes of the directives."""

    def gather_elements(self, client: Any, node: nodes.container, _: Any) -> list[Any]:
        if {"notes", "rich"} & set(node["classes"]):
            return []
        if "columns" in node["classes"]:
            stacks = [Stack(client.gather_elements(c)) for c in node.children]
            return [Row(stacks, [c["share"] for c in node.children])]
        return list(client.gather_elements(node))


class CodeNode(NodeHandler, nodes.literal_block):
    """Code and results, line by line, each run in its colour."""

    def gather_elements(
        self, client: Any, node: nodes.literal_block, _: Any
    ) -> list[Any]:
        palette, size = theme()["palette"], theme()["size"]
        if layout(node) == "figure" and "result" in node["classes"]:
            lines = coloured_lines(node, client.press.coverage, palette["cherry"])
            return [Lines(lines, size["number"] * PT, 1.05)]
        lines = coloured_lines(node, client.press.coverage, palette["ink"])
        ground = palette["deep" if "then" in boxes(node) else "panel"]
        return [Lines(lines, size["code"] * PT, theme()["leading"]["code"], ground)]


class ImageNode(NodeHandler, nodes.image):
    """A drawing; one that stands twice is read once."""

    def gather_elements(self, client: Any, node: nodes.image, _: Any) -> list[Any]:
        cache: dict[str, Any] = client.press.drawings
        svg = node["svg"]
        if svg not in cache:
            cache[svg] = svg2rlg(io.StringIO(svg))
        tallest = 500 if layout(node) == "title" else 490
        return [Picture(cache[svg], tallest * PT)]


class RawNode(NodeHandler, nodes.raw, nodes.comment, nodes.substitution_definition):
    """What is meant for another output, or for no output."""

    def gather_elements(self, client: Any, node: nodes.Node, _: Any) -> list[Any]:
        return []


class SlideNode(NodeHandler, nodes.section):
    """A section is a slide."""

    def gather_elements(self, client: Any, node: nodes.section, _: Any) -> list[Any]:
        elements = client.gather_elements(node)
        return client.press.slide(node, elements)  # type: ignore[no-any-return]


def coloured_lines(
    block: nodes.literal_block, coverage: Coverage, plain: str
) -> list[list[Run]]:
    """The text of a block as lines of runs."""
    lines: list[list[Run]] = [[]]
    for text in block.findall(nodes.Text):
        token = getattr(text.parent, "attributes", {}).get("token")
        colour = Orchard.style_for_token(token)["color"] if token else None
        for n, piece in enumerate(text.astext().split("\n")):
            if n:
                lines.append([])
            runs = coverage.runs(piece, face_of(text))
            shade = f"#{colour}" if colour else plain
            lines[-1] += [Run(run, f.name, shade) for run, f in runs]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _pill(node: nodes.Element) -> Pill:
    palette = theme()["palette"]
    now = "now" in node["classes"]
    fill, colour = ("leaf", "blush") if now else ("hairline", "soft")
    return Pill(node.astext(), face("sans", True).name, palette[fill], palette[colour])
