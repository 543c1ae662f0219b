"""Find how deep a slide stands: part, chapter, slide of the main line, below it.

A shorter talk leaves out slides of any depth; what is under one that is left out
moves up.
"""

from __future__ import annotations

from collections.abc import Collection

from docutils import nodes


def level(slide: nodes.section, slides: Collection[nodes.section]) -> int:
    """Return on which level of bookmarks a slide stands among some, from 0."""
    there = {one["ids"][0] for one in slides}
    return len(there.intersection(slide["above"]))
