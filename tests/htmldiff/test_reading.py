"""What HTML is read as: the tree that a browser makes, settled; bytes as it reads them.

``tests/browser/test_domparser.py`` asks Chromium.
"""

from __future__ import annotations

from random import Random

import pytest

from examples.htmldiff import MarkupError, accept, diff, parse, reject, serialize
from examples.htmldiff.markup import compare, read_diff
from examples.htmldiff.reading.copies import COPIES
from examples.htmldiff.reading.encoding import decode
from examples.htmldiff.reading.events import join_texts
from examples.htmldiff.reading.sanitize import clean
from tests.htmldiff.exact import assert_exact
from tests.htmldiff.soup import soup, strewn
from tests.htmldiff.test_properties import HUNT

pytestmark = pytest.mark.beside("properties")

TREES = {
    "a section closes a paragraph": (
        "<p>a<section>b",
        "<p>a</p><section>b</section>",
    ),
    "formatting goes on in a paragraph": ("<b>a<p>b", "<b>a<p>b</p></b>"),
    "formatting is opened again": ("<p><b>a<p>c", "<p><b>a</b></p><p><b>c</b></p>"),
    "a heading is not closed by a table": (
        "<h1>a<table><td>b",
        "<h1>a<table><tbody><tr><td>b</td></tr></tbody></table></h1>",
    ),
    "a break's end is a break": ("a</br>b", "a<br>b"),
    "a row has a body": (
        "<table><tr><td>a",
        "<table><tbody><tr><td>a</td></tr></tbody></table>",
    ),
    "a part has no frames": ("<li>a<frameset><li>b", "<li>a</li><li>b</li>"),
    "plain text can be closed": ("<plaintext>a<b>", "<pre>a&lt;b&gt;</pre>"),
    "markup in svg": (
        "<svg><style>a&amp;lt;</style><source>b</svg>",
        "<svg><style>a&amp;lt;</style><source>b</source></svg>",
    ),
    "HTML in svg in HTML": (
        "<svg><desc><br><style>a<b</style>",
        "<svg><desc><br><style>a<b</style></desc></svg>",
    ),
    "glyphs in maths": (
        "<math><mi><mglyph></mglyph><annotation-xml><svg>a",
        "<math><mi><mglyph></mglyph><annotation-xml><svg>a</svg></annotation-xml>"
        "</mi></math>",
    ),
    "a template's contents": ("<template><td>a", "<template><td>a</td></template>"),
    "a script whose comment never ends, read twice": (
        "a<script><!--<script>x",
        "a<script><!--<script>x</script></script>",
    ),
    "a table in a paragraph, without doctype": (
        "<html><p>a<table>",
        "<html><head></head><body><p>a<table></table></p></body></html>",
    ),
    "and with one": (
        "<!DOCTYPE html><p>a<table>",
        "<!DOCTYPE html><html><head></head><body><p>a</p><table></table></body></html>",
    ),
    "the identifiers of a doctype": (
        "<!doctype html public '-//W3C//DTD HTML 3.2//EN'><p>a<table>",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 3.2//EN"><html><head></head><body>'
        "<p>a<table></table></p></body></html>",
    ),
    "a doctype's address that holds a quotation mark": (
        "<!doctype html public 'a' 'b\"c'><p>x",
        '<!DOCTYPE html PUBLIC "a" \'b"c\'><html><head></head><body><p>x</p></body>'
        "</html>",
    ),
    "what nothing ends is any element in a picture": (
        "<svg><plaintext>a</plaintext></svg>b",
        "<svg><plaintext>a</plaintext></svg>b",
    ),
    "XML's declaration before a page": (
        '<?xml version="1.0"?><html lang="a"><p>b',
        '<!--?xml version="1.0"?--><html lang="a"><head></head><body><p>b</p></body>'
        "</html>",
    ),
    "a picture in a formula, and HTML in that": (
        "<math><annotation-xml><svg><desc><br></desc></svg></annotation-xml></math>",
        "<math><annotation-xml><svg><desc><br></desc></svg></annotation-xml></math>",
    ),
    "HTML in a formula, by a name in capitals": (
        '<math><annotation-xml encoding="TEXT/HTML"><br></annotation-xml></math>',
        '<math><annotation-xml encoding="TEXT/HTML"><br></annotation-xml></math>',
    ),
    "the first line of a listing may be empty": (
        "<listing>\n\na</listing>",
        "<listing>\n\na</listing>",
    ),
    "a comment after all": (
        "<html><p>a</html><!--b-->",
        "<html><head></head><body><p>a</p><!--b--></body></html>",
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_it_is_read_as_a_browser_reads_it(name: str) -> None:
    """And what is written of it stays."""
    html, expected = TREES[name]
    assert serialize(parse(html)) == expected
    assert serialize(parse(expected)) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a\0b", "ab"),
        ("<p a\0b=c\0d>", '<p a\ufffdb="c\ufffdd"></p>'),
        ("<\0p>a", "&lt;\ufffdp&gt;a"),
        ("<!--\0-->a</\0p>", "<!--\ufffd-->a<!--\ufffdp-->"),
        ("<svg>\0</svg><textarea>\0", "<svg>\ufffd</svg><textarea>\ufffd</textarea>"),
    ],
)
def test_a_zero_is_no_character(html: str, expected: str) -> None:
    """Left out of text, U+FFFD elsewhere; sanitising makes no tag of it."""
    assert serialize(parse(html)) == expected
    assert "\0" not in clean(html)
    assert clean(f"<\0b>{html}").startswith("&lt;\ufffdb&gt;")


def test_soups_come_back() -> None:
    """Whatever it is, its diff is exact both ways, and what is sanitised stays so.

    Who has the events of a diff need not read it again.  Few are refused: one with
    frames beside one without.
    """
    refused, pairs = 0, 400 * (HUNT or 1)
    for seed in range(pairs):
        random = Random(seed)
        old = soup(random)
        # A neighbour, and a stranger once in four times.
        new = strewn(random) if seed % 4 == 0 else old[:20] + soup(random) + old[20:]
        safe = clean(old)
        assert clean(safe) == safe
        assert_exact(safe, clean(new), diff(safe, clean(new), sanitize=False))
        try:
            found = compare(old, new, sanitize=False)
        except MarkupError:
            refused += 1
            continue
        assert_exact(old, new, found.html)
        assert list(join_texts(found.events)) == read_diff(found.html)
    assert refused < pairs / 100


class TestDoctypes:
    """The old document is read under the new one's doctype."""

    OLD = "<html><p>Take<table><tr><td>lard</table>"
    NEW = "<!DOCTYPE html><html><p>Take<table><tr><td>zest</table>"

    @pytest.mark.parametrize("turned", [False, True])
    def test_a_page_that_got_one(self, turned: bool) -> None:
        """A table that stood in a paragraph loses no word beside one that cannot."""
        old, new = (self.NEW, self.OLD) if turned else (self.OLD, self.NEW)
        marked = diff(old, new, sanitize=False)
        assert parse(accept(marked)) == parse(new)
        assert ("lard" in reject(marked)) != turned
        assert parse(reject(marked)) == parse(reject(diff(old, new, sanitize=False)))


class TestMultiply:
    """What is built to grow is refused before a tree is built."""

    @pytest.mark.parametrize(
        "html",
        [
            "".join(f"<b a={n}><p>" for n in range(2_000)),
            "".join(f"<font a='{n}>'>" for n in range(500)) + "<p>x" * 2_000,
            "".join(f"<i a={n}>x</i\v>" for n in range(500)) + "<li>x" * 2_000,
            "".join(f"<tt a={n}><svg><desc></tt></svg>" for n in range(999)),
        ],
    )
    def test_what_is_never_closed(self, html: str) -> None:
        """Formatting that each paragraph would open again, a few KB of it."""
        for read in (parse, clean):
            with pytest.raises(MarkupError, match="copies of formatting"):
                read(html)

    def test_what_is_closed(self) -> None:
        """However much is bold, each in its own way, nothing multiplies."""
        word = '<p>x <code id="{0}">a <b class="c{0}"><i>b</i> <br></b></code>'
        html = "".join(word.format(n) for n in range(2_000))
        assert html.count("<") * 2_000 > COPIES
        assert len(parse(html)) > 20_000


ENCODINGS = {
    "shift_jis": (b"\x87\x40", "①"),
    "x-sjis": (b"\x82\xa0", "あ"),
    "windows-31j": (b"\x87\x40", "①"),
    "gb2312": (b"\xe9F", "镕"),
    "big5-hkscs": (b"\x9d\xee", "㗎"),
    "tis-620": (b"\xa1", "ก"),
    "x-cp1251": (b"\xc4", "Д"),
    "iso-8859-8-i": (b"\xe0", "א"),
    "iso-8859-11": (b"\x93", "“"),
    "latin1": (b"\x80", "€"),
}


class TestBytes:
    """Encodings by the names that browsers know, and as they mean them."""

    @pytest.mark.parametrize("label", ENCODINGS)
    def test_a_name_of_the_web(self, label: str) -> None:
        """Declared in the document, or given by the caller."""
        data, text = ENCODINGS[label]
        declared = f'<meta http-equiv=x content="text/html; charset={label}">'
        assert decode(declared.encode() + data) == declared + text
        assert decode(data, f" {label.upper()}") == text

    def test_who_says_so(self) -> None:
        """A byte order mark, then the caller, then a declaration that is no comment."""
        declared = b"<meta charset=koi8-r>"
        assert decode(b"\xef\xbb\xbf" + declared + b"\xc3\xa9", "latin1").endswith("é")
        assert decode(declared + b"\xe9", "latin1").endswith("é")
        assert decode(b"<!--" + declared + b"-->\xc3\xa9").endswith("é")

    @pytest.mark.parametrize("label", ["latin1", "iso-8859-11", "shift_jis"])
    def test_no_silent_control_character(self, label: str) -> None:
        """A byte of no character is named with its line; browsers show it as none."""
        with pytest.raises(UnicodeError, match="bytes of no character in line 2"):
            decode(b"x\n\xfd\x81", label)

    @pytest.mark.parametrize("label", ["klingon", "iso-2022-kr", ""])
    def test_a_name_of_no_encoding(self, label: str) -> None:
        """Unknown to browsers, or given up as dangerous."""
        with pytest.raises(LookupError, match=f"encoding.*{label}"):
            decode(b"x", label)
