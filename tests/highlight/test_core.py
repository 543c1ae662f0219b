"""examples.highlight.core: code in, HTML out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier
from typing import Any

import pygments
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexer import Lexer

from examples.highlight import core, problem
from examples.highlight.core import LIMIT, highlight, parse_lines, stylesheet

RUBY = "def pick\n  'kirsch'\nend\n"
TEXTS = st.text(st.characters(codec="utf-8"))


def text_of(html: str) -> str:
    """Return what a browser would show of the code."""
    inner = re.search(r"<code[^>]*>(.*)</code>", html, re.DOTALL)
    assert inner
    return unescape(re.sub(r"<[^>]*>", "", inner[1]))


def test_whole() -> None:
    """Classes around tokens, in the elements that HTML has for code."""
    assert highlight("puts 1", "ruby") == (
        '<div class="highlight"><pre><code class="language-ruby">'
        '<span class="nb">puts</span><span class="w"> </span>'
        '<span class="mi">1</span>\n'
        "</code></pre></div>\n"
    )


@given(code=TEXTS)
def test_nothing_is_lost(code: str) -> None:
    """All characters come back, but for line ends and a mark in front."""
    shown = text_of(highlight(code, "text"))
    plain = code.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert shown == plain.removesuffix("\n") + "\n"


@given(
    code=st.text("<>&\"'/script ", max_size=40),
    name=st.sampled_from(["html", "php"]),
)
def test_no_markup_gets_through(code: str, name: str) -> None:
    """Whatever the code is, the HTML has no other elements than ours."""
    elements = re.findall(r"<(/?\w+)", highlight(code, name))
    assert {e.strip("/") for e in elements} <= {"div", "pre", "code", "span"}


def test_some_lines() -> None:
    """Lines are lexed with all the others, and keep their numbers."""
    code = '"""\nnot code: 1\n"""\nx = 1\n'
    html = highlight(code, "python", lines="2,4", numbers=True, marked="4")
    assert text_of(html) == "2not code: 1\n4x = 1\n"
    assert '<span class="sd">not code: 1</span>' in html
    assert html.count('class="hll"') == 1


def test_style() -> None:
    """With a style the HTML needs no stylesheet; without, it has classes only."""
    styled = highlight(RUBY, "ruby", style="monokai", marked="1", numbers=True)
    assert "style=" in styled
    assert "class=" not in styled.replace('class="highlight"', "").replace(
        'class="language-ruby"', ""
    )
    assert "style=" not in highlight(RUBY, "ruby", marked="1", numbers=True)
    assert ".highlight .nb" in stylesheet("monokai")
    assert ".highlight .hll" in stylesheet("monokai")


def test_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The options of one thread are not those of another."""
    wanted: list[dict[str, Any]] = [{"lines": "1"}, {"numbers": True}]
    alone = [highlight(RUBY, "ruby", **options) for options in wanted]
    both = Barrier(2, timeout=20)

    def together(*given: Any) -> object:
        both.wait()
        return pygments.format(*given)

    monkeypatch.setattr(core, "render", together)
    with ThreadPoolExecutor(2) as threads:
        got = threads.map(lambda given: highlight(RUBY, "ruby", **given), wanted)
        assert list(got) == alone


@pytest.mark.parametrize(
    ("text", "count", "lines"),
    [
        ("", 3, []),
        ("1", 3, [1]),
        ("3-7,9", 20, [3, 4, 5, 6, 7, 9]),
        ("2-2,2,1", 3, [1, 2]),
        ("2-999999", 3, [2, 3]),
    ],
)
def test_lines(text: str, count: int, lines: list[int]) -> None:
    """Ranges name lines, in any order; the last may be open."""
    assert parse_lines(text, count) == frozenset(lines)


@pytest.mark.parametrize(
    "text",
    [
        *("0", "4", "3-2", "4-9", "a", "1,", ",1", "1-", "-1", "1-2-3"),
        *("1 - 2", " 1", "1\n", "²", "٣", "1" * 7, ",".join("1" * 101)),
    ],
)
def test_bad_lines(text: str) -> None:
    """What is no range, or lies behind the last line, is refused by its words."""
    with pytest.raises(problem.BadLines, match=re.escape(repr(text[:2])[:-1])):
        parse_lines(text, 3)


def test_limit() -> None:
    """The limit is one of bytes, not of characters."""
    assert highlight("é" * (LIMIT // 2), "text")
    with pytest.raises(problem.TooLarge, match=f"got {LIMIT + 2} bytes"):
        highlight("é" * (LIMIT // 2 + 1), "text")


class Failing(Lexer):
    """Fails as some of Pygments' do."""

    name = "Odd"

    def __init__(self, language: str) -> None:
        super().__init__()

    def get_tokens(self, text: str, unfiltered: bool = False) -> Iterator[Any]:
        """Fail."""
        raise IndexError("no such group")


def test_a_lexer_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would fail again: that is told as it is told of an unknown language."""
    monkeypatch.setattr(core, "fresh_lexer", Failing)
    with pytest.raises(problem.LexerFailed, match="Odd: IndexError: no such group"):
        highlight("", "text")


def test_surrogate() -> None:
    """A lone surrogate is no text, and is told of by its place."""
    with pytest.raises(problem.BadRequest, match="surrogate at character 2"):
        highlight("ab\ud800", "text")


def test_many_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred ranges that overlap are counted once, not a hundred times."""
    counted = []

    def counting(start: int, stop: int) -> range:
        counted.append(max(0, stop - start))
        return range(start, stop)

    monkeypatch.setattr(core, "range", counting, raising=False)
    found = parse_lines(",".join(["1-999999", "7-80"] * 50), 1000)
    assert found == frozenset(range(1, 1001))
    assert sum(counted) == 1000
