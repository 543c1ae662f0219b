"""Convert the fonts for the PDF, and record which characters each face can draw.

npm ships woff2; ReportLab wants TrueType.  Converting takes seconds, so it is
a step of its own, done once: ``build/fonts/NAME.ttf`` and beside them
``coverage.json``, which says what each face can draw and lets the HTML deck be
checked without opening a font.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .problems import DeckError, Problem
from .theme import Face, face, faces

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

COVERAGE = "coverage.json"


def convert(node_modules: Path, out: Path) -> None:
    """Write every face as TrueType to `out`, and the coverage last.

    Raises DeckError if an npm file is missing.
    """
    from fontTools.ttLib import TTFont  # half a second that a build has no need of

    out.mkdir(parents=True, exist_ok=True)
    covered = {}
    for one in faces():
        source = node_modules / one.file
        if not source.is_file():
            what = f"no font {one.file} in {node_modules.name}"
            raise DeckError([Problem("package.json", 0, what, "run: make slides")])
        # recalcTimestamp would stamp the time of the build into the font.
        font = TTFont(source, recalcTimestamp=False)
        covered[one.name] = sorted(font.getBestCmap())
        substitute(font)
        font.flavor = None
        font.save(out / f"{one.name}.ttf")
    part = out / f"{COVERAGE}.part"
    part.write_text(json.dumps(covered))
    part.replace(out / COVERAGE)


def substitute(font: TTFont) -> None:
    """Apply ``rvrn`` substitutions to the character map, as a browser would.

    ``rvrn`` (required variation alternates, OpenType's feature registry) is
    never off, and ReportLab reads no OpenType features.
    """
    if "GSUB" not in font:
        return
    table = font["GSUB"].table
    required = [f for f in table.FeatureList.FeatureRecord if f.FeatureTag == "rvrn"]
    for lookup in {n for f in required for n in f.Feature.LookupListIndex}:
        for step in table.LookupList.Lookup[lookup].SubTable:
            for cmap in font["cmap"].tables:
                cmap.cmap.update(
                    {
                        code: step.mapping[name]
                        for code, name in cmap.cmap.items()
                        if name in step.mapping
                    }
                )


def copy_for_browser(node_modules: Path, out: Path) -> None:
    """Copy the faces as npm ships them, and their licences."""
    out.mkdir(parents=True, exist_ok=True)
    for one in faces():
        shutil.copyfile(node_modules / one.file, out / Path(one.file).name)


class Coverage:
    """Looks up which face draws which character.

    folder: where `convert` wrote.  Raises DeckError if it has not run.
    """

    def __init__(self, folder: Path) -> None:
        try:
            text = (folder / COVERAGE).read_text()
        except FileNotFoundError:
            what = "the fonts are not converted"
            cure = "run: python -m slides.press fonts"
            raise DeckError([Problem("build/fonts", 0, what, cure)]) from None
        self.characters = {k: frozenset(v) for k, v in json.loads(text).items()}

    def draws(self, char: str, first: Face) -> Face | None:
        """Return the asked face or the first fall-back with the character."""
        for candidate in (first, *fallbacks(first)):
            if ord(char) in self.characters[candidate.name]:
                return candidate
        return None

    def runs(self, text: str, first: Face) -> Iterator[tuple[str, Face]]:
        """Split text into runs that one face draws.

        A character no face has stays in the face asked for: the checks have
        named it already.
        """
        start, current = 0, first
        for i, char in enumerate(text):
            drawn_by = first if ord(char) < 127 else self.draws(char, first) or first
            if drawn_by != current:
                if i > start:
                    yield text[start:i], current
                start, current = i, drawn_by
        if start < len(text):
            yield text[start:], current


@cache
def fallbacks(first: Face) -> tuple[Face, ...]:
    """Return the fall-back faces, nearest first: fixed width for fixed width."""
    bold = first.weight > 500
    roles = ["fallback-mono", "fallback"] if first.role == "mono" else ["fallback"]
    return tuple(face(role, bold=bold) for role in roles)
