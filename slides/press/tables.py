"""Parse a stored HTML table into a docutils table."""

from __future__ import annotations

from html.parser import HTMLParser

from docutils import nodes

PLAIN = {"table", "thead", "tbody", "tr", "th", "td"}


class _Reader(HTMLParser):
    """Parser that collects rows of text, and gives up at a tag not in `PLAIN`.

    Plain is one table whose cells span nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.plain = True
        self.rows: list[list[str]] = []
        self.tables = self.heads = 0
        self.in_head = self.in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.plain &= tag in PLAIN and not {"colspan", "rowspan"} & dict(attrs).keys()
        if tag == "table":
            self.tables += 1
        elif tag == "thead":
            self.in_head = True
        elif tag == "tr":
            self.rows.append([])
            self.heads += self.in_head
        elif tag in ("th", "td") and self.rows:
            self.in_cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "thead":
            self.in_head = False
        elif tag in ("th", "td"):
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.rows[-1][-1] += data
        else:
            self.plain &= not data.strip()


def table_node(html: str) -> nodes.table | None:
    """Parse a table of words; return None for any other HTML."""
    reader = _Reader()
    reader.feed(html)
    rows = reader.rows
    alike = len({len(row) for row in rows}) == 1 and bool(rows[0])
    if not (reader.plain and reader.tables == 1 and alike):
        return None
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    group = nodes.tgroup(cols=len(widths))
    group += [nodes.colspec(colwidth=width + 2) for width in widths]
    for part, some in (
        (nodes.thead(), rows[: reader.heads]),
        (nodes.tbody(), rows[reader.heads :]),
    ):
        for row in some:
            entries = [nodes.entry("", nodes.paragraph("", cell)) for cell in row]
            part.append(nodes.row("", *entries))
        if some:
            group += part
    return nodes.table("", group, classes=["computed"])
