"""Tell HTML's elements from those of SVG and MathML, which are written otherwise.

``<style>`` in an ``<svg>`` holds markup, and ``<source>`` there has an end.  What an
element is follows from where it stands (HTML, 13.2.6), so no event needs a namespace.
"""

from __future__ import annotations

from collections.abc import Iterable

from .vocabulary import names

HTML = "html"
ROOTS = {"svg": "svg", "math": "math"}
# Elements in which HTML goes on.
OPEN = {"svg": names("desc foreignObject title"), "math": names("mi mn mo ms mtext")}
GLYPHS = names("malignmark mglyph")  # go on in MathML's text
ANNOTATION = "annotation-xml"
MARKUP = names("application/xhtml+xml text/html")


class Foreign:
    """The open elements from an ``<svg>`` or ``<math>`` on."""

    def __init__(self) -> None:
        # Of each: its language, its name, the language of what it holds.
        self.open: list[tuple[str, str, str]] = []

    def start(self, name: str, attributes: Iterable[tuple[str, str]]) -> bool:
        """Open an element; tell whether it is none of HTML's."""
        outer, around, language = self.open[-1] if self.open else (HTML, "", HTML)
        if outer == "math" and name in GLYPHS and around in OPEN["math"]:
            language = "math"
        elif language == HTML or (name == "svg" and around == ANNOTATION):
            language = ROOTS.get(name, HTML)
        inside = language
        if name in OPEN.get(language, ()) or (
            (language, name) == ("math", ANNOTATION)
            and dict(attributes).get("encoding", "").lower() in MARKUP
        ):
            inside = HTML
        self.open.append((language, name, inside))
        return language != HTML

    def end(self) -> bool:
        """Close an element; tell whether it was none of HTML's."""
        return self.open.pop()[0] != HTML
