"""Find what was meant as a directive and is none: a comment, or words on a slide.

To docutils ``.. notes: Hello`` and ``.. exampel demo.py`` are comments, which nobody
sees, and ``..notes:: Hello`` is a paragraph, which everybody does.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from docutils import nodes

from .borrowed import KEPT
from .directives import OURS

KNOWN = {*KEPT, *OURS}
COMMENT = re.compile(r"([a-z][\w-]*)( ?:*)", re.ASCII | re.IGNORECASE)
WORDS = re.compile(r"^\.{1,2} *([a-z][\w-]*)( ?:+)", re.ASCII | re.I | re.M)
SHORT = 4  # letters: of such words, "the" is nearly "then"
CURE = "write '.. {}:: …' after a blank line, or begin with another word"


def mistyped(node: nodes.Node) -> tuple[str, str] | None:
    """Return what is wrong with a comment or a paragraph, and the cure; or None.

    A comment is taken for a directive if its first word is nearly the name of one, or
    if two colons follow; so is a line of words that begins with dots and has a colon.
    """
    if isinstance(node, nodes.comment):
        kind, found = "comment", COMMENT.match(node.astext())
    elif isinstance(node, nodes.paragraph):
        kind, found = "line of words", WORDS.search(node.rawsource)
    else:
        return None
    if found is None:
        return None
    name, colons = found[1].lower(), found[2].strip()
    near = name if name in KNOWN else ""
    if not near and (colons or len(name) > SHORT):
        near = next(iter(get_close_matches(name, KNOWN, n=1, cutoff=0.7)), "")
    if not near and len(colons) < 2:
        return None
    what = f"a {kind} that looks like a directive: {found[0].strip()!r}"
    return what, CURE.format(near or "NAME")


def begins(comment: nodes.comment, text: str, line: int) -> int:
    """Return the line, from 1, on which a comment begins.

    text: its file; line: where docutils says it is, which is somewhere after it.
    """
    first = ".. " + comment.astext().splitlines()[0]
    above = text.splitlines()[:line]
    found = [n for n, one in enumerate(above, 1) if one.strip() == first]
    return max(found, default=line)
