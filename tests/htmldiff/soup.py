"""Soups: pieces of markup in any order, none of it closed as it should be."""

from __future__ import annotations

from random import Random

BLOCKS = (
    "address article aside blockquote center details dialog div fieldset figure footer "
    "header hgroup main nav p section summary h1 h2 h3 pre listing dl dt dd ul ol li"
)
INLINE = "a b big code em font i nobr s small strike strong tt u span ins del ruby rt"
TABLES = "table caption colgroup col tbody thead tfoot tr td th"
OTHERS = (
    "button form select option optgroup template svg math mi annotation-xml desc title "
    "foreignObject object marquee applet noscript iframe textarea style script xmp "
    "br hr img input wbr link meta frameset frame html head body plaintext"
)
NAMES = tuple(f"{BLOCKS} {INLINE} {TABLES} {INLINE} {BLOCKS} {OTHERS}".split())
ATTRIBUTES = ("", "", "", " a=1", " class='b c'", ' href="#"', " b", " a=2 hidden")
TEXTS = (
    "x", "two words", " ", "\n", "&amp;", "&lt;b&gt;", "&#13;", "&nbsp;", "é", "\t y",
    "<", "&", "&notit;", "&nosuch;",
)  # fmt: skip
ODD = (
    "<!--c-->", "<!-->", "<!-- --!>", "</>", "</br>", "</p>", "<!doctype html>",
    "<![CDATA[d]]>", "<!--<script>", "<a", "<br/>", "<svg/>", "<image>", "</ x>",
)  # fmt: skip


def soup(random: Random) -> str:
    """Cook a soup of three to thirty pieces."""
    return "".join(piece(random) for _ in range(random.randint(3, 30)))


def piece(random: Random) -> str:
    """Choose a tag, a text, or something odd."""
    kind = random.random()
    if kind < 0.5:
        return f"<{random.choice(NAMES)}{random.choice(ATTRIBUTES)}>"
    if kind < 0.68:
        return f"</{random.choice(NAMES)}>"
    return random.choice(TEXTS if kind < 0.94 else ODD)


def strewn(random: Random) -> str:
    """Cook a soup and strew U+0000 over it, wherever it falls, behind a text."""
    cooked = soup(random)
    for _ in range(random.randint(1, 4)):
        at = random.randint(0, len(cooked))
        cooked = f"{cooked[:at]}\0{cooked[at:]}"
    return f"x{cooked}"
