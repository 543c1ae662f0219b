"""Streams of templates are compared as HTML: no namespace, ``Markup`` read."""

from __future__ import annotations

import pytest
from genshi.core import END, START, Attrs, Markup, QName, Stream
from genshi.template import MarkupTemplate

from examples.htmldiff import accept_events, diff_events, reject_events, serialize


@pytest.mark.parametrize("start", ["", "<!DOCTYPE html>"])
def test_ready_markup_is_compared_as_markup(start: str) -> None:
    """What a template is given as `Markup` is read as a part, and marked inside."""
    template = MarkupTemplate("<p>$x and u</p>")
    old, new = (
        list(template.generate(x=Markup(f"{start}<b>{word}</b>")))
        for word in ("hi", "ho")
    )
    marked = diff_events(old, new)
    assert "<b><del" in serialize(marked)
    assert serialize(accept_events(marked)) == "<p><b>ho</b> and u</p>"
    assert serialize(reject_events(marked)) == "<p><b>hi</b> and u</p>"


def test_xhtml_is_marked_as_html() -> None:
    """A namespace that each name carries hides no list from us."""
    ul = '<ul xmlns="http://www.w3.org/1999/xhtml"><li>a</li>{}</ul>'
    old, new = (
        MarkupTemplate(ul.format(more)).generate() for more in ("", "<li>b</li>")
    )
    marked = diff_events(old, new)
    expected = '<ul><li>a</li><li data-diff="ins">b</li></ul>'
    assert serialize(marked) == Stream(marked).render("xhtml") == expected


def test_a_namespace_that_html_has_not_stays() -> None:
    """Genshi renders the diff, and declares that namespace where it begins."""
    source = (
        '<div xmlns="http://www.w3.org/1999/xhtml">'
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="{}"/></svg></div>'
    )
    old, new = (MarkupTemplate(source.format(d)).generate() for d in ("M0", "M1"))
    html = Stream(diff_events(old, new)).render("xhtml")
    assert html.count('<svg xmlns="http://www.w3.org/2000/svg"') == html.count("<svg")
    assert "1999" not in html


def test_a_value_that_is_no_text_is_named() -> None:
    """An attribute that a filter made a number could not be written down."""
    event = START, (QName("p"), Attrs([(QName("a"), 1)])), (None, -1, -1)
    with pytest.raises(TypeError, match="expected <p a> to be str, got int"):
        diff_events([event, (END, QName("p"), (None, -1, -1))], [])
