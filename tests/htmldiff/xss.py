"""Ways to bring a script into a page, each with the trick it plays.

What only the allow-list of nh3 decides is here by an example or two of its kind; what
parsers may read otherwise than each other is here whole.  The tricks are known, from
OWASP's list of filter evasions, the HTML5 Security Cheatsheet, and the test suites of
sanitisers.  The vectors are written for this project; each would call ``alert`` in
some browser, past or present.
"""

from __future__ import annotations

# Trick, vector.
VECTORS: list[tuple[str, str]] = [
    # Scripts
    ("a script", "<script>alert(1)</script>"),
    ("a script never closed", "<script>alert(1)"),
    ("a script twice opened", "<<script>alert(1)//<</script>"),
    ("a script grown from a removed one", "<scr<script></script>ipt>alert(1)</script>"),
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
    ("a handler after a quote", '<img src="x"onerror="alert(1)">'),
    ("a form feed for a space", "<img\fsrc=x\fonerror=alert(1)>"),
    ("a NUL in the handler", "<img src=x on\0error=alert(1)>"),
    ("a handler of the body", "<body onload=alert(1)>"),
    ("a handler of a late html", "<p>x</p><html onclick=alert(1)>"),
    ("a handler of an end tag", "</p onclick=alert(1)>x"),
    (
        "a handler of an unknown element",
        "<x onclick=alert(1) tabindex=1 autofocus>x</x>",
    ),
    (
        "a handler as attribute of an attribute",
        '<p title="x" "onclick="alert(1)">x</p>',
    ),
    ("a handler behind a broken quote", '<img """><img src=x onerror=alert(1)>">'),
    ("a handler behind a bracket", '<p title=">"onmouseover=alert(1)>x</p>'),
    ("a handler named after a colon", "<p x:onclick=alert(1)>x</p>"),
    # Addresses
    ("an address that is a program", "<a href=javascript:alert(1)>x</a>"),
    ("a tab in the scheme", '<a href="java\tscript:alert(1)">x</a>'),
    (
        "entities without semicolon",
        "<a href=&#106&#97&#118&#97&#115&#99&#114&#105&#112&#116:alert(1)>x</a>",
    ),
    ("control characters in front", '<a href="&#1;&#14; javascript:alert(1)">x</a>'),
    ("a NUL in the scheme", '<a href="java\0script:alert(1)">x</a>'),
    ("a page in the address", "<a href=data:text/html,<script>alert(1)</script>>x</a>"),
    ("a picture that is a program", "<img src=javascript:alert(1)>"),
    ("a base", "<base href=javascript:alert(1)//><a href=x>x</a>"),
    # Forms
    ("a form", "<form action=javascript:alert(1)><button>x</button></form>"),
    # Frames and plug-ins
    ("a frame", "<iframe src=javascript:alert(1)></iframe>"),
    ("a frame with its page", '<iframe srcdoc="<script>alert(1)</script>"></iframe>'),
    ("frames", "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>"),
    ("an object", "<object data=javascript:alert(1)></object>"),
    # Head
    ("a refresh", '<meta http-equiv=refresh content="0;url=javascript:alert(1)">'),
    # Styles
    ("a style with an address", '<p style="background:url(javascript:alert(1))">x</p>'),
    ("a style sheet", "<style>@import 'javascript:alert(1)';</style>"),
    (
        "a style sheet that ends early",
        "<style><p title='</style><img src=x onerror=alert(1)>'>",
    ),
    # Other vocabularies, and what parsers make of each other's output
    ("svg", "<svg onload=alert(1)>"),
    ("a script in svg", "<svg><script>alert(1)</script></svg>"),
    ("a script in svg, as entities", "<svg><script>&#97;lert(1)</script></svg>"),
    (
        "an animated link",
        "<svg><a><animate attributeName=href values=javascript:alert(1) /></a></svg>",
    ),
    (
        "html in svg",
        "<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>",
    ),
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
    # Templates of frameworks and clobbering
    (
        "a form that hides a property",
        "<form id=config><input name=url value=javascript:alert(1)></form>",
    ),
    # Our own marks, forged
    (
        "a mark that brings a handler",
        '<p data-diff-attrs=\'[["onclick","alert(1)"]]\'>x</p>',
    ),
    (
        "a mark that brings an address",
        '<a data-diff-attrs=\'[["href","javascript:alert(1)"]]\'>x</a>',
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
