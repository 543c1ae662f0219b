"""What a stranger's document can do to a page that shows its diff: nothing."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import html5lib
import pytest

from examples.htmldiff import MarkupError, accept, diff, parse, reject
from examples.htmldiff.marks import OURS
from examples.htmldiff.reading.sanitize import ATTRIBUTES, TAGS, clean, clean_and_tell
from tests.htmldiff.exact import assert_exact
from tests.htmldiff.xss import KINDS, TEXTS, VECTORS

pytestmark = pytest.mark.beside("properties")

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
PLAIN = "<h2>Pie</h2><p>a <b>sour</b> cherry</p><ul><li>one</li></ul>"


def harm(html: str) -> list[str]:
    """List what a browser may run or ask for, by the tree it would make."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [fault for node in root.iter() for fault in faults(node)]


def faults(node: Any) -> list[str]:
    """List what is wrong with an element: what no list allows, and what none may."""
    if not isinstance(node.tag, str):
        return ["a comment"]
    found = [] if node.tag in {*TAGS, "DOCUMENT_FRAGMENT"} else [f"<{node.tag}>"]
    allowed = {*ATTRIBUTES["*"], *ATTRIBUTES.get(node.tag, ()), "rel"}
    for name, value in node.attrib.items():
        # A browser drops space, tabs and newlines before it reads a scheme.
        told = re.sub(r"[\x00-\x20]", "", value).lower()
        scheme = SCHEME.match(told)
        if name in OURS:
            continue  # no browser knows them; what they bring back is tested too
        if name not in allowed or name.startswith("on"):
            found.append(f"{name}={value}")
        elif name in ("href", "src"):
            if scheme and scheme[1] not in ("http", "https", "mailto"):
                found.append(f"{name}={value}")
        elif "script:" in told:
            found.append(f"{name}={value}")
    return found


def of_page(vector: str) -> bool:
    """Tell whether a part of a page has none of it, nor a page with a body."""
    return vector.startswith(("<body", "<frameset"))


class TestScripts:
    """Nothing of any trick is left in a diff of untrusted documents."""

    def test_the_check_finds_what_it_looks_for(self) -> None:
        """Without sanitising, the same check is up in arms at each; not at a text."""
        quiet = [
            vector
            for vector in VECTORS
            if not (harm(diff(vector, vector, sanitize=False)) or of_page(vector))
        ]
        assert quiet == []
        assert len({*VECTORS}) >= 129
        for text in TEXTS:
            assert not harm(diff(text, text, sanitize=False))

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_trick_is_harmless(self, kind: str) -> None:
        """As the new document or the old, and when changes are accepted or not."""
        for vector in KINDS[kind]:
            for old, new in [
                (PLAIN, vector),
                (vector, PLAIN),
                (PLAIN, f"<table><tr><td>{vector}"),
                (f"<b>{vector}</b>", f"<p title=x>{vector}"),
                (PLAIN, PLAIN.replace("cherry", vector)),
            ]:
                marked = diff(old, new)
                assert not harm(marked)
                assert not harm(accept(marked))
                assert not harm(reject(marked))

    def test_tricks_beside_each_other(self) -> None:
        """What one trick opens no other can use; once sanitised, all are read so."""
        every = "".join(VECTORS)
        for old, new in ((PLAIN, every), (every, every + PLAIN)):
            assert not harm(diff(old, new))
        for vector in [*VECTORS, *TEXTS, every]:
            once = clean(vector)
            assert clean(once) == once

    def test_a_diff_by_somebody_else(self) -> None:
        """Rejecting a forged diff brings back what it says; sanitised, no harm."""
        forged = '<p data-diff-attrs=\'[["onclick","alert(1)"]]\'>x</p>'
        assert harm(reject(forged))
        assert clean(reject(forged)) == clean(accept(forged)) == "<p>x</p>"

    @pytest.mark.parametrize(
        "forged",
        [
            "<p data-diff-attrs='[[\"a\",null]]'>x</p>",
            f"<p data-diff-attrs='{'[' * 100_000}'>x</p>",
            "<p data-diff-lead='[1]'>x</p>",
            '<p data-diff-lead=\'[["START",["b",[]]]]\'>x</p>',
            "<p data-diff-tail='['>x</p>",
            "<p data-diff-tag='a b>'>x</p>",
            "<br data-diff='ins'>",
            "<p data-diff='ins' data-diff='del' data-diff-tag=b>x</p>",
        ],
    )
    def test_a_broken_mark(self, forged: str) -> None:
        """A mark that says nothing is left alone, or refused as markup."""
        for face in (accept, reject):
            with suppress(MarkupError):
                assert not harm(clean(face(forged)))

    def test_a_forged_tag_brings_no_attribute(self) -> None:
        """A mark gives a name, whole: what follows it would be written as markup."""
        with pytest.raises(MarkupError, match="expected a name in data-diff-tag"):
            reject('<p data-diff-tag="b onclick=alert(1)">x</p>')

    def test_forged_marks_are_the_documents_own(self) -> None:
        """A trusted document that holds our marks gets them back, unread."""
        for vector in VECTORS:
            for old, new in ((PLAIN, vector), (vector, PLAIN)):
                if vector.startswith("<frameset"):
                    continue  # no document has both
                assert_exact(old, new, diff(old, new, sanitize=False))


class TestSanitized:
    """What a document keeps when it is sanitised, and what it does not."""

    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ("<p id=a class=b style=color:red data-diff=ins>x</p>", "<p>x</p>"),
            ("a<script>b</script><style>c</style><svg>d</svg><!-- e -->f", "af"),
            ("<form><label>a <input value=b></label><button>c</button></form>", "a c"),
            ("<pre>\n\n  x</pre>", "<pre>\n\n  x</pre>"),
            ("<img src=a.png alt=b onerror=c>", '<img src="a.png" alt="b">'),
            ("1 < 2 &amp;&amp; &lt;b&gt;", "1 &lt; 2 &amp;&amp; &lt;b&gt;"),
        ],
    )  # fmt: skip
    def test_what_stays(self, html: str, expected: str) -> None:
        """Text and structure stay, attributes of the page around it do not."""
        assert parse(clean(html)) == parse(expected)

    def test_a_page_becomes_its_body(self) -> None:
        """Doctype, head and title are gone, and no script text is left as text."""
        page = (
            "<!doctype html><html lang=en><head><title>T</title><style>s</style>"
            "<script>j</script></head><body class=x><p>y</p></body></html>"
        )
        assert clean(page) == "<p>y</p>"

    def test_a_link_says_nothing_of_its_reader(self) -> None:
        """A link keeps its address, and passes neither window nor referrer on."""
        (found,) = html5lib.parseFragment(
            clean("<a href=https://example.org/?a=1&amp;b=2 target=_top rel=x>x</a>"),
            namespaceHTMLElements=False,
        )
        assert found.attrib == {
            "href": "https://example.org/?a=1&b=2",
            "rel": "nofollow noopener noreferrer",
        }

    def test_a_table_keeps_its_cells(self) -> None:
        """Head, foot and spans are what makes a table readable."""
        html = (
            '<table><caption>c</caption><colgroup><col span="2"></colgroup>'
            '<thead><tr><th scope="col">a</th><th>b</th></tr></thead>'
            '<tfoot><tr><td colspan="2" rowspan="3">d</td></tr></tfoot></table>'
        )
        assert clean(html) == html

    def test_it_tells_what_it_took(self) -> None:
        """What was hidden is counted by name; what only lost its tag, as well."""
        html = (
            "<p onclick=a>x<p onclick=b style=c>y<svg><a>z</a></svg>"
            "<form>w</form><a href=javascript:d rel=e>v</a>"
        )
        safe, went = clean_and_tell(html)
        assert safe == ("<p>x</p><p>y</p>w<a>v</a>")
        assert went == {
            "<p onclick>": 2, "<p style>": 1, "<svg>": 1, "<form>": 1, "<a href>": 1,
        }  # fmt: skip
        assert clean_and_tell(safe) == (safe, {})
