"""Typeset the handout: contents, each slide with its notes beneath it, references.

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
from .reading.printed import Entry, Wall, in_words, only_words, sources, title_of
from .setting import Setting
from .theme import PT, face, theme
from .typeset import typeset

A4 = (595.28, 841.89)  # points, as all lengths here
LEFT, TOP, BOTTOM = 77.0, 48.0, 790.0
FIRST = 196.0  # the top of the contents, under the title
WALL = A4[0] - LEFT - 48  # the width of a slide
WIDTH = 390.0  # of the notes: some eighty letters a line
HANG = 36.0  # the left edge of the slides' numbers
APART = 22.0  # between an entry and the next
BODY = 9.1  # the size of the notes; code is as large on a slide of that width


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
            if not only_words(deck.slides[place.slide]):
                put(pdf, place, slides)
        bind(pdf, deck, f"{deck.title}: slides and notes", handout.places, out)


class Room(Box):
    """The place of one slide, with its number beside it: a wall, or words."""

    def __init__(self, handout: Handout, node: nodes.section, drawn: Box) -> None:
        super().__init__()
        self.handout, self.node, self.drawn = handout, node, drawn
        self.spaceBefore = APART + drawn.getSpaceBefore()
        self.spaceAfter = 10.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = self.drawn.wrapOn(self.canv, width, height)
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        x, y = canvas.absolutePosition(0, 0)
        number, page = self.node["page"], canvas.getPageNumber()
        self.handout.places.append(Place(number - 1, page - 1, x, y, self.height))
        bookmark(canvas, self.node, self.handout.deck)
        if isinstance(self.drawn, Wall):
            canvas.saveState()
            scale = self.width / (theme()["page"]["width"] * PT)
            canvas.scale(scale, scale)
            canvas.addLiteral(f"{form_name(number - 1)} Do")  # `put` brings it
            canvas.restoreState()
        self.drawn.drawOn(canvas, 0, 0)
        at = [Run(str(number), face("serif", True).name, theme()["palette"]["cherry"])]
        write(canvas, HANG - LEFT, self.height - 13, at, 15)


class Handout(Setting):
    """Typesets the notes, and fills pages with whole entries where it can."""

    def __init__(self, deck: Deck, coverage: Coverage) -> None:
        super().__init__(deck, coverage, BODY / theme()["size"]["body"])
        self.places: list[Place] = []
        self.entries: list[list[Flowable]] = []

    def slide(self, client: Any, node: nodes.section) -> list[Flowable]:
        words = only_words(node)
        drawn = in_words(client, node, BODY) if words else Wall(WALL)
        notes = [f for box in spoken(node) for f in client.gather_elements(box)]
        if (wide := spill(notes)) > 0.5:
            what = f"notes are {wide / self.scale:.0f} px too wide for the handout"
            self.problems.append(self.deck.problem(node, what, "break the line"))
        self.entries.append([Room(self, node, drawn), *notes])
        if node is not self.deck.slides[-1]:
            return []
        pages = list(paginate(self.entries))
        ends = list(paginate([[line] for line in sources(self.deck)]))
        every = [self.contents(pages), *pages, *ends]
        return [self.page(number, page) for number, page in enumerate(every, 1)]

    def contents(self, pages: list[list[Flowable]]) -> list[Flowable]:
        """Return what stands on the first page: parts and chapters, and their pages."""
        entries: list[Flowable] = []
        for number, page in enumerate(pages, 2):
            for slide in (room.node for room in page if isinstance(room, Room)):
                if (kind := slide["layout"]) in ("part", "chapter"):
                    sort = face("sans", kind == "part")
                    runs = self.coverage.runs(title_of(slide), sort)
                    ink = theme()["palette"]["ink"]
                    said = [Run(text, f.name, ink) for text, f in runs]
                    entries.append(Entry(slide, said, str(number)))
        return entries

    def page(self, number: int, content: list[Flowable]) -> Page:
        """Make one page of the handout."""

        def under(canvas: Any) -> None:
            if number == 1:
                self.write_title(canvas)

        def over(canvas: Any) -> None:
            self.write_foot(canvas, number)

        def spilled(tall: float, wide: float) -> None:
            # What is too wide was told of with its slide.
            assert not tall, f"page {number} of the handout spills {tall:.1f} pt"

        top = FIRST if number == 1 else TOP
        return Page(Stack(content), (LEFT, top, WIDTH, BOTTOM), under, over, spilled)

    def write_title(self, canvas: Any) -> None:
        """Draw title and author over the contents."""
        palette = theme()["palette"]
        serif, italic = face("serif", True).name, face("serif", True, True).name
        title = [Run(self.deck.title, serif, palette["cherry"])]
        write(canvas, LEFT, A4[1] - 120, title, 30)
        below = [Run("Slides and notes", italic, palette["ink"])]
        write(canvas, LEFT, A4[1] - 144, below, 14)
        author = [Run(self.deck.author, face("sans").name, palette["soft"])]
        write(canvas, LEFT, A4[1] - 164, author, 9)

    def write_foot(self, canvas: Any, number: int) -> None:
        """Draw the deck's title and the page number."""
        palette = theme()["palette"]
        plain, strong = face("sans").name, face("sans", True).name
        canvas.setStrokeColor(HexColor(palette["hairline"]))
        canvas.setLineWidth(0.75)
        canvas.line(LEFT, 40, A4[0] - 48, 40)
        write(canvas, LEFT, 27, [Run(self.deck.title, plain, palette["soft"])], 8)
        page = [Run(str(number), strong, palette["cherry"])]
        write(canvas, A4[0] - 48 - measure(page, 8), 27, page, 8)


def paginate(entries: list[list[Flowable]]) -> Iterator[list[Flowable]]:
    """Distribute entries over pages.

    An entry stays whole if a page can hold it.  A longer one starts a page
    and flows on; its slide is never parted from the beginning of its notes.
    """
    page: list[Flowable] = []
    room = BOTTOM - TOP
    for entry in entries:
        if page and height([*page, *entry]) > room:
            yield page
            page = []
        page = [*page, *entry]
        while height(page) > room:
            now, page = cut(page, room)
            yield now
    if page:
        yield page


def height(content: list[Flowable]) -> float:
    """Return how tall flowables are together."""
    return float(Stack(content).wrapOn(None, WIDTH, 0)[1])


def spill(content: list[Flowable]) -> float:
    """Return by how much flowables are too wide."""
    stack = Stack(content)
    stack.wrapOn(None, WIDTH, 0)
    return stack.widest - WIDTH


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
    scale = WALL / float(source.mediabox[2])
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
