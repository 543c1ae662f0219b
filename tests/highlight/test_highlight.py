"""examples.highlight: code in, HTML out, and the messages that carry them."""

from __future__ import annotations

import copy
import json
import pickle
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from threading import Barrier
from typing import Any

import pygments
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pygments import plugin
from pygments.lexer import Lexer
from pygments.lexers import guess_lexer
from pygments.styles import get_all_styles

from examples.highlight import core, lexers, message, problem
from examples.highlight.core import LIMIT, highlight, parse_lines, stylesheet
from examples.highlight.lexers import languages, styles
from examples.highlight.message import Snippet, answer, decode, encode

RUBY = "def pick\n  'kirsch'\nend\n"
TEXTS = st.text(st.characters(codec="utf-8"))


def text_of(html: str) -> str:
    """Return what a browser would show of the code."""
    inner = re.search(r"<code[^>]*>(.*)</code>", html, re.DOTALL)
    assert inner
    return unescape(re.sub(r"<[^>]*>", "", inner[1]))


def told(function: Callable[[Any], str], given: Any) -> object:
    """Return what a function returns, or what its problem tells."""
    try:
        return function(given)
    except problem.Problem as error:
        return error.document()


class TestHighlight:
    """`highlight` and its options."""

    def test_whole(self) -> None:
        """Classes around tokens, in the elements that HTML has for code."""
        assert highlight("puts 1", "ruby") == (
            '<div class="highlight"><pre><code class="language-ruby">'
            '<span class="nb">puts</span><span class="w"> </span>'
            '<span class="mi">1</span>\n'
            "</code></pre></div>\n"
        )

    @given(code=TEXTS)
    def test_nothing_is_lost(self, code: str) -> None:
        """All characters come back, but for line ends and a mark in front."""
        shown = text_of(highlight(code, "text"))
        plain = code.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        assert shown == plain.removesuffix("\n") + "\n"

    @given(
        code=st.text("<>&\"'/script ", max_size=40),
        name=st.sampled_from(["html", "php"]),
    )
    def test_no_markup_gets_through(self, code: str, name: str) -> None:
        """Whatever the code is, the HTML has no other elements than ours."""
        elements = re.findall(r"<(/?\w+)", highlight(code, name))
        assert {e.strip("/") for e in elements} <= {"div", "pre", "code", "span"}

    @pytest.mark.parametrize(
        ("code", "language"),
        [
            ("#!/usr/bin/env ruby\nputs 1\n", "ruby"),
            ("<?xml version='1.0'?><a/>\n", "xml"),
            ("\n\nputs 1\n# vim: ft=Ruby\n", "ruby"),
            ("\n\n# vim: ft=nonesuch\n", "text"),
            ("cherries\n", "text"),
            ("", "text"),
        ],
    )
    def test_guessed(self, code: str, language: str) -> None:
        """Without a language the code tells it, or it is text."""
        assert f'class="language-{language}"' in highlight(code)
        assert text_of(highlight(code)) == text_of(highlight(code, "text"))

    def test_guessed_from_the_beginning(self) -> None:
        """A guess reads so much and no more: all of a long text takes minutes."""
        php = "<?php echo 1; ?>"
        assert 'class="language-text"' in highlight("cherries " * 999 + php)
        assert 'class="language-text"' not in highlight(php + "cherries " * 999)

    @pytest.mark.usefixtures("another_package")
    def test_of_other_packages(self) -> None:
        """What else is installed changes nothing: equal input gives equal bytes."""
        assert guess_lexer("cherries").aliases == ["cherry"]
        assert "cherry" in get_all_styles()
        assert 'class="language-text"' in highlight("cherries")
        assert 'class="language-text"' in highlight("# vim: ft=cherry")
        assert "cherry" not in {*styles(), *languages()}

    def test_some_lines(self) -> None:
        """Lines are lexed with all the others, and keep their numbers."""
        code = '"""\nnot code: 1\n"""\nx = 1\n'
        html = highlight(code, "python", lines="2,4", numbers=True, marked="4")
        assert text_of(html) == "2not code: 1\n4x = 1\n"
        assert '<span class="sd">not code: 1</span>' in html
        assert html.count('class="hll"') == 1

    def test_style(self) -> None:
        """With a style the HTML needs no stylesheet; without, it has classes only."""
        styled = highlight(RUBY, "ruby", style="monokai", marked="1", numbers=True)
        assert "style=" in styled
        assert "class=" not in styled.replace('class="highlight"', "").replace(
            'class="language-ruby"', ""
        )
        assert "style=" not in highlight(RUBY, "ruby", marked="1", numbers=True)

    def test_one_after_another(self) -> None:
        """The options of one call are not those of the next."""
        plain = highlight(RUBY, "ruby")
        highlight(RUBY, "ruby", lines="1", marked="1", numbers=True)
        assert highlight(RUBY, "ruby") == plain

    def test_at_the_same_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
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

    def test_stylesheet(self) -> None:
        """The CSS is for the classes, the marked lines too, and for each style."""
        css = stylesheet("monokai")
        assert ".highlight .nb" in css
        assert ".highlight .hll" in css
        assert css != stylesheet()


PLUGIN = """\
from pygments.lexers.special import TextLexer
from pygments.style import Style

class Cherry(TextLexer):
    name, aliases = "Cherry", ["cherry"]
    analyse_text = staticmethod(lambda text: 1.0)
"""
ENTRIES = """\
[pygments.lexers]
cherry = cherry_plugin:Cherry
[pygments.styles]
cherry = cherry_plugin:Style
"""


@pytest.fixture
def another_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install a package that offers Pygments a lexer and a style."""
    (tmp_path / "cherry_plugin.py").write_text(PLUGIN)
    about = tmp_path / "cherry_plugin-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: cherry\nVersion: 1\n")
    (about / "entry_points.txt").write_text(ENTRIES)
    monkeypatch.syspath_prepend(tmp_path)
    caches: list[Any] = [lexers.styles, lexers.languages, plugin.iter_entry_points]
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


# Code that Pygments takes notes of, and code that shows them.
NOTED = {
    "csound": ("opcode  kirsch, a, a\nendop\n", "instr 1\nkirsch 3\nendin\n"),
    "haxe": ("class A { function f() {\n#if a\n", "class B {}\n#else\nclass C {}\n"),
    "xquery": ("<a>{", "let $x := 1 } return $x"),
    "modula2": ("(*!m2pim*)\nMODULE a;\n", "MODULE b; BEGIN UNSAFE QUALIFIED END b.\n"),
    "mime": ("Content-Type: text/html\n\n<b>\n", "\n\n<b>x</b>\n"),
    "email": ("Content-Type: text/html\n\n<b>\n", "To: a\n\n<b>x</b>\n"),
}


class TestFresh:
    """No text tells of the one before."""

    @pytest.mark.parametrize("language", NOTED)
    def test_nothing_stays(self, language: str) -> None:
        """Equal input gives equal bytes, whatever was highlighted in between."""
        first, second = NOTED[language]
        before = highlight(second, language)
        highlight(first, language)
        assert highlight(second, language) == before


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


class TestRefused:
    """What gets no HTML, and what it is told."""

    @pytest.mark.parametrize(
        ("option", "name", "near"),
        [
            ("language", "Pyton", ["python"]),
            ("language", "§", []),
            ("style", "monokay", ["monokai"]),
        ],
    )
    def test_near(self, option: str, name: str, near: list[str]) -> None:
        """A wrong name is answered with those like it, best first."""
        options: dict[str, Any] = {option: name}
        with pytest.raises(problem.Problem, match=f"no {option} '{name}'") as told:
            highlight("", **options)
        assert told.value.more["near"][:1] == near
        assert ("did you mean" in str(told.value)) == bool(near)

    def test_long_name(self) -> None:
        """A name of any length costs no more than a short one, and is cut."""
        with pytest.raises(problem.UnknownLanguage, match=r"'x{40}'$"):
            highlight("", "x" * 100_000)

    def test_limit(self) -> None:
        """The limit is one of bytes, not of characters."""
        assert highlight("é" * (LIMIT // 2), "text")
        with pytest.raises(problem.TooLarge, match=f"got {LIMIT + 2} bytes"):
            highlight("é" * (LIMIT // 2 + 1), "text")

    def test_a_lexer_that_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It would fail again: that is told as it is told of an unknown language."""
        monkeypatch.setattr(core, "fresh_lexer", Failing)
        with pytest.raises(problem.LexerFailed, match="Odd: IndexError: no such group"):
            highlight("", "text")
        with pytest.raises(problem.LexerFailed, match="Odd: IndexError: no such group"):
            decode(answer(encode(Snippet("", "text"))))

    def test_surrogate(self) -> None:
        """A lone surrogate is no text, and is told of by its place."""
        with pytest.raises(problem.BadRequest, match="surrogate at character 2"):
            highlight("ab\ud800", "text")


class Failing(Lexer):
    """Fails as some of Pygments' do."""

    name = "Odd"

    def __init__(self, language: str) -> None:
        super().__init__()

    def get_tokens(self, text: str, unfiltered: bool = False) -> Iterator[Any]:
        """Fail."""
        raise IndexError("no such group")


def test_names() -> None:
    """Every language and style that is listed can be asked for."""
    assert languages()["rb"] == "Ruby"
    assert all(name == name.lower() for name in languages())
    assert "monokai" in styles()
    for name in ("vb.net", "c++", "objective-c", "text"):
        assert highlight("a\n", name)


class TestMessages:
    """Requests and answers as bytes."""

    @settings(max_examples=40)
    @given(
        code=TEXTS,
        lines=st.sampled_from(["", "1", "7"]),
        numbers=st.booleans(),
        name=st.sampled_from(["", "text", "nonesuch"]),
    )
    def test_answers(self, code: str, lines: str, numbers: bool, name: str) -> None:
        """What crosses as bytes is what the function gives, or raises."""
        request = Snippet(code, name, lines, numbers=numbers)
        assert told(decode, answer(encode(request))) == told(
            lambda wanted: highlight(**wanted._asdict()), request
        )

    @given(data=st.binary())
    def test_any_bytes(self, data: bytes) -> None:
        """Whatever comes is answered; nothing is raised."""
        said = json.loads(answer(data))
        assume("html" not in said)
        assert said["problem"]["status"] == 400

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", "expected JSON in UTF-8"),
            (b"\xff", "expected JSON in UTF-8"),
            ('{"code": ""}'.encode("utf-16"), "expected JSON in UTF-8"),
            (b"[1]", "expected a JSON object, got list"),
            (b"[" * 100_000, "expected JSON"),
            (b"{}", "code: expected a text, got none"),
            (b'{"code": 1}', "code: expected str, got int"),
            (b'{"code": "", "numbers": 1}', "numbers: expected bool, got int"),
            (b'{"code": "", "colour": ""}', "unknown field 'colour'; known are code,"),
            (b'{"code": "\\ud800"}', "lone surrogate at character 0"),
            (b'{"code": "", "id": 7}', "id: expected str, got int"),
            (b'{"code": "", "id": ' + b"9" * 5000 + b"}", "expected JSON"),
        ],
    )
    def test_bad(self, data: bytes, says: str) -> None:
        """Each mistake is told of."""
        with pytest.raises(problem.BadRequest, match=re.escape(says)):
            decode(answer(data))

    @pytest.mark.parametrize("id", ["7", "🍒", "\ud800", ""])
    def test_id(self, id: str) -> None:
        """The id comes back with HTML and with problems."""
        good, bad = Snippet("puts 1", "ruby"), Snippet("", "rubby")
        for request in (good, bad):
            assert message.id_of(answer(encode(request, id))) == id

    def test_id_of_what_is_refused(self) -> None:
        """The id comes back also if nothing else can be read; no number does."""
        assert message.id_of(answer(b'{"id": "7", "code": 1}')) == "7"
        assert message.id_of(answer(b'{"id": 7, "code": ""}')) == ""

    @pytest.mark.parametrize("language", ["text", "nonesuch"])
    def test_the_answer_to_another(self, language: str) -> None:
        """Nobody is given what somebody else asked, be it HTML or a problem."""
        said = answer(encode(Snippet("secret", language), "7"))
        assert told(decode, said) == told(lambda said: decode(said, "7"), said)
        with pytest.raises(problem.Problem, match="answer to '8'") as refused:
            decode(said, "8")
        assert refused.value.status == 500

    def test_the_last_resort(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A fault that nobody thought of is answered as ours, and told of."""
        monkeypatch.setattr(core, "render", lambda *_: 1 / 0)
        with pytest.raises(problem.Problem, match="ZeroDivisionError") as told:
            decode(answer(encode(Snippet("", "text"))))
        assert told.value.status == 500

    def test_never_raising(self) -> None:
        """Whoever asks gets problems as answers, with the id."""

        def busy(data: bytes) -> bytes:
            raise problem.Busy("later")

        said = message.never_raising(busy)(encode(Snippet(""), "7"))
        assert message.id_of(said) == "7"
        with pytest.raises(problem.Busy, match="later"):
            decode(said)


class TestProblems:
    """Errors that cross processes."""

    @pytest.mark.parametrize("kind", problem.BY_KIND.values())
    def test_there_and_back(self, kind: type[problem.Problem]) -> None:
        """The JSON object of each makes the same exception again."""
        told = kind("what was given", near=["ruby"])
        document = json.loads(json.dumps(told.document()))
        again = problem.Problem.of(document)
        assert (type(again), str(again)) == (kind, "what was given")
        assert again.document() == document
        assert 400 <= document["status"] < 600

    @pytest.mark.parametrize(
        "duplicate", [copy.copy, lambda p: pickle.loads(pickle.dumps(p))]
    )
    def test_copied(self, duplicate: object) -> None:
        """A problem can be copied and pickled, as a pool of processes does."""
        assert callable(duplicate)
        told = problem.UnknownStyle("no style", near=["a"])
        assert duplicate(told).document() == told.document()

    @pytest.mark.parametrize(
        "document", [{}, {"type": "about:blank"}, {"self": 1, "detail": 2, "type": 3}]
    )
    def test_of_others(self, document: dict[str, object]) -> None:
        """Any object makes a problem, if it is not one of ours."""
        assert type(problem.Problem.of(document)) is problem.Problem
