"""A Genshi filter that marks what changed, one pipe away from any stream.

``template.generate() | HTMLSanitizer() | Diff(old)`` renders a page with its
changes in it.  Not for an endless stream: both documents are held in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .merging.merge import diff_events
from .reading.events import Event
from .sequences.match import Matcher, by_difflib


class Diff:
    """Compares the streams that pass with one that is held.

    :param old: events of the old document, a Genshi stream among others.
    :param matcher: finds the longest runs that two sequences share.
    """

    def __init__(self, old: Iterable[Event], matcher: Matcher = by_difflib) -> None:
        self.old = list(old)
        self.matcher = matcher

    def __call__(self, stream: Iterable[Event]) -> Iterator[Event]:
        """Give the new events with the old ones beside them, marked.

        :param stream: events of the new document.
        """
        yield from diff_events(self.old, list(stream), self.matcher)
