"""Ways to bring a script into a page, each with the trick it plays.

What only the allow-list decides is here by an example or two of its kind; what
parsers may read otherwise than each other has its own.  The tricks are known, from
OWASP's list of filter evasions, the HTML5 Security Cheatsheet, and the test suites of
sanitisers.  The vectors are written for this project; each would call ``alert`` in
some browser, past or present.
"""

from __future__ import annotations

# Trick, vector.
VECTORS: list[tuple[str, str]] = [
    # Scripts
    ("a script", "<script>alert(1)</script>"),
    (
        "a script in a comment state",
        "<script><!--<script></script>alert(1)//--></script>",
    ),
    ("a NUL in the tag", "<scr\0ipt>alert(1)</scr\0ipt>"),
    ("a byte order mark in front", "\ufeff<script>alert(1)</script>"),
    ("brackets as entities", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    (
        "brackets as entities, twice",
        "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    ),
    # Handlers
    ("a handler", "<img src=x onerror=alert(1)>"),
    ("a handler of the body", "<body onload=alert(1)>"),
    (
        "a handler as attribute of an attribute",
        '<p title="x" "onclick="alert(1)">x</p>',
    ),
    ("a handler behind a broken quote", '<img """><img src=x onerror=alert(1)>">'),
    ("a handler behind a bracket", '<p title=">"onmouseover=alert(1)>x</p>'),
    # Addresses
    ("an address that is a program", "<a href=javascript:alert(1)>x</a>"),
    ("a tab in the scheme", '<a href="java\tscript:alert(1)">x</a>'),
    ("a NUL in the scheme", '<a href="java\0script:alert(1)">x</a>'),
    # Frames and styles
    ("a frame with its page", '<iframe srcdoc="<script>alert(1)</script>"></iframe>'),
    ("a refresh", '<meta http-equiv=refresh content="0;url=javascript:alert(1)">'),
    (
        "a style sheet that ends early",
        "<style><p title='</style><img src=x onerror=alert(1)>'>",
    ),
    # Other vocabularies, and what parsers make of each other's output
    ("a script in svg", "<svg><script>alert(1)</script></svg>"),
    ("a style in svg", "<svg><style><img src=x onerror=alert(1)></style></svg>"),
    ("a section in svg", "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>"),
    (
        "maths, a table and a style",
        '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img '
        'src=1 onerror=alert(1)&gt;">',
    ),
    (
        "svg, a paragraph and a style",
        '<svg></p><style><a title="</style><img src=x onerror=alert(1)>">',
    ),
    (
        "a form in maths",
        "<form><math><mtext></form><form><mglyph><style></math><img src "
        "onerror=alert(1)>",
    ),
    ("noscript", '<noscript><p title="</noscript><img src=x onerror=alert(1)>">'),
    ("noembed", '<noembed><p title="</noembed><img src=x onerror=alert(1)>">'),
    ("a title", '<title><a title="</title><img src=x onerror=alert(1)>">'),
    ("a text area", '<textarea><a title="</textarea><img src=x onerror=alert(1)>">'),
    ("an example", '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>'),
    ("plain text", "<plaintext><img src=x onerror=alert(1)>"),
    ("a template", "<template><img src=x onerror=alert(1)></template>"),
    (
        "a choice",
        "<select><option><style></option></select><img src=x onerror=alert(1)></style>",
    ),
    # Comments, declarations, instructions
    ("a comment that ends early", "<!--><img src=x onerror=alert(1)>-->"),
    ("a comment that ends with !", "<!-- --!><img src=x onerror=alert(1)> -->"),
    (
        "a comment of Internet Explorer",
        "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    ),
    (
        "a processing instruction",
        "<?xml-stylesheet href='javascript:alert(1)'?><?php alert(1)?>",
    ),
    ("an instruction with a bracket", "<?x ><img src=x onerror=alert(1)>?>"),
    ("a declaration with a bracket", '<!DOCTYPE x "><img src=x onerror=alert(1)>">'),
    (
        "an entity of a declaration",
        '<!DOCTYPE x [<!ENTITY e "<script>alert(1)</script>">]>&e;',
    ),
    ("an end tag that is a comment", "</ ><img src=x onerror=alert(1)>"),
    # Our own marks, forged
    (
        "a mark that brings a handler",
        '<p data-diff-attrs=\'[["onclick","alert(1)"]]\'>x</p>',
    ),
    ("a mark that brings an element", '<b data-diff-tag="script">alert(1)</b>'),
    ("a mark that brings a tag", "<b data-diff-tag='img src=x onerror=alert(1)'>x</b>"),
    (
        "a mark that brings markup",
        '<td data-diff-lead="<img src=x onerror=alert(1)>">x</td>',
    ),
    (
        "a mark of white space that brings a handler",
        '<ins data-diff="space" onclick="alert(1)">x</ins>',
    ),
    (
        "a mark within a mark",
        '<del data-diff="del"><ins data-diff="ins"><script>alert(1)</script></ins>'
        "</del>",
    ),
    (
        "a mark renamed beforehand",
        '<p data-diff-in-attrs=\'[["onclick","alert(1)"]]\'>x</p>',
    ),
]
