"""Diff, accept and reject for HTML as text; for events: ``merging``, ``sides``."""

from __future__ import annotations

from genshi.core import START

from .merging.merge import merge
from .reading.events import Event, MarkupError
from .reading.parse import DEEPEST, is_document, parse
from .reading.sanitize import clean
from .reading.serialize import serialize
from .sequences.match import Matcher, by_difflib
from .sides import accept_events, reject_events


def diff(
    old: str, new: str, *, sanitize: bool = True, matcher: Matcher = by_difflib
) -> str:
    """Return the new HTML with what is new, and what is gone, marked.

    If one of them is a whole document, the other is completed to one.

    :param old: a document or a part of one.
    :param new: likewise.
    :param sanitize: whether to take out first whatever is not safe to show (see
        :mod:`~.reading.sanitize`); what comes out is a part then.  Without it a
        script of the old document runs in the diff as one of the new does.
    :param matcher: finds what is equal in two sequences, however it does.
    :return: HTML; :func:`accept` makes the new document of it, :func:`reject` the
        old one, as :func:`~.reading.parse.parse` reads them.
    :raises TypeError: if one is no ``str``.
    :raises MarkupError: if one cannot be read whole, or one has a frameset where
        the other has a body: no document may have both.
    """
    if sanitize:
        old, new = clean(old), clean(new)
    document = is_document(old) or is_document(new)
    before, after = parse(old, document), parse(new, document)
    if document and {body_or_frameset(before), body_or_frameset(after)} == {
        "body",
        "frameset",
    }:
        raise MarkupError("expected two documents with a body or two with frames")
    return serialize(merge(before, after, matcher))


def body_or_frameset(document: list[Event]) -> str | None:
    """Return which of the two a document has, if any."""
    starts = (data[0] for kind, data, _ in document if kind is START)
    return next((name for name in starts if name in ("body", "frameset")), None)


def accept(diff: str) -> str:
    """Return the new document of a diff.

    Marks are believed.  If somebody else may have made them, sanitise what comes
    out, here and of :func:`reject`: attributes come back as the marks tell.

    :param diff: what :func:`diff` returned; other HTML stays as it is.
    :raises TypeError: if it is no ``str``.
    :raises MarkupError: if it cannot be read whole, or its marks are damaged.
    """
    return serialize(accept_events(parse(diff, deepest=DEEPEST + 1)))


def reject(diff: str) -> str:
    """Return the old document of a diff; else as :func:`accept`."""
    return serialize(reject_events(parse(diff, deepest=DEEPEST + 1)))
