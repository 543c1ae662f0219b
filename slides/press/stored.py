"""Stored HTML that every writer can draw becomes nodes: a table, or words.

The other stays for the browser, with its SVG or text for the PDF.
"""

from __future__ import annotations

from docutils import nodes

from .prose import prose_node
from .tables import table_node


def draw_alike(document: nodes.document) -> None:
    """Replace what is stored for the browser and beside it for the PDF.

    document: read whole, for docutils would set quotes in it that are not there.
    """
    for raw in list(document.findall(nodes.raw)):
        rich = raw.parent
        if "rich" not in rich["classes"]:
            continue
        html = raw.astext()
        if (node := table_node(html) or prose_node(html)) is not None:
            place = rich.parent.index(rich)
            rich.parent[place : place + 2] = [node]  # and what is beside it
