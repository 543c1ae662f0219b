"""Sanitise untrusted HTML by an allow-list, before it is compared.

:mod:`nh3` decides, by an allow-list, what a document may hold.  It reads as a
browser does, and a browser repairs: after forty kilobytes of ``<b a=1><b a=2>…``
that are never closed, each paragraph gets a copy of each ``<b>``, and that is a
gigabyte.  So it reads what our own parser has read, written out again with every
element closed; and what could still multiply is refused.

What stays is what a reader reads: text, its structure, links and pictures.
What acts on the page around it goes:

- scripts, styles, ``svg``, frames and their like, with all they hold;
- ``head``, with its title: a page becomes what is in its body;
- forms (their text stays), comments, and table rows outside a table;
- ``id`` and ``name``: ``<a id=config>`` is ``window.config`` to a script of the
  page (DOM clobbering).  A link to a place in the document leads nowhere then;
- ``class`` and ``style``: a document could dress up as a part of the page;
- all ``data-…``: nobody forges our marks;
- addresses but http, https, mailto and relative ones.  A link gets
  ``rel="noopener noreferrer nofollow"``.

Not for HTML that must come back as it was.  If you wrote it yourself, compare
with ``sanitize=False``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import nh3
from genshi.core import END, START, TEXT

from .events import Event, MarkupError
from .parse import parse
from .serialize import serialize
from .vocabulary import names

HIDDEN = names(
    "applet audio canvas embed frame frameset head iframe math noembed noframes "
    "noscript object script style svg template title video"
)
"""Elements that go with all they hold."""

TAGS = names(
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center "
    "cite code col colgroup data dd del details dfn div dl dt em figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p "
    "pre q rp rt ruby s samp section small span strike strong sub summary sup table "
    "tbody td tfoot th thead time tr tt u ul var wbr"
)
"""Elements that stay.  Of all others the text stays."""

ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"datetime"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"abbr", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=HIDDEN,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
)

FORMATTING = names("a b big code em i s small strike strong tt u")
"""What a browser opens again after it had to close it (HTML, 13.2.4.3)."""

COPIES = 1_000_000
"""Copies a browser may have to make, beyond two of each element."""


def clean(html: str) -> str:
    """Make untrusted HTML safe to show inside a page.

    :param html: a document or a fragment.
    :return: a fragment, of allowed elements and attributes alone.
    :raises MarkupError: if it cannot be read whole, or is built to multiply when
        a browser repairs it.
    :raises TypeError: if it is no ``str``.
    """
    events = limit_copies(drop_hidden(parse(html)))
    # A carriage return that is not escaped would be read as a newline.
    return CLEANER.clean(serialize(double_newlines(events))).replace("\r", "&#13;")


def drop_hidden(events: Iterable[Event]) -> Iterator[Event]:
    """Keep text and allowed elements."""
    hidden = 0
    for event in events:
        kind, data, _ = event
        if kind is START:
            if hidden or data[0] in HIDDEN:
                hidden += 1
            elif data[0] in TAGS:
                yield event
        elif kind is END:
            if hidden:
                hidden -= 1
            elif data in TAGS:
                yield event
        elif kind is TEXT and not hidden:
            yield event


def limit_copies(events: Iterable[Event]) -> Iterator[Event]:
    """Refuse what multiplies: formatting that is copied into each element in it."""
    formatting = copies = 0
    for event in events:
        kind, data, _ = event
        if kind is START:
            copies += formatting - 2
            formatting += data[0] in FORMATTING
            if copies > COPIES:
                raise MarkupError("too many elements inside formatting elements")
        elif kind is END:
            formatting -= data in FORMATTING
        yield event


def double_newlines(events: Iterable[Event]) -> Iterator[Event]:
    """Double a newline that starts a ``pre``: nh3 does not write it again."""
    fresh = False
    for kind, data, position in events:
        if fresh and kind is TEXT and data.startswith("\n"):
            data = "\n" + data
        fresh = kind is START and data[0] == "pre"
        yield kind, data, position
