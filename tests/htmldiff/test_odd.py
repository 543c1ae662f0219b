"""Odd streams, odd markup, odd places for a mark: exact all the same."""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest
from genshi.core import END, START, Attrs, Markup, QName
from genshi.template import MarkupTemplate

from examples.htmldiff import (
    MarkupError,
    accept,
    accept_events,
    diff,
    diff_events,
    reject,
    reject_events,
    serialize,
)
from tests.htmldiff.exact import assert_exact


class TestReadFromElsewhere:
    """Streams of templates, and markup that hardly is any."""

    def test_ready_markup_is_compared_as_markup(self) -> None:
        """What a template is given as `Markup` is read, and marked inside."""
        template = MarkupTemplate("<p>$x and u</p>")
        old, new = (
            list(template.generate(x=Markup(f"<b>{word}</b>"))) for word in ("hi", "ho")
        )
        marked = diff_events(old, new)
        assert "<b><del" in serialize(marked)
        assert serialize(accept_events(marked)) == "<p><b>ho</b> and u</p>"
        assert serialize(reject_events(marked)) == "<p><b>hi</b> and u</p>"

    def test_xhtml_is_marked_as_html(self) -> None:
        """A namespace that each name carries hides no list from us."""
        ul = '<ul xmlns="http://www.w3.org/1999/xhtml"><li>a</li>{}</ul>'
        old, new = (
            MarkupTemplate(ul.format(more)).generate() for more in ("", "<li>b</li>")
        )
        marked = serialize(diff_events(old, new))
        assert marked == '<ul><li>a</li><li data-diff="ins">b</li></ul>'

    def test_a_value_that_is_no_text_is_named(self) -> None:
        """An attribute that a filter made a number could not be written down."""
        event = START, (QName("p"), Attrs([(QName("a"), 1)])), (None, -1, -1)
        with pytest.raises(TypeError, match="expected <p a> to be str, got int"):
            diff_events([event, (END, QName("p"), (None, -1, -1))], [])

    @pytest.mark.parametrize(
        "html",
        [
            '<p class="a"\u00a0id="b">x y</p>',
            "<!doctype>",
            "<!doctype l><!> ",
            "<p>x<plaintext>a",
            "</html><head>",
            "</body><head>x",
            "</><frameset><p>",
            "<frameset><",
            "<head><template><body>",
            "<head><tbody><body>",
        ],
    )
    def test_hardly_markup(self, html: str) -> None:
        """However it is read, it comes back."""
        for old, new in ((html, "<p>x"), ("<p>x", html), (html, html + "y")):
            with suppress(MarkupError):  # frames against a body
                assert_exact(old, new, diff(old, new, sanitize=False))


class TestMarks:
    """What other tests would not miss."""

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("<ul><li>a</li></ul>", "<ul><ins>x</ins><li>a</li></ul>"),
            (f"<p>{'a b c d e f g h i ' * 2}{'k l m n o p q r s ' * 2} </p>", ""),
            ("<pre><b>a  b</b></pre>", "<pre><b>a b</b></pre>"),
        ],
    )
    def test_both_ways(self, old: str, new: str) -> None:
        """A foreign mark in a list, space at an end, space in a pre."""
        if not new:
            words = old.split()
            new = f"{' '.join(words[:18])}</p>\n<p>{' '.join(words[18:])}"
        assert_exact(old, new, diff(old, new, sanitize=False))

    def test_space_in_a_pre_is_shown(self) -> None:
        """Nested or not: it is what the reader came for."""
        marked = diff("<pre><b>a  b</b></pre>", "<pre><b>a b</b></pre>")
        assert 'data-diff="space"' not in marked
        assert '<del data-diff="del">  </del>' in marked

    def test_marks_of_another_kind_are_left_alone(self) -> None:
        """An <ins> that calls itself a deletion is nobody's we know."""
        html = '<ins data-diff="del">x</ins>'
        assert accept(html) == reject(html) == html

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

    def test_two_paragraphs_split_side_by_side(self) -> None:
        """Each keeps its own parts; no word is marked."""
        words = [f"w{n}" for n in range(80)]
        four = [" ".join(words[n : n + 20]) for n in range(0, 80, 20)]
        old = f"<p>{four[0]} {four[1]}</p><p>{four[2]} {four[3]}</p>"
        new = "".join(f"<p>{text}</p>" for text in four)
        marked = diff(old, new)
        assert_exact(old, new, marked)
        assert marked.count("data-diff-join") == 2
        assert "<ins" not in marked
