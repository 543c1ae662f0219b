"""Lexers that know nothing of the text before.

Some take notes while they read: Modula-2 the dialect, MIME the boundary, in the
lexer; Csound the opcodes, Haxe and XQuery their stacks, in the class.  A process
that reads one text after another would let these tell one caller of another's
code, and equal input would not give equal bytes.
"""

from __future__ import annotations

import sys
from functools import cache

from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name

# What lexers note in their class: module, class, attribute.  (Pygments 2.21)
NOTES = (
    ("csound", "CsoundOrchestraLexer", "user_defined_opcodes"),
    ("haxe", "HaxeLexer", "preproc_stack"),
    ("webmisc", "XQueryLexer", "xquery_parse_state"),
)


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
