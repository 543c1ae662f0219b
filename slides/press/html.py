"""Write the slides as reveal.js markup: one page that works off-line."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.writers import html5_polyglot
from pygments.formatters import HtmlFormatter
from pygments.token import STANDARD_TYPES

from .deck import Deck
from .fonts import copy_for_browser
from .line.seconds import boxes, steps
from .reading import foot
from .svg import inline
from .theme import THEME, Orchard, custom_properties, theme
from .typography import CHERRY_GROUND

REVEAL = "reveal.js/dist"
SCRIPTS = ("reveal.js",)
STYLES = ("reset.css", "reveal.css")
OWN = (
    *("keys.js", "outline.js", "panel.js", "overview.js", "search.js"),
    *("wall.js", "help.js", "resume.js", "wire.js", "rehearse.js"),
    *("deck.js", "wall.css"),
)
LICENCES = {  # what is shipped, and where npm keeps its licence
    "reveal.js": "reveal.js/LICENSE",
    "Fraunces": "@fontsource/fraunces/LICENSE",
    "Inter": "@fontsource/inter/LICENSE",
    "JetBrains-Mono": "@fontsource/jetbrains-mono/LICENSE",
    "DejaVu": "dejavu-fonts-ttf/LICENSE",
}


@dataclass(frozen=True)
class Drawn:
    """A slide as markup.

    whole: with its notes, as the deck has it.
    wall: without.
    said: what its notes say to everybody.
    """

    whole: str
    wall: str
    said: str


def write_html(deck: Deck, node_modules: Path, out: Path) -> list[Drawn]:
    """Write ``index.html`` and all it needs into the folder `out`.

    Returns the slides as they are drawn there.
    """
    assets = out / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    for name in (*SCRIPTS, *STYLES):
        shutil.copyfile(node_modules / REVEAL / name, assets / Path(name).name)
    copy_for_browser(node_modules, assets / "fonts")
    licences = out / "licences"
    licences.mkdir(exist_ok=True)
    for name, path in LICENCES.items():
        shutil.copyfile(node_modules / path, licences / f"{name}.txt")
    (assets / "deck.css").write_text(stylesheet(), "utf-8")
    for name in OWN:
        shutil.copyfile(THEME / name, assets / name)
    drawn = draw(deck)
    (out / "index.html").write_text(page(deck, drawn), "utf-8")
    (out / "console.html").write_text(console(deck, drawn), "utf-8")
    return drawn


def stylesheet() -> str:
    """Return the deck's CSS: theme, layouts, colours of code."""
    formatter = HtmlFormatter(style=Orchard)
    code = formatter.get_style_defs("pre.code")  # type: ignore[no-untyped-call]
    rules = (THEME / "deck.css").read_text("utf-8")
    return f"{custom_properties()}\n{rules}\n{code}\n"


def draw(deck: Deck) -> list[Drawn]:
    """Return each slide of a deck as markup."""
    translator = SlideTranslator(deck)
    return [translator.drawn(slide) for slide in deck.slides]


def page(deck: Deck, drawn: list[Drawn]) -> str:
    """Return the deck as one HTML page."""
    sizes = theme()["page"]
    return Template((THEME / "page.html").read_text("utf-8")).substitute(
        title=escape(deck.title),
        author=escape(deck.author),
        slides="".join(one.whole for one in drawn),
        digest=digest(drawn),
        width=sizes["width"],
        height=sizes["height"],
    )


def console(deck: Deck, drawn: list[Drawn]) -> str:
    """Return the presenter console as one HTML page; only its fonts are files.

    It has all slides, notes and cues in it: so it goes on without the wall, and the
    wall can keep a copy for when the server is gone.
    """
    minutes = {cut.name: cut.minutes for cut in deck.cuts}
    styles = (stylesheet(), (THEME / "console.css").read_text("utf-8"))
    return Template((THEME / "console.html").read_text("utf-8")).substitute(
        title=escape(deck.title),
        style="".join(styles).replace("url(fonts/", "url(assets/fonts/"),
        slides="".join(one.whole for one in drawn),
        digest=digest(drawn),
        cuts=escape(json.dumps(minutes), quote=True),
        script=(THEME / "console.js").read_text("utf-8"),
    )


def digest(drawn: list[Drawn]) -> str:
    """Return what tells one build of the slides from another, to wall and console."""
    return sha256("".join(one.whole for one in drawn).encode()).hexdigest()[:16]


class SlideTranslator(html5_polyglot.HTMLTranslator):
    """docutils' HTML translator, with a ``<section>`` a slide."""

    # A literal is one text, as in the PDF: the stylesheet keeps it on its line.
    in_word_wrap_point = re.compile(r"(?!)")

    def __init__(self, deck: Deck) -> None:
        defaults = get_default_settings(html5_polyglot.Writer)
        vars(deck.document.settings).update(
            {**vars(defaults), **vars(deck.document.settings)}
        )
        super().__init__(deck.document)
        self.deck = deck
        self.drawings = 0
        self.begins = 0
        self.notes: list[slice] = []  # where the notes stand in the body of a slide

    def drawn(self, slide: nodes.section) -> Drawn:
        """Return one slide as markup."""
        self.body, self.notes = [], []
        slide.walkabout(self)
        wall = self.body.copy()
        for place in reversed(self.notes):
            del wall[place]
        said = [
            piece
            for box, place in zip(boxes(slide, "notes"), self.notes, strict=True)
            if "cue" not in box["classes"]
            for piece in self.body[place][1:-1]
        ]
        return Drawn("".join(self.body), "".join(wall), "".join(said))

    # A slide: kicker, heading, body, notes, footer.

    def visit_section(self, node: nodes.section) -> None:
        # With its chapter, for two chapters may have slides of one heading.
        words = filter(None, (kicker(node, below="below"), heading(node)))
        label = escape(": ".join(words), quote=True)
        classes = " ".join([*node["classes"], *(["below"] if node["below"] else [])])
        self.body.append(
            f'<section id="{escape(node["ids"][0])}" class="{escape(classes)}"'
            f' aria-label="{label}"'
            f' data-line="{" ".join(node["line"])}" data-seconds="{node["seconds"]}"'
            f' data-background-color="{ground(node)}">\n'
        )
        if node["kicker"]:
            self.body.append(f'<p class="kicker">{escape(kicker(node))}</p>\n')

    def depart_section(self, node: nodes.section) -> None:
        left, right = foot.left(node, self.deck), [foot.right(node)]
        ends = "".join(f"<span>{foot.markup(end)}</span>" for end in (left, right))
        self.body.append(f"<footer>{ends}</footer>\n</section>\n")

    def visit_title(self, node: nodes.title) -> None:
        if isinstance(node.parent, nodes.section):
            self.body.append("<h2>")
        elif not isinstance(node.parent, nodes.document):
            super().visit_title(node)

    def depart_title(self, node: nodes.title) -> None:
        if isinstance(node.parent, nodes.section):
            self.body.append("</h2>\n")
        elif not isinstance(node.parent, nodes.document):
            super().depart_title(node)

    # The boxes of the directives.

    def visit_container(self, node: nodes.container) -> None:
        kinds = node["classes"]
        if "plain" in kinds and len(node.parent.children) > 1:
            boxes = [c for c in node.parent if isinstance(c, nodes.container)]
            if any("rich" in box["classes"] for box in boxes):
                raise nodes.SkipNode
        if "incremental" in kinds:
            for step in steps(node):
                step["classes"].append("fragment")
        tag = "aside" if "notes" in kinds else "div"
        extra: dict[str, Any] = {}
        if "share" in node:
            extra["style"] = f"flex: {node['share']:.4f}"
        if "path" in node:
            extra["data-live"] = node["path"]
        if "notes" in kinds:
            self.begins = len(self.body)
        self.body.append(self.starttag(node, tag, **extra))
        self.context.append(f"</{tag}>\n")
        if "cue" in kinds:  # the console shows what is inside of an aside
            self.body.append('<div class="cue"><strong>Cue.</strong>\n')
            self.context.append(f"</div>{self.context.pop()}")

    def depart_container(self, node: nodes.container) -> None:
        self.body.append(self.context.pop())
        if "notes" in node["classes"]:  # one is never inside of another
            self.notes.append(slice(self.begins, len(self.body)))

    # Code and drawings.

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        super().visit_paragraph(node)
        if "leads" in node:
            self.body.append(foot.in_checkout(node["leads"], escape(node.astext())))
            self.depart_paragraph(node)
            raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        self.body.append(self.starttag(node, "pre", "", tabindex="0") + "<code>")
        if "tokens" in node:
            self.body += [self.token(*token) for token in node["tokens"]]
            self.depart_literal_block(node)
            raise nodes.SkipNode

    def depart_literal_block(self, node: nodes.literal_block) -> None:
        self.body.append("</code></pre>\n")

    def token(self, token: Any, text: str) -> str:
        """Return a token of code in the class that the stylesheet colours."""
        name, shown = short_name(token), self.encode(text)
        return f'<span class="{name}">{shown}</span>' if name else shown

    def visit_inline(self, node: nodes.inline) -> None:
        if "mark" in node:
            self.body.append(f"<{node['mark']}>")
            self.context.append(f"</{node['mark']}>")
            return None
        return super().visit_inline(node)

    def depart_inline(self, node: nodes.inline) -> None:
        if "mark" not in node:
            return super().depart_inline(node)
        self.body.append(self.context.pop())
        return None

    def visit_image(self, node: nodes.image) -> None:
        self.drawings += 1
        drawing = inline(node["svg"], node.get("alt", ""), f"d{self.drawings}")
        self.body.append(f'<figure class="drawing">{drawing}</figure>\n')

    def depart_image(self, node: nodes.image) -> None:
        pass


def heading(slide: nodes.section) -> str:
    """Return the text of a slide's heading."""
    title = slide.next_node(nodes.title)
    return title.astext() if title is not None else "Title"


def kicker(slide: nodes.section, below: str = "↓") -> str:
    """Return the line over the heading: where in the talk the slide stands."""
    return f"{below} {slide['kicker']}" if slide["below"] else str(slide["kicker"])


def ground(slide: nodes.section) -> str:
    """Return the background colour of a slide."""
    colours: dict[str, str] = theme()["palette"]
    if slide["layout"] in CHERRY_GROUND:
        return colours["cherry"]
    return colours["deep"] if "deep" in slide["classes"] else colours["paper"]


def short_name(token: Any) -> str:
    """Return the CSS class that Pygments gives a token."""
    while token not in STANDARD_TYPES:
        token = token.parent
    return STANDARD_TYPES[token]
