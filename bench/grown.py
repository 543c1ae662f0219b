"""Generate pairs of HTML pages of any size from a seed: a page, and its edit.

An edit touches `EDITED` of the words, half of them one by one all over the page,
half as whole blocks that come or go.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import NamedTuple

from .pages import Pair

EDITED = 0.05
REFLOWED = 0.1  # of the paragraphs, half of them split and half merged
WRAPPED = 0.2  # of the blocks and paragraphs, by each of three ways
SYLLABLES = (
    *("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu"),
    *("na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo", "zu"),
)
INLINE = "<em>{}</em>", "<a href='#{0}'>{0}</a>", "<code>{}</code>", "<b>{} &amp;</b>"


class Vocabulary(NamedTuple):
    """How many words there are, and how uneven: the n-th has weight 1 / n ** slope."""

    size: int
    slope: float


VOCABULARIES = {
    "prose": Vocabulary(4000, 1.0),  # Zipf's law: few on every line, most rare
    "repetitive": Vocabulary(120, 0.0),  # as in logs and forms: nothing is rare
}
KINDS = {"p": 12, "h2": 3, "ul": 2, "table": 1, "pre": 1}  # kind: how often


@dataclass
class Block:
    """A block of a page: its kind, its lines, items or rows of words, what is around.

    around: the name of a wrapper, if it is in one.
    """

    kind: str
    parts: list[list[str]]
    around: str = ""

    def __str__(self) -> str:
        lines = [" ".join(part) for part in self.parts]
        match self.kind:
            case "ul":
                inside = "".join(f"<li>{line}</li>\n" for line in lines)
            case "table":
                rows = ("".join(f"<td>{w}</td>" for w in part) for part in self.parts)
                inside = "".join(f"<tr>{row}</tr>\n" for row in rows)
            case _:
                inside = "\n".join(lines)
        html = f"<{self.kind}>{inside}</{self.kind}>\n"
        return f"<{self.around}>{html}</{self.around}>\n" if self.around else html


class Author:
    """Writes blocks, and edits them.  Two of the same seed do the same."""

    def __init__(self, seed: int, vocabulary: Vocabulary) -> None:
        size, slope = vocabulary
        self.random = Random(seed)
        self.words = [
            "".join(self.random.choices(SYLLABLES, k=1 + rank % 4))
            for rank in range(size)
        ]
        self.weights = list(accumulate((n + 1) ** -slope for n in range(size)))

    def text(self, least: int, most: int) -> list[str]:
        """Return random words, one in twelve of them marked up."""
        count = self.random.randint(least, most)
        words = self.random.choices(self.words, cum_weights=self.weights, k=count)
        return [
            self.random.choice(INLINE).format(word)
            if self.random.random() < 1 / 12
            else word
            for word in words
        ]

    def block(self) -> Block:
        """Return a random block."""
        kind = self.random.choices(list(KINDS), list(KINDS.values()))[0]
        match kind:
            case "p":
                parts = [self.text(20, 120)]
            case "h2":
                parts = [self.text(2, 8)]
            case _:
                parts = [self.text(3, 12) for _ in range(self.random.randint(3, 8))]
        return Block(kind, parts)

    def page(self, size: int) -> list[Block]:
        """Return blocks of at least `size` characters in all."""
        blocks: list[Block] = []
        while size > 0:
            blocks.append(self.block())
            size -= len(str(blocks[-1]))
        return blocks

    def happens(self, chance: float) -> bool:
        """Return True with a probability of `chance`."""
        return self.random.random() < chance

    def edited(self, blocks: list[Block]) -> Iterator[Block]:
        """Yield blocks with words changed, some blocks removed and some inserted."""
        for block in blocks:
            if self.happens(EDITED / 4):
                yield self.block()
            if not self.happens(EDITED / 4):
                parts = [list(self.reworded(part)) for part in block.parts]
                yield Block(block.kind, parts)

    def reworded(self, words: list[str]) -> Iterator[str]:
        """Yield words, some replaced, dropped or added."""
        for word in words:
            change = self.random.choice(("replace", "drop", "add"))
            if not self.happens(EDITED / 2):
                yield word
            elif change != "drop":
                yield from self.text(1, 1)
                if change == "add":
                    yield word

    def reflowed(self, blocks: Iterable[Block], share: float) -> Iterator[Block]:
        """Yield blocks, a share of the paragraphs split or joined to the one before."""
        before: list[str] = []
        for block in blocks:
            words = block.parts[0]
            if block.kind != "p":
                yield from paragraphs(before)
                yield block
                before = []
            elif self.happens(share / 2):
                before += words
            elif self.happens(share / 2):
                yield from paragraphs(before, words[: len(words) // 2])
                before = words[len(words) // 2 :]
            else:
                yield from paragraphs(before)
                before = words
        yield from paragraphs(before)

    def wrapped(self, blocks: Iterable[Block], share: float) -> Iterator[Block]:
        """Yield blocks, some in a wrapper that is new; so are phrases of some.

        And some paragraphs are of another name.  No word changes.
        """
        for block in blocks:
            kind, parts, around = block.kind, block.parts, ""
            if self.happens(share):
                around = self.random.choice(("div", "section", "blockquote"))
            if kind == "p" and self.happens(share):
                kind = self.random.choice(("div", "h3", "blockquote"))
            if block.kind == "p" and self.happens(share):
                [words] = parts
                middle = len(words) // 2
                phrase = f"<strong>{' '.join(words[middle : middle + 3])}</strong>"
                parts = [[*words[:middle], phrase, *words[middle + 3 :]]]
            yield Block(kind, parts, around)


def paragraphs(*texts: list[str]) -> Iterator[Block]:
    """Yield a paragraph of each text that has words."""
    return (Block("p", [text]) for text in texts if text)


def grown(
    kilobytes: int,
    text: str = "prose",
    *,
    reflow: float = 0.0,
    wrap: float = 0.0,
    seed: int = 1,
) -> Pair:
    """Generate a page and an edit of it.

    kilobytes: of the old page, thousands of bytes.  text: one of `VOCABULARIES`.
    reflow: the share of the paragraphs that are split or merged as well, say
    `REFLOWED`.  wrap: the share of blocks that are wrapped, and of paragraphs that
    are renamed, and that have a phrase wrapped, say `WRAPPED`.
    """
    author = Author(seed, VOCABULARIES[text])
    old = author.page(kilobytes * 1000)
    new = list(author.edited(old))
    if reflow:
        new = list(author.reflowed(new, reflow))
    if wrap:
        new = list(author.wrapped(new, wrap))
    name = (
        f"{text} {kilobytes} KB"
        + ", reflowed" * bool(reflow)
        + ", wrapped" * bool(wrap)
    )
    return Pair(name, "".join(map(str, old)), "".join(map(str, new)))
