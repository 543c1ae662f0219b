"""Find the end of the opening ``<body>`` in a page that comes in pieces.

A page is read as a browser reads it.  Comments, the text of scripts and styles,
and attribute values that hold ``>`` or ``<body>`` are passed over.  It works on
bytes, in every charset that leaves ASCII where it is.

Nothing is held back: what a later piece may complete is remembered, and the piece
itself can go on.

Not for changing anything deeper in a page: that takes a parser and all of the
page.  Not for a page that leaves ``<body>`` out, as HTML allows.  A charset that only
a ``<meta>`` tells of is taken for one that keeps ASCII.
"""

from __future__ import annotations

import logging

from .html_states import BEFORE_BODY, FOREIGN, LONGEST, STATES, TAGS, TEXTS

log = logging.getLogger(__name__)

LIMIT = 64 * 1024
"""Bytes of an incomplete tag that are remembered.  After that we give up."""

EFFORT = 16 * LIMIT
"""Bytes of incomplete tags that are read again, as further pieces come."""

UNDECIDED = len("<!---")
"""Bytes after which only a ``>`` can complete what begins with ``<``."""


class Opening:
    """Look through the pieces of one page, in order.

    :ivar over: True when there is nothing more to find.
    """

    def __init__(self) -> None:
        self.over = False
        self.state: str = TAGS
        self.rest = b""  # of earlier pieces, what a later one may complete
        self.templates = 0  # that are open: a body in them is none
        self.effort = 0

    def find(self, piece: bytes) -> int | None:
        """Give the place right behind ``<body …>`` in this piece, if it is here.

        :return: an offset, from 1 to the length of the piece; else None.
        """
        if self.over:
            return None
        page, at = self.rest + piece, 0
        if self.waiting():
            self.effort += len(self.rest) if b">" in piece else 0
            if self.effort > EFFORT or b">" not in piece:
                self.remember(page)
                return None
        while not self.over and (match := STATES[self.state].search(page, at)):
            at = match.end()
            if match.lastgroup == "cut":
                self.remember(page[match.start() :])
                return None
            if match.lastgroup == "name":
                if self.opens(match["name"].decode("latin-1").lower()):
                    return at - len(self.rest)
            elif match.lastgroup:
                self.state = match.lastgroup
                at = match.start() if self.state == TAGS else at  # an end tag is one
        tail = len(page) if self.state == TAGS else len(page) - LONGEST + 1
        self.remember(page[max(at, tail) :])
        return None

    def opens(self, name: str) -> bool:
        """Take note of a tag; tell whether it is the one that opens the body."""
        if name == "template":
            self.templates += 1
        elif name == "/template":
            self.templates = max(0, self.templates - 1)
        elif self.templates:
            self.over = name in FOREIGN
        elif not name.startswith("/"):
            self.over = name not in BEFORE_BODY
        if name in TEXTS:
            self.state = name
        if self.over and name != "body":
            log.debug("no <body> to find: the page goes on with <%s>", name)
        return self.over and name == "body"

    def waiting(self) -> bool:
        """Tell whether nothing but a ``>`` would change anything."""
        return self.state == TAGS and len(self.rest) > UNDECIDED

    def remember(self, rest: bytes) -> None:
        """Keep what the next piece may complete, unless it is too long."""
        if len(rest) > LIMIT or self.effort > EFFORT:
            self.over = True
            log.debug("no <body> to find: a tag is too long, or in too many pieces")
        self.rest = b"" if self.over else rest
