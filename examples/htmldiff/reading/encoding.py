"""Decode the bytes of an HTML file, and encode text, as its declaration says.

A byte order mark says how; else what the document declares in its first kilobyte;
else UTF-8.  So does a browser (HTML, 13.2.3.2), but it guesses, and it replaces
bytes that do not fit: here they are an error.
"""

from __future__ import annotations

import codecs
import re

BOMS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
DECLARED = re.compile(
    r"""(?:<meta\s[^>]*?charset\s*=|<\?xml\s[^>]*?encoding\s*=)\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
# What the web uses, by Python's names (WHATWG Encoding, 4.2).
KNOWN = re.compile(
    r"utf-8|cp125\d|cp866|cp874|cp932|cp949|iso8859-\d+|koi8-[ru]|mac-(roman|cyrillic)"
    r"|gb2312|gbk|gb18030|big5\w*|euc_\w+|shift_jis\w*|iso2022_jp"
)
PRESCAN = 1024
"""Bytes in which a declaration is looked for."""


def decode(data: bytes) -> str:
    """Read bytes as text, without a byte order mark.

    :raises LookupError: if the document declares an encoding nobody knows.
    :raises UnicodeDecodeError: if a byte does not fit the encoding.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding)
    return data.decode(declared_encoding(data[:PRESCAN].decode("latin-1")))


def declared_encoding(start: str) -> str:
    """Give the encoding that a document declares for itself, or UTF-8."""
    found = DECLARED.search(start)
    if found is None:
        return "utf-8"
    encoding = codecs.lookup(found[1]).name
    if encoding.startswith("utf-16"):  # it was read as ASCII, so it is not
        return "utf-8"
    if encoding != "ascii" and not KNOWN.fullmatch(encoding):
        raise LookupError(f"no encoding of the web: {found[1]}")
    # What calls itself Latin-1 or ASCII is Windows-1252 on the web.
    return "cp1252" if encoding in ("iso8859-1", "ascii") else encoding


def encode(html: str) -> bytes:
    """Write text as UTF-8, with a byte order mark if it says it is something else."""
    try:
        honest = declared_encoding(html[:PRESCAN]) == "utf-8"
    except LookupError:
        honest = False
    return html.encode("utf-8" if honest else "utf-8-sig")
