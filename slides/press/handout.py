"""Typeset the handout: A4, each slide as it is on the wall, its notes beneath it.

The notes are set first, with room left for the slides; then the pages of the
finished slide PDF are put into that room, so that they are exactly what was
shown, text and links and all.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from docutils import nodes
from reportlab.lib.colors import HexColor
from reportlab.platypus.flowables import Flowable

from .bind import Place, bind
from .deck import Deck
from .flowables import Box, Stack
from .fonts import Coverage
from .line.seconds import spoken
from .panels import Page, Run, measure, write
from .pdf import bookmark
from .setting import Setting
from .theme import PT, face, theme
from .typeset import typeset

A4 = (595.28, 841.89)  # points, as all lengths here
LEFT, TOP, BOTTOM = 146.0, 58.0, 780.0
WIDTH = A4[0] - LEFT - 48
HANG = 48.0  # the left edge of the slides' numbers
APART = 26.0  # between an entry and the next
BODY = 10.2  # the size of the notes


def write_handout(deck: Deck, slides_pdf: Path, fonts: Path, out: Path) -> None:
    """Write slides and notes as a PDF to the file `out`.

    slides_pdf: the finished slides.
    fonts: the folder of converted fonts.  Raises DeckError with what cannot
    be set.
    """
    handout = Handout(deck, Coverage(fonts))
    raw = typeset(handout, fonts, *A4)
    with pikepdf.open(io.BytesIO(raw)) as pdf, pikepdf.open(slides_pdf) as slides:
        for place in handout.places:
            put(pdf, place, slides)
        bind(pdf, deck, f"{deck.title}: slides and notes", handout.places, out)


class Room(Box):
    """Blank space for one slide, with its number and a hairline."""

    def __init__(self, handout: Handout, node: nodes.section) -> None:
        super().__init__()
        self.handout, self.node = handout, node
        self.spaceBefore, self.spaceAfter = APART, 12.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        page = theme()["page"]
        self.width, self.height = width, width * page["height"] / page["width"]
        return self.width, self.height

    def draw(self) -> None:
        canvas, palette = self.canv, theme()["palette"]
        x, y = canvas.absolutePosition(0, 0)
        number, page = self.node["page"], canvas.getPageNumber()
        self.handout.places.append(Place(number - 1, page - 1, x, y, self.height))
        bookmark(canvas, self.node, self.handout.deck)
        canvas.saveState()
        scale = self.width / (theme()["page"]["width"] * PT)
        canvas.scale(scale, scale)
        canvas.addLiteral(f"{form_name(number - 1)} Do")  # `put` brings it
        canvas.restoreState()
        canvas.setStrokeColor(HexColor(palette["hairline"]))
        canvas.setLineWidth(0.75)
        canvas.rect(0, 0, self.width, self.height, stroke=1, fill=0)
        serif = face("serif", True).name
        at = [Run(str(number), serif, palette["cherry"])]
        write(canvas, HANG - LEFT, self.height - 17, at, 22)


class Handout(Setting):
    """Typesets the notes, and fills pages with whole entries where it can."""

    def __init__(self, deck: Deck, coverage: Coverage) -> None:
        super().__init__(deck, coverage, BODY / theme()["size"]["body"])
        self.places: list[Place] = []
        self.entries: list[list[Flowable]] = []

    def slide(self, client: Any, node: nodes.section) -> list[Flowable]:
        said = spoken(node)
        notes = [f for box in said for f in client.gather_elements(box)]
        self.entries.append([Room(self, node), *notes])
        if node is not self.deck.slides[-1]:
            return []
        pages = paginate(self.entries)
        return [self.page(number, page) for number, page in enumerate(pages, 1)]

    def page(self, number: int, content: list[Flowable]) -> Page:
        """Make one page of the handout."""

        def under(canvas: Any) -> None:
            if number == 1:
                self.write_title(canvas)

        def over(canvas: Any) -> None:
            self.write_foot(canvas, number)

        def spilled(tall: float, wide: float) -> None:
            node = next(f.node for f in content if isinstance(f, Room))
            what = f"notes are {wide / self.scale:.0f} px too wide for the handout"
            self.problems.append(self.deck.problem(node, what, "break the line"))

        top = first_top() if number == 1 else TOP
        return Page(Stack(content), (LEFT, top, WIDTH, BOTTOM), under, over, spilled)

    def write_title(self, canvas: Any) -> None:
        """Draw title and author over the first slide."""
        palette = theme()["palette"]
        serif, italic = face("serif", True).name, face("serif", True, True).name
        title = [Run(self.deck.title, serif, palette["cherry"])]
        write(canvas, LEFT, A4[1] - 72, title, 23)
        below = [Run("Slides and notes", italic, palette["ink"])]
        write(canvas, LEFT, A4[1] - 92, below, 12)
        author = [Run(self.deck.author, face("sans").name, palette["soft"])]
        write(canvas, A4[0] - 48 - measure(author, 8), A4[1] - 92, author, 8)

    def write_foot(self, canvas: Any, number: int) -> None:
        """Draw the deck's title and the page number."""
        palette = theme()["palette"]
        plain, strong = face("sans").name, face("sans", True).name
        canvas.setStrokeColor(HexColor(palette["hairline"]))
        canvas.setLineWidth(0.75)
        canvas.line(HANG, 46, A4[0] - 48, 46)
        write(canvas, LEFT, 33, [Run(self.deck.title, plain, palette["soft"])], 8)
        page = [Run(str(number), strong, palette["cherry"])]
        write(canvas, A4[0] - 48 - measure(page, 8), 33, page, 8)


def first_top() -> float:
    """Return the top of the first page's slides: under the title."""
    return TOP + 62


def paginate(entries: list[list[Flowable]]) -> Iterator[list[Flowable]]:
    """Distribute entries over pages.

    An entry stays whole if a page can hold it.  A longer one starts a page
    and flows on; its slide is never parted from the beginning of its notes.
    """
    page: list[Flowable] = []
    room = BOTTOM - first_top()
    for entry in entries:
        if page and height([*page, *entry]) > room:
            yield page
            page, room = [], BOTTOM - TOP
        page = [*page, *entry]
        while height(page) > room:
            now, page = cut(page, room)
            yield now
            room = BOTTOM - TOP
    yield page


def height(content: list[Flowable]) -> float:
    """Return how tall flowables are together."""
    return float(Stack(content).wrapOn(None, WIDTH, 0)[1])


def cut(content: list[Flowable], room: float) -> tuple[list[Flowable], list[Flowable]]:
    """Split content into what fits on a page and the rest; splits a paragraph."""
    fitting = next(n for n in range(len(content), 0, -1) if height(content[:n]) <= room)
    now, rest = content[:fitting], content[fitting:]
    left = room - height(now) - now[-1].getSpaceAfter()
    parts = rest[0].split(WIDTH, left)
    if len(parts) == 2:
        return [*now, parts[0]], [parts[1], *rest[1:]]
    return now, rest


def form_name(slide: int) -> str:
    """Return the XObject name of a slide, counted from 0."""
    return f"/Slide{slide}"


def put(pdf: pikepdf.Pdf, place: Place, slides: pikepdf.Pdf) -> None:
    """Copy a slide's page and its links into the space left for it."""
    source, target = slides.pages[place.slide], pdf.pages[place.page]
    form = pdf.copy_foreign(source.as_form_xobject())
    name = pikepdf.Name(form_name(place.slide))
    target.add_resource(form, pikepdf.Name.XObject, name)
    scale = WIDTH / float(source.mediabox[2])
    links = target.obj.get("/Annots", pikepdf.Array())
    for link in source.obj.get("/Annots", ()):
        moved = _moved(link, scale, (place.x, place.y))
        links.append(pdf.make_indirect(moved))
    if len(links):
        target.obj.Annots = links


def _moved(
    link: pikepdf.Object, scale: float, corner: tuple[float, float]
) -> pikepdf.Dictionary:
    """Return a link of a slide's page, scaled and moved to the handout's."""
    edges = zip(link.Rect, corner * 2, strict=True)
    made = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Border=[0, 0, 0],
        Rect=[round(float(edge) * scale + offset, 4) for edge, offset in edges],
    )
    if "/Dest" in link:
        made.Dest = pikepdf.String(str(link.Dest))
    else:
        made.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=str(link.A.URI))
    return made
