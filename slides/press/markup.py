"""Check stored HTML against an allowlist of tags, attributes and addresses.

It goes into the page raw: what it leaves open would swallow the next slide, and what it
fetches or runs is not on the slide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"br", "col", "hr", "img", "wbr"}
TAG = re.compile(
    "a|abbr|b|blockquote|br|caption|cite|code|col|colgroup|dd|del|details|div|dl|dt|em"
    "|figcaption|figure|h[3-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|samp|small|span"
    "|strong|sub|summary|sup|t(able|body|d|foot|h|head|ime|r)|u|ul|var|wbr"
)
ATTRIBUTE = re.compile(
    "align|alt|border|cite|class|colspan|datetime|dir|height|href|lang|open|rowspan"
    "|scope|span|src|start|style|title|type|valign|width"
)
LINK = re.compile(r"https?://|mailto:|#", re.I)
OWN = re.compile(r"data:image/(png|jpeg|gif);", re.I)  # what fetches nothing


class _Reader(HTMLParser):
    """Parser that tracks open tags and collects faults."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not TAG.fullmatch(tag):
            self.wrong.append((f"stored HTML has <{tag}>", "show words or SVG"))
        for name, value in attrs:
            if not _may(name, value or ""):
                known = ATTRIBUTE.fullmatch(name)
                found = f'{name}="{value}"' if known else name
                self.wrong.append((f"stored HTML has {found}", "leave it out"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # HTML closes nothing by a slash

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1:] == [tag]:
            self.open.pop()
        else:
            cure = "close what is open, the innermost first"
            self.wrong.append((f"stored HTML closes <{tag}>, which is not open", cure))


def _may(name: str, value: str) -> bool:
    if name == "href":
        return LINK.match(value) is not None
    if name == "src":
        return OWN.match(value) is not None
    if name == "style":
        return "url(" not in value.lower()
    return ATTRIBUTE.fullmatch(name) is not None


def faults(html: str) -> Iterator[tuple[str, str]]:
    """Yield what a slide cannot hold in stored HTML, and the cure."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.wrong
    if reader.open and not reader.wrong:
        yield f"stored HTML leaves <{reader.open[-1]}> open", "close it"
