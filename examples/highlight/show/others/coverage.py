"""Count which of Pygments' languages another highlighter has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pygments.lexers import get_all_lexers


class Coverage(NamedTuple):
    """Languages, counted.

    languages: that the library knows.
    covered: of Pygments' languages, those that it knows by any name.
    missing: the others.
    """

    languages: int
    covered: list[str]
    missing: list[str]


def coverage(languages: Iterable[Iterable[str]]) -> Coverage:
    """Look for each of Pygments' languages among another library's.

    :param languages: the names of each language, see `ruby.Reply`.

    A language of the same name is taken for the same; a language under no common
    name is missed, so the figure is rather too small.
    """
    known = [{plain(name) for name in names} for names in languages]
    every = set().union(*known)
    found: dict[bool, list[str]] = {True: [], False: []}
    for name, aliases, *_ in sorted(
        get_all_lexers(plugins=False), key=lambda each: each[0].lower()
    ):
        found[not every.isdisjoint(map(plain, (name, *aliases)))].append(name)
    return Coverage(len(known), found[True], found[False])


def proper_names(languages: Iterable[Iterable[str]]) -> dict[str, str]:
    """Map Pygments' short names to another library's proper ones."""
    proper = {plain(name): names[0] for names in map(list, languages) for name in names}
    return {
        alias: proper[other]
        for name, aliases, *_ in get_all_lexers(plugins=False)
        for other in map(plain, (*aliases, name))
        if other in proper
        for alias in aliases
    }


def plain(name: str) -> str:
    """Return a name without what the libraries write differently."""
    return "".join(name.lower().replace("_", "-").split())
