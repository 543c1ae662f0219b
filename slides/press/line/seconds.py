"""Count how long a slide takes: its notes, a look, and its steps.

Notes are spoken at 130 words a minute; ten seconds are for looking, five for each
step.  What only the speaker reads, a ``cue``, is not spoken.  A slide that takes
another time says so: ``:seconds:`` of ``.. slide::``.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from .given import given

WORDS = 130  # a minute
LOOK = 10  # seconds
STEP = 5  # seconds


def seconds(slide: nodes.section) -> int:
    """Return the seconds that a slide takes: said outright, or counted."""
    counted = 60 * words(slide) / WORDS + LOOK + STEP * len(list(steps_of(slide)))
    return given(slide).seconds or int(counted + 0.5)


def words(slide: nodes.section) -> int:
    """Return how many words of a slide are spoken; a dash is none."""
    texts = [word for box in spoken(slide) for word in text(box).split()]
    return sum(any(map(str.isalnum, word)) for word in texts)


def spoken(slide: nodes.section) -> list[nodes.container]:
    """Return the notes that are for everybody; a cue is for the speaker alone."""
    return [box for box in boxes(slide, "notes") if "cue" not in box["classes"]]


def text(box: nodes.Element) -> str:
    """Return the text of a box, its paragraphs and items apart."""
    return "\n".join(block.astext() for block in box.findall(is_block))


def is_block(node: nodes.Node) -> bool:
    """Tell whether a node is a block of text, and no piece of one."""
    inside = isinstance(node.parent, nodes.TextElement)
    return isinstance(node, nodes.TextElement) and not inside


def steps_of(slide: nodes.section) -> Iterator[nodes.Element]:
    """Yield all that a slide reveals step by step."""
    for box in boxes(slide, "incremental"):
        yield from steps(box)


def steps(box: nodes.Element) -> Iterator[nodes.Element]:
    """Yield what an incremental box reveals: list items, else its children."""
    for child in box.children:
        if isinstance(child, nodes.bullet_list | nodes.enumerated_list):
            yield from (n for n in child.children if isinstance(n, nodes.Element))
        elif isinstance(child, nodes.Element):
            yield child


def boxes(slide: nodes.section, kind: str) -> list[nodes.container]:
    """Return the boxes of one kind on a slide."""
    return [n for n in slide.findall(nodes.container) if kind in n["classes"]]
