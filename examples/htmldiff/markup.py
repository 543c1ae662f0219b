"""HTML in, HTML with ``<ins>`` and ``<del>`` out: the face for text."""

from __future__ import annotations

from .match import Matcher, by_difflib
from .merge import merge
from .parse import DEEPEST, is_document, parse
from .sanitize import sanitized
from .serialize import serialize
from .sides import accept_events, reject_events


def diff(
    old: str, new: str, *, sanitize: bool = True, matcher: Matcher = by_difflib
) -> str:
    """Return the new HTML with what is new, and what is gone, marked.

    If one of them is a whole document, the other is completed to one.

    :param old: a document or a part of one.
    :param new: likewise.
    :param sanitize: whether to take out first whatever is not safe to show (see
        :mod:`~.sanitize`); what comes out is a part then.  Without it a script of
        the old document runs in the diff as one of the new does.
    :param matcher: finds what is equal in two sequences, however it does.
    :return: HTML; :func:`accept` makes the new document of it, :func:`reject` the
        old one, as :func:`~.parse.parse` reads them.
    :raises TypeError: if one is no ``str``.
    :raises MarkupError: if one cannot be read whole.
    """
    if sanitize:
        old, new = sanitized(old), sanitized(new)
    document = is_document(old) or is_document(new)
    return serialize(merge(parse(old, document), parse(new, document), matcher))


def accept(diff: str) -> str:
    """Return the new document of a diff.

    Marks that :func:`diff` did not make are made out of trust: what they tell of
    the old document is put back as it is, by :func:`reject` too.

    :param diff: what :func:`diff` returned; other HTML stays as it is.
    :raises TypeError: if it is no ``str``.
    :raises MarkupError: if it cannot be read whole, or its marks are damaged.
    """
    return serialize(accept_events(parse(diff, deepest=DEEPEST + 1)))


def reject(diff: str) -> str:
    """Return the old document of a diff; else as :func:`accept`."""
    return serialize(reject_events(parse(diff, deepest=DEEPEST + 1)))
