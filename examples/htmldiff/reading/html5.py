"""Read HTML as browsers do, by turbohtml: the one module that knows its trees.

HTML 5 says which tree any text makes, however broken; libxml2 makes HTML 4's, so
what it writes is read otherwise.  Four parsers for Python make HTML 5's.  Of 3,000
odd documents selectolax read 2,997 as Chromium does, turbohtml 2,995, justhtml 2,798,
html5lib 2,785.  selectolax has no namespaces and no limit of depth, and drops a
doctype's identifiers, which decide whether a table may stand in a paragraph.  In the
time of a whole diff by lxml html5lib does not even read both documents; justhtml
takes ten times as long as selectolax.  turbohtml is about as fast and has what
selectolax lacks, and a sanitiser and the web's encodings besides.  It is young: so
nothing else here knows it, and Chromium judges it in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import TypeAlias, cast

import turbohtml.detect  # noqa: F401 (it registers its codecs)
from turbohtml import Doctype, Document, Element, Namespace, parse, parse_fragment
from turbohtml.clean import OnDisallowed, Policy, Removed, Sanitizer
from turbohtml.saxparse import SaxHandler, sax_parse

from .serialize import doctype

__all__ = [
    "Removed",
    "Tree",
    "read",
    "sanitizer",
    "walk",
    "web_encoding",
    "write",
]

#: A whole document, or an element that holds a part of one.
Tree: TypeAlias = Document | Element
#: Makes untrusted HTML safe, and lists what was taken out.
Sanitize: TypeAlias = Callable[[str], tuple[str, list[Removed]]]

BEFORE = "<!DOCTYPE html><html><head></head><body>"
"""What makes a document of a part, with the tree that a ``div`` would give it."""


def read(html: str, whole: bool) -> Tree:
    """Read HTML that is not built to multiply.

    U+0000 is left out of text, and is U+FFFD elsewhere.

    :param whole: whether it is a document, or what a ``div`` holds.
    """
    html = shown_behind_bracket(html)
    if whole:
        return parse(html, positions=False)
    return parse_fragment(html, positions=False)


def shown_behind_bracket(html: str) -> str:
    """Write U+FFFD for U+0000 behind a bracket, as Chromium does.

    Left out, as in any text, it would make something that looks like a tag.
    """
    return html.replace("<\0", "<\ufffd")


def write(tree: Tree) -> str:
    """Write a tree as HTML.

    Of two things the standard's way of writing says less than was read: a doctype's
    identifiers, and a carriage return.  And nothing ends ``<plaintext>``, so it is
    written as ``<pre>``.
    """
    for element in tree.find_all("plaintext"):
        if element.namespace is Namespace.HTML:
            element.tag = "pre"
    if isinstance(tree, Document):
        html = "".join(
            doctype(node.name, node.public_id, node.system_id)
            if isinstance(node, Doctype)
            else node.html
            for node in tree.children
        )
    else:
        html = tree.inner_html
    return html.replace("\r", "&#13;")


def walk(written: str, whole: bool, **calls: Callable[..., None]) -> None:
    """Call for each tag, text and comment of HTML that was written.

    :param calls: by the names of turbohtml's ``SaxHandler``.
    """
    sax_parse(
        written if whole else BEFORE + written,
        cast("SaxHandler", SimpleNamespace(**calls)),
    )


def web_encoding(label: str) -> tuple[str, str]:
    """Return an encoding's name and the codec that decodes it, as browsers do.

    :param label: any of its names (WHATWG Encoding, 4.2).
    :raises LookupError: if browsers do not know it.
    """
    name = (parse(b"", encoding=label.strip()).encoding or "").lower()
    if name == "replacement":  # what was given up as dangerous
        raise LookupError(f"no encoding of the web: {label}")
    return name, f"whatwg-{name}"


def sanitizer(
    tags: frozenset[str],
    hidden: frozenset[str],
    attributes: Mapping[str, frozenset[str]],
    schemes: frozenset[str],
    rel: frozenset[str],
) -> Sanitize:
    """Return a function that makes untrusted HTML, not built to multiply, safe.

    :param tags: elements that stay; of others what they hold stays.
    :param hidden: elements that go with all they hold.
    :param attributes: by element, or ``*`` for all.
    :param schemes: of addresses; relative ones stay.
    :param rel: what each link says.
    """
    policy = Policy(
        tags=tags,
        attributes=attributes,
        url_schemes=schemes,
        allow_fragment_urls=True,
        on_disallowed_tag=OnDisallowed.STRIP,
        add_link_rel=rel,
        remove_with_content=hidden,
        allow_svg=False,
        allow_mathml=False,
    )
    report = Sanitizer(policy).sanitize_report

    def sanitize(html: str) -> tuple[str, list[Removed]]:
        safe, removed = report(shown_behind_bracket(html))
        return safe.replace("\r", "&#13;"), removed

    return sanitize
