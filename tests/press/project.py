"""A small project to try the press on, and how to ask it what is wrong."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slides.press.build import build, load
from slides.press.pdf import write_pdf
from slides.press.problems import DeckError, Problem

ROOT = Path(__file__).resolve().parents[2]

DECK = """\
==========
Small deck
==========

:Author: A. Speaker

.. notes:: Welcome.

.. include:: chapters/01-first.rst
"""
HEAD = """\
First
=====

.. notes:: A part.

"""
DEMO = '''\
"""A file that a test executes."""

PLAIN = [("Content-Type", "text/plain")]


def hello(environ, start_response):
    """Say hello."""
    # bytes, for PEP 3333
    start_response("200 OK", PLAIN)
    return [b"hello"]
'''
BOX = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 200" font-family="Inter">
  <rect x="10" y="10" width="200" height="100" fill="#fffdf9" stroke="#e4dacb"/>
  <text x="30" y="60" font-size="28" font-weight="600">one <tspan>box</tspan></text>
</svg>
"""


@dataclass
class Project:
    """A project in a folder, with one chapter, one example and one notebook.

    peers: those that each cell of the notebook needs.
    """

    root: Path
    peers: tuple[str, ...] = ()

    @classmethod
    def made(cls, root: Path) -> "Project":
        """Write the project; fonts and scripts are those of this repository."""
        project = cls(root)
        for folder in ("slides/chapters", "slides/images", "examples", "build"):
            (root / folder).mkdir(parents=True)
        for borrowed in ("node_modules", "build/fonts"):
            (root / borrowed).symlink_to(ROOT / borrowed)
        (root / "slides/deck.rst").write_text(DECK)
        project.write("examples/demo.py", DEMO)
        project.write("slides/images/box.svg", BOX)
        project.notebook(text=[stream("hello\n")])
        project.slide()
        return project

    def write(self, path: str, text: str) -> None:
        """Write a file below the root."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, "utf-8")

    def slide(self, body: str = "", notes: str = ".. notes:: Say it.") -> None:
        """Let the chapter hold one slide, ``A slide``, whose body starts at line 9."""
        self.chapter(f"A slide\n-------\n\n{body}\n\n{notes}\n")

    def chapter(self, slides: str) -> None:
        """Let the chapter hold these slides."""
        self.write("slides/chapters/01-first.rst", HEAD + slides)

    def notebook(self, **cells: list[dict[str, Any]]) -> None:
        """Let the notebook ``01-first`` hold cells, tagged by name, with outputs."""
        made = [
            {
                "cell_type": "code",
                "metadata": {"tags": [tag, *(f"peer-{name}" for name in self.peers)]},
                "outputs": outputs,
                "source": "",
            }
            for tag, outputs in cells.items()
        ]
        text = json.dumps({"cells": made, "nbformat": 4, "nbformat_minor": 5})
        self.write("notebooks/01-first.ipynb", text)

    def build(self, *parts: str) -> Path:
        """Build, and return the folder of what was built."""
        build(self.root, parts or ("html", "pdf", "handout"))
        return self.root / "build" / "slides"

    def page(self) -> str:
        """Build the HTML, and return it."""
        return (self.build("html") / "index.html").read_text("utf-8")

    def problems(self) -> list[Problem]:
        """Return what the press finds wrong, with and without drawing."""
        try:
            write_pdf(load(self.root), ROOT / "build/fonts", self.root / "out.pdf")
        except DeckError as e:
            return e.problems
        return []


def stream(text: str) -> dict[str, Any]:
    """Return what ``print`` leaves in a notebook."""
    return {"output_type": "stream", "name": "stdout", "text": text}


def shown(**forms: str) -> dict[str, Any]:
    """Return what a rich result leaves in a notebook: html, svg, text."""
    kinds = {"html": "text/html", "svg": "image/svg+xml", "text": "text/plain"}
    data = {kinds[form]: value for form, value in forms.items()}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def words(text: Iterable[str]) -> str:
    """Return text without its white space, which a PDF does not keep."""
    return "".join("".join(text).split())
