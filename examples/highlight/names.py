"""The names of languages and styles, and the names near a wrong one.

They are Pygments' own.  Another package may add some, on one machine and not on the
next: then equal input would not give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from pygments.lexers import get_all_lexers
from pygments.styles import STYLE_MAP

from .problem import UnknownLanguage, UnknownStyle


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
