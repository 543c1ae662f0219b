"""Trees of HTML grown from a tape of choices."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from tests.htmldiff.tree import (
    CHILDREN,
    CLOSED_BY,
    DOCUMENT,
    FLOW,
    FRAGMENT,
    NOT_INSIDE,
    PHRASING,
    PLAIN,
    VOID,
    WITHOUT_TEXT,
    Comment,
    Element,
    Node,
    content,
)

T = TypeVar("T")

WORDS = (
    "a", "the", "word", "words", "Word", "and", "of", "is", "1", "2.5", "don't", "end.",
    "e-mail", "naïve", "Straße", "cafe\u0301", "Å", "A\u030a", "ﬁn", "x\u0308\u0323y",
    "漢字", "東京都に行く。", "你好，世界", "한국어", "ไทยไม่มีเว้นวรรค", "العربية",
    "שָׁלוֹם", "हिन्दी", "क्षत्रिय", "\u202bab\u202c", "𝔘𝔫𝔦", "👩\u200d👩\u200d👧", "👍🏽",
    "🏳️\u200d🌈", "🇩🇪🇫🇷",
    "<", ">", "&", "&amp;", "&copy", "&#65;", "<b>", "</p>", "a<b", '"', "--", "]]>",
    "a\xa0b", "\xa0", "\u3000", "\u2028", "x\u2003y", "x\u200by", "a\ufeffb", "a\xadb",
    "[['a','b']]", "data-diff",
)  # fmt: skip
SPACES = (" ", " ", " ", " ", " ", "\n", "  ", "\n    ", "\t", " \n\n ")
INDENTS = ("\n", "\n  ", " ", "\n\n\t", "  \n")
LINES = ("\n", "\n\n", "\n    ", "\n\t", " ", "  ")
CODE = ("if (a < b && c) { d('</p>'); }", "x", "", 'a > b { c: "d" }', "\n1;\n2;\n")
COMMENTS = (" c ", "c", "", "a <b> & c", "[if x]")
ATTRS = (
    *(("class", value) for value in ("a", "b", "a b", "b  a", "")),
    *(("id", value) for value in ("a", "b", "x-1")),
    *(("title", value) for value in ('say "x"', "it's", "<b> & &amp;", " a\n b\t")),
    *(("href", value) for value in ("#a", "/x?a=1&b=2&copy=3", "http://x.test/漢字")),
    *(("lang", "de"), ("dir", "rtl"), ("hidden", ""), ("style", "a: 'b'; c: \"d\"")),
    *(("colspan", "2"), ("rowspan", "2"), ("alt", "👩"), ("src", "a"), ("data-x", "")),
    *(("data-diff", value) for value in ("ins", "del", "space", "")),
    *(("data-diff-attrs", value) for value in ('[["class","z"]]', "[]", "[[", "7")),
    *(("data-diff-tag", value) for value in ("p", "h1", "ins")),
    *(("data-diff-lead", " "), ("data-diff-tail", "\n"), ("data-diff-in", "ins")),
    *(("data-diff-in-in", "del"), ("data-diff-join", ""), ("data-diffx", "ins")),
)  # fmt: skip

_BLOCKS = ("p", "p", "table", "ul", "table", "select", "div", "h2", "pre", "ol", "dl")
_TABLE = ("tbody",) * 5
_INLINE = ("em", "b", "a", "ins", "del", "br", "img", "code", "ruby")


class Tape:
    """Choices read from bytes; when they are used up, the simplest ones."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def ended(self) -> bool:
        """Whether all bytes are used up."""
        return self._at >= len(self._data)

    def part(self) -> Tape:
        """Return some of the bytes, a third at most, as a tape of their own."""
        third = (len(self._data) - self._at) // 3
        length = self.below(max(1, min(256, third)))
        self._at += length
        return Tape(self._data[self._at - length : self._at])

    def below(self, limit: int) -> int:
        """Return a number from 0 to *limit* - 1; *limit* is 256 at most."""
        if self.ended:
            return 0
        self._at += 1
        return self._data[self._at - 1] % limit

    def pick(self, options: Sequence[T]) -> T:
        """Return one of *options*, the first when the tape has ended."""
        return options[self.below(len(options))]

    def chance(self, parts: int) -> bool:
        """Tell, once in *parts*, yes; never when the tape has ended."""
        return self.below(parts) == parts - 1


def grown(tape: Tape) -> Element:
    """Grow a fragment or, one time in five, a whole document."""
    if tape.chance(5):
        return _document(tape)
    root = Element(FRAGMENT)
    root.children = _children(tape, root, CHILDREN[FRAGMENT], frozenset(), 6)
    return root


def grow(
    tape: Tape, name: str, around: frozenset[str], banned: frozenset[str], room: int
) -> Element:
    """Grow an element called *name*, *room* levels deep at most."""
    node = Element(name, attributes(tape))
    if name in VOID:
        return node
    if name in PLAIN:
        node.children = _plain(tape, name)
        return node
    banned |= NOT_INSIDE.get(name, frozenset())
    node.children = _children(tape, node, content(name, around), banned, room - 1)
    return node


def attributes(tape: Tape) -> tuple[tuple[str, str], ...]:
    """Draw a few attributes in any order, mostly none."""
    drawn = dict(tape.pick(ATTRS) for _ in range(tape.pick((0, 0, 0, 1, 1, 2, 4))))
    return tuple(drawn.items())


def text(tape: Tape, spaces: Sequence[str] = SPACES) -> str:
    """Draw a few words of any script, with white space between and around them."""
    words = [tape.pick(WORDS) for _ in range(1 + tape.below(7))]
    drawn = words[0] + "".join(tape.pick(spaces) + word for word in words[1:])
    before, after = tape.chance(3), tape.chance(4)
    drawn = (tape.pick(spaces) if before else "") + drawn
    return drawn + (tape.pick(spaces) if after else "")


@lru_cache(maxsize=4096)
def names(allowed: frozenset[str], banned: frozenset[str]) -> tuple[str, ...]:
    """List the elements to choose from, what is common first and more often."""
    free = sorted(allowed - banned)
    favoured = (*_BLOCKS * 3, *_INLINE, *_TABLE)
    return (*[name for name in favoured if name in free], *free)


def _children(
    tape: Tape,
    node: Element,
    allowed: frozenset[str],
    banned: frozenset[str],
    room: int,
) -> list[Node]:
    """Grow what an element holds."""
    options = names(allowed - CLOSED_BY.get(node.name, frozenset()), banned)
    lists = node.name in WITHOUT_TEXT
    special = [] if lists else sorted(allowed - FLOW)  # summary, legend, rt …
    inline = not lists and allowed - set(special) <= PHRASING
    indent = "" if inline else tape.pick(("", "", *INDENTS))
    children: list[Node] = []
    if special and tape.chance(2):
        children.append(grow(tape, tape.pick(special), allowed, banned, room))
    least = 0 if tape.ended else int(room > 4 or lists)
    for _ in range(least + tape.below(5 if room > 3 else 4)):
        choice = tape.below(16)
        if choice > (12 if lists else 14):
            children.append(Comment(tape.pick(COMMENTS)))
        elif options and (lists or choice > (9 if inline else 4)) and room > -4 * lists:
            name = tape.pick(options)
            children.append(grow(tape, name, allowed, banned, room))
        elif not lists:
            children.append(text(tape, LINES if node.name == "pre" else SPACES))
        children += [indent] if indent else []
    return [indent, *children] if indent and children else children


def _plain(tape: Tape, name: str) -> list[Node]:
    """Grow the text of an element that holds nothing else."""
    if name in ("script", "style"):
        return [tape.pick(CODE)]
    return [tape.pick(("", "", "\n", " ")) + text(tape)]


def _document(tape: Tape) -> Element:
    """Grow a whole document: type, a comment or two, head, body."""
    head = grow(tape, "head", frozenset(), frozenset(), 1)
    body = grow(tape, "body", frozenset(), frozenset(), 6)
    title = Element("title", (), _plain(tape, "title"))
    head.children.insert(tape.below(len(head.children) + 1), title)
    html = Element("html", attributes(tape), [head, body])
    comments: list[Node] = [Comment(" a "), Comment("b")]
    return Element(DOCUMENT, (), [*comments[: tape.pick((0, 0, 1, 2))], html])
