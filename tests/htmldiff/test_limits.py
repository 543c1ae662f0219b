"""How deep, how long, how odd a document may be: it is compared, or refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from examples.htmldiff import MarkupError, accept, diff, parse, reject, serialize
from examples.htmldiff.reading.sanitize import clean
from tests.htmldiff.exact import assert_exact

pytestmark = pytest.mark.beside("properties")

PLAIN = "<h2>Pie</h2><p>a <b>sour</b> cherry</p><ul><li>one</li></ul>"
MEGABYTE = 1_000_000


def compared(old: str, new: str, *, sanitize: bool = False) -> str:
    """Check that both documents come back from their diff; return it."""
    marked = diff(old, new, sanitize=sanitize)
    if sanitize:
        old, new = clean(old), clean(new)
    assert_exact(old, new, marked)
    return marked


def nested(depth: int, tag: str = "div") -> str:
    """Put a word into so many elements, each in the next."""
    return f"<{tag}>" * depth + "cherry" + f"</{tag}>" * depth


class TestDepth:
    """However deep: the right answer or a clear error, never lost text."""

    @pytest.mark.parametrize(
        ("depth", "tag"), [(300, "div"), (500, "b"), (500, "ul"), (500, "x")]
    )
    def test_a_changed_word_in_the_depth(self, depth: int, tag: str) -> None:
        """It is marked, and both documents come back; browsers end at 512."""
        deep = nested(depth, tag)
        marked = compared(deep, deep.replace("cherry", "apple"))
        assert "apple" in marked
        assert "cherry" in marked

    @pytest.mark.parametrize("sanitize", [True, False])
    def test_too_deep(self, sanitize: bool) -> None:
        """Beyond that it is refused by name, not cut off."""
        with pytest.raises(MarkupError, match="levels of elements"):
            diff("", nested(5_000), sanitize=sanitize)

    def test_sanitising_loses_no_level(self) -> None:
        """What can be read is not cut off by what makes it safe."""
        assert clean(nested(500)) == nested(500)

    @pytest.mark.parametrize("html", ["<table><tr><td>", "<b>"])
    def test_what_is_never_closed(self, html: str) -> None:
        """Fifty thousand unclosed elements are refused as well."""
        with pytest.raises(MarkupError, match="levels of elements"):
            diff("", html * 50_000)


REPETITIONS = {
    "one word": ("word " * 200_000, "word " * 200_001),
    "words of its own each": (
        " ".join(f"a{n}" for n in range(120_000)),
        " ".join(f"b{n}" for n in range(120_000)),
    ),
    "paragraphs": ("<p>a b</p>" * 10_000, "<p>a</p>" + "<p>a b</p>" * 10_000),
    "tags that changed": ("<b>x</b>" * 10_000, "<i>x</i>" * 10_000),
    "a word": ("x" * MEGABYTE, "y" * MEGABYTE),
    "brackets": ("<" * 300_000, ">" * 300_000),
    "end tags": ("</b>" * 200_000, "x"),
}
TRUSTED = {  # what sanitising takes away
    "attributes": (f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>x", "<p>x"),
    "an attribute": (
        f"<p title={'x' * MEGABYTE}>x",
        f"<p title={'y' * MEGABYTE}>x",
    ),
    "a comment": (f"<!--{'x' * MEGABYTE}", "x"),
}


class TestSize:
    """Long inputs end; what takes minutes is found by the time-out of the suite."""

    @pytest.mark.parametrize("name", [*REPETITIONS, *TRUSTED])
    def test_a_megabyte(self, name: str) -> None:
        """Up to a megabyte of each kind of repetition is compared, and exactly."""
        if name in TRUSTED:
            compared(*TRUSTED[name])
        else:
            compared(*REPETITIONS[name], sanitize=True)


class TestBadInput:
    """What is not HTML text, or hardly."""

    @pytest.mark.parametrize("wrong", [None, b"<p>x</p>"])
    def test_a_wrong_type(self, wrong: Any) -> None:
        """It is named by each face, and never taken for a text."""
        for face in (accept, reject, parse, clean):
            with pytest.raises(TypeError, match=f"as str, got {type(wrong).__name__}"):
                face(wrong)
        for old, new in ((wrong, ""), ("", wrong)):
            for sanitize in (True, False):
                with pytest.raises(TypeError, match="expected HTML as str"):
                    diff(old, new, sanitize=sanitize)

    @pytest.mark.parametrize("sanitize", [True, False])
    def test_a_lone_surrogate(self, sanitize: bool) -> None:
        """It is no character, and the error says which one and where."""
        with pytest.raises(MarkupError, match=r"lone surrogate .*ud800.* at 4"):
            diff("", "<p>x\ud800</p>", sanitize=sanitize)
        assert issubclass(MarkupError, ValueError)

    @pytest.mark.parametrize("sanitize", [True, False])
    @pytest.mark.parametrize(
        "html",
        [
            "", "\n", "\0", "<p a\0b=c\0d>x</p>", "<\0p>x", "\ufeff<p>x</p>",
            "a\rb\r\nc", "\x01\x02\x0b\x0c\x0e\x1f\x7f\x80\x9f", "\ufffe\uffff\ufdd0",
            "<p title='a&#13;b'>x</p>",
            "&#0;&#13;&#128;&#xD800;&#x110000;&#xFFFFFFFFFF;&nosuch;&;&#;&#x;",
            "<", "</", "</>", "<!", "<!--", "<!-->", "<?", "<![CDATA[x]]>",
            "<p", "<p a='", "<p 'a\"=b <c>d</p>", "<p =a>x", "<p a=1 a=2>x", "<1>x",
            '<p class="a"\u00a0id="b">x y</p>', "<p/>x", "<br/>x</br>", "</p>x</div>",
            "<b><i>x</b>y</i>", "<a>x<a>y", "<td>a<tr>b", "<table>a<tr>b<td>c",
            "<table><b><tr><td>x</table>y", "<select><p>x<option>y",
            "<p>x<plaintext>a</plaintext>b", "<xmp><b>a</xmp>b",
            "<textarea>\n<b>a</textarea>b", "<title><b>a</title>b",
            "<script>a<!--<script>b</script>c--></script>d", "<style>a</style",
            "<noscript><p>a</noscript>b", "<template><td>a</template>b",
            "<svg><p>a<title>b</svg>c", "<math><mi>a<p>b</math>c",
            "<head><p>x", "<head><template><body>", "<head><tbody><body>",
            "x<body a=b>y<html c=d>z", "</body>x</html>y", "</html><head>",
            "<!doctype>", "<!doctype l><!> ", "x<!doctype html>y",
            "<!doctype html PUBLIC '\"' \"'\"><p>x",
            "<?xml version='1.0' encoding='utf-16'?><p>é</p>",
            "<meta charset=utf-16><p>é",
            "<?xml version='1.0' encoding='nosuch'?><!doctype html><html><body>é",
            "<p:q r:s=t xmlns:r=u>x</p:q>",
        ],
    )  # fmt: skip
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
        for odd in ("</><frameset><p>", "<frameset><"):
            compared(odd, odd + "y")
        with pytest.raises(MarkupError, match="expected two documents with a body"):
            diff(PLAIN, frames, sanitize=False)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("<a><select><a>", "<a><p>"),
            ("<a><select><option></select>x", "<a><select><a>"),
        ],
    )
    def test_a_link_in_a_link(self, old: str, new: str) -> None:
        """A list of options lets it in; a diff that loses a side by it is refused."""
        compared(old, old)
        compared(new, new)
        with pytest.raises(MarkupError, match="one can stand in the other"):
            diff(old, new, sanitize=False)

    @pytest.mark.parametrize("sanitize", [True, False])
    def test_no_text_is_lost(self, sanitize: bool) -> None:
        """What follows an odd thing is still there."""
        for odd in ("\0", "<p\0>", "<!-->", "<?x>", "<plaintext>", "<b a='>'>"):
            assert "cherry" in diff("", f"{odd} cherry", sanitize=sanitize)
