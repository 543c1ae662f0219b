"""The directive ``part``: a slide that begins one of the parts of the talk.

It stands in ``deck.rst`` before the chapter that the part begins with::

    .. part:: Merge points

       Where independent programs meet.

       .. output:: 14-success
          :cell: map-06
          :alt: The shop so far.

       .. notes:: Six of them, cheapest first.

The footer says which cell the map is from, for it takes all the room above.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive

from ..typography import boxes

DECK = Path("slides", "deck.rst")


class Part(Directive):
    """Make a slide of its own; the argument is its heading."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        source, line = self.state_machine.get_source_and_line(self.lineno)
        if source != str(Path(self.state.document.settings.press_root, DECK)):
            raise self.error("a part stands in deck.rst, before its first chapter")
        text, messages = self.state.inline_text(self.arguments[0], self.lineno)
        slide = nodes.section("", nodes.title(self.arguments[0], "", *text), *messages)
        slide["part"] = True
        slide.source, slide.line = source, line
        self.state.nested_parse(self.content, self.content_offset, slide)
        for words in list(slide.findall(nodes.paragraph)):
            if "source" in words["classes"]:
                words.parent.remove(words)
        return [slide]


def is_part(node: nodes.Node) -> bool:
    """Tell whether a node is the slide that begins a part."""
    return isinstance(node, nodes.section) and "part" in node


def is_pictured(slide: nodes.Element) -> bool:
    """Tell whether a slide begins a part with a picture, which wants the room."""
    images = slide.findall(nodes.image)
    return is_part(slide) and any("notes" not in boxes(image) for image in images)


def hoist(document: nodes.document) -> None:
    """Lift each part out of the chapter before it, in which docutils leaves it."""
    for part in reversed(list(filter(is_part, document.findall(nodes.section)))):
        above: nodes.Element = part
        while above.parent is not document:
            above = above.parent
        if above is not part:
            part.parent.remove(part)
            document.insert(document.index(above) + 1, part)


def empty(document: nodes.document) -> Iterator[nodes.section]:
    """Yield the parts that no chapter follows."""
    sections = [n for n in document.children if isinstance(n, nodes.section)]
    for place, part in enumerate(sections):
        if is_part(part) and all(map(is_part, sections[place + 1 : place + 2])):
            yield part
