"""Make a page of a diff, to look at: with the stylesheet of the marks, and noted."""

from __future__ import annotations

from pathlib import Path

from genshi.core import DOCTYPE, END, START, TEXT

from ..marks import changes
from ..markup import read_diff
from ..reading.events import NOWHERE, Event
from ..reading.serialize import serialize
from .notes import enclose, noted, side_by_side

MARKS = Path(__file__).with_name("marks.css").read_text("utf-8")
"""CSS for ``ins``, ``del`` and the ``data-diff…`` attributes."""

METAS = (
    [("charset", "utf-8")],
    [("name", "viewport"), ("content", "width=device-width, initial-scale=1")],
)
"""What the head of a page says, if its document has none."""


def style(diff: str, *, beside: bool = False) -> str:
    """Make a page of a diff, with MARKS in its head.

    :param diff: what :func:`~examples.htmldiff.diff` gave.
    :param beside: whether the old document stands on the left, the new one on the
        right; else they are one.
    """
    return dress(read_diff(diff), beside=beside)


def dress(diff: list[Event], *, beside: bool) -> str:
    """As :func:`style`, of the events of a diff."""
    whole = any(is_tag(event, START, "html") for event in diff)
    out: list[Event] = []
    body: list[Event] | None = None  # what it holds, while it is open
    for event in diff if whole else framed(diff):
        if is_tag(event, END, "body"):
            assert body is not None
            out += side_by_side(body) if beside else noted(body, changes(body))
            body = None
        elif is_tag(event, END, "head"):
            out += enclose("style", [(TEXT, MARKS, NOWHERE)])
        if body is None:
            out.append(event)
        else:
            body.append(event)
        if is_tag(event, START, "body"):
            body = []
    return serialize(out)


def framed(diff: list[Event]) -> list[Event]:
    """Make a document of a part."""
    metas = [event for meta in METAS for event in enclose("meta", [], *meta)]
    title = enclose("title", [(TEXT, "What changed", NOWHERE)])
    head = enclose("head", metas + title)
    doctype = DOCTYPE, ("html", None, None), NOWHERE
    return [doctype, *enclose("html", [*head, *enclose("body", diff)])]


def counted(number: int) -> str:
    """Say how many changes there are."""
    match number:
        case 0:
            return "No change"
        case 1:
            return "1 change"
        case _:
            return f"{number} changes; Tab goes to the next"


def is_tag(event: Event, kind: str, name: str) -> bool:
    """Tell whether an event is the start tag, or the end tag, of an element."""
    found, data, _ = event
    return found is kind and (data[0] if kind is START else data) == name
