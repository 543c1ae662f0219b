"""The docutils directives we allow, minus options that one output would ignore.

Any other directive is refused: so no code, result or markup gets past the vocabulary.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.directives import images, misc, tables
from docutils.parsers.rst.languages import en
from docutils.statemachine import string2lines

from .files import read
from .line import headings
from .problems import nearest

CHAPTER = re.compile(r"chapters/(\d\d-[a-z0-9-]+\.rst)")
CLASSES = ("statement", "figure", "closing", "deep")  # what a slide may ask for
TAKE = "take it from a file with 'example', or from a cell with 'output'"
CURES = {
    **dict.fromkeys(("code", "code-block", "sourcecode", "parsed-literal"), TAKE),
    **dict.fromkeys(("table", "csv-table"), "use list-table"),
    "figure": "use image",
}


class Refused(Directive):
    """Report a directive that we do not allow, and the cure."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        cure = CURES.get(self.name, "say it with paragraphs, lists and tables")
        raise self.error(f"a slide has no {self.name!r} directive; {cure}")


class Include(Directive):
    """Insert a chapter into ``deck.rst``, and record its path."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        settings, given = self.state.document.settings, self.arguments[0]
        slides = Path(settings.press_root, "slides")
        source, _ = self.state_machine.get_source_and_line(self.lineno)
        if source != str(slides / "deck.rst"):
            raise self.error("a chapter includes nothing; include it in deck.rst")
        name = CHAPTER.fullmatch(given)
        if name is None:
            raise self.error(f"{given!r} is no chapter; name it chapters/NN-name.rst")
        path = str(slides / given)
        if path in settings.record_dependencies.list:
            raise self.error(f"{given} is included twice; remove one")
        try:
            text = read(slides / "chapters", name[1])
        except LookupError as e:
            raise self.error(e.args[0]) from None
        settings.record_dependencies.add(path)
        headings.fix(self.state.memo.title_styles)
        lines = string2lines(text, settings.tab_width, convert_whitespace=True)
        self.state_machine.insert_input(lines, path)
        return []


class Class(misc.Class):
    """Give the next slide a layout or a ground: only those of `CLASSES`."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        for name in self.arguments[0].split():
            if name not in CLASSES:
                hint = nearest(name, CLASSES)
                raise self.error(f"no slide has the class {name!r}; {hint}")
        return list(super().run())


class Image(images.Image):
    """A drawing with its description; the layout decides its size."""

    option_spec: ClassVar = {"alt": directives.unchanged}


class ListTable(tables.ListTable):
    """A table written as a list, with ``:header-rows:`` and ``:widths:``."""

    optional_arguments = 0
    option_spec: ClassVar = {
        name: tables.ListTable.option_spec[name] for name in ("header-rows", "widths")
    }


KEPT = {
    "include": Include,
    "class": Class,
    "image": Image,
    "list-table": ListTable,
    "replace": misc.Replace,
    "unicode": misc.Unicode,
}


def narrow() -> None:
    """Register the allowed directives with docutils; the others become `Refused`."""
    for name in en.directives:
        directives.register_directive(name, KEPT.get(name, Refused))
