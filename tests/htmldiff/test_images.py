"""``slides/images/htmldiff-numbers.svg`` shows what the program does."""

import re
from pathlib import Path
from xml.etree import ElementTree

import slides
from examples.htmldiff import diff, parse
from examples.htmldiff.merging.tree import Forest, Node

IMAGE = Path(str(slides.__file__)).with_name("images") / "htmldiff-numbers.svg"
TABLE = "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>"
OLD = f"<h2>Pie</h2>{TABLE}<p>Add lard now.</p>"
NEW = f"<h2>Pie</h2>{TABLE}<p>Add zest now.</p>"


def drawn() -> list[str]:
    """The texts of the drawing, in order."""
    return [
        str(element.text)
        for element in ElementTree.parse(IMAGE).iter()
        if element.tag.endswith("}text")
    ]


def test_the_numbers_are_those_of_the_subtrees() -> None:
    """A table of two rows has five subtrees of its own, numbered before it."""
    forest = Forest()
    trees = [forest.tree(parse(page)) for page in (OLD, NEW)]
    numbers = [
        str(node.number)
        for tree in trees
        for node in tree.children
        if isinstance(node, Node)
    ]
    assert [text for text in drawn() if text.isdigit()] == numbers


def test_the_words_are_marked_as_drawn() -> None:
    """One word is deleted and one inserted; the others stand around them."""
    shown = drawn()[-4:]
    marked = diff(OLD, NEW).rpartition("</table>")[2]
    assert "".join(shown).replace(" ", "") == re.sub(
        r"</?(ins|del)[^>]*>|\s", "", marked
    )
    assert [f">{word}</" in marked for word in shown] == [False, True, True, False]
