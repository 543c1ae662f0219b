"""What a stranger's document can do to a page that shows its diff: nothing.

And what it can do to the program: it gets a diff, or a MarkupError that says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import Any

import html5lib
import pytest

from examples.htmldiff import MarkupError, accept, diff, parse, reject, serialize
from examples.htmldiff.sanitize import COPIES, TAGS, sanitized
from tests.htmldiff.exact import assert_exact
from tests.htmldiff.xss import VECTORS

pytestmark = pytest.mark.beside("properties")

TRICKS = [trick for trick, _ in VECTORS]
MARKS = {"data-diff", "data-diff-attrs", "data-diff-tag"}
MARKS |= {"data-diff-lead", "data-diff-tail", "data-diff-join"}
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
PLAIN = "<h2>Pie</h2><p>a <b>sour</b> cherry</p><ul><li>one</li></ul>"
MEGABYTE = 1_000_000


def harm(html: str) -> list[str]:
    """List what a browser may run or ask for, by the tree it would make."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [fault for node in root.iter() for fault in faults(node)]


def faults(node: Any) -> list[str]:
    """List what is wrong with an element; None of it is ever allowed."""
    if not isinstance(node.tag, str):
        return ["a comment"]
    found = [] if node.tag in {*TAGS, "DOCUMENT_FRAGMENT"} else [f"<{node.tag}>"]
    for name, value in node.attrib.items():
        # A browser drops space, tabs and newlines before it reads a scheme.
        told = re.sub(r"[\x00-\x20]", "", value).lower()
        scheme = SCHEME.match(told)
        if name in MARKS:
            continue  # no browser knows them; what they bring back is tested too
        if name.startswith(("on", "data-")) or name in ("style", "id", "name", "class"):
            found.append(f"{name}={value}")
        elif name in ("href", "src"):
            if scheme and scheme[1] not in ("http", "https", "mailto"):
                found.append(f"{name}={value}")
        elif "script:" in told:
            found.append(f"{name}={value}")
    return found


def compared(old: str, new: str, *, sanitize: bool = False) -> str:
    """Check that both documents come back from their diff; return it."""
    marked = diff(old, new, sanitize=sanitize)
    if sanitize:
        old, new = sanitized(old), sanitized(new)
    assert_exact(old, new, marked)
    return marked


class TestScripts:
    """Nothing of a published trick is left in a diff of untrusted documents."""

    def test_the_check_finds_what_it_looks_for(self) -> None:
        """Without sanitising, the same check is up in arms."""
        loud = [
            vector
            for _, vector in VECTORS
            if harm(diff(vector, vector, sanitize=False))
        ]
        assert len(VECTORS) >= 60
        assert len(loud) > 0.8 * len(VECTORS)

    @pytest.mark.parametrize(("trick", "vector"), VECTORS, ids=TRICKS)
    def test_a_trick_is_harmless(self, trick: str, vector: str) -> None:
        """As the new document or the old, and when changes are accepted or not."""
        for old, new in [
            (PLAIN, vector),
            (vector, PLAIN),
            (vector, vector),
            (PLAIN, f"<table><tr><td>{vector}"),
            (f"<b>{vector}</b>", f"<p title=x>{vector}"),
            (PLAIN, PLAIN.replace("cherry", vector)),
        ]:
            marked = diff(old, new)
            assert not harm(marked)
            assert not harm(accept(marked))
            assert not harm(reject(marked))

    def test_tricks_beside_each_other(self) -> None:
        """What one trick opens no other can use."""
        vectors = [vector for _, vector in VECTORS]
        for old, new in pairwise([*vectors, "".join(vectors)]):
            marked = diff(old, old + new)
            assert not harm(marked)
            assert not harm(accept(marked))
            assert not harm(reject(marked))

    def test_to_sanitise_again_changes_nothing(self) -> None:
        """What was sanitised is what a browser, and we, read back."""
        for _, vector in VECTORS:
            once = sanitized(vector)
            assert sanitized(once) == once

    def test_a_diff_by_somebody_else(self) -> None:
        """Rejecting a forged diff brings back what it says; sanitised, no harm."""
        forged = '<p data-diff-attrs=\'[["onclick","alert(1)"]]\'>x</p>'
        assert harm(reject(forged))
        assert sanitized(reject(forged)) == sanitized(accept(forged)) == "<p>x</p>"

    @pytest.mark.parametrize(
        "forged",
        [
            "<p data-diff-attrs='x'>x</p>",
            "<p data-diff-attrs='1'>x</p>",
            "<p data-diff-attrs='[1]'>x</p>",
            "<p data-diff-attrs='[[\"a\"]]'>x</p>",
            "<p data-diff-attrs='[[\"a\",null]]'>x</p>",
            "<p data-diff-attrs='[[null,\"a\"]]'>x</p>",
            "<p data-diff-attrs='[[[],{}]]'>x</p>",
            f"<p data-diff-attrs='{'[' * 100_000}'>x</p>",
            "<p data-diff-lead='[1]'>x</p>",
            '<p data-diff-lead=\'[["START",["b",[]]]]\'>x</p>',
            '<p data-diff-lead=\'[["END","b"]]\'>x</p>',
            '<p data-diff-lead=\'[["NONE","b"]]\'>x</p>',
            "<p data-diff-lead='[[\"TEXT\",7]]'>x</p>",
            "<p data-diff-tail='['>x</p>",
            "<p data-diff-tag=''>x</p>",
            "<p data-diff-tag='a b>'>x</p>",
            "<p data-diff='both'>x</p>",
            "<br data-diff='ins'>",
            "<p data-diff='ins' data-diff='del' data-diff-tag=b>x</p>",
        ],
    )
    def test_a_broken_mark(self, forged: str) -> None:
        """A mark that says nothing is left alone, or refused as markup."""
        for face in (accept, reject):
            with suppress(MarkupError):
                assert not harm(sanitized(face(forged)))

    def test_a_forged_tag_brings_no_attribute(self) -> None:
        """A mark gives a name, whole: what follows it would be written as markup."""
        with pytest.raises(MarkupError, match="expected a name in data-diff-tag"):
            reject('<p data-diff-tag="b onclick=alert(1)">x</p>')

    def test_forged_marks_are_the_documents_own(self) -> None:
        """A trusted document that holds our marks gets them back, unread."""
        for _, vector in VECTORS:
            if vector.startswith("<frameset"):
                continue  # it cannot be compared with a body
            compared(PLAIN, vector)
            compared(vector, PLAIN)


class TestSanitized:
    """What a document keeps when it is sanitised, and what it does not."""

    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ("<p id=a class=b style=color:red name=c>x</p>", "<p>x</p>"),
            ("<i lang=de dir=ltr>x</i>", '<i lang="de" dir="ltr">x</i>'),
            ("<abbr title=t>x</abbr>", '<abbr title="t">x</abbr>'),
            ("<p data-x=1 data-diff=ins>x</p>", "<p>x</p>"),
            ("a<script>b</script><style>c</style><svg>d</svg><!-- e -->f", "af"),
            ("<form><label>a <input value=b></label><button>c</button></form>", "a c"),
            ("<section><main>x</main></section>", "<section><main>x</main></section>"),
            ("<pre>\n\n  x</pre>", "<pre>\n\n  x</pre>"),
            ("<img src=a.png alt=b onerror=c>", '<img src="a.png" alt="b">'),
            ("1 < 2 &amp;&amp; &lt;b&gt;", "1 &lt; 2 &amp;&amp; &lt;b&gt;"),
            ("<td>x</td>", "x"),
            ("a\0b\x01c\x0bd", None),
            ("<details open><summary>a</summary>b</details>", None),
        ],
    )  # fmt: skip
    def test_what_stays(self, html: str, expected: str | None) -> None:
        """Text and structure stay, attributes of the page around it do not."""
        once = sanitized(html)
        assert sanitized(once) == once
        if expected is not None:
            assert parse(once) == parse(expected)

    def test_a_page_becomes_its_body(self) -> None:
        """Doctype, head and title are gone, and no script text is left as text."""
        page = (
            "<!doctype html><html lang=en><head><title>T</title><style>s</style>"
            "<script>j</script></head><body class=x><p>y</p></body></html>"
        )
        assert sanitized(page) == "<p>y</p>"

    def test_a_link_says_nothing_of_its_reader(self) -> None:
        """A link keeps its address, and passes neither window nor referrer on."""
        (found,) = html5lib.parseFragment(
            sanitized(
                "<a href=https://example.org/?a=1&amp;b=2 target=_top rel=x>x</a>"
            ),
            namespaceHTMLElements=False,
        )
        assert found.attrib == {
            "href": "https://example.org/?a=1&b=2",
            "rel": "noopener noreferrer nofollow",
        }

    def test_a_table_keeps_its_cells(self) -> None:
        """Head, foot and spans are what makes a table readable."""
        html = (
            '<table><caption>c</caption><colgroup><col span="2"></colgroup>'
            '<thead><tr><th scope="col">a</th><th>b</th></tr></thead>'
            '<tfoot><tr><td colspan="2" rowspan="3">d</td></tr></tfoot></table>'
        )
        assert sanitized(html) == html


def nested(depth: int, tag: str = "div") -> str:
    """Put a word into so many elements, each in the next."""
    return f"<{tag}>" * depth + "cherry" + f"</{tag}>" * depth


class TestDepth:
    """However deep: the right answer or a clear error, never lost text."""

    @pytest.mark.parametrize("depth", [200, 300, 2_000])
    @pytest.mark.parametrize("tag", ["div", "b", "ul", "x"])
    def test_a_changed_word_in_the_depth(self, depth: int, tag: str) -> None:
        """It is marked, and both documents come back."""
        deep = nested(depth, tag)
        marked = compared(deep, deep.replace("cherry", "apple"))
        assert "apple" in marked
        assert "cherry" in marked

    @pytest.mark.parametrize("depth", [5_000, 100_000])
    @pytest.mark.parametrize("sanitize", [True, False])
    def test_too_deep(self, depth: int, sanitize: bool) -> None:
        """Beyond that it is refused by name, not cut off."""
        with pytest.raises(MarkupError, match="levels of elements"):
            diff("", nested(depth), sanitize=sanitize)

    @pytest.mark.parametrize("depth", [200, 300, 2_000])
    def test_sanitising_loses_no_level(self, depth: int) -> None:
        """What can be read is not cut off by what makes it safe."""
        assert sanitized(nested(depth)) == nested(depth)

    @pytest.mark.parametrize("html", ["<div>", "<table><tr><td>", "<ul><li>", "<b>"])
    def test_what_is_never_closed(self, html: str) -> None:
        """A hundred thousand unclosed elements are refused as well."""
        with pytest.raises(MarkupError, match="levels of elements"):
            diff("", html * 100_000)

    def test_formatting_that_multiplies(self) -> None:
        """A thousand <b> copied into a thousand paragraphs are not made."""
        open_ones = "".join(f"<b a={n}>" for n in range(400))
        with pytest.raises(MarkupError):
            sanitized(f"<p>{open_ones}" + "<div>x</div>" * 4_000)
        # No more than what the parsers see: forms of the same, never closed.
        small = sanitized(f"<p>{open_ones}</p>" + "<p>x</p>" * 1_000)
        assert len(small) < 100 * COPIES


REPETITIONS = {
    "one word": ("word " * 200_000, "word " * 200_001),
    "words of its own each": (
        " ".join(f"a{n}" for n in range(120_000)),
        " ".join(f"b{n}" for n in range(120_000)),
    ),
    "paragraphs": ("<p>a b</p>" * 10_000, "<p>a</p>" + "<p>a b</p>" * 10_000),
    "tags that changed": ("<b>x</b>" * 10_000, "<i>x</i>" * 10_000),
    "void elements": ("<br>" * 20_000, "<hr>" * 20_000),
    "attributes": (f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>x", "<p>x"),
    "an attribute": (
        f"<p title={'x' * MEGABYTE}>x",
        f"<p title={'y' * MEGABYTE}>x",
    ),
    "a word": ("x" * MEGABYTE, "y" * MEGABYTE),
    "a comment": (f"<!--{'x' * MEGABYTE}", "x"),
    "entities": ("&amp;" * 200_000, "&lt;" * 200_000),
    "brackets": ("<" * 300_000, ">" * 300_000),
    "end tags": ("</b>" * 200_000, "x"),
}


class TestSize:
    """Long inputs end; what takes minutes is found by the time-out of the suite."""

    @pytest.mark.parametrize("name", REPETITIONS)
    def test_a_megabyte(self, name: str) -> None:
        """Up to a megabyte of each kind of repetition is compared, and exactly."""
        compared(*REPETITIONS[name], sanitize=True)

    @pytest.mark.parametrize("name", ["attributes", "an attribute", "a comment"])
    def test_a_megabyte_that_sanitising_takes_away(self, name: str) -> None:
        """A trusted document keeps it, and is compared as well."""
        compared(*REPETITIONS[name])

    def test_a_million_open_tags(self) -> None:
        """They are refused before anything multiplies."""
        with pytest.raises(MarkupError):
            diff("x", "<b>" * MEGABYTE)


def old(html: str) -> str:
    """Compare an old document with nothing."""
    return diff(html, "")


def new(html: str) -> str:
    """Compare a new document with nothing, trusted."""
    return diff("", html, sanitize=False)


class TestBadInput:
    """What is not HTML text, or hardly."""

    @pytest.mark.parametrize("wrong", [None, b"<p>x</p>", 7, ["<p>"], object])
    @pytest.mark.parametrize("face", [accept, reject, parse, sanitized, old, new])
    def test_a_wrong_type(self, face: Callable[[Any], object], wrong: object) -> None:
        """It is named, and never taken for a text."""
        with pytest.raises(TypeError, match=rf"str.*{type(wrong).__name__}"):
            face(wrong)

    @pytest.mark.parametrize("surrogate", ["\ud800", "a\udc80b"])
    def test_a_lone_surrogate(self, surrogate: str) -> None:
        """It is no character, and the error says which one and where."""
        for sanitize in (True, False):
            with pytest.raises(MarkupError, match="surrogate"):
                diff("", surrogate, sanitize=sanitize)

    @pytest.mark.parametrize("sanitize", [True, False])
    @pytest.mark.parametrize(
        "html",
        [
            "",
            " ",
            "\n",
            "\0",
            "a\0b",
            "<p\0>x</p\0>",
            "<p a\0b=c\0d>x</p>",
            "<\0p>x",
            "\x01\x02\x0b\x0c\x0e\x1f\x7f\x80\x9f",
            "\ufffe\uffff\ufdd0",
            "\ufeff<p>x</p>",
            "a\rb\r\nc",
            "&#0;&#13;&#128;&#xD800;&#x110000;&#xFFFFFFFFFF;&nosuch;&;&#;&#x;",
            "<",
            "<>",
            "</",
            "</>",
            "<!",
            "<!>",
            "<!-",
            "<!--",
            "<!-->",
            "<?",
            "<?>",
            "<![CDATA[x]]>",
            "<p",
            "<p a",
            "<p a=",
            "<p a='",
            "<p 'a\"=b <c>d</p>",
            "<p =a>x",
            "<p a=1 a=2>x",
            "<1>x",
            "<p/>x",
            "<br/>x</br>",
            "</p>x</div>",
            "<b><i>x</b>y</i>",
            "<p>a<p>b",
            "<a>x<a>y",
            "<li>a<li>b",
            "<td>a<tr>b",
            "<table>a<tr>b<td>c",
            "<table><b><tr><td>x</table>y",
            "<select><p>x<option>y",
            "<plaintext>a</plaintext>b",
            "<xmp><b>a</xmp>b",
            "<textarea>\n<b>a</textarea>b",
            "<title><b>a</title>b",
            "<script>a<!--<script>b</script>c--></script>d",
            "<style>a</style",
            "<noscript><p>a</noscript>b",
            "<template><td>a</template>b",
            "<svg><p>a<title>b</svg>c",
            "<math><mi>a<p>b</math>c",
            "<head><p>x",
            "x<body a=b>y<html c=d>z",
            "</body>x</html>y",
            "<!doctype html>",
            "x<!doctype html>y",
            "<!doctype html PUBLIC '\"' \"'\"><p>x",
            "<?xml version='1.0' encoding='utf-16'?><p>é</p>",
            "<?xml version='1.0' encoding='nosuch'?><!doctype html><html><body>é",
            "<meta charset=utf-16><p>é",
            "<p:q r:s=t xmlns:r=u>x</p:q>",
            "<p xml:lang=de>x",
        ],
    )
    def test_hardly_html(self, html: str, sanitize: bool) -> None:
        """Whatever it is read as, it comes back as just that."""
        compared("", html, sanitize=sanitize)
        compared(html, PLAIN, sanitize=sanitize)
        compared(html, html + "<p>x", sanitize=sanitize)
        assert "data-diff" not in diff(html, html, sanitize=sanitize)
        assert parse(serialize(parse(html))) == parse(html)

    def test_frames_are_not_compared_with_a_body(self) -> None:
        """No document holds both; two with frames are compared like any others."""
        frames = "<frameset><frame src=a></frameset>"
        compared(frames, frames.replace("src=a", "src=b"))
        with pytest.raises(MarkupError, match="expected two documents with a body"):
            diff(PLAIN, frames, sanitize=False)

    @pytest.mark.parametrize("sanitize", [True, False])
    def test_no_text_is_lost(self, sanitize: bool) -> None:
        """What follows an odd thing is still there."""
        for odd in (
            "\0",
            "<p\0>",
            "<!-->",
            "<?x>",
            "</x>",
            "<plaintext>",
            "&#0;",
            "<b a='>'>",
        ):
            assert "cherry" in diff("", f"{odd} cherry", sanitize=sanitize)
