"""What a diff looks like, by example: old HTML, new HTML, the diff of both.

In the tables below ``<ins>`` and ``<del>`` stand for ``<ins data-diff="ins">`` and
``<del data-diff="del">``, and ``'`` for ``&quot;`` in attributes.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from random import Random
from unittest.mock import Mock

import pytest
from genshi.core import END, START, TEXT, Attrs, QName

from bench.words import by_attribute
from bench.words import marked as words_marked
from examples.htmldiff import (
    MarkupError,
    accept,
    accept_events,
    diff,
    diff_events,
    parse,
    reject,
    reject_events,
    serialize,
)
from examples.htmldiff.marks import Tagged, lead_events
from examples.htmldiff.reading.events import NOWHERE
from examples.htmldiff.sequences.match import MATCHERS, Opcode, by_difflib
from tests.htmldiff.exact import assert_exact
from tests.htmldiff.html5 import html5
from tests.htmldiff.tree import flat

Rows = dict[str, tuple[str, str, str]]

WORDS: Rows = {
    "a changed word": (
        "<p>The quick fox</p>",
        "<p>The slow fox</p>",
        "<p>The <del>quick</del><ins>slow</ins> fox</p>",
    ),
    "words added, with the space that leads to them": (
        "<p>one four</p>",
        "<p>one two three four</p>",
        "<p>one<ins> two three</ins> four</p>",
    ),
    "an entity is the character it stands for": (
        "<p>&copy; &#169; &lt;</p>",
        "<p>© &copy; &#60;</p>",
        "<p>© © &lt;</p>",
    ),
    "a no-break space is part of its word": (
        "<p>10 kg</p>",
        "<p>10&nbsp;kg</p>",
        "<p><del>10 kg</del><ins>10\xa0kg</ins></p>",
    ),
    "Chinese by the character": (
        "<p>我喜欢茶</p>",
        "<p>我喜欢咖啡</p>",
        "<p>我喜欢<del>茶</del><ins>咖啡</ins></p>",
    ),
    "a kana with its voicing mark is one character": (
        "<p>か\u3099き</p>",
        "<p>かき</p>",
        "<p><del>か\u3099</del><ins>か</ins>き</p>",
    ),
    "an emoji of many code points changes as one": (
        "<p>👩\u200d👩\u200d👧 x</p>",
        "<p>👩\u200d👩\u200d👦 x</p>",
        "<p><del>👩\u200d👩\u200d👧</del><ins>👩\u200d👩\u200d👦</ins> x</p>",
    ),
    "a sentence written anew is one deletion and one insertion": (
        "<p>The board met on Monday to approve the budget of the town.</p>",
        "<p>After a long winter the storks returned to the roof of the church.</p>",
        "<p><del>The board met on Monday to approve the budget of the town.</del><ins>"
        "After a long winter the storks returned to the roof of the church.</ins></p>",
    ),
    "words that became others are marked one by one": (
        "<p>a quick brown fox jumps over a lazy dog</p>",
        "<p>a slow brown fox leaps over a sleepy dog</p>",
        "<p>a <del>quick</del><ins>slow</ins> brown fox <del>jumps</del><ins>leaps"
        "</ins> over a <del>lazy</del><ins>sleepy</ins> dog</p>",
    ),
    "a word behind the last that was written anew stays": (
        "<p>s t u v a b c d the</p>",
        "<p>s t u v e f g h the</p>",
        "<p>s t u v <del>a b c d</del><ins>e f g h</ins> the</p>",
    ),
    "what is only added is no rewriting": (
        "<p>one the two</p>",
        "<p>one a b c the d e f two</p>",
        "<p>one<ins> a b c</ins> the<ins> d e f</ins> two</p>",
    ),
}
SPACES: Rows = {
    "lines wrapped anew": (
        "<p>one two three</p>",
        "<p>one\ntwo three</p>",
        '<p>one<ins data-diff="space" data-diff-lead=" ">\n</ins>two three</p>',
    ),
    "blocks indented anew": (
        "<div><p>a</p></div>",
        "<div>\n <p>a</p>\n</div>",
        '<div data-diff-tail="">\n <p data-diff-lead="">a</p>\n</div>',
    ),
    "a comment between items is such a space": (
        "<ul><li>a</li></ul>",
        "<ul><!-- x --><li>a</li></ul>",
        '<ul><!-- x --><li data-diff-lead="">a</li></ul>',
    ),
    "a comment at the end of a list, too": (
        "<ul><li>a</li></ul>",
        "<ul><li>a</li><!-- x --></ul>",
        '<ul data-diff-tail=""><li>a</li><!-- x --></ul>',
    ),
    "a space before what is marked by attribute stays with it": (
        "<details> <summary>a b</summary>c</details>",
        "<details> <p>x</p>c</details>",
        '<details> <summary data-diff="del">a b</summary><ins> <p>x</p></ins>c'
        "</details>",
    ),
    "a last newline, which never shows": (
        "<p>a</p>\n",
        "<p>a</p>",
        '<p>a</p><ins data-diff="space" data-diff-lead="\n"></ins>',
    ),
    "a first space, which never shows": (
        "<p>a</p>",
        "<p> a</p>",
        '<p><ins data-diff="space" data-diff-lead=""> </ins>a</p>',
    ),
    "a space behind a block, which never shows": (
        "<div><p>a</p>b</div>",
        "<div><p>a</p> b</div>",
        '<div><p>a</p><ins data-diff="space" data-diff-lead=""> </ins>b</div>',
    ),
    "a space before a block whose section went, which never shows": (
        "<div>x<section><p>a b c</p><p>d e f</p></section></div>",
        "<div>x <p>a b c</p><p>d e f</p></div>",
        '<div>x<ins data-diff="space" data-diff-lead=""> </ins>'
        '<section data-diff-wrap="del"><p>a b c</p><p>d e f</p></section></div>',
    ),
    "a space between phrases shows": (
        "<p><b>a</b><i>b</i></p>",
        "<p><b>a</b> <i>b</i></p>",
        "<p><b>a</b><ins> </ins><i>b</i></p>",
    ),
    "a space at the start of a phrase shows": (
        "<p>a<b>b</b></p>",
        "<p>a<b> b</b></p>",
        "<p>a<b><ins> </ins>b</b></p>",
    ),
    "in pre, space is shown and so is its change": (
        "<pre>a\n  b</pre>",
        "<pre>a\n    b</pre>",
        "<pre>a<del>\n  </del><ins>\n    </ins>b</pre>",
    ),
    "before a block, too": (
        "<pre>a<p>b</p></pre>",
        "<pre>a <p>b</p></pre>",
        "<pre>a<ins> </ins><p>b</p></pre>",
    ),
    "and so it is in a listing": (
        "<listing>a  b</listing>",
        "<listing>a b</listing>",
        "<listing>a<del>  </del><ins> </ins>b</listing>",
    ),
    "the first line of pre may be empty": (
        "<pre>\n\na</pre>",
        "<pre>\n\nb</pre>",
        "<pre>\n\n<del>a</del><ins>b</ins></pre>",
    ),
}
ELEMENTS: Rows = {
    "a changed attribute": (
        '<p class="a">text</p>',
        '<p class="b">text</p>',
        "<p class=\"b\" data-diff-attrs=\"[['class', 'a']]\">text</p>",
    ),
    "attributes in another order": (
        '<img src="a" alt="b">',
        '<img alt="b" src="a">',
        "<img alt=\"b\" src=\"a\" data-diff-attrs=\"[['src', 'a'], ['alt', 'b']]\">",
    ),
    "a heading of another level": (
        "<h2>Title</h2>",
        "<h3>Title</h3>",
        '<h3 data-diff-tag="h2">Title</h3>',
    ),
    "a tag that means something else": (
        "<p>Some text</p>",
        "<pre>Some text</pre>",
        "<del><p>Some text</p></del><ins><pre>Some text</pre></ins>",
    ),
    "a comment": (
        "<p>a<!-- x --></p>",
        "<p>a<!-- y --></p>",
        "<p>a<del><!-- x --></del><ins><!-- y --></ins></p>",
    ),
    "a word made bold": (
        "<p>one two three</p>",
        "<p>one <b>two</b> three</p>",
        '<p>one <b data-diff-wrap="ins">two</b> three</p>',
    ),
    "a paragraph split in two": (
        "<p>It was the best of times. It was the worst of times.</p>",
        "<p>It was the best of times.</p><p>It was the worst of times.</p>",
        "<p>It was the best of times.</p>"
        '<p data-diff-join=""><ins data-diff="space" data-diff-lead=" "></ins>'
        "It was the worst of times.</p>",
    ),
    "two paragraphs made one": (
        "<p>It was the best of times.</p><p>It was the worst of times.</p>",
        "<p>It was the best of times. It was the worst of times.</p>",
        '<p>It was the best of times.<del data-diff="break" data-diff-tail=""'
        ' data-diff-lead="" data-diff-attrs="[]"></del>'
        "<ins> </ins>It was the worst of times.</p>",
    ),
    "a paragraph that took the end of another is no part of it": (
        "<p>a b c d e f g h i j k l</p>",
        "<p>a b c d e f g</p><p>h i j k l q r s t u v w x</p>",
        "<p>a b c d e f g<del> h i j k l</del></p>"
        "<ins><p>h i j k l q r s t u v w x</p></ins>",
    ),
    "a paragraph split where a section begins keeps one part": (
        "<p>a b c d e f g h i j k l m n</p><p>Still here</p>",
        "<p>a b c d e f g</p><section><p>h i j k l m n</p><p>Still here</p></section>",
        "<p>a b c d e f g<del> h i j k l m n</del></p>"
        '<section data-diff-wrap="ins"><ins><p>h i j k l m n</p></ins>'
        "<p>Still here</p></section>",
    ),
    "a block that moved": (
        "<p>First of all.</p><p>Second to none.</p><p>Third in line.</p>",
        "<p>Second to none.</p><p>Third in line.</p><p>First of all.</p>",
        "<del><p>First of all.</p></del><p>Second to none.</p><p>Third in line.</p>"
        "<ins><p>First of all.</p></ins>",
    ),
    "a summary, which must be a child of details": (
        "<details>b</details>",
        "<details><summary>c</summary>b</details>",
        '<details><summary data-diff="ins">c</summary>b</details>',
    ),
    "ruby is replaced whole": (
        "<p><ruby>漢<rt>kan</rt></ruby></p>",
        "<p><ruby>漢<rt>han</rt></ruby></p>",
        "<p><del><ruby>漢<rt>kan</rt></ruby></del>"
        "<ins><ruby>漢<rt>han</rt></ruby></ins></p>",
    ),
}
WRAPPERS: Rows = {
    "a link around a phrase in which a word changed": (
        "<p>one two three four</p>",
        '<p>one <a href="x">two 3</a> four</p>',
        '<p>one <a href="x" data-diff-wrap="ins">two <del>three</del><ins>3</ins></a>'
        " four</p>",
    ),
    "a word not bold any more": (
        "<p>one <b>two</b> three</p>",
        "<p>one two three</p>",
        '<p>one <b data-diff-wrap="del">two</b> three</p>',
    ),
    "items that are paragraphs": (
        "<ul><li>one</li><li>two</li></ul>",
        "<ul><li><p>one</p></li><li><p>two</p></li></ul>",
        '<ul><li><p data-diff-wrap="ins">one</p></li>'
        '<li><p data-diff-wrap="ins">two</p></li></ul>',
    ),
    "a cell that is no paragraph any more": (
        "<table><tbody><tr><td><p>one</p></td></tr></tbody></table>",
        "<table><tbody><tr><td>one</td></tr></tbody></table>",
        '<table><tbody><tr><td><p data-diff-wrap="del">one</p></td></tr></tbody>'
        "</table>",
    ),
    "blocks put into a section, and edited": (
        "<p>a b c d</p><p>k l m n</p>",
        "<section><p>a b c e</p><p>k l m o</p></section>",
        '<section data-diff-wrap="ins"><p>a b c <del>d</del><ins>e</ins></p>'
        "<p>k l m <del>n</del><ins>o</ins></p></section>",
    ),
    "blocks taken out of a div, and indented anew": (
        "<div>\n <p>a</p>\n <p>b</p>\n</div>",
        "<p>a</p>\n<p>b</p>",
        '<div data-diff-wrap="del"><ins data-diff="space" data-diff-lead="\n "></ins>'
        '<p>a</p>\n<p data-diff-lead="\n ">b</p>'
        '<ins data-diff="space" data-diff-lead="\n"></ins></div>',
    ),
    "a div put into another, and edited": (
        '<div class="a">one two three four</div>',
        '<div class="b"><div class="a">one two three 4</div></div>',
        '<div class="b" data-diff-wrap="ins"><div class="a">one two three '
        "<del>four</del><ins>4</ins></div></div>",
    ),
    "a phrase put into another": (
        "<p><i>one two</i></p>",
        "<p><b><i>one two</i></b></p>",
        '<p><b data-diff-wrap="ins"><i>one two</i></b></p>',
    ),
    "a paragraph that moved into the section before it": (
        "<section><p>a b c d</p></section><p>k l m n</p>",
        "<section><p>a b c 5</p><p>k l m 6</p></section>",
        "<section><p>a b c <del>d</del><ins>5</ins></p><ins><p>k l m 6</p></ins>"
        "</section><del><p>k l m n</p></del>",
    ),
    "a section with the words of a block that none in it can have been": (
        "<pre>a b c d</pre><p>q</p>",
        "<section><pre>z</pre><p>a b c d</p></section>",
        "<del><pre>a b c d</pre><p>q</p></del>"
        "<ins><section><pre>z</pre><p>a b c d</p></section></ins>",
    ),
    "a section with the word that a block was": (
        "<p>jam</p>",
        "<section><h2>x</h2><p>a b jam c d</p></section>",
        '<section data-diff-tag="p"><del>jam</del><ins><h2>x</h2>'
        "<p>a b jam c d</p></ins></section>",
    ),
    "a picture that is a figure now": (
        '<img src="a">',
        '<figure><img src="a"><figcaption>b</figcaption></figure>',
        '<figure data-diff-wrap="ins"><img src="a">'
        '<figcaption data-diff="ins">b</figcaption></figure>',
    ),
    "details that are open for good now": (
        "<details><summary>a</summary><p>b</p></details>",
        "<p>b</p>",
        '<details data-diff-wrap="del"><summary data-diff="del">a</summary><p>b</p>'
        "</details>",
    ),
    "a summary stays a child of details": (
        "<details><p>c d</p><summary>a b</summary></details>",
        "<details><div><p>c d</p></div></details>",
        '<details><div data-diff-tag="p"><p data-diff-wrap="ins">c d</p></div>'
        '<summary data-diff="del">a b</summary></details>',
    ),
    "a list of which one item was no paragraph": (
        "<p>one two</p><p>three four</p>",
        "<ul><li>one two</li><li>five six</li></ul>",
        "<del><p>one two</p><p>three four</p></del>"
        "<ins><ul><li>one two</li><li>five six</li></ul></ins>",
    ),
    "a paragraph that is a heading now": (
        "<p>Sour cherries</p>",
        "<h2>Sour cherries</h2>",
        '<h2 data-diff-tag="p">Sour cherries</h2>',
    ),
    "of two headings that could be one, that of its name is": (
        "<h3>one two three 1</h3>",
        "<h2>one two three 2</h2><h3>one two three 3</h3>",
        "<ins><h2>one two three 2</h2></ins>"
        "<h3>one two three <del>1</del><ins>3</ins></h3>",
    ),
    "a paragraph that is a div now": (
        "<p>Sour cherries</p>",
        "<div>Sour cherries</div>",
        '<div data-diff-tag="p">Sour cherries</div>',
    ),
    "a div whose paragraph would close one": (
        "<div>one two<p>three</p></div>",
        "<p>one two</p>",
        "<del><div>one two<p>three</p></div></del><ins><p>one two</p></ins>",
    ),
    "a link that would be in a link": (
        "<p>one <a>two</a></p>",
        "<a><p>one two</p></a>",
        "<del><p>one <a>two</a></p></del><ins><a><p>one two</p></a></ins>",
    ),
    "wrappers that might cross": (
        "<p><i>one</i> two</p>",
        "<p>one <b>two</b></p>",
        '<p><del><i>one</i></del><ins>one</ins> <b data-diff-wrap="ins">two</b></p>',
    ),
}
PARTS: Rows = {
    "a list item added": (
        "<ul><li>a</li><li>c</li></ul>",
        "<ul><li>a</li><li>b</li><li>c</li></ul>",
        '<ul><li>a</li><li data-diff="ins">b</li><li>c</li></ul>',
    ),
    "a list numbered": (
        "<ul><li>a</li></ul>",
        "<ol><li>a</li></ol>",
        '<ol data-diff-tag="ul"><li>a</li></ol>',
    ),
    "a list split in two, which no break can tell": (
        "<ul><li>a b c d e f g h</li><li>i j k l m n o p</li></ul>",
        "<ul><li>a b c d e f g h</li></ul><ul><li>i j k l m n o p</li></ul>",
        '<ul><li>a b c d e f g h</li><li data-diff="del">i j k l m n o p</li></ul>'
        "<ins><ul><li>i j k l m n o p</li></ul></ins>",
    ),
    "a term and its description": (
        "<dl><dt>a</dt><dd>b</dd></dl>",
        "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>",
        "<dl><dt>a</dt><dd>b</dd>"
        '<dt data-diff="ins">c</dt><dd data-diff="ins">d</dd></dl>',
    ),
    "a cell that heads its column": (
        "<table><tbody><tr><td>a</td></tr></tbody></table>",
        "<table><tbody><tr><th>a</th></tr></tbody></table>",
        '<table><tbody><tr><th data-diff-tag="td">a</th></tr></tbody></table>',
    ),
    "an option": (
        "<select><option>a</option></select>",
        "<select><option>a</option><option>b</option></select>",
        '<select><option>a</option><option data-diff="ins">b</option></select>',
    ),
    "an option is text: it is replaced whole": (
        "<select><option>a b</option></select>",
        "<select><option>a c</option></select>",
        '<select><option data-diff="del">a b</option>'
        '<option data-diff="ins">a c</option></select>',
    ),
}
DOCUMENTS: Rows = {
    "nothing becomes something": ("", "<p>a</p>", "<ins><p>a</p></ins>"),
    "a title: browsers show the first, which is the new one": (
        "<html><head><title>Old</title></head><body>x</body></html>",
        "<html><head><title>New</title></head><body>x</body></html>",
        '<html><head><title data-diff="ins">New</title>'
        '<title data-diff="del">Old</title></head><body>x</body></html>',
    ),
    "an element of the head": (
        "<html><head><title>t</title></head><body>x</body></html>",
        '<html><head><title>t</title><link rel="a"></head><body>x</body></html>',
        '<html><head><title>t</title><link rel="a" data-diff="ins"></head>'
        "<body>x</body></html>",
    ),
    "a doctype that was not there": (
        "<html><head></head><body>x</body></html>",
        "<!DOCTYPE html><html><head></head><body>x</body></html>",
        '<!DOCTYPE html><html data-diff-lead=""><head></head><body>x</body></html>',
    ),
    "a comment before a doctype that went": (
        "<!--c--><!DOCTYPE html><html><head></head><body>x</body></html>",
        "<html><head></head><body>y</body></html>",
        '<html data-diff-lead="'
        "[['COMMENT', 'c'], ['DOCTYPE', ['html', null, null]]]\">"
        "<head></head><body><del>x</del><ins>y</ins></body></html>",
    ),
    "a fragment that became a document": (
        "<p>a</p>",
        "<html><head><title>t</title></head><body><p>a</p></body></html>",
        '<html><head><title data-diff="ins">t</title></head>'
        "<body><p>a</p></body></html>",
    ),
}
TABLES = {
    **{f"words: {name}": row for name, row in WORDS.items()},
    **{f"spaces: {name}": row for name, row in SPACES.items()},
    **{f"elements: {name}": row for name, row in ELEMENTS.items()},
    **{f"wrappers: {name}": row for name, row in WRAPPERS.items()},
    **{f"parts: {name}": row for name, row in PARTS.items()},
    **{f"documents: {name}": row for name, row in DOCUMENTS.items()},
}
# Pairs that once went wrong, as a hunt found them.
FOUND = {
    "two headings of different levels made one": (
        "<h6>h j h</h6><h2>a b c</h2>",
        "<h6>h j h<em>a</em> b c</h6>",
    ),
    "a fragment that starts with a script, beside a document": (
        "<!DOCTYPE html><html><head><title>t</title></head><body></body></html>",
        "<script></script><button>b</button>",
    ),
}
ROWS = [pytest.param(*row, id=name) for name, row in TABLES.items()]


def short(marked: str) -> str:
    """Write a diff as the tables do."""
    for mark in ("ins", "del"):
        marked = marked.replace(f'<{mark} data-diff="{mark}">', f"<{mark}>")
    return marked.replace("&quot;", "'").replace("&#10;", "\n")


def assert_good(old: str, new: str, *, whole: bool) -> str:
    """Check that a diff is exact both ways and good HTML; return it."""
    found = diff(old, new, sanitize=False)
    assert parse(accept(found)) == parse(new, whole)
    assert parse(reject(found)) == parse(old, whole)
    assert html5(found, fragment=not whole) == flat(parse(found))
    return found


@pytest.mark.parametrize(("old", "new", "marked"), ROWS)
def test_the_diff_marks_what_changed(old: str, new: str, marked: str) -> None:
    """One change, and how it is marked; a browser sees the tree that was written."""
    whole = marked.startswith(("<html", "<!DOCTYPE"))
    assert short(assert_good(old, new, whole=whole)) == marked


@pytest.mark.parametrize("name", FOUND)
@pytest.mark.parametrize("turned", [False, True])
def test_what_once_went_wrong_is_right(name: str, turned: bool) -> None:
    """A pair that was found by a hunt is exact, and good HTML, both ways around."""
    old, new = FOUND[name][::-1] if turned else FOUND[name]
    assert_good(old, new, whole="<html" in old + new)


class TestMarksInTheInput:
    """What a document holds is no mark, whatever it looks like."""

    @pytest.mark.parametrize(
        "foreign",
        [
            '<p>a <ins data-diff="ins">b</ins></p>',
            '<del data-diff="del"><p>a</p></del>',
            '<p data-diff-attrs="[[">a</p>',
            '<p data-diff-tag="h1" data-diff-lead="" data-diff-tail="x">a</p>',
            '<p data-diff-in="ins" data-diff-in-in="x" data-different="y">a</p>',
        ],
    )
    def test_it_comes_back(self, foreign: str) -> None:
        """As the new document, as the old one, and as both."""
        for old, new in [("x", foreign), (foreign, "x"), (foreign, foreign)]:
            assert_exact(old, new, diff(old, new, sanitize=False))

    def test_it_is_named_otherwise_in_the_diff(self) -> None:
        """A foreign mark is renamed, so that neither accept nor a stylesheet errs."""
        marked = diff(
            '<p data-diff="ins">a</p>', '<p data-diff="ins">b</p>', sanitize=False
        )
        assert marked.startswith('<p data-diff-in="ins">')

    def test_what_is_no_diff_is_left_alone(self) -> None:
        """Accept and reject touch nothing but marks of ours."""
        html = '<p>a <ins>b</ins> <del>c</del> <ins data-diff="del">x</ins></p>'
        assert accept(html) == reject(html) == html


class TestMatcher:
    """The matcher is a parameter: any two sequences of hashable items."""

    OLD, NEW = "<p>one two three four</p>", "<p>one 2 three 4</p>"

    def test_it_is_asked_about_hashable_items(self) -> None:
        """It is called with two sequences, among them the words that changed."""
        matcher = Mock(wraps=by_difflib)
        marked = diff(self.OLD, self.NEW, matcher=matcher)
        assert marked == diff(self.OLD, self.NEW)
        assert matcher.called
        for a, b in (call.args for call in matcher.call_args_list):
            assert all(isinstance(item, Hashable) for item in [*a, *b])

    def test_one_that_finds_nothing_costs_marks_not_text(self) -> None:
        """A poor matcher marks too much; what comes back is exact all the same."""

        def blind(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterable[Opcode]:
            return [("replace", 0, len(a), 0, len(b))]

        old, new = "<p>a x b y c</p>", "<p>1 x 2 y 3</p>"
        marked = diff(old, new, matcher=blind)
        assert_exact(old, new, marked)
        assert short(marked) == "<p><del>a x b y c</del><ins>1 x 2 y 3</ins></p>"

    @pytest.mark.parametrize("name", ["difflib", "cydifflib", "rapidfuzz"])
    def test_each_of_ours_compares_as_python_does(self, name: str) -> None:
        """A number is no character, though rapidfuzz takes 34 for a quotation mark."""
        opcodes = MATCHERS[name]([34, "a", "b"], ['"', 97, "b"])
        equal = [opcode for opcode in opcodes if opcode[0] == "equal"]
        assert equal == [("equal", 2, 3, 2, 3)]


class TestEvents:
    """The other face: streams of events, as Genshi's filters have them."""

    P = QName("p")
    HERE = ("a.html", 3, 14)

    def paragraph(self, *texts: str) -> list[tuple[str, object, object]]:
        """Return a paragraph whose text comes in pieces, somewhere in a file."""
        inside = [(TEXT, text, self.HERE) for text in texts]
        start = START, (self.P, Attrs()), self.HERE
        return [start, *inside, (END, self.P, self.HERE)]

    def test_any_iterable_will_do(self) -> None:
        """A stream is read once."""
        marked = diff_events(iter(parse("<p>a</p>")), iter(parse("<p>b</p>")))
        assert list(accept_events(iter(marked))) == parse("<p>b</p>")
        assert list(reject_events(iter(marked))) == parse("<p>a</p>")

    def test_text_in_pieces_is_one_text(self) -> None:
        """Where the pieces end is no difference."""
        marked = diff_events(
            self.paragraph("one t", "wo", ""), self.paragraph("", "one two")
        )
        assert marked == parse("<p>one two</p>")

    def test_positions_are_no_difference(self) -> None:
        """The same paragraph elsewhere in the file is the same paragraph."""
        assert diff_events(self.paragraph("a"), parse("<p>a</p>")) == parse("<p>a</p>")

    def test_space_keeps_the_tags_in_it(self) -> None:
        """As events it has them, though as text it has not."""
        tag = START, (self.P, Attrs()), NOWHERE
        space = Tagged([" ", tag, "", "\n"])
        assert space == " \n"
        assert lead_events(space) == [(TEXT, " ", NOWHERE), tag, (TEXT, "\n", NOWHERE)]

    @pytest.mark.parametrize("cut", [slice(1, None), slice(None, -1)])
    def test_events_that_do_not_nest_are_refused(self, cut: slice) -> None:
        """An end without its start, or a start without its end."""
        with pytest.raises(ValueError, match=r"expected </p?>"):
            diff_events(self.paragraph("a")[cut], [])


class TestErrors:
    """What cannot be taken back is refused by name."""

    @pytest.mark.parametrize("damaged", ["[[", "7", '[["class"]]'])
    def test_a_damaged_mark(self, damaged: str) -> None:
        """A mark that someone edited is named; the new document needs none of it."""
        start = QName("p"), Attrs([(QName("data-diff-attrs"), damaged)])
        marked = serialize([(START, start, None), (END, QName("p"), None)])
        assert accept(marked) == "<p></p>"
        with pytest.raises(MarkupError, match="expected data-diff-attrs to be pairs"):
            reject(marked)

    def test_what_joins_nothing(self) -> None:
        """What goes on from another element of its name has to stand behind it."""
        with pytest.raises(MarkupError, match="expected </p> before <p data-diff-join"):
            reject('<h1>a</h1><p data-diff-join="">b</p>')


class TestMany:
    """More alike than anybody could tell apart: their order tells."""

    @pytest.mark.parametrize("tag", ["li", "p", "dd"])
    @pytest.mark.parametrize(("count", "more"), [(8, 0), (9, 0), (9, 1), (200, 0)])
    def test_a_number_in_each_changed(self, tag: str, count: int, more: int) -> None:
        """Each has one word marked, however many there are, and a new one all."""
        list_ = {"li": "ul", "dd": "dl", "p": "div"}[tag]
        old, new = (
            f"<{list_}>"
            + "".join(
                f"<{tag}>The price of this is {price} euro a kilo.</{tag}>"
                for price in range(first, first + many)
            )
            + f"</{list_}>"
            for first, many in ((0, count), (1000, count + more))
        )
        marked = diff(old, new)
        assert_exact(old, new, marked)
        assert words_marked(marked, by_attribute) == 2 * count + 9 * more

    def test_the_first_of_those_alike_is_chosen(self) -> None:
        """Not one by chance: that is another whenever Python starts."""
        texts = [[f"{name}{n}" for n in range(60)] for name in "abc"]
        twos = (f"{one} {other}" for text in texts for one, other in pairwise(text))
        marked = diff(articles(map(" ".join, texts)), articles(twos))
        for name in "abc":
            start = f'<article>{name}0 {name}1<del data-diff="del"> {name}2 '
            assert start in marked


def articles(texts: Iterable[str]) -> str:
    """Write an article of each text."""
    return "".join(f"<article>{text}</article>" for text in texts)


def table(*rows: str) -> str:
    """Write a table: cells by commas, what spans as ``<td rowspan=2>x``."""
    made = (
        "".join(
            cell if cell.startswith("<") else f"<td>{cell}" for cell in row.split(",")
        )
        for row in rows
    )
    return f"<table><tbody>{''.join(f'<tr>{row}' for row in made)}</table>"


class TestColumns:
    """Cells are compared by column."""

    @pytest.mark.parametrize(
        ("old", "new", "gone"),
        [
            pytest.param(
                table("item,may,june,sum", "jam,1,2,3", "pie,4,5,9"),
                table("item,sum", "jam,4", "pie,9"),
                [2, 2, 2],
                id="two went, and a sum changed",
            ),
            pytest.param(
                table("a,b,c", "x,1,2"),
                table("a,b,c", "x,3,4"),
                [0, 0],
                id="none went",
            ),
            pytest.param(
                table("a,b,c", "<td rowspan=2>x,1,2", "3,4"),
                table("a,c", "<td rowspan=2>x,2", "5"),
                [1, 1, 1],
                id="below a cell of two rows",
            ),
            pytest.param(
                table("a,b,c", "<td colspan=2>x,2", "1,1,1"),
                table("a,b,d,c", "<td colspan=2>x,3,2", "1,1,0,1"),
                [1, 1, 1],
                id="beside a cell of two columns",
            ),
            pytest.param(
                table("a,b,c", "x,y,z", "1,1,1"),
                table("a,b,c", "<td colspan=2>x,z", "1,1,1"),
                [0, 1, 0],
                id="a cell that took the next one's column",
            ),
            pytest.param(
                table("a,b,c", f"x,1,<td colspan={'9' * 5000}>2", "1,1,1"),
                table("a,c", f"x,<td colspan={'9' * 5000}>2", "1,1"),
                [1, 1, 1],
                id="beside a cell of more columns than there can be",
            ),
        ],
    )
    def test_a_column_is_one_mark_a_row(
        self, old: str, new: str, gone: list[int]
    ) -> None:
        """No row is ragged; a cell that changed is no cell that went."""
        for one, other in ((old, new), (new, old)):
            marked = diff(one, other)
            assert_exact(one, other, marked)
            # One way it went, the other way it came.
            counts = [
                max(row.count(f'<td data-diff="{m}"') for m in ("ins", "del"))
                for row in marked.split("<tr")[1:]
            ]
            assert counts == gone

    @pytest.mark.parametrize(
        ("old", "new", "marks"),
        [
            (("a,b,c,d", "e,f,g,h", "i,j,k,l"), ("a,b,c,d", "e,g,h", "i,j,k,l"), 1),
            (
                ("a,b,c,d", "e,f,g,h", "i,j,k", "l,m,n"),
                ("b,c,d", "e,f,g", "i,j,k", "l,m,n"),
                2,
            ),
        ],
    )
    def test_rows_that_alone_lost_a_cell_mark_that_cell(
        self, old: tuple[str, ...], new: tuple[str, ...], marks: int
    ) -> None:
        """The table has no other columns than it had; the cells behind stay.

        Nor has it others where half of its rows are so wide: no width is usual.
        """
        for one, other in ((old, new), (new, old)):
            marked = diff(table(*one), table(*other))
            assert_exact(table(*one), table(*other), marked)
            assert marked.count("data-diff") == marks

    def test_a_column_is_known_by_its_title(self) -> None:
        """Though its numbers are those that another had."""
        old = table("item,may,sum", "jam,1,2", "pie,3,4")
        new = table("item,sum", "jam,1", "pie,3")
        assert '<td data-diff="del">may</td><td>sum</td>' in diff(old, new)
        assert '<td data-diff="ins">may</td><td>sum</td>' in diff(new, old)


class TestItems:
    """A paragraph may become an item, and an item a paragraph."""

    PARAGRAPHS = "<h2>x</h2>\n<p>We sell jam</p>\n<p>and sour pie here</p>\n<p>end</p>"
    ITEMS = (
        "<h2>x</h2><ul><li>We sell jam</li> <li>and sweet pie here</li></ul><p>end</p>"
    )

    def test_a_list_that_came_around_paragraphs_marks_no_text(self) -> None:
        """Each tells what it was; the list is of one side only."""
        for old, new in (
            (self.PARAGRAPHS, self.ITEMS),
            (self.ITEMS, self.PARAGRAPHS),
        ):
            marked = diff(old, new)
            assert_exact(old, new, marked)
            assert marked.count("data-diff-wrap") == 1
            assert sorted(
                re.findall("<(?:ins|del)[^>]*>([^<]+)", marked.replace("\n", ""))
            ) == ["sour", "sweet"]

    def test_in_a_list_one_becomes_the_other(self) -> None:
        """HTML 5 reads a paragraph there, though the standard wants none."""
        old, new = (
            "<ul><p>jam</p><li>pie</li></ul>",
            "<ul><li>jam</li><li>pie</li></ul>",
        )
        for one, other in ((old, new), (new, old)):
            marked = diff(one, other)
            assert_exact(one, other, marked)
            assert marked.count("data-diff") == marked.count("data-diff-tag") == 1

    def test_more_items_than_paragraphs_are_new(self) -> None:
        """A paragraph that went has no place among the items of a list."""
        old, new = "<p>a b c d</p>", "<ul><li>a b c d</li><li>x</li></ul>"
        marked = diff(old, new)
        assert_exact(old, new, marked)
        assert "data-diff-wrap" not in marked


class TestOddPlaces:
    """Exact all the same."""

    def test_a_foreign_mark_in_a_list(self) -> None:
        """It stands where HTML has no place for it."""
        old, new = "<ul><li>a</li></ul>", "<ul><ins>x</ins><li>a</li></ul>"
        assert_exact(old, new, diff(old, new, sanitize=False))

    def test_a_split_before_a_space_at_the_end(self) -> None:
        """The space that ended the paragraph comes back."""
        halves = "a b c d e f g h i " * 2, "k l m n o p q r s " * 2
        old = f"<p>{''.join(halves)} </p>"
        new = "\n".join(f"<p>{half.strip()}</p>" for half in halves)
        assert_exact(old, new, diff(old, new, sanitize=False))

    def test_space_in_a_pre_is_shown(self) -> None:
        """Nested or not: it is what the reader came for."""
        old, new = "<pre><b>a  b</b></pre>", "<pre><b>a b</b></pre>"
        marked = diff(old, new)
        assert_exact(old, new, marked)
        assert 'data-diff="space"' not in marked
        assert '<del data-diff="del">  </del>' in marked

    def test_two_words_over_and_over(self) -> None:
        """Nothing tells one from another, and the diff is exact all the same."""
        choice = Random(5).choice
        old, new = (
            f"<p>{' '.join(choice('ab') for _ in range(n))}</p>" for n in (3000, 3100)
        )
        assert_exact(old, new, diff(old, new))

    def test_a_paragraph_split_into_very_many(self) -> None:
        """Some parts are joined, the others are new; both documents come back."""
        words = [f"w{n}" for n in range(400)]
        old = f"<p>{' '.join(words)}</p>"
        new = "".join(f"<p>{' '.join(words[n : n + 8])}</p>" for n in range(0, 400, 8))
        assert_exact(old, new, diff(old, new))

    @pytest.mark.parametrize("third", ["\n<p>", '<p class="x">'])
    def test_text_that_flowed_on_before_a_break_that_stays(self, third: str) -> None:
        """What stood at that break, and the old start tag, come back."""
        a, b, c, d = (" ".join(f"{x}{n}" for n in range(8)) for x in "abcd")
        old = f"<p>{a} {b}</p><p>{c}</p><p>{c} {d}</p>"
        new = f"<p>{a}</p><p>{b} {c}</p>{third}{c} {d} x</p>"
        for one, other in ((old, new), (new, old)):
            marked = diff(one, other, sanitize=False)
            assert_exact(one, other, marked)
            assert marked.count("data-diff-join") == 2

    def test_a_long_paragraph_is_known_by_its_end(self) -> None:
        """Its first line is another, its second one stays."""
        end = " ".join(f"e{n}" for n in range(30))
        old, new = (
            " ".join(f"{word}{n}" for n in range(70)) + f"<br>{end}" for word in "ab"
        )
        marked = diff(f"<p>{old}</p><p>one</p>", f"<p>two</p><p>{new}</p>")
        assert f"<br>{end}</p>" in marked
        assert marked.count(end) == 1

    def test_two_paragraphs_split_side_by_side(self) -> None:
        """Each keeps its own parts; no word is marked."""
        words = [f"w{n}" for n in range(80)]
        four = [" ".join(words[n : n + 20]) for n in range(0, 80, 20)]
        old = f"<p>{four[0]} {four[1]}</p><p>{four[2]} {four[3]}</p>"
        new = "".join(f"<p>{text}</p>" for text in four)
        marked = diff(old, new)
        assert_exact(old, new, marked)
        assert marked.count("data-diff-join") == 2
        assert 'data-diff="ins"' not in marked
        assert 'data-diff="del"' not in marked
