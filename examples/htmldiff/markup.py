"""Diff, accept and reject for HTML as text; for events: ``merging``, ``sides``."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from genshi.core import DOCTYPE, START

from .merging.merge import merge
from .reading.events import Event, MarkupError
from .reading.parse import DEEPEST, is_document, parse, stays
from .reading.sanitize import clean_and_tell
from .reading.serialize import serialize
from .sequences.match import Matcher, by_difflib
from .sides import accept_events, reject_events

DEEPER = 10  # levels of a diff, beyond those of its documents


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
        the other has a body: no document may have both.  Or if no document can hold
        what is in both as it was; then none is lost without a word.
    """
    if sanitize:
        return diff_and_tell(old, new, matcher=matcher)[0]
    document = is_document(old) or is_document(new)
    before, after = parse(old, document), parse(new, document)
    if document:
        if {body_or_frameset(before), body_or_frameset(after)} == {"body", "frameset"}:
            raise MarkupError("expected two documents with a body or two with frames")
        before = read_as(before, after)
    marked = serialize(merge(before, after, matcher))
    if not stays(marked, document):
        require_exact(marked, before, after)
    return marked


def diff_and_tell(
    old: str, new: str, *, matcher: Matcher = by_difflib
) -> tuple[str, Counter[str]]:
    """Sanitise and compare; return the diff, and how many of each were left out.

    As :func:`diff`, and :func:`~.reading.sanitize.clean_and_tell`.
    """
    (old, gone), (new, more) = clean_and_tell(old), clean_and_tell(new)
    return diff(old, new, sanitize=False, matcher=matcher), gone + more


def read_diff(diff: str) -> list[Event]:
    """Read a diff, which may have some levels more than its documents.

    :raises MarkupError: if it cannot be read whole.
    """
    return parse(diff, deepest=DEEPEST + DEEPER)


def read_as(before: list[Event], after: list[Event]) -> list[Event]:
    """Return a document as it is read under the doctype of another.

    In a page without one a table may stand in a paragraph, and in the diff it would
    not.
    """
    own, others = (
        [event for event in one if event[0] is DOCTYPE] for one in (before, after)
    )
    if own == others:
        return before
    at = before.index(own[0]) if own else 0
    bare = [event for event in before if event[0] is not DOCTYPE]
    again = parse(serialize(others + bare))[len(others) :]
    return again[:at] + own + again[at:]


def require_exact(marked: str, before: list[Event], after: list[Event]) -> None:
    """Raise MarkupError unless both documents come back from their diff."""
    found = read_diff(marked)
    with suppress(MarkupError):
        if list(accept_events(found)) == after and list(reject_events(found)) == before:
            return
    raise MarkupError(
        "expected documents of which one can stand in the other, but what they have "
        "between them would be read as something else"
    )


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
    return serialize(accept_events(read_diff(diff)))


def reject(diff: str) -> str:
    """Return the old document of a diff; else as :func:`accept`."""
    return serialize(reject_events(read_diff(diff)))
