"""The Genshi filter, among Genshi's own."""

from __future__ import annotations

from typing import Any

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
    """What the filter gives is a diff like any other."""
    old, new = parse(OLD), parse(NEW)
    marked = list(Diff(old)(new))
    assert marked == diff_events(old, new)
    assert list(accept_events(marked)) == new
    assert list(reject_events(marked)) == old


def test_it_can_be_used_again() -> None:
    """The old document is kept, even if it came as a generator."""
    once = Diff(event for event in parse(OLD))
    assert list(once(parse(NEW))) == list(once(parse(NEW)))


def test_it_takes_a_matcher() -> None:
    """The matcher is passed on."""
    asked: list[int] = []

    def counting(a: Any, b: Any) -> Any:
        asked.append(len(a) + len(b))
        return by_difflib(a, b)

    list(Diff(parse(OLD), matcher=counting)(parse(NEW)))
    assert asked


def test_a_stream_is_rendered_as_text() -> None:
    """The string faces are the event faces, serialised."""
    marked = diff_events(parse(OLD), parse(NEW))
    assert diff(OLD, NEW, sanitize=False) == serialize(marked)
