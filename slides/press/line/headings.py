"""Fix the underlines of headings: ``===`` chapter, ``---`` slide, ``~~~`` below.

docutils takes the first underline it meets for the first level, the next for the
second, and then forgets the characters.  So it is told of ours before it reads a
chapter, and what it says of one that skips a level is said again with the cure.
"""

from __future__ import annotations

import re

UNDERLINES = ("=", "-", "~")  # chapter, slide of the main line, slide below it
SKIPPED = re.compile(r"Inconsistent title style: skip from level \d+ to \d+\.")
ORPHANS = {
    "-": (
        "a slide before the title of its chapter",
        "begin the file with the chapter's title, underlined with ===",
    ),
    "~": (
        "a slide below none: underlined with ~~~ before any ---",
        "underline it with ---, or put it below a slide of the main line",
    ),
}
UNKNOWN = (
    "a heading underlined with {0}{0}{0}",
    "=== is a chapter, --- a slide of the main line, ~~~ one below it",
)


def fix(styles: list[str | tuple[str, ...]]) -> None:
    """Append our underlines to docutils' list of title styles, in their order.

    styles: ``state.memo.title_styles``; the deck's own title may be in it.
    """
    styles.extend(mark for mark in UNDERLINES if mark not in styles)


def orphan(said: str, source: str) -> tuple[str, str] | None:
    """Return what is wrong with a heading, and the cure, from docutils' words.

    said: a message of docutils; None is returned if it is about something else.
    source: the heading as it is written, its underline last.
    """
    if not SKIPPED.match(said):
        return None
    mark = source.rstrip()[-1:]
    what, cure = ORPHANS.get(mark, UNKNOWN)
    return what.format(mark), cure
