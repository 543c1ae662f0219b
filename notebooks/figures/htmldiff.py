"""Draw what the ten lines of 2011 made of a page, as a browser repairs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from genshi.core import END, START, TEXT, Attrs, QName

from examples.htmldiff import parse, serialize
from examples.htmldiff.marks import MARK, WRAPPERS
from examples.htmldiff.reading.events import NOWHERE, Event
from notebooks.marked import Marked
from notebooks.show import LEFT, Table

HEAD = ["what changed", "as a browser draws it"]


class Drawn:
    """Pages whose ``ins`` and ``del`` are bare, each beside what was changed in it.

    A script is named and not run.

    pages: HTML, by what was changed.
    """

    def __init__(self, pages: Mapping[str, str]) -> None:
        self.pages = {
            what: Marked(serialize(ours(parse(page)))) for what, page in pages.items()
        }

    def __repr__(self) -> str:
        told = [
            [what, " ".join(repr(page).split())] for what, page in self.pages.items()
        ]
        return repr(Table(HEAD, told))

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" {LEFT}>{escape(one)}</th>' for one in HEAD)
        rows = "".join(
            f"<tr><td {LEFT}>{escape(what)}</td><td {LEFT}>{page._repr_html_()}</td>"
            "</tr>\n"
            for what, page in self.pages.items()
        )
        head = f"<thead><tr>{head}</tr></thead>"
        return f"<table>\n{head}\n<tbody>\n{rows}</tbody>\n</table>"


def ours(events: Iterable[Event]) -> Iterator[Event]:
    """Yield every ``ins`` and ``del`` as a mark of ours, and a script as its text."""
    for event in events:
        kind, data, _ = event
        name = data[0] if kind is START else data
        if kind is START and name in WRAPPERS:
            yield START, (name, Attrs([(MARK, str(name))])), NOWHERE
        elif kind in (START, END) and name == "script":
            code = QName("code")
            yield (kind, (code, Attrs()) if kind is START else code, NOWHERE)
            if kind is START:
                yield TEXT, "a script: ", NOWHERE
        else:
            yield event
