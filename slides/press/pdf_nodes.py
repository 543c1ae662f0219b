"""The rst2pdf extension: how each docutils node becomes flowables.

rst2pdf finds these classes by their bases: the first is its handler, the
others are the nodes it handles.  `client` is rst2pdf's translator; its
`press` attribute is the `Setting` of the document being built.
"""

from __future__ import annotations

import sys
from typing import Any
from xml.sax.saxutils import escape, quoteattr

# rst2pdf would import matplotlib where it is installed, for formulas we have
# none of: most of a second.
sys.modules.setdefault("matplotlib", None)  # type: ignore[arg-type]

from docutils import nodes
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus.flowables import Flowable
from rst2pdf.nodehandlers import NodeHandler  # its own first: ours replace them
from rst2pdf.roman_numerals import RomanNumeral

from .deck import Deck
from .drawing import read_drawing
from .flowables import Beside, Grid, Row, Stack, Words
from .fonts import Coverage
from .panels import Disc, Lines, Number, Picture, Pill, Run
from .problems import Problem
from .styles import list_role, paragraph_styles, role_of
from .theme import Orchard, face, theme
from .typography import CHERRY_GROUND, ancestors, boxes, face_of, layout

BLOCKS = (nodes.paragraph, nodes.title, nodes.line)


class Setting:
    """What the handlers need to know of the document being built.

    coverage: which face draws which character.
    scale: points a pixel of the theme.
    problems: what was found wrong while building.
    """

    def __init__(self, deck: Deck, coverage: Coverage, scale: float) -> None:
        self.deck, self.coverage, self.scale = deck, coverage, scale
        self.styles = paragraph_styles(scale)
        self.problems: list[Problem] = []
        self.drawings: dict[str, Any] = {}

    def slide(self, client: Any, node: nodes.section) -> list[Flowable]:
        """Make pages of a slide."""
        raise NotImplementedError

    def style(self, node: nodes.Node) -> ParagraphStyle:
        """The style of the block a node is or stands in."""
        while not isinstance(node, (*BLOCKS, nodes.line_block)):
            node = node.parent
        return self.styles[role_of(node)]

    def drawing(self, image: nodes.image) -> Any:
        """A drawing; one that stands twice is read once."""
        svg = image["svg"]
        if svg not in self.drawings:
            try:
                self.drawings[svg] = read_drawing(svg, self.coverage)
            except ValueError as e:
                what, cure = f"{image['uri']}: {e}", "draw it more plainly"
                self.problems.append(self.deck.problem(image, what, cure))
                self.drawings[svg] = None
        return self.drawings[svg]


class TextNode(NodeHandler, nodes.Text):
    """Every run of text names its face, so that none is left to chance."""

    def get_text(self, client: Any, node: nodes.Text, replace: bool) -> str:
        text = node.astext().replace("\n", " ")
        if isinstance(node.parent, nodes.literal):
            text = text.replace(" ", "\u00a0")  # as the stylesheet: never broken
        runs = client.press.coverage.runs(text, face_of(node))
        parts = (f'<font name="{f.name}">{escape(text)}</font>' for text, f in runs)
        return "".join(parts)


class Inline(NodeHandler, nodes.strong, nodes.emphasis, nodes.literal, nodes.inline):
    """Faces are the text's own affair; a statement's emphasis is a line in cherry."""

    def get_pre_post(self, client: Any, node: nodes.Element, _: bool) -> tuple[str, str]:
        if isinstance(node, nodes.literal):
            return f'<font size="{client.press.style(node).fontSize * 0.9:.2f}">', "</font>"
        title = next((n for n in ancestors(node) if isinstance(n, nodes.title)), None)
        if isinstance(node, nodes.emphasis) and title is not None and layout(node) == "statement":
            before, after = (
                "<br/>" if title.index(node) else "",
                "<br/>" if title[-1] is not node else "",
            )
            colour = theme()["palette"]["cherry"]
            return f'{before}<font color="{colour}">', f"</font>{after}"
        return "", ""


class Link(NodeHandler, nodes.reference):
    """A link into the deck or out of it, underlined as in the browser."""

    def get_pre_post(self, client: Any, node: nodes.Element, _: bool) -> tuple[str, str]:
        to = node.get("refuri") or f"#{node['refid']}"
        if not (to.startswith("#") or ":" in to):
            return "", ""  # a file beside the source: the PDF travels without it
        cherry = layout(node) in CHERRY_GROUND and "notes" not in boxes(node)
        colour, px = theme()["palette"]["blush" if cherry else "cherry"], client.press.scale
        line = f'underline="1" ucolor="{colour}" uwidth="{2 * px:.2f}" uoffset="{-5 * px:.2f}"'
        return f'<a href={quoteattr(to)} color="{colour}" {line}>', "</a>"


class Unseen(
    NodeHandler, nodes.target, nodes.raw, nodes.comment, nodes.substitution_definition
):
    """What only links, what is meant for another output, or for none."""

    def gather_elements(self, client: Any, node: nodes.Node, _: Any) -> list[Any]:
        return []


class ParagraphNode(NodeHandler, nodes.paragraph, nodes.title):
    """A paragraph in the style of the place it stands."""

    def gather_elements(self, client: Any, node: nodes.Element, _: Any) -> list[Any]:
        if isinstance(node.parent, nodes.document):
            return []
        if "pill" in node["classes"]:
            return [_pill(client.press, node)]
        return [Words(client.gather_pdftext(node).strip(), client.press.style(node))]


class LineBlockNode(NodeHandler, nodes.line_block):
    """Lines that break where they were written to break."""

    def gather_elements(self, client: Any, node: nodes.Element, _: Any) -> list[Any]:
        lines = [client.gather_pdftext(n).strip() for n in node.findall(nodes.line)]
        return [Words("<br/>".join(lines), client.press.style(node))]


class ListNode(NodeHandler, nodes.bullet_list, nodes.enumerated_list):
    """Items beside their marks."""

    def gather_elements(self, client: Any, node: nodes.Element, _: Any) -> list[Any]:
        press: Setting = client.press
        style = press.styles[list_role(node)]
        on_bullets = layout(node) == "bullets" and "notes" not in boxes(node)
        after = (0.7 if on_bullets else 0.5) * style.fontSize
        items: list[Flowable] = []
        for place, item in enumerate(node.children):
            stack = Stack(client.gather_elements(item))
            mark = _mark(press, node, place, style)
            items.append(Beside(mark, stack, 1.2 * style.fontSize, after))
        nested = isinstance(node.parent, nodes.list_item)
        points = style is press.styles["point"] and not nested
        above = 34 * press.scale if points else 0.35 * style.fontSize
        items[0].spaceBefore = max(items[0].getSpaceBefore(), above)
        return items


class QuoteNode(NodeHandler, nodes.block_quote, nodes.list_item):
    """Their paragraphs know where they stand."""

    def gather_elements(self, client: Any, node: nodes.Element, _: Any) -> list[Any]:
        return list(client.gather_elements(node))


class TableNode(NodeHandler, nodes.table):
    """Rows of cells; the columns have the shares of the source."""

    def gather_elements(self, client: Any, node: nodes.table, _: Any) -> list[Any]:
        rows = list(node.findall(nodes.row))
        heads = sum(isinstance(r.parent, nodes.thead) for r in rows)
        cells = [[Stack(client.gather_elements(e)) for e in row] for row in rows]
        widths = [int(c["colwidth"]) for c in node.findall(nodes.colspec)]
        shares = [width / sum(widths) for width in widths]
        return [Grid(cells, shares, heads, client.press.scale)]


class BoxNode(NodeHandler, nodes.container):
    """The boxes of the directives."""

    def gather_elements(self, client: Any, node: nodes.container, _: Any) -> list[Any]:
        if {"notes", "rich"} & set(node["classes"]):
            return []
        if "columns" in node["classes"]:
            stacks = [Stack(client.gather_elements(c), closed=True) for c in node.children]
            gap = theme()["page"]["gap"] * client.press.scale
            return [Row(stacks, [c["share"] for c in node.children], gap)]
        return list(client.gather_elements(node))


class CodeNode(NodeHandler, nodes.literal_block):
    """Code and results, line by line, each run in its colour."""

    def gather_elements(self, client: Any, node: nodes.literal_block, _: Any) -> list[Any]:
        press: Setting = client.press
        palette, size = theme()["palette"], theme()["size"]
        inside = boxes(node)
        if layout(node) == "figure" and "result" in node["classes"] and "notes" not in inside:
            lines = coloured_lines(node, press.coverage, palette["cherry"])
            big = size["number"] * press.scale
            font = face("serif", True).name
            return [Lines(lines, font, big, big * 1.05, press.scale)]
        lines = coloured_lines(node, press.coverage, palette["ink"])
        ground = palette["deep" if "then" in inside else "panel"]
        if "deep" in inside and "then" not in inside:
            ground = "#ffffff"
        small = size["code"] * press.scale
        leading = small * theme()["leading"]["code"]
        return [Lines(lines, face("mono").name, small, leading, press.scale, ground)]


class ImageNode(NodeHandler, nodes.image):
    """A drawing."""

    def gather_elements(self, client: Any, node: nodes.image, _: Any) -> list[Any]:
        press: Setting = client.press
        drawing = press.drawing(node)
        if drawing is None:
            return []
        tallest = (500 if layout(node) == "title" else 490) * press.scale
        natural = " width=" in node["svg"].partition("<svg")[2].partition(">")[0]
        return [Picture(drawing, tallest, natural, press.scale)]


class SlideNode(NodeHandler, nodes.section):
    """A section is a slide."""

    def gather_elements(self, client: Any, node: nodes.section, _: Any) -> list[Any]:
        return list(client.press.slide(client, node))


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


def _mark(press: Setting, node: nodes.Element, place: int, style: ParagraphStyle) -> Any:
    if isinstance(node, nodes.bullet_list):
        nested = any(isinstance(n, nodes.bullet_list) for n in ancestors(node))
        return Disc(style.fontName, style.fontSize, style.leading, ring=nested)
    number = place + node.get("start", 1)
    kinds = {
        "loweralpha": chr(96 + number % 26),
        "upperalpha": chr(64 + number % 26),
        "lowerroman": str(RomanNumeral(number)).lower(),
        "upperroman": str(RomanNumeral(number)),
    }
    text = f"{kinds.get(node.get('enumtype'), number)}."
    runs = [Run(text, style.fontName, theme()["palette"]["cherry"])]
    return Number(runs, style.fontSize, style.leading)


def _pill(press: Setting, node: nodes.Element) -> Pill:
    palette = theme()["palette"]
    now = "now" in node["classes"]
    fill, edge, colour = ("leaf",) * 2 + ("blush",) if now else ("deep", "hairline", "soft")
    runs = press.coverage.runs(node.astext(), face("sans", True))
    painted = [Run(text, f.name, palette[colour]) for text, f in runs]
    size = theme()["size"]["label"] * press.scale
    return Pill(painted, size, press.scale, palette[fill], palette[edge])
