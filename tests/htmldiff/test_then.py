"""examples.htmldiff.then: what the program of 2011 gets wrong today.

Each fault stands beside what the package of the chapter makes of the same input.
"""

from __future__ import annotations

from typing import Any

import html5lib

from examples.htmldiff import accept, diff, reject, then


def htmldiff(old: str, new: str) -> str:
    """Compare as the program of 2011 does."""
    compare: Any = then.htmldiff  # it has no types
    return str(compare(old, new))


def inside(html: str) -> set[tuple[str, str]]:
    """Give each element and what a browser puts directly inside it."""
    root = html5lib.parse(html, namespaceHTMLElements=False).find("body")
    return {(outer.tag, inner.tag) for outer in root.iter() for inner in outer}


def test_it_marks_a_changed_text() -> None:
    """Where nothing else is on the line, a changed text is marked, and it alone."""
    old = "<h2>\nCherry\n</h2>\n<p>\npie\n</p>"
    new = "<h2>\nCherry\n</h2>\n<p>\njam\n</p>"
    assert htmldiff(old, new) == (
        "<h2>\nCherry\n</h2>\n<p><del>\npie\n</del><ins>\njam\n</ins></p>"
    )


def test_what_moved_has_changed() -> None:
    """A line above an equal paragraph is enough: events know their position."""
    old, new = "<p>pie</p>", "\n<p>pie</p>"
    assert htmldiff(old, new) == "<del><p>pie</p></del><ins>\n<p>pie</p></ins>"
    assert diff(old, new).count("pie") == 1


def test_a_mark_around_half_an_element() -> None:
    """One word changes the column of its end tag: the mark swallows that."""
    old, new = "<p>pie</p>", "<p>cake</p>"
    assert htmldiff(old, new) == "<p><del>pie</p></del><ins>cake</p></ins>"
    assert diff(old, new) == (
        '<p><del data-diff="del">pie</del><ins data-diff="ins">cake</ins></p>'
    )


def test_a_mark_around_a_list_item() -> None:
    """An <ins> is put between <ul> and <li>, where HTML has no place for it."""
    old = "<ul>\n<li>sugar</li>\n</ul>"
    new = "<ul>\n<li>sugar</li>\n<li>lard</li>\n</ul>"
    assert ("ul", "ins") in inside(htmldiff(old, new))
    assert inside(diff(old, new)) == {("body", "ul"), ("ul", "li")}


def test_a_mark_in_a_table_leaves_it() -> None:
    """A browser moves the <ins> around a row out of the table, the row not."""
    old = "<table>\n<tr><td>sugar</td></tr>\n</table>"
    new = old.replace("</table>", "<tr><td>lard</td></tr>\n</table>")
    assert ("body", "ins") in inside(htmldiff(old, new))
    assert {inner for _, inner in inside(diff(old, new))} == {
        "table", "tbody", "tr", "td"
    }  # fmt: skip


def test_it_cannot_be_undone() -> None:
    """Nobody can tell the marks from the document's own."""
    old, new = "<p><del>pie</del></p>", "<p><ins>pie</ins></p>"
    assert "<del>pie</del>" in htmldiff(old, old)  # as if it had just gone
    marked = diff(old, new)
    assert (reject(marked), accept(marked)) == (old, new)


def test_a_script_is_an_event_like_any_other() -> None:
    """The script of a stranger is shown to the reader's browser."""
    old, new = "<p>pie</p>", "<p>pie</p><script>steal()</script>"
    assert "<script>steal()</script>" in htmldiff(old, new)
    assert diff(old, new) == "<p>pie</p>"


def test_a_text_is_one_event() -> None:
    """One word in a hundred has changed, and all hundred are marked."""
    old = " ".join(f"w{n}" for n in range(100))
    new = old.replace("w50", "cherry")
    assert htmldiff(old, new) == f"<del>{old}</del><ins>{new}</ins>"
    assert diff(old, new).count("w") == 100
