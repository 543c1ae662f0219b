"""Count the words that a diff marks, and the fewest it could: by the LCS.

A word is what ``str.split`` finds in one text node of what a reader sees.  The
least is what the longest common subsequence of two pages leaves of both.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from lxml import etree, html
from rapidfuzz.distance import Indel

UNSEEN = frozenset({"head", "script", "style", "template", "title"})
MARKS = frozenset({"ins", "del"})

Element: TypeAlias = Any  # lxml has no types
IsMark = Callable[[Element], bool]


def by_name(element: Element) -> bool:
    """Whether an element is a mark, where ``ins`` and ``del`` are the only ones."""
    return element.tag in MARKS


def by_attribute(element: Element) -> bool:
    """Whether an element is, or carries, a mark of ``examples.htmldiff``."""
    return element.get("data-diff") in MARKS


def least(old: str, new: str) -> int:
    """Return the fewest words to mark: the insert/delete distance of two pages."""
    ids: dict[str, int] = {}
    a, b = ([ids.setdefault(w, len(ids)) for w in words(page)] for page in (old, new))
    return Indel.distance(a, b)


def words(page: str) -> list[str]:
    """Return the words that a reader sees."""
    return [word for text, _ in texts(page) for word in text.split()]


def marked(diff: str, is_mark: IsMark = by_name) -> int:
    """Count the words inside the marks of a diff."""
    seen = texts(diff, is_mark)
    return sum(len(text.split()) for text, mark in seen if mark)


def texts(page: str, is_mark: IsMark = by_name) -> Iterator[tuple[str, bool]]:
    """Yield the text nodes that a reader sees, each with whether it is marked."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    walk = etree.iterwalk(
        html.document_fromstring(page.encode(), parser=parser),
        events=("start", "end", "comment", "pi"),
    )
    marks, unseen = 0, 0
    for event, node in walk:
        step = {"start": 1, "end": -1}.get(event, 0)
        if step:
            marks += step * is_mark(node)
            unseen += step * (node.tag in UNSEEN)
        text = node.text if event == "start" else node.tail
        if text and not unseen:
            yield text, marks > 0
