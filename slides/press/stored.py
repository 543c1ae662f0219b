"""Replace stored HTML by docutils nodes where it is a table or words.

Other HTML stays for the browser, with its SVG or text for the PDF.
"""

from __future__ import annotations

from docutils import nodes

from .prose import prose_node
from .tables import table_node


def draw_alike(document: nodes.document) -> None:
    """Replace tables and words, for the browser and the PDF, by one node.

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
