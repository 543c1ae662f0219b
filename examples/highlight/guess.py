"""Tell the language of a text.

Pygments has a function for it, which asks the lexers of other packages as well.
"""

from __future__ import annotations

from pygments.lexers import get_all_lexers
from pygments.modeline import get_filetype_from_buffer

from .fresh import lexer_class
from .names import languages

GUESS = 4_096  # characters that are looked at: all would take minutes
SURE = 1.0


def guess(code: str) -> str:
    """Return the language that fits best, by its beginning; ``text`` if none does.

    An editor's mode line decides; then each lexer says how sure it is, from 0 to 1.
    """
    beginning = code[:GUESS]
    named = (get_filetype_from_buffer(beginning) or "").lower()
    if named in languages():
        return named
    best, language = 0.0, "text"
    for _, aliases, *_ in get_all_lexers(plugins=False):
        if best >= SURE:
            break
        if aliases:
            sure = lexer_class(aliases[0]).analyse_text(beginning)
            if sure > best:
                best, language = sure, aliases[0]
    return language
