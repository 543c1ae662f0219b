"""Palette, type scale and font faces, read from ``slides/theme/theme.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pygments.style import Style
from pygments.token import (
    Comment,
    Error,
    Generic,
    Keyword,
    Name,
    Number,
    Operator,
    String,
    Token,
)

THEME = Path(__file__).resolve().parent.parent / "theme"
PT = 720 / 1280  # a pixel of the screen in points of the page


@dataclass(frozen=True)
class Face:
    """One font file: role, family, weight, slant.

    role: serif, sans, mono, fallback or fallback-mono.
    family: the name CSS and SVG use.
    weight: CSS font weight.
    slant: "normal" or "italic".
    file: the npm file, relative to node_modules.
    bold: whether this is what the family uses for strong text.
    """

    role: str
    family: str
    weight: int
    slant: str
    file: str
    bold: bool

    @property
    def name(self) -> str:
        """The name of the face in the PDF, such as ``Inter-600-italic``."""
        return f"{self.family.replace(' ', '')}-{self.weight}-{self.slant}"


@cache
def theme() -> dict[str, Any]:
    """Parse the theme file, once."""
    return tomllib.loads((THEME / "theme.toml").read_text("utf-8"))


@cache
def faces() -> tuple[Face, ...]:
    """Return every face the deck ships."""
    return tuple(
        Face(
            f["role"],
            f["name"],
            weight,
            slant,
            f["files"].format(
                weight=weight, slant=slant, dejavu="-Bold" if weight > 400 else ""
            ),
            bold=weight == f["bold"],
        )
        for f in theme()["family"]
        for weight, slant in f["faces"]
    )


@cache
def face(role: str, bold: bool = False, italic: bool = False) -> Face:
    """Return the face of a role; the nearest if the family has no such face."""
    family = [f for f in faces() if f.role == role]
    slant = "italic" if italic else "normal"
    return min(family, key=lambda f: (f.slant != slant, f.bold != bold))


def custom_properties() -> str:
    """Return the theme as CSS custom properties and ``@font-face``."""
    values = theme()
    rows = [f"--{k}: {v};" for k, v in values["palette"].items()]
    rows += [f"--{k}-size: {v}px;" for k, v in values["size"].items()]
    rows += [f"--{k}-leading: {v};" for k, v in values["leading"].items()]
    rows += [f"--page-{k}: {v}px;" for k, v in values["page"].items()]
    rows += [f"--{k}-space: {v}px;" for k, v in values["space"].items()]
    rows += [f"--top-{k}: {v}px;" for k, v in values["top"].items()]
    fonts = "\n".join(
        f'@font-face {{ font-family: "{f.family}"; font-weight: {f.weight}; '
        f"font-style: {f.slant}; src: url(fonts/{Path(f.file).name}); }}"
        for f in faces()
    )
    return f"{fonts}\n:root {{\n  " + "\n  ".join(rows) + "\n}\n"


def _styles() -> dict[Any, str]:
    colour = theme()["palette"]
    return {
        Token: colour["ink"],
        Comment: f"italic {colour['soft']}",
        Keyword: f"bold {colour['cherry']}",
        Keyword.Constant: f"nobold {colour['cherry']}",
        Operator.Word: f"bold {colour['cherry']}",
        String: colour["leaf"],
        Number: colour["leaf"],
        Name.Function: colour["name"],
        Name.Class: f"bold {colour['name']}",
        Name.Decorator: colour["name"],
        Name.Tag: f"bold {colour['cherry']}",
        Name.Attribute: colour["name"],
        Generic.Inserted: colour["leaf"],
        Generic.Deleted: colour["cherry"],
        Error: colour["ink"],
    }


class Orchard(Style):
    """Pygments style of the deck, the handout and the notebooks."""

    background_color = theme()["palette"]["panel"]
    styles = _styles()
