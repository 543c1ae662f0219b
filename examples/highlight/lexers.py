"""Find the lexer of a language: by name, by guess, and without a trace of other texts.

Languages and styles are Pygments' own.  Another package may add some, on one machine
and not on the next: then equal input would not give equal bytes.

Nor may a text change how the next one is lexed.  Some lexers take notes while they
read: Modula-2 the dialect, MIME the boundary, in the lexer; Csound the opcodes, Haxe
and XQuery their stacks, in the class.  A process that reads one text after another
would let these tell one caller of another's code.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache

from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name, get_all_lexers
from pygments.modeline import get_filetype_from_buffer
from pygments.styles import STYLE_MAP

from .problem import UnknownLanguage, UnknownStyle

GUESS = 4_096  # characters that are looked at: all would take minutes
SURE = 1.0
NEAR = 5  # lines from either end in which editors look for their mode
LOCAL = re.compile(r"Local Variables:.*?\bmode: *(\S+)", re.DOTALL | re.IGNORECASE)

# What lexers note in their class: module, class, attribute.  (Pygments 2.21)
NOTES = (
    ("csound", "CsoundOrchestraLexer", "user_defined_opcodes"),
    ("haxe", "HaxeLexer", "preproc_stack"),
    ("webmisc", "XQueryLexer", "xquery_parse_state"),
)


@cache
def languages() -> dict[str, str]:
    """Map each short name to its language, such as ``rb`` to ``Ruby``."""
    every = sorted(get_all_lexers(plugins=False))
    return {alias.lower(): name for name, aliases, *_ in every for alias in aliases}


@cache
def styles() -> list[str]:
    """List the names of the styles, such as ``monokai``."""
    return sorted(STYLE_MAP)


def known_language(name: str) -> str:
    """Return a language's short name as it is written here.

    :raises UnknownLanguage: with the names that are near, at most three.
    """
    if (lower := name.lower()) in languages():
        return lower
    near = get_close_matches(lower[:40], languages(), 3)
    raise UnknownLanguage(sentence("language", name, near), near=near)


def known_style(name: str) -> str:
    """Return a style's name.

    :raises UnknownStyle: with the names that are near, at most three.
    """
    if name in styles():
        return name
    near = get_close_matches(name[:40], styles(), 3)
    raise UnknownStyle(sentence("style", name, near), near=near)


def sentence(what: str, name: str, near: Iterable[str]) -> str:
    """Say that a name is unknown, and which are like it."""
    hint = ", ".join(near)
    return f"no {what} {name[:40]!r}" + (f"; did you mean {hint}?" if hint else "")


def guess(code: str) -> str:
    """Return the language that fits best, by its beginning; ``text`` if none does.

    An editor's mode line decides; then each lexer says how sure it is, from 0 to 1.
    (Pygments' own function asks the lexers of other packages as well.)
    """
    for mode in modes(code):
        if mode.lower() in languages():
            return mode.lower()
    best, language = 0.0, "text"
    for _, aliases, *_ in get_all_lexers(plugins=False):
        if best >= SURE:
            break
        if aliases:
            sure = lexer_class(aliases[0]).analyse_text(code[:GUESS])
            if sure > best:
                best, language = sure, aliases[0]
    return language


def modes(code: str) -> Iterator[str]:
    """Yield the modes that code names for editors, what counts most first.

    Vim's line (``vim: ft=ruby``) is among the first or the last, and the last one
    counts.  Emacs has ``-*- mode: ruby -*-`` in front, or local variables at the end.
    The same further in is text.  Lines are long in a program that a program wrote:
    no more than `GUESS` characters from either end are looked at.
    """
    first, end = code[:GUESS].splitlines()[:NEAR], code[-GUESS:]
    for line in reversed(first + end.splitlines()[-NEAR:]):
        yield get_filetype_from_buffer(line) or ""
    for line in first:
        if line.count("-*-") > 1:
            for variable in line.split("-*-")[1].split(";"):
                name, _, mode = variable.rpartition(":")
                if name.strip().lower() in ("", "mode"):
                    yield mode.strip()
    yield from LOCAL.findall(end)


def fresh_lexer(name: str) -> Lexer:
    """Make a lexer for one text; that takes microseconds.

    :param name: one of ``languages()``.
    """
    return lexer_class(name)(stripnl=False)


@cache
def lexer_class(name: str) -> type[Lexer]:
    """Find the class of a language once; it keeps the compiled rules."""
    return find_lexer_class_by_name(name)


def forget() -> None:
    """Clear the notes of the text before.

    They are few and listed, for an empty list in a class is not always a note.
    """
    for module, name, notes in NOTES:
        if known := sys.modules.get(f"pygments.lexers.{module}"):
            getattr(getattr(known, name), notes).clear()
