"""HTML in: libxml2's parser, straight to Genshi's events.

Genshi's own parser takes as long as all of lxml's diff.  libxml2 can call for
every tag instead of building a tree, which is as fast as parsing gets from Python
and knows no depth at which it drops what is below (its trees do, at 253 levels).
"""

from __future__ import annotations

import re

from lxml import etree

from .events import Event, MarkupError
from .target import Target

# Browsers stop at 512 levels, libxml2's trees at 2048 when told to go far.
DEEPEST = 2048
WHOLE = re.compile(
    r"(?>\s+|<!--.*?-->|<\?[^>]*>)*+<(?:!doctype|html|head|body|frameset)\b",
    re.S | re.I,
)


def is_document(html: str) -> bool:
    """Tell a whole document, which starts with its doctype or frame, from a part."""
    return WHOLE.match(checked(html)) is not None


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
    :raises MarkupError: if it holds what no document can, is nested too
        deep, or libxml2 gives up.
    """
    whole = is_document(html)
    document = whole if document is None else document
    target = Target(document, deepest)
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    try:
        # The encoding that a document may declare was true of its bytes.
        data = html.encode()
        if not whole:  # else a script would open a head
            parser.feed(b"<html><body>")
        parser.feed(data)
        parser.close()
    except UnicodeEncodeError as error:
        found = html[error.start]
        raise MarkupError(
            f"expected text, got the lone surrogate {found!r} at {error.start}"
        ) from None
    except etree.LxmlError as error:
        raise MarkupError(f"the parser gave up: {error}") from None
    for entry in parser.error_log.filter_from_fatals():
        if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise MarkupError(f"the parser gave up: {entry.message}")
    return target.events


def checked(html: str) -> str:
    """Return what is text; raise TypeError for all else."""
    if not isinstance(html, str):
        raise TypeError(f"expected HTML as str, got {type(html).__name__}")
    return html
