"""Mark what changed in HTML with ``<ins>`` and ``<del>`` (talk, pages 16-22).

>>> from examples.htmldiff import accept, diff, reject
>>> marked = diff("<p>sour cherries</p>", "<p>sweet cherries</p>")
>>> marked
'<p><del data-diff="del">sour</del><ins data-diff="ins">sweet</ins> cherries</p>'
>>> accept(marked), reject(marked)
('<p>sweet cherries</p>', '<p>sour cherries</p>')

``accept`` makes the new document of a diff and ``reject`` the old one, event for
event, white space included, as a browser reads them.  Both are sanitised first, for a
diff shows what others wrote; what you wrote yourself is compared with
``sanitize=False``.

The same for Genshi's streams, where a diff is one pipe away:

>>> from genshi.input import HTML
>>> from examples.htmldiff.filter import Diff
>>> print(HTML("<ul><li>jam</li></ul>") | Diff(HTML("<ul></ul>")))
<ul><li data-diff="ins">jam</li></ul>

``difflib`` takes any sequence of hashable items, and Genshi makes such a sequence of
markup.  Neither knows the other.  ``reading`` makes events of HTML, ``sequences``
finds what stays, ``merging`` marks the rest; ``marks`` says what a mark means, and
``sides`` reads nothing but marks.

When not to use it: for source code, whose lines are its sense (``difflib`` alone);
for XML, where a parser of HTML is wrong; or where blocks that moved should be told
from blocks that went and came: here they went and came.

Needs: genshi, turbohtml.

Only ``reading/html5.py`` knows turbohtml, so another parser of HTML 5 takes its place
there.  A faster matcher needs cydifflib or rapidfuzz, ``show/serve.py`` waitress.

To lift it, ``cp -r examples/htmldiff``, under any name, and delete ``show`` (and with
it ``--styled``, ``--beside`` and ``--serve`` of the command) and what you do not want:
``sequences`` goes alone, ``reading`` too; ``sides.py`` needs ``marks.py`` and
``reading``.

To see it: ``python -m examples.htmldiff old.html new.html -o diff.html``, or
``--serve``.
"""

from .markup import accept, diff, reject
from .merging.merge import diff_events
from .reading.events import MarkupError
from .reading.parse import parse
from .reading.serialize import serialize
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
