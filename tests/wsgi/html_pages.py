"""Pages made of what is hard to read before a body, and where browsers see it begin.

The pieces are put together in any order: they leave comments, scripts and quotes
open, close what was never open, and hide tags where there are none.
"""

from __future__ import annotations

from random import Random
from typing import Any

import html5lib


def words(text: str) -> list[str]:
    """Split pieces that have no space in them."""
    return text.split()


COMMENTS = [
    *words("<!-- --> --!> -- -> - > <!--> <!---> <!----> <!--!> <!- <! <? </ </>"),
    *words("<!x> <![CDATA[ ]]> <!---!> <!----!> <!--<!--> <!--x--x> <!-x->"),
    *("</ ", "<?php '>' ?>"),
]
DOCTYPES = [
    *("<!doctype html>", "<!DOCTYPE"),
    *('<!doctype html public ">', "<!doctype html '>'>"),
    '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/">',
]
TEXTS = words("script style title noscript noframes textarea iframe xmp")
IN_TEXTS = [
    part.format(name, name.upper())
    for name in TEXTS
    for part in ("<{0}>", "</{0}>", "<{1} ", "</{0}x>", "</{0}")
]
ESCAPES = [
    *words("<script> <script </script> <script/ <scriptx> <!-- --></script>"),
    *words("<!--<script> <!--<script></script> <script><!--"),
    *("</script ", "<SCRIPT\n>"),
]
HEADS = [
    *words("<html> </html> <head> </head> <base> <link/> </body> </br> <basefont>"),
    *("<html lang=en>", "<meta charset=utf-8>", "<meta content='<body>'>", "<bgsound>"),
    *("<head a='>'>", "</p class='<body>'>", "<header>"),
]
BODIES = [
    *("<body>", "<BODY>", "<body ", "<body", "<body\n", "<body/", "<bodyx>"),
    *("<body\x0c>", "<body class=a>", '<body a=">">', "<body a='>'>", '<body a=">'),
    *("<body ä=ö>", "<body a=b'>", '<body a==">">', "<body/a='>'>", '<body a"=">"'),
    "<body\r\n\ta = b>",
]
ATTRIBUTES = [
    *("='>'", '=">"', '="\'"', "='\"'", '"', "'"),
    *words("= / /> > a= =a a/= =/ ä"),
    *(" a", " a = ", "\0", " 'a'=b", ' "', " ='", "= >"),
]
SPACES = [" ", "\n", "\r\n", "\r", "\t", "\x0c", "\xa0", "\v"]
INSIDE = [*words("x ö <p> </p> < &lt;body> <ä> <1> <frameset>"), "< body>", "\0"]
TEMPLATES = [
    *words("<template> </template> </template </templatex> <svg> </svg>"),
    "<template ",
    *words("<math> <plaintext> <col> <select> <table> <td> <![CDATA["),
]

GROUPS = [
    *(COMMENTS, DOCTYPES, IN_TEXTS, ESCAPES, HEADS, BODIES, BODIES, ATTRIBUTES, SPACES),
    INSIDE,
]
"""What html5lib reads as browsers do; it knows no templates."""

STRANGE = [
    *words("<svg> </svg> <math> <math><mi> <svg><desc> <plaintext> <col> <select>"),
    *words("<table> <tr> <td> <caption> <frameset> <option> <p>"),
]
CLOSERS = words("</style> </title> <style><!-- <title>x <!-- --> <![CDATA[ ]]>")

MARK = "bar-of-the-test"
MARKUP = f"<b id={MARK}>bar</b>"


class Builder(html5lib.getTreeBuilder("etree", fullTree=True)):  # type: ignore[misc]  # no types
    """Build a tree; note whether a tag opened the body, or the lack of one."""

    opened = False

    def insertElementNormal(self, token: dict[str, Any]) -> Any:  # noqa: N802
        """Insert; a tag that was written knows whether its slash was noticed."""
        if token["name"] == "body":
            self.opened = "selfClosingAcknowledged" in token
        return super().insertElementNormal(token)


class Read:
    """A page as html5lib reads it.

    :ivar opened: whether a ``<body>`` that was written opened the body.
    :ivar tree: nested lists: name, attributes, children; texts are joined.
    :ivar bar: the names of the elements around the bar; None if there is none.
    :ivar first: whether nothing stands before the bar in the innermost of them.
    """

    def __init__(self, page: bytes, *, scripting: bool = True) -> None:
        parser = html5lib.HTMLParser(Builder, namespaceHTMLElements=False)
        root = parser.parse(page, transport_encoding="utf-8", scripting=scripting)
        self.opened: bool = parser.tree.opened
        self.bar: list[str] | None = None
        self.first = False
        self.tree = self.listed(root, [])

    def listed(self, element: Any, around: list[str]) -> list[Any]:
        """List an element without the bar."""
        inside = [*around, str(element.tag)]
        children = [text for text in [element.text] if text]
        for child in element:
            if child.get("id") == MARK:
                self.bar, self.first = inside, not children
            else:
                children.append(self.listed(child, inside))
            children.append(child.tail or "")
        return [str(element.tag), dict(element.attrib), joined(children)]


def joined(children: list[Any]) -> list[Any]:
    """Join texts that lie side by side, and leave out empty ones."""
    result: list[Any] = []
    for child in children:
        if isinstance(child, str) and result and isinstance(result[-1], str):
            result[-1] += child
        elif child:
            result.append(child)
    return result


def any_page(draw: Random) -> str:
    """Put a page together of anything, templates too."""
    groups = [*GROUPS, *[TEMPLATES] * 3]
    return "".join(draw.choice(draw.choice(groups)) for _ in range(draw.randint(1, 12)))


def page_with_templates(draw: Random) -> str:
    """Put templates of strange content before a body, which may be in them."""
    inside = (STRANGE, CLOSERS, [f"<{name}>" for name in TEXTS])
    pieces = []
    for _ in range(draw.randint(1, 3)):
        content = [draw.choice(draw.choice(inside)) for _ in range(draw.randint(1, 4))]
        pieces += ["<template>", *content, "</template>"]
    return "".join([*pieces, draw.choice(BODIES), draw.choice(draw.choice(inside))])
