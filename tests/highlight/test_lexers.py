"""examples.highlight.lexers: names, guesses, and no trace of other texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pygments import plugin
from pygments.lexers import guess_lexer
from pygments.styles import get_all_styles

from examples.highlight import lexers, problem
from examples.highlight.core import highlight
from examples.highlight.lexers import languages, styles
from tests.highlight.test_core import text_of


def test_names() -> None:
    """Every language and style that is listed can be asked for, in any case."""
    assert languages()["rb"] == "Ruby"
    assert all(name == name.lower() for name in languages())
    assert "monokai" in styles()
    for name in ("vb.net", "c++", "RuBy"):
        assert highlight("a\n", name)


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
def test_guessed(code: str, language: str) -> None:
    """Without a language the code tells it, or it is text."""
    assert f'class="language-{language}"' in highlight(code)
    assert text_of(highlight(code)) == text_of(highlight(code, "text"))


def test_guessed_from_the_beginning() -> None:
    """A guess reads so much and no more: all of a long text takes minutes."""
    php = "<?php echo 1; ?>"
    assert 'class="language-text"' in highlight("cherries " * 999 + php)
    assert 'class="language-text"' not in highlight(php + "cherries " * 999)


LONG = "cherries, ripe\n" * 600


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (LONG + "# vim: set ft=ruby :\n\n\n\n\n", "ruby"),
        ("\n\n\n\n# vim: ft=ruby\n" + LONG, "ruby"),
        ("# vim: ft=perl\n" + LONG + "# vim: ft=ruby\n", "ruby"),
        (LONG + "# vim: ft=ruby\n\n\n\n\n\n", "text"),
        (LONG[:4065] + "# vim: ft=ruby\n" + LONG, "text"),
        ("#!/bin/x\n// -*- coding: utf-8; Mode: C++ -*-\n" + LONG, "cpp"),
        (LONG + "# Local Variables:\n# mode: ruby\n# End:\n", "ruby"),
    ],
)
def test_an_editors_mode_line(code: str, language: str) -> None:
    """It counts near either end of any code, as in the editor, and nowhere else."""
    assert f'class="language-{language}"' in highlight(code)


@pytest.mark.usefixtures("another_package")
def test_of_other_packages() -> None:
    """What else is installed changes nothing: equal input gives equal bytes."""
    assert guess_lexer("cherries").aliases == ["cherry"]
    assert "cherry" in get_all_styles()
    assert 'class="language-text"' in highlight("cherries")
    assert 'class="language-text"' in highlight("# vim: ft=cherry")
    assert "cherry" not in {*styles(), *languages()}


@pytest.mark.parametrize(
    ("option", "name", "near"),
    [
        ("language", "Pyton", ["python"]),
        ("language", "§", []),
        ("style", "monokay", ["monokai"]),
    ],
)
def test_near(option: str, name: str, near: list[str]) -> None:
    """A wrong name is answered with those like it, best first."""
    options: dict[str, Any] = {option: name}
    with pytest.raises(problem.Problem, match=f"no {option} '{name}'") as told:
        highlight("", **options)
    assert told.value.more["near"][:1] == near
    assert ("did you mean" in str(told.value)) == bool(near)


def test_long_name() -> None:
    """A name of any length costs no more than a short one, and is cut."""
    with pytest.raises(problem.UnknownLanguage, match=r"'x{40}'$"):
        highlight("", "x" * 100_000)


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


@pytest.mark.parametrize("language", NOTED)
def test_nothing_stays(language: str) -> None:
    """Equal input gives equal bytes, whatever was highlighted in between, and how."""
    first, second = NOTED[language]
    before = highlight(second, language)
    highlight(first, language, lines="1", marked="1", numbers=True)
    assert highlight(second, language) == before
