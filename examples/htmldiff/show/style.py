"""Put the stylesheet of the marks into a diff, as a page to look at."""

from __future__ import annotations

from pathlib import Path

from genshi.core import END, START, TEXT, Attrs, QName

from ..reading.events import NOWHERE, Event
from ..reading.parse import is_document, parse
from ..reading.serialize import serialize

MARKS = Path(__file__).with_name("marks.css").read_text("utf-8")
"""CSS for ``ins``, ``del`` and the ``data-diff…`` attributes."""

FRAME = """\
<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>What changed</title></head>
<body>
{}
</body></html>
"""


def style(diff: str) -> str:
    """Make a page of a diff, with MARKS in its head.

    :param diff: what :func:`~examples.htmldiff.diff` gave.
    """
    page = diff if is_document(diff) else FRAME.format(diff)
    events = list(parse(page))
    head = next((i for i, event in enumerate(events) if opens(event, "head")), None)
    if head is None:  # a document without one
        html = next(i for i, event in enumerate(events) if opens(event, "html"))
        events[html + 1 : html + 1] = enclose("head", stylesheet())
    else:
        events[head + 1 : head + 1] = stylesheet()
    return serialize(events)


def opens(event: Event, name: str) -> bool:
    """Tell whether an event opens an element of this name."""
    kind, data, _ = event
    return kind is START and data[0] == name


def stylesheet() -> list[Event]:
    """Give the stylesheet as events."""
    return enclose("style", [(TEXT, MARKS, NOWHERE)])


def enclose(name: str, inside: list[Event]) -> list[Event]:
    """Put events inside an element."""
    qname = QName(name)
    start = START, (qname, Attrs()), NOWHERE
    return [start, *inside, (END, qname, NOWHERE)]
