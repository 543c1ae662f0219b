"""Questions of 05-htmldiff: match, list what changed, take one change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from itertools import pairwise

from examples.htmldiff import accept, diff, parse, reject, serialize
from examples.htmldiff.reading.events import Event
from examples.htmldiff.sequences.match import Matcher, Opcode
from notebooks.exercises import Question

OLD = "<p>Take lard and salt.</p><ul><li>salt</li></ul>"
NEW = "<p>Take butter and salt.</p><ul><li>salt</li><li>zest</li></ul>"
PIE = diff(OLD, NEW)
ADDED = '<ins data-diff="ins">butter</ins>'
REMOVED = '<del data-diff="del">lard</del>'
ITEM = '<li data-diff="ins">zest</li>'


def _pairs(a: Sequence[Hashable], b: Sequence[Hashable], answer: Matcher) -> object:
    """The places that a matcher calls equal, or what is wrong with them."""
    pairs = [pair for opcode in answer(a, b) for pair in _equal(opcode)]
    for i, j in pairs:
        if not (0 <= i < len(a) and 0 <= j < len(b)) or a[i] != b[j]:
            return f"{i} and {j} are not equal"
    for before, after in pairwise(pairs):
        if before[0] >= after[0] or before[1] >= after[1]:
            return f"{before} and {after} are out of order"
    return pairs


def _equal(opcode: Opcode) -> list[tuple[int, int]]:
    tag, i1, i2, j1, j2 = opcode
    if tag != "equal":
        return []
    return list(zip(range(i1, i2), range(j1, j2), strict=True))


def _count(a: Sequence[Hashable], b: Sequence[Hashable], answer: Matcher) -> object:
    pairs = _pairs(a, b, answer)
    return len(pairs) if isinstance(pairs, list) else pairs


def _side(side: Callable[[str], str], answer: Matcher) -> str:
    return side(diff(OLD, NEW, matcher=answer))


PLENTY = ["the"] * 300
match = [
    Question("nothing and nothing", partial(_pairs, [], []), []),
    Question("one of two", partial(_pairs, ["lard", "pie"], ["jam", "pie"]), [(1, 1)]),
    Question("not only words", partial(_pairs, [("p",), 3], [None, ("p",)]), [(0, 1)]),
    Question("two that changed places", partial(_count, "ab", "ba"), 1),
    Question(
        "one word 300 times",
        partial(_count, ["old", *PLENTY, "lard"], ["new", *PLENTY, "zest"]),
        300,
    ),
    Question("accepting its diff", partial(_side, accept), NEW),
    Question("rejecting its diff", partial(_side, reject), OLD),
]

NESTED = '<li data-diff="ins">salt<ul><li>sea</li><li>rock</li></ul></li>'
Filter = Callable[[Iterable[Event]], Iterable[Event]]


def _listed(html: str, answer: Filter) -> str:
    return serialize(answer(iter(parse(html))))


changes = [
    Question("nothing changed", partial(_listed, "<p>pie</p>"), ""),
    Question("a word", partial(_listed, f"<p>{REMOVED} pie</p>"), REMOVED),
    Question("a word and an item", partial(_listed, PIE), REMOVED + ADDED + ITEM),
    Question(
        "elements in it",
        partial(_listed, '<del data-diff="del"><p>a<br>b</p></del><p>c</p>'),
        '<del data-diff="del"><p>a<br>b</p></del>',
    ),
    Question(
        "a list in an item",
        partial(_listed, f"<ul>{NESTED}<li>lard</li></ul>"),
        NESTED,
    ),
    Question("the page's own <ins>", partial(_listed, "<p><ins>pie</ins></p>"), ""),
]

Taker = Callable[[str, int], str]


def _taken(number: int, answer: Taker) -> str:
    return answer(PIE, number)


def _sides(number: int, answer: Taker) -> tuple[str, str]:
    taken = answer(PIE, number)
    return reject(taken), accept(taken)


take = [
    Question("the first", partial(_taken, 0), PIE.replace(REMOVED, "")),
    Question("the second", partial(_taken, 1), PIE.replace(ADDED, "butter")),
    Question("the third", partial(_taken, 2), PIE.replace(ITEM, "<li>zest</li>")),
    Question(
        "both documents of the diff that is left",
        partial(_sides, 2),
        (OLD.replace("</ul>", "<li>zest</li></ul>"), NEW),
    ),
]


# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-match": """
from notebooks.exercises import check, htmldiff


def matcher(a, b):
    raise NotImplementedError


check(matcher, htmldiff.match)
""",
    "exercise-changes": """
def changes(stream):
    raise NotImplementedError


check(changes, htmldiff.changes)
""",
    "exercise-take": """
def take(diff, number):
    raise NotImplementedError


check(take, htmldiff.take)
""",
}
