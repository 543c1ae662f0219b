"""Our own directives: example, output, columns, notes and more.

Those of docutils that we allow are in `borrowed`.  Each emits plain docutils nodes,
so that every writer can draw them:

=============== =========================================================
``example``     code taken from a tested file, by object or by region
``then``        the same, drawn as history
``output``      the stored output of a notebook's cell
``notes``       what the speaker says; never on the wall
``cue``         what only the speaker needs; in no handout either
``incremental`` shown step by step
``columns``     side by side; holds ``column``
``live``        a running example in a frame, or its stored output
``slide``       an id, seconds and tags of a slide (`line.given`)
``part``        the slide that begins a part of the talk (`line.part`)
=============== =========================================================
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from pygments import lex
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_for_filename
from pygments.util import ClassNotFound

from .borrowed import narrow
from .cells import Output, stored_output
from .files import read
from .line.given import Slide
from .line.part import Part
from .problems import nearest
from .served import served
from .sources import Excerpt, definition, region

# Where `make present` serves; the PDF and the handout print it.
LIVE = "http://127.0.0.1:8000/live/"
ADDRESS = re.compile(r"[a-z0-9_-]+(/[\w-]+)*/?", re.ASCII)
SHARE = re.compile(r"[1-9][0-9]?")


class _Press(Directive):
    """Base of our directives: the project's root, and a container with its line."""

    @property
    def root(self) -> Path:
        return Path(self.state.document.settings.press_root)

    def box(self, *classes: str) -> nodes.container:
        box = nodes.container(classes=list(classes))
        self.add_name(box)
        box.source, box.line = self.state_machine.get_source_and_line(self.lineno)
        return box


class Box(_Press):
    """Wrap the content in a container of the directive's name."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        box = self.box(self.name)
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


class Cue(Box):
    """Wrap what only the speaker needs: notes, but not to be read afterwards."""

    def box(self, *classes: str) -> nodes.container:
        return super().box("notes", *classes)


class Columns(_Press):
    """Set columns side by side; the argument is their shares, such as ``3 2``."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        box = self.box("columns")
        self.state.nested_parse(self.content, self.content_offset, box)
        columns = list(box.findall(nodes.container))[1:]
        columns = [c for c in columns if c.parent is box and "column" in c["classes"]]
        if len(columns) != len(box) or len(box) < 2:
            raise self.error("columns holds two or more columns and nothing else")
        shares = self.arguments[0].split() if self.arguments else ["1"] * len(box)
        if len(shares) != len(box) or not all(map(SHARE.fullmatch, shares)):
            what = f"{len(box)} columns want as many shares, not {self.arguments[0]!r}"
            raise self.error(f"{what}; a share is a number from 1 to 99")
        for column, share in zip(columns, shares, strict=True):
            column["share"] = int(share) / sum(map(int, shares))
        return [box]


class Example(_Press):
    """Show code from a tested file under ``examples/``.

    ``:object:`` names a Python definition, ``:region:`` a marked stretch;
    ``:label:`` puts a word over it; ``:peer:`` names what running it needs beside
    its language, such as ``redis``: where that is missing it is unproved.
    """

    required_arguments = 1
    option_spec: ClassVar = {
        "object": directives.unchanged_required,
        "region": directives.unchanged_required,
        "label": directives.unchanged_required,
        "peer": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        excerpt = self.excerpt()
        box = self.box("example", *(["then"] if self.name == "then" else []))
        box["excerpt"] = excerpt
        box["peers"] = self.options.get("peer", "").split()
        label = self.options.get("label", "2011" if self.name == "then" else "")
        if label:
            kind = "then" if self.name == "then" else "now"
            box += nodes.paragraph("", label, classes=["pill", kind])
        box += highlighted(excerpt)
        box += source_line(excerpt.path, excerpt.path, excerpt.name)
        return [box]

    def excerpt(self) -> Excerpt:
        given = [k for k in ("object", "region") if k in self.options]
        if len(given) != 1:
            raise self.error("give either :object: NAME or :region: NAME")
        name = self.arguments[0]
        path = f"examples/{name}"
        take = definition if given == ["object"] else region
        try:
            text = read(self.root / "examples", name)
            return take(text, path, self.options[given[0]])
        except LookupError as e:
            raise self.error(e.args[0]) from None
        except SyntaxError as e:
            raise self.error(f"{path} is not Python: {e}") from None


class StoredOutput(_Press):
    """Show the stored output of the notebook cell tagged ``:cell:``."""

    required_arguments = 1
    option_spec: ClassVar = {
        "cell": directives.unchanged_required,
        "alt": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        return [self.stored(self.arguments[0])]

    def stored(self, notebook: str) -> nodes.container:
        if "cell" not in self.options:
            raise self.error("name the cell: :cell: TAG")
        try:
            output = stored_output(self.root, notebook, self.options["cell"])
        except LookupError as e:
            raise self.error(e.args[0]) from None
        box = self.box("output")
        box["cell"] = (output.notebook, output.cell)
        box.extend(shown(output, self.options.get("alt", "")))
        box += cell_line(output)
        return box


class Live(StoredOutput):
    """Frame a running example by its path under ``/live/``, beside a stored output."""

    option_spec: ClassVar = {
        **StoredOutput.option_spec,
        "output": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        if "output" not in self.options:
            raise self.error("name the notebook of the stored output: :output: NN-name")
        path = self.arguments[0]
        if not ADDRESS.fullmatch(path):
            raise self.error(f"{path!r} is no path of an example; write NAME/PAGE")
        name, known = path.split("/")[0], served(self.root / "examples")
        if name not in known:
            hint = f"add its show/live.py; {nearest(name, known)}"
            raise self.error(f"no example {name!r} is served live; {hint}")
        box = self.box("live")
        box["path"] = path
        address = nodes.reference("", LIVE + path, refuri=LIVE + path)
        box += nodes.paragraph("", "", address, classes=["address"])
        box += self.stored(self.options["output"])
        return [box]


def highlighted(excerpt: Excerpt) -> nodes.literal_block:
    """Lex code into a literal block: one text, and its tokens as an attribute.

    A node a token would make every walk through the deck three times as long.
    """
    block = nodes.literal_block(excerpt.text, excerpt.text, classes=["code"])
    path = Path(excerpt.path)
    if lexer := lexer_of(f"a{path.suffix}") or lexer_of(path.name):
        block["tokens"] = list(lex(excerpt.text, lexer))
    return block


@cache
def lexer_of(name: str) -> Lexer | None:
    """Return the lexer of files of that name; None if Pygments has none.

    It tries the patterns of all its lexers: ask once a suffix, not once a file.
    """
    try:
        return get_lexer_for_filename(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def shown(output: Output, alt: str) -> list[nodes.Node]:
    """Return the forms of an output: ``rich`` for the browser, ``plain`` for all."""
    forms: list[nodes.Node] = []
    if output.html:
        raw = nodes.raw("", output.html, format="html")
        forms.append(nodes.container("", raw, classes=["rich"]))
    plain: nodes.Element
    if output.svg:
        plain = nodes.image(uri=f"{output.notebook}:{output.cell}", alt=alt)
        plain["svg"] = output.svg
    else:
        plain = nodes.literal_block("", output.text or "", classes=["result"])
    forms.append(nodes.container("", plain, classes=["plain"]))
    return forms


def source_line(path: str, shown: str, name: str) -> nodes.paragraph:
    """Make the small line under code or a result that says where it is from.

    path: of the file, relative to the root, where a link leads.
    """
    line = nodes.paragraph("", f"{shown} · {name}", classes=["source"])
    line["leads"] = path
    return line


def cell_line(output: Output) -> nodes.paragraph:
    """Make the small line under a result that says which cell it is from."""
    notebook = f"notebooks/{output.notebook}"
    return source_line(f"{notebook}.ipynb", notebook, output.cell)


OURS: dict[str, type[Directive]] = {
    "column": Box,
    "columns": Columns,
    "cue": Cue,
    "example": Example,
    "incremental": Box,
    "live": Live,
    "notes": Box,
    "output": StoredOutput,
    "part": Part,
    "slide": Slide,
    "then": Example,
}


def register() -> None:
    """Register all directives of the deck with docutils."""
    narrow()
    for name, directive in OURS.items():
        directives.register_directive(name, directive)
