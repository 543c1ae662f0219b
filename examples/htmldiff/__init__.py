"""HTML in, HTML with ``<ins>`` and ``<del>`` out (talk, pages 16-22).

``difflib`` takes any sequence of hashable items, and Genshi makes such a sequence
of markup.  Neither knows the other; together they compare documents::

    diff("<p>sour cherries</p>", "<p>sweet cherries</p>")
    # <p><del data-diff="del">sour</del><ins data-diff="ins">sweet</ins> cherries</p>

:func:`accept` makes the new document of a diff and :func:`reject` the old one,
event for event, white space included.  The same for streams of Genshi's events:
:func:`diff_events`, :func:`accept_events`, :func:`reject_events`, and
:class:`~examples.htmldiff.filter.Diff` for a pipe.

How it goes: :mod:`~.parse` (libxml2 to events), :mod:`~.tree` (equal subtrees get
equal numbers), :mod:`~.contents` (an element as a sequence of items),
:mod:`~.align` and :mod:`~.match` (what stays), :mod:`~.pair` (what became what),
:mod:`~.flow` and :mod:`~.parts` (marks, where HTML allows them), :mod:`~.serialize`.

When not to use it: for source code, whose lines are its sense (``difflib`` alone);
for XML, where a parser of HTML is wrong; or where blocks that moved should be told
from blocks that went and came: here they went and came.

To lift it: copy the folder under any name.  It needs genshi, lxml and nh3; without
``sanitize.py``, ``markup.py`` and the pages it needs no nh3.

To use it: ``python -m examples.htmldiff old.html new.html -o diff.html``.
"""

from .events import MarkupError
from .markup import accept, diff, reject
from .merge import diff_events
from .parse import parse
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
