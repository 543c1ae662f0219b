"""notebooks.marked: what a reader sees of a diff, in a browser and elsewhere."""

import re

import pytest

from examples.htmldiff import diff
from notebooks.marked import Marked

LIST = "<ul><li>lard</li></ul>"
ROW = "<table><tbody><tr><td>salt</td></tr></tbody></table>"


def drawn(old: str, new: str) -> str:
    """Return a diff as a browser gets it, without the colours."""
    html: str = Marked(diff(old, new))._repr_html_()
    return re.sub(' style="[^"]+"', "", html)


def test_words_stand_in_brackets() -> None:
    """Where there is no HTML, what came is in curly brackets, what went in square."""
    old, new = "<p>sour cherries</p>", "<p>sweet cherries</p>"
    assert repr(Marked(diff(old, new))) == "[-sour-]{+sweet+} cherries"


def test_marks_differ_without_colour() -> None:
    """What came is underlined and what went is struck: nobody needs to see red."""
    html = Marked(diff("<p>sour</p>", "<p>sweet</p>"))._repr_html_()
    assert re.search("<ins style=[^>]*underline[^>]*>sweet</ins>", html)
    assert re.search("<del style=[^>]*line-through[^>]*>sour</del>", html)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("<ul></ul>", LIST, "<li><ins>lard</ins></li>"),
        (ROW, ROW.replace("salt", "sage"), "<td><del>salt</del><ins>sage</ins></td>"),
        ("", "<ul><li>a <b>b</b></li></ul>", "<li><ins>a </ins><b><ins>b</ins></b>"),
    ],
)
def test_marks_are_where_words_are(old: str, new: str, shown: str) -> None:
    """A mark on an item, or around a paragraph, is shown on the words in it."""
    assert shown in drawn(old, new)


def test_a_row_that_came_holds_no_mark_of_its_own() -> None:
    """White space between cells stays bare: HTML has no place for a mark there."""
    more = ROW.replace("</tbody>", "<tr>\n<td>sage</td>\n</tr></tbody>")
    assert "<tr>\n<td><ins>sage</ins></td>\n</tr>" in drawn(ROW, more)


def test_a_break_is_shown() -> None:
    """Where a paragraph was split or joined, one sees the end of one."""
    one = "<p>Wash the cherries. Stone the cherries.</p>"
    two = "<p>Wash the cherries.</p><p>Stone the cherries.</p>"
    assert repr(Marked(diff(one, two))) == (
        "Wash the cherries.{+¶+}Stone the cherries."
    )
    assert repr(Marked(diff(two, one))) == (
        "Wash the cherries.[-¶-] Stone the cherries."
    )


def test_other_attributes_are_left_out() -> None:
    """Links lead nowhere, and our own attributes say nothing to a reader."""
    assert drawn('<a href="/a">pie</a>', '<a href="/b">pie</a>') == "<a>pie</a>"
