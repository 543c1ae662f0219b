"""Decode the bytes of an HTML file, and encode text, as its declaration says.

A byte order mark says how; else what the caller says; else what the document declares
in its first kilobyte; else it is UTF-8.  So does a browser (HTML, 13.2.3.2), and it
takes the names as the web means them (WHATWG Encoding, 4.2): ``latin1`` is
Windows-1252, ``gb2312`` is GBK, ``iso-8859-11`` has quotation marks.  Python's codecs
of these names know less, so turbohtml's are used.

A browser also guesses, and replaces bytes that do not fit.  Here they are an error,
and so is a byte that would become a control character unseen.
"""

from __future__ import annotations

import codecs
import re

from .html5 import web_encoding

BOMS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
DECLARED = re.compile(
    r"""(?:<meta\s[^<>]*?charset\s*=|<\?xml\s[^<>]*?encoding\s*=)\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
PRESCAN = 1024
"""Bytes in which a declaration is looked for."""

UNREADABLE = re.compile("[\x80-\x9f\ufffd]")
"""What became of a byte that is no character."""


def decode(data: bytes, encoding: str | None = None) -> str:
    """Read bytes as text, without a byte order mark.

    :param encoding: in which they are, if they have no mark; by default, as the
        document declares.
    :raises LookupError: if it is an encoding that browsers do not know.
    :raises UnicodeError: if a byte does not fit the encoding.
    """
    for mark, marked in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(marked)
    if encoding is None:
        encoding = declared_encoding(data[:PRESCAN].decode("latin-1"))
    name, codec = web_encoding(encoding)
    if name == "utf-8":
        return data.decode(name)
    text = codecs.decode(data, codec)
    if found := UNREADABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise UnicodeError(f"expected {name}, got bytes of no character in line {line}")
    return text


def declared_encoding(start: str) -> str:
    """Give the encoding that a document declares for itself, or UTF-8.

    :raises LookupError: if browsers do not know it.
    """
    found = DECLARED.search(COMMENT.sub("", start))
    if found is None:
        return "utf-8"
    name, _ = web_encoding(found[1])
    # It was read as ASCII, so it is not UTF-16.
    return "utf-8" if name.startswith("utf-16") else name


def encode(html: str) -> bytes:
    """Write text as UTF-8, with a byte order mark if it says it is something else."""
    try:
        # A browser that meets a late declaration reads all of it again.
        honest = declared_encoding(html) == "utf-8"
    except LookupError:
        honest = False
    return html.encode("utf-8" if honest else "utf-8-sig")
