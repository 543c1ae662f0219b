"""Make a page of a diff, to look at: with the stylesheet of the marks, and noted."""

from __future__ import annotations

from pathlib import Path

from genshi.core import END, START, TEXT

from ..marks import changes
from ..markup import read_diff
from ..reading.events import NOWHERE, Event
from ..reading.parse import is_document
from ..reading.serialize import serialize
from .notes import enclose, noted, sides

MARKS = Path(__file__).with_name("marks.css").read_text("utf-8")
"""CSS for ``ins``, ``del`` and the ``data-diff…`` attributes."""

FRAME = """\
<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>What changed</title></head>
<body>
{}
</body></html>
"""


def style(diff: str, *, beside: bool = False) -> str:
    """Make a page of a diff, with MARKS in its head.

    :param diff: what :func:`~examples.htmldiff.diff` gave.
    :param beside: whether the old document stands on the left, the new one on the
        right; else they are one.
    """
    page = diff if is_document(diff) else FRAME.format(diff)
    events = read_diff(page)
    body = next((i for i, event in enumerate(events) if opens(event, "body")), None)
    if body is not None:  # and no frames
        end = len(events) - 1 - [*map(closes_body, reversed(events))].index(True)
        inside = show(events[body + 1 : end], beside)
        events[body + 1 : end] = inside
    head = next((i for i, event in enumerate(events) if opens(event, "head")), None)
    if head is None:  # a document without one
        html = next(i for i, event in enumerate(events) if opens(event, "html"))
        events[html + 1 : html + 1] = enclose("head", stylesheet())
    else:
        events[head + 1 : head + 1] = stylesheet()
    return serialize(events)


def show(diff: list[Event], beside: bool) -> list[Event]:
    """Give what is shown of a diff, or of the body of one."""
    return sides(noted(diff)) if beside else noted(diff)


def counted(diff: list[Event]) -> str:
    """Say how many changes there are."""
    match len(changes(diff)):
        case 0:
            return "No change"
        case 1:
            return "1 change"
        case number:
            return f"{number} changes; Tab goes to the next"


def closes_body(event: Event) -> bool:
    """Tell whether an event closes the body."""
    kind, data, _ = event
    return kind is END and data == "body"


def opens(event: Event, name: str) -> bool:
    """Tell whether an event opens an element of this name."""
    kind, data, _ = event
    return kind is START and data[0] == name


def stylesheet() -> list[Event]:
    """Give the stylesheet as events."""
    return enclose("style", [(TEXT, MARKS, NOWHERE)])
