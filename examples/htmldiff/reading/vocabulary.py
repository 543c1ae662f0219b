"""HTML's elements by kind, and where ``<ins>`` may stand (Living Standard, section 4).

Most elements take them.  A list, a table or a menu of options takes nothing but
its own parts, so those are marked by attribute; and some elements are text to the
parser, so they are replaced whole.
"""


def names(text: str) -> frozenset[str]:
    """Return the names in a text."""
    return frozenset(text.split())


# A no-break space is a character like any other.
SPACE = " \t\n\f\r"
# Written without an end tag; an end tag of theirs is ignored.
VOID = names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta"
    " param source track wbr"
)
# What is inside is text to the parser, and entities are not decoded.
RAW = names("iframe noembed noframes script style xmp")
# The parser swallows a newline right after the start tag.
NEWLINE = names("listing pre textarea")
# White space is shown as it is written.
PREFORMATTED = names("listing pre")
# Never entered: text to the parser, or of another vocabulary.
ATOMIC = RAW | names(
    "audio math noscript object option ruby svg template textarea title video"
)
# Their children are marked by attribute: an <ins> between them would be moved.
LISTS = names("dl menu ol ul")
TABULAR = names("colgroup table tbody tfoot thead tr")
FRAME = names("frameset head html")
PARTS = LISTS | TABULAR | FRAME | names("datalist optgroup picture select")
# Marked by attribute wherever they stand: their parent looks for them by name.
BY_ATTRIBUTE = names(
    "body caption col colgroup dd dt figcaption frame frameset head legend li optgroup"
    " option rp rt summary tbody td tfoot th thead tr"
)
# Their text may be split over several of them, or joined in one.
SPLIT = names("blockquote dd div h1 h2 h3 h4 h5 h6 li p pre")
# There is one, and its parser insists on it.
ONLY = names("body head html")
# White space around them is never seen.
BLOCK = BY_ATTRIBUTE | names(
    "address article aside blockquote center details dialog dir div dl fieldset"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr link main menu meta nav"
    " ol p pre script search section style table template title ul"
)
HOLDERS = "address article aside blockquote center div footer header main nav section"
HEADINGS = "h1 h2 h3 h4 h5 h6"
PHRASES = "a b code em i kbd mark s samp small span strong sub sup tt u var"
# An element of one row may become another of it and keep what it holds.
ALIKE = (f"{HOLDERS} {HEADINGS} p", PHRASES, "dd dt", "ol ul", "td th")
# One may come around what was there, or go from around what stays.
WRAPPING = names(f"{ALIKE[0]} {PHRASES} details dialog fieldset figure hgroup search")
# No block may be inside: it would close a paragraph.
PHRASING_ONLY = names(f"{HEADINGS} p {PHRASES}") - {"a"}
# A link inside a link would close it, and nothing else to press may be in one.
INTERACTIVE = names("a button details embed iframe input label select textarea")
KIND = {name: row.split()[0] for row in ALIKE for name in row.split()}
