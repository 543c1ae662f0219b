"""rst2pdf node handlers for blocks: lists, tables, code, columns, slides.

rst2pdf finds these classes as it does those of `pdf_inline`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus.flowables import Flowable

from . import pdf_inline  # noqa: F401 - its handlers register themselves
from .flowables import Beside, Grid, Row, Stack, Words
from .fonts import Coverage
from .panels import Disc, Lines, Number, Panel, Picture, Pill, Run
from .rst import NodeHandler, RomanNumeral
from .setting import Setting
from .styles import list_role
from .theme import Face, Orchard, face, theme
from .typography import ancestors, boxes, face_of, layout, token_face

# How high a picture may be, in pixels, where it is not the whole slide.
TALLEST = {"title": 500, "part": 380}


class ParagraphNode(NodeHandler, nodes.paragraph, nodes.title):
    """A paragraph or title in the style of its place."""

    def gather_elements(self, client: Any, node: nodes.Element, _: Any) -> list[Any]:
        if isinstance(node.parent, nodes.document):
            return []
        if "pill" in node["classes"]:
            return [_pill(client.press, node)]
        return [Words(client.gather_pdftext(node).strip(), client.press.style(node))]


class LineBlockNode(NodeHandler, nodes.line_block):
    """A line block, its line breaks kept."""

    def gather_elements(self, client: Any, node: nodes.Element, _: Any) -> list[Any]:
        lines = [client.gather_pdftext(n).strip() for n in node.findall(nodes.line)]
        return [Words("<br/>".join(lines), client.press.style(node))]


class ListNode(NodeHandler, nodes.bullet_list, nodes.enumerated_list):
    """A list: each item beside its bullet or number."""

    def gather_elements(self, client: Any, node: nodes.Element, _: Any) -> list[Any]:
        press: Setting = client.press
        style = press.styles[list_role(node)]
        on_bullets = layout(node) == "bullets" and "notes" not in boxes(node)
        loose = 0.7 if on_bullets else 0.0 if "prose" in boxes(node) else 0.5
        items: list[Flowable] = []
        for place, item in enumerate(node.children):
            stack = Stack(client.gather_elements(item))
            mark = _mark(press, node, place, style)
            items.append(
                Beside(mark, stack, 1.2 * style.fontSize, loose * style.fontSize)
            )
        above = 0.35 * style.fontSize
        items[0].spaceBefore = max(items[0].getSpaceBefore(), above)
        if not loose:
            items[-1].spaceAfter = style.spaceAfter or 0.55 * style.fontSize
        return items


class QuoteNode(NodeHandler, nodes.block_quote, nodes.list_item):
    """A quotation or list item: its content as it is."""

    def gather_elements(self, client: Any, node: nodes.Element, _: Any) -> list[Any]:
        return list(client.gather_elements(node))


class TableNode(NodeHandler, nodes.table):
    """A table; the columns have the shares of the source."""

    def gather_elements(self, client: Any, node: nodes.table, _: Any) -> list[Any]:
        rows = list(node.findall(nodes.row))
        heads = sum(isinstance(r.parent, nodes.thead) for r in rows)
        cells = [[Stack(client.gather_elements(e)) for e in row] for row in rows]
        widths = [int(c["colwidth"]) for c in node.findall(nodes.colspec)]
        shares = [width / sum(widths) for width in widths]
        return [Grid(cells, shares, heads, client.press.scale)]


class BoxNode(NodeHandler, nodes.container):
    """A directive's container: columns side by side, notes left out."""

    def gather_elements(self, client: Any, node: nodes.container, _: Any) -> list[Any]:
        if {"notes", "rich"} & set(node["classes"]):
            return []
        if "columns" in node["classes"]:
            columns = [c for c in node if isinstance(c, nodes.container)]
            stacks = [Stack(client.gather_elements(c), closed=True) for c in columns]
            gap = theme()["page"]["gap"] * client.press.scale
            return [Row(stacks, [c["share"] for c in columns], gap)]
        if "prose" in node["classes"]:
            stack = Stack(client.gather_elements(node))
            return [Panel(stack, client.press.scale, theme()["palette"]["panel"])]
        return list(client.gather_elements(node))


class CodeNode(NodeHandler, nodes.literal_block):
    """Code or a result, line by line, each run in its colour."""

    def gather_elements(
        self, client: Any, node: nodes.literal_block, _: Any
    ) -> list[Any]:
        press: Setting = client.press
        if all(face_of(text).role == "serif" for text in node.findall(nodes.Text)):
            return [_number(press, node)]
        palette, inside = theme()["palette"], boxes(node)
        lines = coloured_lines(node, press.coverage, palette["ink"])
        ground = palette["deep" if "then" in inside else "panel"]
        if "deep" in inside and "then" not in inside:
            ground = "#ffffff"
        size = theme()["size"]["code"] * press.scale
        leading = size * theme()["leading"]["code"]
        return [Lines(lines, face("mono").name, size, leading, press.scale, ground)]


class ImageNode(NodeHandler, nodes.image):
    """A drawing, as large as its slide allows."""

    def gather_elements(self, client: Any, node: nodes.image, _: Any) -> list[Any]:
        press: Setting = client.press
        drawing = press.drawing(node)
        if drawing is None:
            return []
        where = layout(node)
        tallest = TALLEST.get(where, 490) * press.scale
        natural = " width=" in node["svg"].partition("<svg")[2].partition(">")[0]
        picture = Picture(drawing, tallest, natural, press.scale)
        if where != "part":
            return [picture]
        return [Panel(Stack([picture]), press.scale, theme()["palette"]["paper"])]


class SlideNode(NodeHandler, nodes.section):
    """A section: the pages of a slide."""

    def gather_elements(self, client: Any, node: nodes.section, _: Any) -> list[Any]:
        return list(client.press.slide(client, node))


def coloured_lines(
    block: nodes.literal_block, coverage: Coverage, plain: str
) -> list[list[Run]]:
    """Split the text of a block into lines of coloured runs."""
    lines: list[list[Run]] = [[]]
    for text, first, colour in coloured(block):
        shade = f"#{colour}" if colour else plain
        for n, piece in enumerate(text.split("\n")):
            if n:
                lines.append([])
            runs = coverage.runs(piece, first)
            lines[-1] += [Run(run, f.name, shade) for run, f in runs]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def coloured(block: nodes.literal_block) -> Iterator[tuple[str, Face, str | None]]:
    """Yield the pieces of a block, each with its face and colour, if it has one."""
    tokens: list[tuple[Any, str]] = block.get("tokens", [])
    for token, text in tokens:
        yield text, token_face(token), Orchard.style_for_token(token)["color"]
    if "tokens" not in block:
        for node in block.findall(nodes.Text):
            yield node.astext(), face_of(node), None


def _number(press: Setting, node: nodes.literal_block) -> Lines:
    """Typeset a figure slide's number, large and in cherry."""
    lines = coloured_lines(node, press.coverage, theme()["palette"]["cherry"])
    size, font = theme()["size"]["number"] * press.scale, face("serif", True).name
    made = Lines(lines, font, size, size * 1.05, press.scale)
    made.spaceAfter = 16 * press.scale
    return made


def _mark(
    press: Setting, node: nodes.Element, place: int, style: ParagraphStyle
) -> Disc | Number:
    if isinstance(node, nodes.bullet_list):
        nested = any(isinstance(n, nodes.bullet_list) for n in ancestors(node))
        return Disc(style.fontName, style.fontSize, style.leading, ring=nested)
    text = f"{_counted(place + node.get('start', 1), node.get('enumtype', ''))}."
    runs = [Run(text, style.fontName, theme()["palette"]["cherry"])]
    return Number(runs, style.fontSize, style.leading)


def _counted(number: int, kind: str) -> str:
    """Format a list's number: arabic, roman, or a letter up to 26."""
    if kind.endswith("alpha"):
        counted = chr(ord("a") + (number - 1) % 26)
    elif kind.endswith("roman"):
        counted = str(RomanNumeral(number)).lower()
    else:
        return str(number)
    return counted.upper() if kind.startswith("upper") else counted


def _pill(press: Setting, node: nodes.Element) -> Pill:
    palette = theme()["palette"]
    fill, edge, colour = "deep", "hairline", "soft"
    if "now" in node["classes"]:
        fill, edge, colour = "leaf", "leaf", "blush"
    runs = press.coverage.runs(node.astext(), face("sans", True))
    painted = [Run(text, f.name, palette[colour]) for text, f in runs]
    size = theme()["size"]["label"] * press.scale
    return Pill(painted, size, press.scale, palette[fill], palette[edge])
