"""The states of HTML's tokenizer that matter before a body (WHATWG, 13.2.5).

Each state is a pattern that finds what ends it.  The name of the group that
matched is the state that comes next, but for two: ``name`` is a complete tag, and
``cut`` is the start of something that the bytes at hand do not finish.

The quantifiers are possessive: what they took they never give back, so a cut tag
is not mistaken for a short one, and no pattern takes longer than its bytes do.
"""

from __future__ import annotations

import re
from typing import Final

TAGS: Final = "tags"

TEXTS = frozenset(
    [
        *("noembed", "noframes", "noscript", "script", "style", "title"),
        *("iframe", "textarea", "xmp"),
    ]
)
"""Elements that hold text and no tags, where scripts run."""

PLAIN = frozenset(["base", "basefont", "bgsound", "head", "html", "link", "meta"])
"""Elements of the head that change no state."""

BEFORE_BODY = PLAIN | {"noframes", "noscript", "script", "style", "template", "title"}
"""What may stand before the body.  Any other element has opened it silently."""

FOREIGN = frozenset(["col", "math", "plaintext", "select", "svg"])
"""Elements in a template where other rules tell tags from text.  We give up there."""

VALUE = rb"""(?:"[^"]*+"|'[^']*+'|(?!["'])[^\t\n\f\r >]*+)"""
ATTRIBUTE = (
    rb"[^\t\n\f\r />][^\t\n\f\r />=]*+"  # its name may begin with anything, even =
    rb"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+" + VALUE + rb"|(?![\t\n\f\r ]*+=))"
)
USUAL = rb'[\t\n\f\r ]++[^\t\n\f\r />=]++="[^"]*+"'  # is in ATTRIBUTE; for speed
REST_OF_TAG = rb"(?:" + USUAL + rb"|[\t\n\f\r /]++|" + ATTRIBUTE + rb")*+>"
DELIMITER = rb"(?=[\t\n\f\r />])"


def pattern(*alternatives: bytes) -> re.Pattern[bytes]:
    """Compile the alternatives of a state."""
    return re.compile(b"|".join(alternatives), re.IGNORECASE)


def text(element: str, *others: bytes) -> re.Pattern[bytes]:
    """Compile the state inside a text, which its end tag ends, or others after <."""
    end = rb"(?P<tags>/" + element.encode() + DELIMITER + rb")"
    return pattern(rb"<(?:" + b"|".join([end, *others]) + rb")")


DULL = b"|".join(
    [
        rb"[^<]++",
        rb"<[!?](?!-)[^>]*+>",
        rb"</(?!template)[a-z][^\t\n\f\r />]*+" + REST_OF_TAG,
        rb"<(?:" + "|".join(sorted(PLAIN)).encode() + rb")" + DELIMITER + REST_OF_TAG,
        rb"<(title|style|script)"
        + DELIMITER
        + REST_OF_TAG
        + rb"(?:[^<]++|<(?!!--|/\1))*+</\1"
        + DELIMITER
        + REST_OF_TAG,
    ]
)
"""What is passed over many at a time, for speed; the rest would do without."""

STATES = {
    TAGS: pattern(
        rb"(?:" + DULL + rb")++",
        rb"<(?P<comment>!--)(?=[^>-]|-[^>])",
        rb"<(?P<name>/?[a-z][^\t\n\f\r />]*+)" + REST_OF_TAG,
        rb"<(?:[!?]|/(?![a-z]))[^>]*+>",  # a doctype, <!-->, a comment by mistake
        rb"<(?=[^!?/a-z])",  # text
        rb"(?P<cut><)",
    ),
    "comment": pattern(rb"(?P<tags>--!?>)"),
    **{name: text(name) for name in TEXTS},
    # A script may hold a comment, and that one a script, whose end is not the end.
    "script": text("script", rb"(?P<escaped>!)(?=--)"),
    "escaped": pattern(
        rb"<(?:(?P<tags>/script)|(?P<doubly>script))" + DELIMITER,
        rb"(?P<script>-->)",
    ),
    "doubly": pattern(rb"(?P<script>-->)", rb"(?P<escaped></script)" + DELIMITER),
}

LONGEST: Final = max(len(f"</{name} ") for name in TEXTS)
"""Bytes of the longest end of a text."""
