"""Questions of 05-htmldiff: match, list what changed, take one change.

The pages of the last two are put together from pieces, of which each knows what it
is when it is listed, and when it is taken: no answer is asked about one page only.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from random import Random
from typing import NamedTuple

from genshi.core import START, Attrs, Stream

from examples.htmldiff import accept, diff, parse, reject, serialize
from examples.htmldiff.reading.events import Event
from examples.htmldiff.sequences.match import Matcher
from notebooks.exercises import Exercise, Question, Wrong

OLD = "<p>Take lard and salt.</p><ul><li>salt</li></ul>"
NEW = "<p>Take butter and salt.</p><ul><li>salt</li><li>zest</li></ul>"

# Some are not equal though they look alike, or have the same hash.
ITEMS: list[Hashable] = [1, "1", 51, -1, -2, None, "None", ("p",), "('p',)", "pie"]
# And some are equal though they do not look alike.
EQUAL: list[Hashable] = [1, 1.0, True]


def _sequences(times: int) -> list[tuple[list[Hashable], list[Hashable]]]:
    """Return pairs of short sequences, the shortest first; many begin alike."""
    random = Random(5)
    made = []
    for _ in range(times):
        known = random.sample(ITEMS, random.randint(1, 5))
        a, b, start = (random.choices(known, k=random.randint(0, 4)) for _ in range(3))
        again = [random.choice(EQUAL) if one in EQUAL else one for one in start]
        made.append((start + a, again + b))
    return sorted(made, key=lambda pair: len(pair[0]) + len(pair[1]))


def _pairs(a: Sequence[Hashable], b: Sequence[Hashable], answer: Matcher) -> object:
    """The places that a matcher calls equal, or what is wrong with them."""
    pairs: list[tuple[int, int]] = []
    for opcode in answer(a, b):
        tag, i1, i2, j1, j2 = opcode
        if tag != "equal":
            continue
        if i2 - i1 != j2 - j1:
            return f"{opcode} is {i2 - i1} items of one and {j2 - j1} of the other"
        pairs += zip(range(i1, i2), range(j1, j2), strict=True)
    for i, j in pairs:
        if not (0 <= i < len(a) and 0 <= j < len(b)):
            return f"there is no pair of places {i} and {j}"
        if a[i] != b[j]:
            return f"{a[i]!r} and {b[j]!r} are not equal, places {i} and {j}"
    for before, after in pairwise(pairs):
        if before[0] >= after[0] or before[1] >= after[1]:
            return f"the pairs of places {before} and {after} are out of order"
    return pairs


def _enough(a: Sequence[Hashable], b: Sequence[Hashable], answer: Matcher) -> str:
    """Tell whether the pairs are right, and as many as both begin with."""
    pairs = _pairs(a, b, answer)
    if not isinstance(pairs, list):
        return str(pairs)
    alike = [one == other for one, other in zip(a, b, strict=False)]
    begin = [*alike, False].index(False)
    if len(pairs) < begin:
        return f"{len(pairs)} equal items, though both begin with the same {begin}"
    return "right"


def _all_right(answer: Matcher) -> str:
    """Ask about many sequences, until one goes wrong."""
    said = (_enough(a, b, answer) for a, b in _sequences(200))
    return next((one for one in said if one != "right"), "right")


def _side(side: Callable[[str], str], answer: Matcher) -> str:
    return side(diff(OLD, NEW, matcher=answer))


PLENTY = ["the"] * 300
match = Exercise(
    __name__,
    hint="Walk along both sequences as long as they agree, or ask difflib. A list of "
    "one opcode is an answer, too.",
    questions=[
        Question("nothing and nothing", partial(_pairs, [], []), []),
        Question("two that begin alike", partial(_enough, [*"pie"], [*"pit"]), "right"),
        Question("not only words", partial(_enough, [("p",), 3], [("p",)]), "right"),
        Question("equal, of any type", partial(_enough, [1, 2], [True, 2.0]), "right"),
        Question("200 pairs of short sequences", _all_right, "right"),
        Question(
            "a word that comes 300 times",
            partial(_enough, [*PLENTY, "lard"], [*PLENTY, "zest"]),
            "right",
        ),
        Question("accepting its diff", partial(_side, accept), NEW),
        Question("rejecting its diff", partial(_side, reject), OLD),
    ],
)


class Mark(NamedTuple):
    """A marked piece of a page, and what it is when it was accepted."""

    html: str
    taken: str


Piece = str | Mark
OWN, OWN_GONE = "<ins>our own</ins>", '<del title="del">gone before</del>'
TITLED = '<b title="ripe">ripe</b>'
OTHER = '<b data-diff="other">other</b>'
STAYED = '<a href="/x" data-diff-attrs="[]">a link</a>'
GONE = Mark('<del data-diff="del">lard</del>', "")
CAME = Mark('<ins data-diff="ins">butter</ins>', "butter")
BREAK = Mark(
    '<ins data-diff="ins"> <em>sour</em> and<br> ripe</ins>',
    " <em>sour</em> and<br> ripe",
)
BOLD = Mark('<del data-diff="del">a <b>bold<br></b> way</del>', "")
INNER = Mark('<ins data-diff="ins">a <ins>new</ins> way</ins>', "a <ins>new</ins> way")
INNER_GONE = Mark('<del data-diff="del">an <del>old</del> way</del>', "")
WORDS: list[Piece] = [
    *("salt", " and ", TITLED, OTHER, OWN, OWN_GONE, STAYED),
    *(GONE, CAME, BREAK, BOLD, INNER, INNER_GONE),
]

SUGAR, ICE = "<li>sugar</li>", '<li title="ins">ice</li>'
ZEST = Mark('<li data-diff="ins">zest</li>', "<li>zest</li>")
MILK = Mark('<li data-diff="del">milk<ul><li>cold</li></ul></li>', "")
SALT = Mark(
    '<li title="three" data-diff="ins">salt<ul><li>sea</li><li>rock</li></ul></li>',
    '<li title="three">salt<ul><li>sea</li><li>rock</li></ul></li>',
)
ENTRIES: list[Piece] = [SUGAR, ICE, ZEST, MILK, SALT]

PLAIN = "<tr><td>salt</td></tr>"
SAGE = Mark('<tr data-diff="ins"><td>sage</td></tr>', "<tr><td>sage</td></tr>")
MINT = Mark('<tr data-diff="del"><td>mint</td></tr>', "")
ROWS: list[Piece] = [PLAIN, SAGE, MINT]


def _pages(times: int, seed: int) -> list[list[Piece]]:
    """Return pages, the shortest first: a paragraph, a list, a table, all short."""
    random = Random(seed)
    pages: list[list[Piece]] = [
        [
            "<p>",
            *random.choices(WORDS, k=random.randint(1, 5)),
            "</p><ul>",
            *random.choices(ENTRIES, k=random.randint(1, 3)),
            "</ul><table><tbody>",
            *random.choices(ROWS, k=random.randint(1, 2)),
            "</tbody></table>",
        ]
        for _ in range(times)
    ]
    return sorted(pages, key=lambda page: len(_html(page)))


def _html(page: Iterable[Piece]) -> str:
    return "".join(one.html if isinstance(one, Mark) else one for one in page)


def _marks(page: Iterable[Piece]) -> list[Mark]:
    return [one for one in page if isinstance(one, Mark)]


class Page(Stream):  # type: ignore[misc]  # Genshi has no types
    """A stream that a reply shows as one would make it."""

    def __init__(self, html: str) -> None:
        super().__init__(parse(html))
        self.html = html

    def __repr__(self) -> str:
        return f"parse({self.html!r})"


Filter = Callable[[Iterable[Event]], Iterable[Event]]


def _listed(page: Sequence[Piece], answer: Filter) -> str:
    """Send a page through the pipe."""
    return serialize(Page(_html(page)) | answer)


def _lists_all(answer: Filter) -> str:
    """Ask about many pages, until one goes wrong."""
    for page in _pages(60, seed=6):
        got, wanted = _listed(page, answer), _html(_marks(page))
        if got != wanted:
            return f"{got!r} of {_html(page)!r}"
    return "right"


def _lists(says: str, *page: Piece) -> Question:
    return Question(says, partial(_listed, page), _html(_marks(page)))


changes = Exercise(
    __name__,
    hint="Count how deep you are inside of a mark: up at each start, down at each end. "
    "At 0, only a start with a mark counts; elsewhere every event is listed.",
    questions=[
        _lists("nothing changed", "<p>pie</p>"),
        _lists("a word", "<p>", GONE, " pie</p>"),
        _lists("a word and an item", "<p>", GONE, "</p><ul>", SUGAR, ZEST, "</ul>"),
        _lists("elements in a mark", "<p>", BREAK, BOLD, " pie</p>"),
        _lists("a list in an item", "<ul>", SALT, SUGAR, "</ul>"),
        _lists("the page's own <ins>", "<p>", OWN, OWN_GONE, "</p>"),
        _lists("another value", "<p>", OTHER, "</p>"),
        _lists("a row", "<table><tbody>", PLAIN, SAGE, MINT, "</tbody></table>"),
        _lists("other attributes", "<p>", TITLED, STAYED, "</p><ul>", ICE, "</ul>"),
        Question("60 pages", _lists_all, "right"),
    ],
)

Taker = Callable[[str, int], str]


def _taken(page: Sequence[Piece], number: int, answer: Taker) -> str:
    """Read the answer as HTML, however it is written, attributes in any order."""
    return _sorted(answer(_html(page), number))


def _sorted(page: str) -> str:
    return serialize(
        (kind, (data[0], Attrs(sorted(data[1]))), where)
        if kind is START
        else (kind, data, where)
        for kind, data, where in parse(page)
    )


def _wanted(page: Sequence[Piece], number: int) -> str:
    mark = _marks(page)[number]
    place = [n for n, one in enumerate(page) if isinstance(one, Mark)][number]
    return _sorted(_html([*page[:place], mark.taken, *page[place + 1 :]]))


def _takes(number: int, says: str, *page: Piece) -> Question:
    return Question(says, partial(_taken, page, number), _wanted(page, number))


def _takes_any(answer: Taker) -> str | Wrong:
    """Take each mark of many pages, until one goes wrong."""
    for page in _pages(40, seed=7):
        for number in range(len(_marks(page))):
            got, wanted = _taken(page, number, answer), _wanted(page, number)
            if got != wanted:
                return Wrong(wanted, f"{got} of {_html(page)}")
    return "right"


SMALL: list[Piece] = ["<p>", GONE, CAME, "</p><ul>", ZEST, "</ul>"]
take = Exercise(
    __name__,
    hint="Walk over parse(diff) with a list of the open elements, and for each whether "
    "it is kept, only opened, or dropped; serialize what is left.",
    questions=[
        _takes(0, "what went", *SMALL),
        _takes(1, "what came", *SMALL),
        _takes(2, "an item that came", *SMALL),
        _takes(0, "an item with another attribute", "<ul>", SALT, "</ul>"),
        _takes(0, "a row that came", "<table><tbody>", SAGE, "</tbody></table>"),
        _takes(0, "behind another value", "<p>", OTHER, GONE, "</p>"),
        _takes(0, "an element in one of its name", "<p>", INNER, "</p>"),
        _takes(0, "behind the page's own", "<p>", OWN, INNER_GONE, "</p>"),
        Question("each mark of 40 pages", _takes_any, "right"),
    ],
)


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
