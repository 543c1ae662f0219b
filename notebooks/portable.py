"""Give a drawing its own ground and letters, for the lab.

A notebook shows an SVG as an image: in it the page's fonts are unknown, and through
it a dark theme is seen.  What `make lab` copies, and what is shown there, therefore
brings the fonts of the deck with it, cut down to Latin letters, and white paper.  The
originals stay as small as they are.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from io import BytesIO
from pathlib import Path

from notebooks import atomic, kernels

FONTS = kernels.ROOT / "build" / "fonts"
FACES = kernels.ROOT / "build" / "jupyter" / "faces.json"
NAME = re.compile(r"(\w+)-(400|600|700)-normal\.ttf")
FAMILIES = {"Inter": "Inter", "Fraunces": "Fraunces", "JetBrainsMono": "JetBrains Mono"}
LETTERS = [*range(0x20, 0x180), *range(0x2010, 0x2045), *range(0x2190, 0x219A), 0x2264]
LETTERS += [0x2212, 0x2260, 0x2265, 0x2713, 0x2717]  # minus, not equal, ≥, ✓ and ✗
OPENING = re.compile(r"<svg\b[^>]*>")
GROUND = '<rect width="100%" height="100%" fill="#fff"/>'


def write_faces() -> None:
    """Cut fonts down, and write them as style sheets, by family.

    Without the fonts of the deck, which `make slides` converts, there are none.
    """
    found: dict[str, str] = {}
    for path in sorted(FONTS.glob("*.ttf")):
        match = NAME.fullmatch(path.name)
        if match and match[1] in FAMILIES:
            family = FAMILIES[match[1]]
            data = b64encode(_cut_down(path)).decode()
            found[family] = found.get(family, "") + (
                f"@font-face{{font-family:'{family}';font-weight:{match[2]};"
                f"src:url(data:font/woff;base64,{data})}}"
            )
    atomic.write(FACES, json.dumps(found).encode(), 0o644)


def _cut_down(path: Path) -> bytes:
    from fontTools import subset  # half a second, and only here

    options = subset.Options(flavor="woff", layout_features=["kern"], hinting=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    file = BytesIO()
    with subset.load_font(str(path), options) as font:
        cutter.subset(font)
        subset.save_font(font, file, options)
    return file.getvalue()


def drawing(svg: str) -> str:
    """Put white paper under an SVG, and into it the fonts that it names.

    Before `write_faces` wrote any, there is paper alone.
    """
    known = json.loads(FACES.read_bytes()) if FACES.exists() else {}
    style = "".join(css for family, css in known.items() if family in svg)
    sheet = f"<style>{style}</style>" if style else ""
    return OPENING.sub(lambda opening: f"{opening[0]}{sheet}{GROUND}", svg, count=1)


def shown(svg: str) -> str:
    """Return an SVG as it is shown here: portable in the lab."""
    return drawing(svg) if kernels.in_lab() else svg
