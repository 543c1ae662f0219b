"""HTML in, HTML with ``<ins>`` and ``<del>`` out (talk, pages 16-22)."""

from __future__ import annotations

from .match import Matcher, by_difflib
from .merge import diff_events, merge
from .parse import MarkupError, is_document, parse
from .serialize import serialize
from .sides import accept_events, reject_events

__all__ = [
    "MarkupError",
    "accept",
    "accept_events",
    "diff",
    "diff_events",
    "parse",
    "reject",
    "reject_events",
    "serialize",
]


def diff(
    old: str, new: str, *, sanitize: bool = True, matcher: Matcher = by_difflib
) -> str:
    """Return new HTML with what changed marked."""
    if sanitize:
        from .sanitize import sanitized

        old, new = sanitized(old), sanitized(new)
    document = is_document(old) or is_document(new)
    return serialize(merge(parse(old, document), parse(new, document), matcher))


def accept(diff: str) -> str:
    """Return the new document of a diff."""
    return serialize(accept_events(parse(diff)))


def reject(diff: str) -> str:
    """Return the old document of a diff."""
    return serialize(reject_events(parse(diff)))
