"""Make a page of a diff, to look at: with the stylesheet of the marks, and noted."""

from __future__ import annotations

from pathlib import Path

from genshi.core import DOCTYPE, END, START, TEXT, Attrs, QName

from ..marks import changes
from ..markup import read_diff
from ..reading.events import NOWHERE, Event
from ..reading.serialize import serialize
from .notes import enclose, noted, sides

MARKS = Path(__file__).with_name("marks.css").read_text("utf-8")
"""CSS for ``ins``, ``del`` and the ``data-diff…`` attributes."""

META = Attrs([(QName("charset"), "utf-8")])


def style(diff: str, *, beside: bool = False) -> str:
    """Make a page of a diff, with MARKS in its head.

    :param diff: what :func:`~examples.htmldiff.diff` gave.
    :param beside: whether the old document stands on the left, the new one on the
        right; else they are one.
    """
    return dress(read_diff(diff), beside=beside)


def dress(diff: list[Event], *, beside: bool) -> str:
    """As :func:`style`, of the events of a diff."""
    whole = any(opens(event, "html") for event in diff)
    events = [*diff] if whole else framed(diff)
    body = next((i for i, event in enumerate(events) if opens(event, "body")), None)
    if body is not None:  # and no frames
        end = len(events) - 1 - [*map(closes_body, reversed(events))].index(True)
        inside = events[body + 1 : end]
        events[body + 1 : end] = show(inside, changes(inside), beside)
    head = next((i for i, event in enumerate(events) if opens(event, "head")), None)
    if head is None:  # a document without one
        html = next(i for i, event in enumerate(events) if opens(event, "html"))
        events[html + 1 : html + 1] = enclose("head", stylesheet())
    else:
        events[head + 1 : head + 1] = stylesheet()
    return serialize(events)


def framed(diff: list[Event]) -> list[Event]:
    """Make a document of a part."""
    meta = START, (QName("meta"), META), NOWHERE
    title = enclose("title", [(TEXT, "What changed", NOWHERE)])
    head = enclose("head", [meta, (END, QName("meta"), NOWHERE), *title])
    doctype = DOCTYPE, ("html", None, None), NOWHERE
    return [doctype, *enclose("html", [*head, *enclose("body", diff)])]


def show(diff: list[Event], changed: list[int], beside: bool) -> list[Event]:
    """Give what is shown of a diff, or of the body of one.

    :param changed: the places of its changes.
    """
    result = noted(diff, {*changed})
    return sides(result) if beside else result


def counted(number: int) -> str:
    """Say how many changes there are."""
    match number:
        case 0:
            return "No change"
        case 1:
            return "1 change"
        case _:
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
