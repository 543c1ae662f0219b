"""The directive ``slide``: what an author says of a slide, and no reader sees.

It stands right below the heading::

    .. slide::
       :id: any-application
       :seconds: 40
       :tags: 20 10

``:id:`` takes the place of what is made from the heading; ``:seconds:`` of what is
counted from the notes; ``:tags:`` are for ``slides/cuts.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives

from .toml import MAIN

ID = re.compile(r"[a-z]([a-z0-9-]*[a-z])?", re.ASCII)  # reveal.js takes digits off
TAG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
LONGEST = 3600


@dataclass(frozen=True)
class Given:
    """What was said of a slide.

    id: the second half of its id; empty if it is made from the heading.
    seconds: how long it takes; 0 if it is counted.
    tags: the names by which cuts choose it.
    """

    id: str = ""
    seconds: int = 0
    tags: tuple[str, ...] = ()


def given(slide: nodes.Element) -> Given:
    """Return what was said of a slide; of most nothing is."""
    said: Given = slide.get("given", Given())
    return said


def an_id(text: str) -> str:
    """Parse the option ``:id:``."""
    name = directives.unchanged_required(text).strip()
    if not ID.fullmatch(name):
        raise ValueError(
            f"{name!r} is no id: small Latin letters, digits and hyphens, "
            "with a letter first and last"
        )
    return name


def some_seconds(text: str) -> int:
    """Parse the option ``:seconds:``."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= LONGEST):
        raise ValueError(f"{text!r} are no seconds: a number from 1 to {LONGEST}")
    return int(text)


def some_tags(text: str) -> tuple[str, ...]:
    """Parse the option ``:tags:``."""
    tags = tuple(directives.unchanged_required(text).split())
    for tag in tags:
        if not TAG.fullmatch(tag) or tag == MAIN:
            raise ValueError(
                f"{tag!r} is no tag: small Latin letters, digits and hyphens, "
                f"and not {MAIN!r}, which --- gives"
            )
    return tags


class Slide(Directive):
    """Give a slide an id, seconds, tags."""

    option_spec: ClassVar = {"id": an_id, "seconds": some_seconds, "tags": some_tags}

    def run(self) -> list[nodes.Node]:
        slide = self.state.parent
        if not isinstance(slide, nodes.section) or len(slide) != 1:
            raise self.error("slide stands once, right below the heading of its slide")
        if not self.options:
            raise self.error("slide says nothing; give :id:, :seconds: or :tags:")
        if "given" in slide:
            raise self.error("slide stands twice; make it one")
        slide["given"] = Given(**self.options)
        return []
