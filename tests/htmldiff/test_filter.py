"""The Genshi filter, among Genshi's own."""

from __future__ import annotations

from unittest.mock import Mock

from genshi.builder import tag
from genshi.filters import HTMLFormFiller, HTMLSanitizer, Transformer
from genshi.template import MarkupTemplate

from examples.htmldiff import (
    accept_events,
    diff,
    diff_events,
    parse,
    reject_events,
    serialize,
)
from examples.htmldiff.filter import Diff
from examples.htmldiff.sequences.match import by_difflib

OLD = "<p>Bake for <a href='/clock'>an hour</a>.</p><ul><li>lard</li></ul>"
NEW = "<p>Bake for <a href='/oven'>an hour</a>.</p><ul><li>zest</li></ul>"
TEMPLATE = MarkupTemplate(
    """<form xmlns:py="http://genshi.edgewall.org/">
    <p py:for="fruit in fruits" class="fruit">$fruit</p>
    <input type="text" name="pie"/><script>x()</script></form>"""
)


def test_it_is_one_pipe_away() -> None:
    """Streams of templates come in, a stream that renders goes out."""
    old = TEMPLATE.generate(fruits=["cherry", "apple"])
    new = TEMPLATE.generate(fruits=["cherry", "quince"])
    html = (new | Diff(old)).render("html")
    assert '<del data-diff="del">apple</del>' in html
    assert '<ins data-diff="ins">quince</ins>' in html
    assert html.count("cherry") == 1


def test_between_two_others() -> None:
    """One fills the form and one sanitises before it, one wraps marks after it."""
    filler = HTMLFormFiller(data={"pie": "tart"})
    old = TEMPLATE.generate(fruits=["cherry"]) | HTMLSanitizer()
    new = TEMPLATE.generate(fruits=["sour cherry"])
    marked = new | filler | HTMLSanitizer() | Diff(old)
    html = (marked | Transformer("//ins").wrap(tag.mark)).render("html")
    assert "<mark><ins" in html
    assert 'value="tart" data-diff-attrs=' in html
    assert "<script" not in html


def test_both_documents_come_back() -> None:
    """The filter gives a diff like any other, again and again.

    The old document is kept, even if it came as a generator.
    """
    old, new = parse(OLD), parse(NEW)
    compared = Diff(event for event in old)
    marked = list(compared(new))
    assert marked == list(compared(new)) == diff_events(old, new)
    assert list(accept_events(marked)) == new
    assert list(reject_events(marked)) == old


def test_it_takes_a_matcher() -> None:
    """The matcher is passed on, and asked where something may have stayed."""
    matcher = Mock(wraps=by_difflib)
    list(Diff(parse("<p>a b c</p>"), matcher=matcher)(parse("<p>x b y</p>")))
    assert matcher.called


def test_a_stream_is_rendered_as_text() -> None:
    """The string faces are the event faces, serialised."""
    marked = diff_events(parse(OLD), parse(NEW))
    assert diff(OLD, NEW, sanitize=False) == serialize(marked)
