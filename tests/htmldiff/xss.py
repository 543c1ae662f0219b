"""Ways to bring a script into a page, made by kind: spellings times places.

The tricks are known, from OWASP's list of filter evasions, the HTML5 Security
Cheatsheet, and the test suites of sanitisers.  The vectors are written for this
project: each would call ``alert`` in some browser, past or present, or pass for
something that the page around it has.
"""

from __future__ import annotations

from html import escape

CALL = "alert(1)"
IMG = f"<img src=x onerror={CALL}>"
SCRIPT = f"<script>{CALL}</script>"
PROGRAM = f"javascript:{CALL}"
DATA = f"data:text/html,{SCRIPT}"
CODED = "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="  # SCRIPT

# Elements that are text to a parser of HTML, and markup to one of SVG or MathML.
RAW = ("style", "title", "textarea", "xmp", "noscript", "noembed", "noframes", "iframe")
# What follows is in HTML again.
HOLDERS = {
    "svg": ("desc", "title", "foreignObject"),
    "math": ("mi", "mtext", "annotation-xml encoding=text/html"),
}

KINDS: dict[str, list[str]] = {
    "a script": [
        SCRIPT,
        SCRIPT.upper().replace(CALL.upper(), CALL),
        f"<script/x>{CALL}</script/x>",
        f"<script\n\f>{CALL}</script\t>",
        f"<script>{CALL}",
        f"<script type=module>{CALL}</script>",
        f"<script src=data:text/javascript,{CALL}></script>",
        f"<script><!--<script></script>{CALL}//--></script>",
        f"<scr\0ipt>{CALL}</scr\0ipt>",
        f"<scr<script>ipt>{CALL}</scr</script>ipt>",
        f"\ufeff{SCRIPT}",
        f"<<script>{CALL}//<</script>",
    ],
    "a handler": [
        f"<{start} {event}={CALL}>x"
        for start, event in (
            ("img src=x", "onerror"),
            ("body", "onload"),
            ("svg", "onload"),
            ("style", "onload"),
            ("iframe", "onload"),
            ("video src=x", "onerror"),
            ("audio src=x", "onerror"),
            ("video><source", "onerror"),
            ("object data=x", "onerror"),
            ("link rel=stylesheet href=x", "onerror"),
            ("script src=x", "onerror"),
            ("details open", "ontoggle"),
            ("input autofocus", "onfocus"),
            ("p tabindex=0 autofocus", "onfocus"),
            ("marquee", "onstart"),
            ("frameset", "onload"),
            ("a href=#", "onclick"),
            ("p", "onmouseover"),
            ("table><td", "onpointerenter"),
            ("li", "onwheel"),
        )
    ],
    "a handler, oddly written": [
        f"<img src=x OnErRoR={CALL}>",
        f"<img/src='x'/onerror={CALL}>",
        f"<img\nsrc=x\fonerror\n=\n{CALL}>",
        f'<img src="x"onerror="{CALL}">',
        "<img src=x onerror=&#97;lert&lpar;1&#x29>",
        f"<img src=x onerror=`{CALL}`>",
        f"<img src=x on\0error={CALL}>",
        f"<img src=x title='>' onerror={CALL}>",
        f"<img src=x onerror={CALL} onerror=x>",
        f"<img src=x onerror={CALL} <p>x",
        f"<image src=x onerror={CALL}>",
        f'<img """>{IMG}">',
        f'<p title="x" "onclick="{CALL}">x</p>',
        f'<p title=">"onmouseover={CALL}>x</p>',
    ],
    "a program as address": [
        f'<a href="{spelled}">x</a>'
        for spelled in (
            PROGRAM,
            PROGRAM.title(),
            f" {PROGRAM}",
            f"\x01{PROGRAM}",
            PROGRAM.replace("s", "\t", 1),
            PROGRAM.replace("v", "v\t", 1),
            PROGRAM.replace("v", "v\n", 1),
            PROGRAM.replace("v", "v\r", 1),
            PROGRAM.replace("v", "v&Tab;", 1),
            PROGRAM.replace("v", "v&NewLine;", 1),
            PROGRAM.replace(":", "&colon;"),
            PROGRAM.replace("j", "&#106;"),
            PROGRAM.replace("r", "&#x72"),
            PROGRAM.replace("j", "&#0000106"),
            PROGRAM.replace(":", "\n:"),
            f"javascript://x%0a{CALL}",
            f"feed:{PROGRAM}",
            f"view-source:{PROGRAM}",
            f"vbscript:{CALL}",
            f"livescript:{CALL}",
        )
    ],
    "an address anywhere": [
        place.format(address)
        for address in (PROGRAM, CODED)
        for place in (
            '<area href="{}">',
            '<iframe src="{}"></iframe>',
            '<embed src="{}">',
            '<object data="{}"></object>',
            '<form action="{}"><button>x</button></form>',
            '<button form=f formaction="{}">x</button><form id=f></form>',
            '<input type=image src=x formaction="{}">',
            '<link rel=stylesheet href="{}">',
            '<meta http-equiv=refresh content="0;url={}">',
            '<base href="{}/"><a href=x>x</a>',
            '<img src="{}">',
            '<img srcset="{} 1x">',
            '<picture><source srcset="{}"><img></picture>',
            '<video poster="{}"></video>',
            '<table background="{}"><td>x</table>',
            '<svg><a xlink:href="{}"><text y=9>x</text></a></svg>',
            '<math href="{}">x</math>',
            '<blockquote cite="{}">x</blockquote>',
            '<a ping="{}" href=x>x</a>',
        )
    ],
    "a page as address": [
        f'<a href="{escape(DATA)}">x</a>',
        f"<a href='{CODED}'>x</a>",
        f"<a href='DATA:,{SCRIPT}'>x</a>",
        f'<iframe srcdoc="{SCRIPT}"></iframe>',
        f'<iframe srcdoc="{escape(SCRIPT)}"></iframe>',
        f"<frameset><frame src='{PROGRAM}'></frameset>",
        f"<img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\">{SCRIPT}'>",
        f"<a href='data:image/svg+xml,<svg onload={CALL}>'>x</a>",
        f"<a href='blob:{PROGRAM}'>x</a>",
        f"<a href='filesystem:{PROGRAM}'>x</a>",
    ],
    "a style": [
        f"<p style='background:url({PROGRAM})'>x</p>",
        f"<p style='width:expression({CALL})'>x</p>",
        f"<p style='behavior:url(x);-moz-binding:url(x#{CALL})'>x</p>",
        f"<style>@import '{PROGRAM}'</style>",
        f"<style>@keyframes x{{}}</style>"
        f"<p style=animation-name:x onanimationstart={CALL}>x</p>",
        f"<style><p title='</style>{IMG}'>",
        f"<p style=position:fixed;inset:0 onclick={CALL}>x</p>",
    ],
    "SVG": [
        f"<svg>{inside}</svg>"
        for inside in (
            SCRIPT,
            f"<script href=data:text/javascript,{CALL} />",
            "<script>alert&lpar;1)</script>",
            f"<image href=x onerror={CALL} />",
            f"<g onload={CALL} />",
            f"<style>{IMG}</style>",
            f"<![CDATA[>{IMG}]]>",
            f"<a><animate attributeName=href values={PROGRAM} /><text>x</text></a>",
            f"<a><set attributeName=href to={PROGRAM} /><text>x</text></a>",
            f"<animate onbegin={CALL} attributeName=x dur=1s />",
            f"<use href='data:image/svg+xml,<svg id=x onload={CALL} />#x' />",
            f"<foreignObject><iframe src='{PROGRAM}'></iframe></foreignObject>",
            f"<handler xmlns:ev=x ev:event=load>{CALL}</handler>",
        )
    ],
    "MathML": [
        f"<math>{inside}</math>"
        for inside in (
            SCRIPT,
            f"<mi xlink:href='{PROGRAM}'>x</mi>",
            f"<maction actiontype=statusline xlink:href='{PROGRAM}'>x</maction>",
            f"<annotation-xml encoding=text/html>{IMG}</annotation-xml>",
            f"<annotation-xml><svg><desc>{IMG}</desc></svg></annotation-xml>",
            f"<mtext><mglyph>{IMG}</mglyph></mtext>",
        )
    ],
    "text that is markup elsewhere": [
        f'<{raw}><p title="</{raw}>{IMG}">' for raw in (*RAW, "script", "template")
    ],
    "markup that is text elsewhere": [
        f'<{root}></p><{raw}><a title="</{raw}>{IMG}">'
        for root in HOLDERS
        for raw in RAW
    ],
    "HTML, a vocabulary, and HTML again": [
        f"<{root}><{holder}><{raw}></{root}><p title='</{raw}>{IMG}'>"
        for root, holders in HOLDERS.items()
        for holder in holders
        for raw in ("style", "noscript", "xmp")
    ],
    "a table and a glyph": [
        f"<math><mtext><table><{glyph}><{raw}><!--</{raw}>"
        f'<img title="--&gt;{escape(IMG)}">'
        for glyph in ("mglyph", "malignmark")
        for raw in ("style", "title", "noscript")
    ],
    "a form that ends in another": [
        f"<form><{root}><{holder}></form><form><mglyph><style></{root}>{IMG}"
        for root, holders in HOLDERS.items()
        for holder in holders
    ],
    "what the parser moves": [
        f"<table>{IMG}",
        f"<table><colgroup>{SCRIPT}",
        f"<table><tr>{SCRIPT}<td>x",
        f"<select><option><style></option></select>{IMG}</style>",
        f"<select>{SCRIPT}</select>",
        f"<b><p></b>{IMG}",
        f"<a><table><td><a>{IMG}",
        f"<p><button><p></button>{IMG}",
        f"<template>{IMG}</template>",
        f"<template><template></template>{SCRIPT}",
        f"<head><noscript><style></noscript>{IMG}",
        f"<listing>&lt;img src=x onerror={CALL}&gt;</listing>",
        f"<dialog open>{IMG}</dialog>",
    ],
    "comments and declarations": [
        f"<!-->{IMG}-->",
        f"<!--->{IMG}-->",
        f"<!-- --!>{IMG} -->",
        f"<!-- <!-- -->{IMG}-->",
        f"<!--[if gte IE 4]>{SCRIPT}<![endif]-->",
        f"<!x>{IMG}",
        f"<![CDATA[>{IMG}]]>",
        f"<?xml-stylesheet href='{PROGRAM}'?><?php {CALL}?>",
        f"<?x >{IMG}?>",
        f"<% >{IMG} %>",
        f"</ >{IMG}",
        f'<!DOCTYPE x ">{IMG}">',
    ],
    "names that a page has": [
        "<a id=config href=x>x</a>",
        "<img name=getElementById>",
        "<form id=x><input name=attributes><input name=parentNode></form>",
        "<output id=body>x</output>",
        "<p class=admin data-role=admin slot=x is=x part=x>x</p>",
    ],
    "our own marks, forged": [
        f'<p data-diff-attrs=\'[["onclick","{CALL}"]]\'>x</p>',
        f'<b data-diff-tag="script">{CALL}</b>',
        f"<b data-diff-tag='img src=x onerror={CALL}'>x</b>",
        f'<table><td data-diff-lead="{IMG}">x</td>',
        f'<p data-diff-tail="{IMG}">x</p>',
        f'<b data-diff-wrap="ins" onclick="{CALL}">x</b>',
        f'<ins data-diff="space" onclick="{CALL}">x</ins>',
        f'<ins data-diff="space" data-diff-lead=\'[["COMMENT","><{IMG}"]]\'></ins>',
        f'<del data-diff="del"><ins data-diff="ins">{SCRIPT}</ins></del>',
        f'<p data-diff-in-attrs=\'[["onclick","{CALL}"]]\'>x</p>',
    ],
}
# Something to somebody once, and to a browser of today text alone.
TEXTS = [
    escape(SCRIPT),
    escape(escape(SCRIPT)),
    f"&ltimg src=x onerror={CALL}&gt",
    f"&#60;img src=x onerror={CALL}&#62;",
    f"\uff1cscript\uff1e{CALL}\uff1c/script\uff1e",  # full width
    f"+ADw-script+AD4-{CALL}+ADw-/script+AD4-",  # UTF-7
    f"\xbcscript\xbe{CALL}\xbc/script\xbe",  # where the eighth bit was dropped
    f"<\0script>{CALL}",
    f"< script>{CALL}",
    f"<\u2028img src=x onerror={CALL}>",
    f'<!DOCTYPE x [<!ENTITY e "{SCRIPT}">]>&e;',
    f"<plaintext>{IMG}",
    f"<p>x</p onclick={CALL}>",
    f'<a href="java\0script:{CALL}">x</a>',
]
VECTORS = [vector for kind in KINDS.values() for vector in kind]
