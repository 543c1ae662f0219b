"""Display a diff: as HTML in a browser, with ``{+`` and ``[-`` in text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from genshi.core import END, START, TEXT, Attrs, QName

from examples.htmldiff import parse, serialize
from examples.htmldiff.marks import JOIN, MARK, WRAPPERS
from examples.htmldiff.reading.events import NOWHERE, Event
from notebooks.figures.draw import CHERRY, LEAF, PALETTE

STYLES = {  # as on the slides: never colour alone
    name: f"background: {ground}; color: {ink}; text-decoration: {decoration}"
    for name, ground, ink, decoration in (
        ("ins", PALETTE["insert"], LEAF, "underline"),
        ("del", PALETTE["delete"], CHERRY, "line-through"),
    )
}
BRACKETS = {"<ins>": "{+", "</ins>": "+}", "<del>": "[-", "</del>": "-]"}
BREAK = "¶"


class Marked:
    """A diff that displays itself: words, elements, marks, no other attributes.

    A mark stands around words, wherever it stood, so that it needs no stylesheet:
    ``<li data-diff="ins">`` becomes ``<li><ins>``.

    diff: as ``examples.htmldiff.diff`` gives it.
    """

    def __init__(self, diff: str) -> None:
        self.events = list(inside(parse(diff)))

    def __repr__(self) -> str:
        words = []
        for kind, data, _ in self.events:
            name = data[0] if kind is START else data
            tag = f"<{name}>" if kind is START else f"</{name}>"
            words.append(data if kind is TEXT else BRACKETS.get(tag, ""))
        return "".join(words).strip()

    def _repr_html_(self) -> str:
        return serialize(self.events)


def inside(diff: Iterable[Event]) -> Iterator[Event]:
    """Strip attributes from events; wrap each marked text in ``ins`` or ``del``."""
    open_marks = [("", False)]  # of each element, and whether it is only a mark
    for kind, data, _ in diff:
        mark, only = open_marks[-1]
        if kind is START:
            name, attributes = data
            own = attributes.get(MARK, "")
            only = own != "" and name in WRAPPERS
            open_marks.append((own if own in WRAPPERS else mark, only))
            if not only:
                yield START, (name, Attrs()), NOWHERE
            if own == "break" or JOIN in attributes:
                yield from wrapped("del" if own == "break" else "ins", BREAK)
        elif kind is END:
            open_marks.pop()
            if not only:
                yield END, data, NOWHERE
        elif kind is TEXT and mark and data.strip():
            yield from wrapped(mark, data)
        else:
            yield kind, data, NOWHERE


def wrapped(mark: str, text: str) -> Iterator[Event]:
    """Yield a text inside an ``ins`` or ``del`` with an inline style."""
    name = WRAPPERS[mark]
    style = Attrs([(QName("style"), f"{STYLES[mark]}; padding: 0 0.1em")])
    yield START, (name, style), NOWHERE
    yield TEXT, text, NOWHERE
    yield END, name, NOWHERE
