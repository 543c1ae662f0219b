"""Parse HTML to Genshi's events, of the tree that a browser makes of it.

The tree is *settled* first: written and read again until it stays, so that what is
made of the events is read as it was meant.  Most trees stay at once.  Of 20,000 odd
documents 40 needed a second time, and none a third: a script whose comment never ends
takes its own end tag in, and a link that a table threw out may stand in another.
Then :mod:`.html5` calls for each tag, and no tree of Python objects is built.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from genshi.core import COMMENT, DOCTYPE, END, PI, START, TEXT, Attrs

from .copies import limit_copies
from .events import NOWHERE, Event, MarkupError, qname
from .html5 import read, walk, write

#: Attributes as the parser has them; what has no value has None.
Found = tuple[tuple[str, str | None], ...]

DEEPEST = 500
"""Levels of elements.  Browsers stop at 512 and put what is deeper beside each other;
a diff has some levels more than its documents."""

AROUND = DOCTYPE, START, START, END, START
"""What stands before a part that was made a document."""

LAST = "body", "html"
"""What ends after all else."""

AGAIN = 3
"""How often HTML is read again, to stay as it is."""

WHOLE = re.compile(
    r"(?>\s+|<!--.*?-->|<\?[^>]*>)*+<(?:!doctype|html|head|body|frameset)\b",
    re.S | re.I,
)


def is_document(html: str) -> bool:
    """Tell a whole document, which starts with its doctype or frame, from a part."""
    return WHOLE.match(require_text(html)) is not None


def parse(
    html: str, document: bool | None = None, *, deepest: int = DEEPEST
) -> list[Event]:
    """Read HTML as the event stream of Genshi.

    Events carry no position, so that equal markup gives equal events wherever it
    stands.  Adjacent texts are one.  What follows ``</body>`` is in the body.

    :param html: a whole document, or any part of one.
    :param document: whether to complete it to a document; by default, if it
        starts as one.
    :param deepest: levels of elements that it may have.
    :raises TypeError: if it is not ``str``.
    :raises MarkupError: if it holds what no document can, is nested too deep, is
        built to multiply, or is another tree each time that it is read.
    """
    whole = is_document(html) and document is not False
    written, settled = settle(html, whole)
    events = read_events(written, whole, deepest)
    if not settled:
        raise MarkupError(
            f"expected HTML that stays as it is, got another tree each of {AGAIN} "
            "times that it was written and read again"
        )
    if whole:
        return events
    return events[1:] if document else events[len(AROUND) : -len(LAST)]


def settle(html: str, whole: bool) -> tuple[str, bool]:
    """Write HTML again until it stays; tell whether it did.

    :raises MarkupError: if it is built to multiply.
    """
    limit_copies(html)
    tree = read(html, whole)
    for _ in range(AGAIN):
        written = write(tree)
        before, tree = tree, read(written, whole)
        if tree.equals(before):
            return written, True
    return write(tree), False


def stays(html: str, whole: bool) -> bool:
    """Tell whether whoever reads HTML makes the tree that was written as it."""
    again = write(read(html, whole))
    # A no-break space may be written in two ways.
    return again.replace("&nbsp;", "\xa0") == html.replace("&nbsp;", "\xa0")


def require_text(html: str) -> str:
    """Return HTML that is text.

    :raises TypeError: if it is no ``str``.
    :raises MarkupError: if it has a lone surrogate.
    """
    if not isinstance(html, str):
        raise TypeError(f"expected HTML as str, got {type(html).__name__}")
    try:
        html.encode()
    except UnicodeEncodeError as error:
        found = html[error.start]
        raise MarkupError(
            f"expected text, got the lone surrogate {found!r} at {error.start}"
        ) from None
    return html


def read_events(written: str, whole: bool, deepest: int = DEEPEST) -> list[Event]:
    """Return a document's events, in the order of its text; the body is closed last.

    The parser calls for each tag, so there is a function for each kind of call; an
    event that comes again is the same object.

    :param written: a document, or what is in its body.
    :raises MarkupError: if elements are nested too deep.
    """
    events: list[Event] = []
    last: list[Event] = []  # body and html end after all that follows them
    depth = 0
    add = events.append
    names = Memo(qname)

    def make_start(found: tuple[str, Found]) -> Event:
        tag, attributes = found
        pairs = [(names[key], value or "") for key, value in attributes]
        return START, (names[tag], Attrs(pairs)), NOWHERE

    starts = Memo(make_start)
    ends = Memo(lambda tag: (END, names[tag], NOWHERE))

    def start(*found: Any) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest + 2:  # html and body are no levels
            raise MarkupError(
                f"expected at most {deepest} levels of elements, got more"
            )
        add(starts[found])

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        (last.append if depth < 2 and tag in LAST else add)(ends[tag])

    walk(
        written,
        whole,
        start_element=start,
        end_element=end,
        characters=lambda data: add((TEXT, data, NOWHERE)),
        comment=lambda data: add((COMMENT, data, NOWHERE)),
        doctype=lambda *data: add((DOCTYPE, data, NOWHERE)),
        processing_instruction=lambda *data: add((PI, data, NOWHERE)),
    )
    return events + last


class Memo(dict[Any, Any]):
    """A cache: makes what is missing of its key."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, key: Any) -> Any:
        self[key] = made = self.make(key)
        return made
