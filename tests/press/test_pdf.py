"""The PDF and the handout of the real deck, built once and read back."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from docutils import nodes
from reportlab.pdfbase.pdfmetrics import stringWidth

from slides.press.build import load
from slides.press.deck import Deck
from slides.press.directives import LIVE
from slides.press.drawing import read_drawing
from slides.press.fonts import Coverage
from slides.press.handout import A4, TOP, write_handout
from slides.press.html import heading, kicker
from slides.press.pdf import write_pdf
from slides.press.problems import DeckError
from slides.press.reading.printed import only_words
from slides.press.rst import Press
from slides.press.styles import role_of
from slides.press.typeset import register_fonts
from slides.press.typography import boxes
from tests.press.project import BOX, ROOT, Project, words

pytestmark = pytest.mark.beside("properties")

FONTS = ROOT / "build/fonts"
OURS = re.compile(r"/[A-Z]{6}\+(Fraunces|Inter|JetBrainsMono|DejaVuSans(Mono)?)(-\w+)?")


@dataclass
class Built:
    """A deck and one of the files made of it."""

    deck: Deck
    path: Path

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        """The file, for its structure."""
        return pikepdf.open(self.path)

    @cached_property
    def pieces(self) -> list[list[tuple[float, str]]]:
        """The text of each page, in pieces of one size, in points."""
        return [pieces(page) for page in pypdf.PdfReader(self.path).pages]

    @cached_property
    def texts(self) -> list[str]:
        """What a reader can copy from each page, without white space."""
        return [at_least(page, 0) for page in self.pieces]

    def places(self) -> dict[str, int]:
        """Return the page, from 0, of each named destination."""
        names = list(self.pdf.Root.Names.Dests.Names)
        pages = {page.obj.objgen: n for n, page in enumerate(self.pdf.pages)}
        pairs = zip(names[::2], names[1::2], strict=True)
        return {str(name): pages[at[0].objgen] for name, at in pairs}

    def outline(self) -> list[tuple[int, str, str]]:
        """Return level, title and destination of each bookmark, in order."""

        def walk(item: Any, level: int) -> Iterator[tuple[int, str, str]]:
            while item is not None:
                yield level, str(item.Title), str(item.Dest)
                yield from walk(item.get("/First"), level + 1)
                item = item.get("/Next")

        return list(walk(self.pdf.Root.Outlines.get("/First"), 0))


@pytest.fixture(scope="module")
def slides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Give the slides as a PDF."""
    built = Built(load(ROOT), tmp_path_factory.mktemp("pdf") / "slides.pdf")
    write_pdf(built.deck, FONTS, built.path)
    yield built
    built.pdf.close()


@pytest.fixture(scope="module")
def handout(slides: Built) -> Iterator[Built]:
    """Give the handout."""
    built = Built(slides.deck, slides.path.with_name("handout.pdf"))
    write_handout(built.deck, slides.path, FONTS, built.path)
    yield built
    built.pdf.close()


@pytest.fixture(params=["slides", "handout"])
def both(request: pytest.FixtureRequest) -> Built:
    """Give the one, then the other."""
    built: Built = request.getfixturevalue(request.param)
    return built


def said(node: nodes.Element, *, notes: bool) -> list[nodes.Text]:
    """Return what stands on a slide, or in its notes, as the PDF has it.

    Cues are in the notes here, but in no PDF: they are left out.
    """
    return [
        text
        for text in node.findall(nodes.Text)
        if not isinstance(text.parent, nodes.raw)
        and ("notes" in boxes(text)) == notes
        and "cue" not in boxes(text)
    ]


def test_a_page_a_slide_of_16_to_9(slides: Built, handout: Built) -> None:
    """Each slide is one page of 25.4 by 14.2875 cm; the handout is A4."""
    sizes = [[float(n) for n in page.mediabox] for page in slides.pdf.pages]
    assert sizes == [[0, 0, 720, 405]] * len(slides.deck.slides)
    sheets = {tuple(round(float(n)) for n in p.mediabox) for p in handout.pdf.pages}
    assert sheets == {(0, 0, 595, 842)}


def test_bookmarks_are_the_slides(both: Built) -> None:
    """Part, chapter, slide, what is below it: a level each; ids are their names."""
    levels = {"title": 0, "part": 0, "chapter": 1}
    wanted = [
        (levels.get(s["layout"], 3 if s["below"] else 2), heading(s), s["ids"][0])
        for s in both.deck.slides
    ]
    assert both.outline() == wanted
    assert {level for level, _, _ in wanted} == {0, 1, 2, 3}


def test_id_opens_its_slide(slides: Built) -> None:
    """``FILE.pdf#ID`` leads to the slide that has the id in the HTML deck."""
    places = slides.places()
    pages = [places[s["ids"][0]] for s in slides.deck.slides]
    assert pages == list(range(len(pages)))


def test_id_opens_the_handout_where_its_slide_begins(handout: Built) -> None:
    """The first of a page at the upper margin, where a reader looks first."""
    names = list(handout.pdf.Root.Names.Dests.Names)
    title = names[list(map(str, names[::2])).index("title") * 2 + 1]
    assert float(title[3]) == pytest.approx(A4[1] - TOP, abs=0.01)


def test_every_font_is_embedded_and_ours(both: Built) -> None:
    """No font of the reader's machine has a say: not even for a bullet."""
    fonts = [o for o in both.pdf.objects if is_a(o, "/Font")]
    assert fonts
    for font in fonts:
        assert OURS.fullmatch(str(font.BaseFont)), font.BaseFont
        assert "/FontFile2" in font.FontDescriptor
        assert "/ToUnicode" in font


def is_a(thing: pikepdf.Object, kind: str) -> bool:
    """Return whether an object of a PDF is a dictionary of a type."""
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == kind


def test_text_can_be_selected(slides: Built) -> None:
    """Each word of a slide can be copied from its page, and no note is there."""
    for slide, page in zip(slides.deck.slides, slides.texts, strict=True):
        for text in said(slide, notes=False):
            assert words(text.astext()) in page, slide["ids"]
        assert words(kicker(slide).upper()) in page
        for text in said(slide, notes=True):
            long = words(text.astext())
            assert len(long) < 20 or long not in page, slide["ids"]


def test_links_lead_where_they_say(slides: Built) -> None:
    """A link within the deck leads to a slide, any other to its address."""
    places = slides.places()
    for slide, page in zip(slides.deck.slides, slides.pdf.pages, strict=True):
        links = [text.parent for text in said(slide, notes=False)]
        uris = {n.get("refuri", "") for n in links if n}
        addresses = {to for to in uris if ":" in to and not to.startswith(LIVE)}
        found = page.obj.get("/Annots", ())
        assert {str(a.A.URI) for a in found if "/A" in a} == addresses
        assert all(str(a.Dest) in places for a in found if "/Dest" in a)


def test_link_into_the_deck_is_an_annotation(tmp_path: Path) -> None:
    """A link by heading takes the reader to that slide, in both files."""
    project = Project.made(tmp_path / "project")
    body = "- See `the title <#title>`__ and https://example.org/."
    project.slide(body, ".. notes:: Say https://example.net/.")
    done = project.build("pdf", "handout")
    own, said = "https://example.org/", "https://example.net/"
    for name, page, uris in (
        ("cherry-picking.pdf", 2, [own]),
        ("cherry-picking-handout.pdf", 1, [said, own]),
    ):
        with pikepdf.open(done / name) as pdf:
            links = list(pdf.pages[page].Annots)
            assert [str(a.Dest) for a in links if "/Dest" in a] == ["title"]
            assert [str(a.A.URI) for a in links if "/A" in a] == uris


def test_file_says_what_it_is(both: Built) -> None:
    """Title, author and language are there; dates and programs are not."""
    info = {str(k): str(v) for k, v in both.pdf.docinfo.items()}
    assert info.keys() == {"/Title", "/Author"}
    assert info["/Title"].startswith(both.deck.title)
    assert info["/Author"] == both.deck.author != ""
    assert str(both.pdf.Root.Lang) == "en"
    assert both.pdf.Root.ViewerPreferences.DisplayDocTitle


def test_pages_are_labelled_as_they_are_numbered(both: Built) -> None:
    """The reader's page field counts 1, 2, 3."""
    labels = pypdf.PdfReader(both.path).page_labels
    assert labels == [str(n) for n in range(1, len(both.pdf.pages) + 1)]


def test_last_row_can_read_it(slides: Built) -> None:
    """Body text has 18 points or more, code 14, in the file itself."""
    for slide, page in zip(slides.deck.slides, slides.pieces, strict=True):
        body, code = at_least(page, 18), at_least(page, 14)
        for text in said(slide, notes=False):
            block: Any = text.parent
            while not isinstance(block, nodes.TextElement) or isinstance(
                block, nodes.Inline
            ):
                block = block.parent
            literal = isinstance(text.parent, nodes.literal)
            if isinstance(block, nodes.literal_block):
                assert words(text.astext()) in code, slide["ids"]
            elif "pill" not in block["classes"] and role_of(block) not in SMALL:
                assert words(text.astext()) in (code if literal else body), slide["ids"]


SMALL = ("source", "address", "head")  # furniture: where it comes from, what it is


def pieces(page: pypdf.PageObject) -> list[tuple[float, str]]:
    """Return the text of a page in pieces, each with its size in points."""
    found: list[tuple[float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _: Any, size: float) -> None:
        found.append((size * abs(tm[3]) * abs(cm[3]), text))

    page.extract_text(visitor_text=visit)
    return found


def at_least(page: list[tuple[float, str]], points: float) -> str:
    """Return the text of a page that is set in so many points or more."""
    return words([text for size, text in page if size >= points - 0.01])


def test_handout_has_every_slide_once(handout: Built) -> None:
    """Each slide is there once, with its text; one of words alone is not drawn."""
    drawn = [
        name
        for page in handout.pdf.pages
        for name in map(str, page.Resources.get("/XObject", pikepdf.Dictionary()))
        if name.startswith("/Slide")
    ]
    walls = [s for s in handout.deck.slides if not only_words(s)]
    assert sorted(drawn) == sorted(f"/Slide{s['page'] - 1}" for s in walls)
    assert {s["layout"] for s in handout.deck.slides if s not in walls} >= {
        "chapter",
        "statement",
    }
    for slide in handout.deck.slides:
        page = handout.texts[handout.places()[slide["ids"][0]]]
        assert all(words(t.astext()) in page for t in said(slide, notes=False))


def test_handout_has_every_note_by_its_slide(handout: Built) -> None:
    """Notes begin on their slide's page, and none is lost."""
    whole = "".join(handout.texts)
    for slide in handout.deck.slides:
        notes = [words(t.astext()) for t in said(slide, notes=True)]
        page = handout.texts[handout.places()[slide["ids"][0]]]
        assert notes[0][:30] in page, slide["ids"]
        assert all(note in whole for note in notes if len(note) < 60)


def test_handout_begins_with_its_contents(handout: Built) -> None:
    """Each part and chapter has the page it stands on, and leads there."""
    chapters = [s for s in handout.deck.slides if s["layout"] in ("part", "chapter")]
    for slide in chapters:
        number = slide["chapter"][:2] if slide["layout"] == "chapter" else ""
        page = handout.places()[slide["ids"][0]] + 1
        assert f"{words(number + heading(slide))}{page}" in handout.texts[0]
    links = handout.pdf.pages[0].Annots
    assert [str(link.Dest) for link in links] == [s["ids"][0] for s in chapters]


def test_handout_ends_with_its_references(handout: Built) -> None:
    """What a slide leads to outside is named once, with its address and its slides."""
    end = handout.texts[-1]
    slide = next(s for s in handout.deck.slides if "PEP 3333" in s.astext())
    assert end.count("PEP3333") == 1
    assert "peps.python.org/pep-3333/" in end
    assert str(slide["page"]) in end.partition("PEP3333")[2]
    assert "thetalk,pages" in end
    for kind in ("thetalk,pages?", "RFC"):
        numbers = [int(n) for n in re.findall(rf"{kind}(\d+)", end)]
        assert len(numbers) > 1
        assert numbers == sorted(numbers)


def test_nothing_leads_to_a_port_of_this_machine(both: Built) -> None:
    """A PDF travels: an address of `make present` is text in it."""
    for page in both.pdf.pages:
        for link in page.obj.get("/Annots", ()):
            assert "/A" not in link or "127.0.0.1" not in str(link.A.URI)
    assert any("127.0.0.1" in text for text in both.texts)


def test_a_foot_names_the_references(slides: Built) -> None:
    """At the foot of a slide are its notebook, PEPs and RFCs, pages of the talk."""
    slide = next(s for s in slides.deck.slides if "PEP 3333" in s.astext())
    page = slides.texts[slide["page"] - 1]
    assert f"▸notebooks/{slide['chapter']}·" in page
    assert "·PEP3333" in page


def test_long_notes_flow_to_the_next_page(tmp_path: Path) -> None:
    """Notes longer than a page are whole, and their last word is there."""
    project = Project.made(tmp_path / "project")
    said = "\n\n".join(f"   Paragraph {n}. " + "Words, words. " * 30 for n in range(24))
    project.slide("Body.", f".. notes::\n\n{said}\n\n   The end of it.")
    handout = project.build("handout") / "cherry-picking-handout.pdf"
    pages = [words(p.extract_text()) for p in pypdf.PdfReader(handout).pages]
    assert "Body.Paragraph" not in pages[0]
    first = next(n for n, page in enumerate(pages) if "Body." in page)
    assert "Paragraph0." in pages[first]
    assert "Theendofit." in pages[-1] != pages[first]
    assert "".join(pages).count("Words,words.") == 24 * 30
    wide = f".. notes::\n\n{said}\n\n   {'x' * 99}"
    project.slide("Body.", wide)
    with pytest.raises(DeckError, match=r"'01-first--a-slide': notes are \d+ px"):
        project.build("handout")


def test_drawing_has_its_faces_and_spaces(tmp_path: Path) -> None:
    """Weight, fall-back and the space between spans come through to the PDF."""
    project = Project.made(tmp_path / "project")
    project.write(
        "slides/images/box.svg", BOX.replace("one <", "one → <").replace("0 0 ", "0,0,")
    )
    project.slide(".. image:: ../images/box.svg\n   :alt: A box.")
    path = project.build("pdf") / "cherry-picking.pdf"
    seen: dict[str, str] = {}

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            seen[text.strip("\n")] = font["/BaseFont"].partition("+")[2]

    page = pypdf.PdfReader(path).pages[2]
    page.extract_text(visitor_text=visit)
    assert seen["one "] == seen["box"] == "Inter-SemiBold"
    assert seen["→"] == "DejaVuSans-Bold"


def test_a_fade_within_a_fade_is_fainter() -> None:
    """Opacity of a group and of what is in it are multiplied, as in a browser."""
    faded = '<g opacity=".5"><rect width="9" height="9" fill-opacity=".5"/></g></svg>'
    drawing = read_drawing(BOX.replace("</svg>", faded), Coverage(FONTS))
    opacities = {getattr(one, "fillOpacity", None) for one in inside(drawing)}
    assert 0.25 in opacities


def test_words_of_a_drawing_stand_as_in_a_browser() -> None:
    """An em is of their own size; how far a span is moved down ends at a new place."""
    register_fonts(FONTS)
    moved = '<tspan dy="5">b</tspan><tspan x="9" y="40" font-size="2em"'
    leans = '<tspan font-family="Fraunces" font-style="oblique">i</tspan>'
    spaced = f'{moved} letter-spacing=".5em">cd</tspan>{leans}'
    text = f'<text x="9" y="20">a{spaced}</text></svg>'
    drawing = read_drawing(BOX.replace("</svg>", text), Coverage(FONTS))
    placed = {one.text: one for one in inside(drawing) if hasattr(one, "text")}
    assert [-placed[letter].y for letter in "abc"] == [20, 25, 40]
    assert placed["c"].fontSize == 32
    assert placed["i"].fontName.endswith("italic")
    width = stringWidth("c", placed["c"].fontName, 32)
    assert placed["d"].x == pytest.approx(9 + width + 16, abs=0.01)


def inside(group: Any) -> Iterator[Any]:
    """Yield all shapes of a group."""
    for one in getattr(group, "contents", ()):
        yield one
        yield from inside(one)


def test_list_is_counted_as_it_was_written(tmp_path: Path) -> None:
    """Letters go to z, Roman numbers are Roman, and a list may start at 0."""
    project = Project.made(tmp_path / "project")
    lists = ["y. {} z. {}", "Y. {} Z. {}", "ix. {} x. {}", "0. {} 1. {}"]
    slide = "List {}\n------\n\n{}\n\n.. notes:: Say it.\n\n"
    written = (one.format("one\n", "two").replace("\n ", "\n") for one in lists)
    project.chapter("".join(map(slide.format, "ABCD", written)))
    pages = pypdf.PdfReader(project.build("pdf") / "cherry-picking.pdf").pages[2:]
    for one, page in zip(lists, pages, strict=True):
        assert words(one.format("one", "two")) in words(page.extract_text())


def test_complaint_of_rst2pdf_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What rst2pdf would only mutter is a fault, and nothing is muttered."""

    def complain(self: Press, **_: object) -> int:
        logging.getLogger("rst2pdf").warning("Unkn. node")
        return 0

    monkeypatch.setattr(Press, "createPdf", complain)
    with pytest.raises(DeckError, match="rst2pdf says: Unkn"):
        Project.made(tmp_path / "project").build("pdf")
    assert capfd.readouterr().err == ""
