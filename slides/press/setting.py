"""Rendering context of a PDF: deck, fonts, scale, styles."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus.flowables import Flowable

from .deck import Deck
from .drawing import read_drawing
from .fonts import Coverage
from .problems import Problem
from .styles import paragraph_styles, role_of

BLOCKS = (nodes.paragraph, nodes.title, nodes.line)


class Setting:
    """The context of one document; rst2pdf's client has it as ``press``.

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
        """Typeset a slide: return its pages."""
        raise NotImplementedError

    def style(self, node: nodes.Node) -> ParagraphStyle:
        """Return the style of the block that a node is or is in."""
        while not isinstance(node, (*BLOCKS, nodes.line_block)):
            node = node.parent
        return self.styles[role_of(node)]

    def drawing(self, image: nodes.image) -> Any:
        """Convert an image's SVG, once for each text; None if it fails."""
        svg = image["svg"]
        if svg not in self.drawings:
            try:
                self.drawings[svg] = read_drawing(svg, self.coverage)
            except ValueError as e:
                what, cure = f"{image['uri']}: {e}", "draw it more plainly"
                self.problems.append(self.deck.problem(image, what, cure))
                self.drawings[svg] = None
        return self.drawings[svg]
