"""examples.wsgi.html_bar: a bar in every HTML page, whatever way the page comes out."""

from __future__ import annotations

import gc
import logging
import sys
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ

import pytest

from examples.wsgi.base import Closing
from examples.wsgi.html_bar.bar import Bar, insert
from examples.wsgi.html_bar.headers import STALE
from examples.wsgi.html_bar.html_states import TEXTS
from examples.wsgi.html_bar.opening import LIMIT, Opening
from examples.wsgi.show.naive import naive_bar
from tests.wsgi.rules import strict
from tests.wsgi.server import HTML, TEXT, Exchange, Headers, environ_of, exchange

MARKUP = '<p class="bar">Grüezi</p>'
SENT = b'<p class="bar">Gr&#252;ezi</p>'
"""What goes over the wire: ASCII, in every charset the same."""

PAGE = b"<!doctype html><title>Cherries</title><body>Morello"
LOGGER = "examples.wsgi.html_bar.bar"


def hello(environ: Environ) -> str:
    """Make the bar."""
    return MARKUP


def pages(
    *chunks: bytes,
    headers: Headers = [HTML],  # noqa: B006 - never changed
    status: str = "200 OK",
    closed: Callable[[], object] = list,
) -> WSGIApplication:
    """Make an application that sends these chunks, and says when it is closed."""

    def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
        start_response(status, headers.copy())
        return Closing(iter(chunks), closed)

    return app


def barred(app: WSGIApplication, *, personal: bool = False) -> WSGIApplication:
    """Put a bar on an application, with strangers watching on both sides."""
    return strict(Bar(strict(app), hello, personal=personal))


def got(app: WSGIApplication, method: str = "GET", **more: Any) -> Exchange:
    """Ask once, where nothing may go wrong."""
    found = exchange(app, "/", method, **more)
    assert found.error is None
    return found


def with_bar(marked: bytes) -> bytes:
    """Put the bar where the mark is."""
    return marked.replace(b"|", SENT)


# A | marks where the bar has to be; where there is none, it must not be.  More pages
# are in test_opening_properties; html5lib, which reads those, knows no templates.
PLACES = {
    "upper case": b"<BODY>|x",
    "nothing else": b"<body>|",
    "apostrophes in quotes": b'<body title="it\'s >">|x',
    "a slash": b"<body/>|x",
    "no space after quotes": b'<body a="b"c=">">|x',
    "no ASCII": '<body title="Kirschbäume">|ä'.encode(),
    "only the first": b"<body>|<body><body>",
    "the whole head": b'<!DOCTYPE html><html lang=en><head><meta charset="utf-8">'
    b"<base href=/><link rel=x><title>t</title><style>s</style>"
    b"<script src=x></script></head>\n<body>|x",
    "a comment": b"<!-- <body> --><body>|x",
    "the shortest comment": b"<!--><body>|x",
    "a comment ended by --!>": b"<!--x--!><body>|x",
    "a comment that never ends": b"<!--<body>",
    "CDATA": b"<![CDATA[<body>x]]><body>|x",
    "a script": b'<script>"<body>"</script><body>|x',
    "a script with attributes": b'<script src="</script>">"<body>"</script><body>|x',
    "a script in a script": b"<script><!-- <script></script><body> --></script>"
    b"<body>|x",
    "hiding that ends at once": b"<script><!--><script></script><body>|x",
    "a script that never ends": b"<script><body>",
    "a script hidden for ever": b"<script><!--<script></script><body>",
    "a title": b"<title><body></title><body>|x",
    "a template": b"<template><body></template><body>|x",
    "two templates": b"<template><template></template><body></template><body>|x",
    "a template and no more": b"</template><body>|x",
    "a textarea in a template": b"<template><textarea><body></template>"
    b"</textarea></template><body>|x",
    "a script in a template": b"<template><script><body></template></script>"
    b"<body></template><body>|x",
    "drawings in a template": b"<template><svg><style><!--</style></template><body>x",
    "all text in a template": b"<template><plaintext></template><body>x",
    "columns in a template": b"<template><col><style><!--</style></template><body>x",
    "a body that comes too late": b"<p>open</p><body>",
    "a frameset": b"<frameset><frame><noframes><body></noframes></frameset>",
    "nothing": b"",
    "a byte order mark": b"\xef\xbb\xbf<body>|x",
}


class TestPlace:
    """The bar stands right behind the tag that opens the body, or nowhere."""

    @pytest.mark.parametrize("marked", PLACES.values(), ids=PLACES)
    def test_cut_anywhere(self, marked: bytes) -> None:
        """Whole, cut in two at every byte, and byte by byte."""
        page = marked.replace(b"|", b"")
        for cut in range(len(page) + 1):
            edit = insert(MARKUP)
            assert edit(page[:cut]) + edit(page[cut:]) == with_bar(marked), cut
        crumbs = map(insert(MARKUP), (page[at : at + 1] for at in range(len(page))))
        assert b"".join(crumbs) == with_bar(marked)

    @pytest.mark.parametrize("element", sorted(TEXTS))
    def test_elements_that_hold_text(self, element: str) -> None:
        """A tag inside is text; where it ends, a longer name does not end it."""
        name = element.encode()
        text = b"<%s><body></%sx><body></%s\n>" % (name, name, name.upper())
        head = b"<template>" + text + b"</template>"
        assert (
            got(barred(pages(head + b"<body>x"))).body == head + b"<body>" + SENT + b"x"
        )


class TestResponse:
    """What the contract of all middlewares does not ask; :mod:`.test_contract` does.

    There is where the bar is on every way out, where errors come up and all is closed.
    """

    def test_too_late_and_going_on(self) -> None:
        """An application that survives the refusal goes on with its first page."""

        def app(environ: Environ, start_response: Start) -> Iterator[bytes]:
            start_response("200 OK", [HTML])
            yield b"<html><bo"
            try:
                raise LookupError("no cherries")
            except LookupError:
                with pytest.raises(LookupError, match="no cherries"):
                    start_response("500 Oops", [TEXT], sys.exc_info())
            yield b"dy>x"

        found = got(Bar(app, hello, personal=False))
        assert found.body == with_bar(b"<html><body>|x")

    def test_an_error_of_the_bar(self) -> None:
        """It comes up in the application, which may answer without HTML."""

        def broken(environ: Environ) -> str:
            raise LookupError("no user")

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            try:
                start_response("200 OK", [HTML])
            except LookupError:
                start_response("500 Oops", [TEXT], sys.exc_info())
            return [b"sorry"]

        assert got(Bar(app, broken, personal=False)).status == "500 Oops"
        found = exchange(Bar(pages(PAGE), broken, personal=False))
        assert isinstance(found.error, LookupError)

    def test_an_error_is_let_go(self) -> None:
        """What went wrong is freed at once, not held in a cycle (PEP 3333)."""

        class SorryError(Exception):
            """An error that can be watched."""

        watched: list[weakref.ref[SorryError]] = []

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            try:
                raise SorryError
            except SorryError as error:
                watched.append(weakref.ref(error))
                start_response("500 Oops", [TEXT], sys.exc_info())
            return [b"sorry"]

        gc.disable()
        try:
            assert got(Bar(app, hello, personal=False)).body == b"sorry"
            assert watched[0]() is None
        finally:
            gc.enable()


class TestStreaming:
    """One chunk in, one chunk out; nothing is asked for early, nothing is kept."""

    def test_nothing_runs_before_the_server_asks(self) -> None:
        """Calling the application starts no generator."""

        def app(environ: Environ, start_response: Start) -> Iterator[bytes]:
            pytest.fail("begun")
            yield b""

        Bar(app, hello, personal=False)(environ_of(), lambda *_: len)

    def test_after_the_bar_chunks_pass_as_they_are(self) -> None:
        """The very objects: nothing is searched or copied any more."""
        edit, chunk = insert(MARKUP), b"<body>" * 10
        edit(b"<body>")
        assert edit(chunk) is chunk

    @pytest.mark.parametrize(
        ("first", "then"),
        [
            (b"", b" text "),
            (b"<!--", b"<body>"),
            (b"<script><!--<script>", b"</script"),
            (b"<title>", b"<body></titl"),
            (b"<body x='", b">"),
            (b"<!doctype", b" x"),
            (b"<template>", b"<p>"),
        ],
    )
    def test_what_is_remembered_is_bounded(self, first: bytes, then: bytes) -> None:
        """Whatever never ends, 64 KB of it are kept at most."""
        opening, chunk = Opening(), then * (8192 // len(then))
        opening.find(first)
        for _ in range(20):
            opening.find(chunk)
            assert len(opening.rest) <= LIMIT

    def test_a_tag_in_chunks_is_followed_for_64_kb(self) -> None:
        """Then the search is given up: the page goes out as it is, in its chunks."""
        tag = b'<body class="' + b"x" * (LIMIT - 13)
        found = got(barred(pages(tag[:99], tag[99:], b'">x')))
        assert found.body == tag + b'">' + SENT + b"x"
        found = got(barred(pages(tag[:99], tag[99:] + b"x", b'">x', b"<body>")))
        assert found.chunks == [tag[:99], tag[99:] + b"x", b'">x', b"<body>"]

    @pytest.mark.parametrize(
        ("first", "piece"), [(b'<meta content="', b">"), (b"<meta ", b'a=">"')]
    )
    def test_a_tag_in_too_many_pieces_is_given_up(
        self, first: bytes, piece: bytes
    ) -> None:
        """A cut tag is read again with each piece; how much of that is bounded."""
        opening = Opening()
        opening.find(first)
        pieces = 0
        while not opening.over:
            opening.find(piece)
            pieces += 1
            assert pieces < LIMIT
        assert len(piece) * pieces**2 // 2 < 17 * LIMIT

    def test_a_tag_that_comes_whole_may_be_of_any_length(self) -> None:
        """What needs not be remembered is not bounded."""
        tag = b'<body class="' + b"x" * 100_000 + b'">'
        assert got(barred(pages(tag + b"x"))).body == tag + SENT + b"x"


NO_ASCII = ("utf-16", "iso-2022-jp", "x-unknown", "base64")
# Status, headers, and the reason that the log gives.
UNTOUCHED: list[tuple[str, Headers, str]] = [
    ("204 No Content", [("Content-Length", "0")], "status is 204"),
    ("205 Reset Content", [HTML], "status is 205"),
    ("206 Partial Content", [HTML, ("Content-Range", "bytes 0-6/9")], "status is 206"),
    ("304 Not Modified", [("ETag", '"1"')], "status is 304"),
    ("200 OK", [], "Content-Type is missing"),
    ("200 OK", [("Content-Type", "x; text/html")], "Content-Type is x"),
    ("200 OK", [("Content-Type", "text/html5")], "Content-Type is text/html5"),
    *(
        ("200 OK", [("Content-Type", f"text/html; charset={one}")], f"charset is {one}")
        for one in NO_ASCII
    ),
    *(
        (
            "200 OK",
            [HTML, *((name, value) for value in values)],
            f"{name.title()} is {reason}",
        )
        for name, values, reason in (
            ("content-encoding", ["BR"], "br"),
            ("Content-Encoding", ["identity", "gzip"], "identity, gzip"),
            ("Content-Disposition", ['Attachment; filename="a.html"'], "attachment"),
            ("Cache-Control", ["public, No-Transform"], "no-transform"),
            ("Cache-Control", ["no-transform", "public"], "no-transform"),
        )
    ),
]


class TestUntouched:
    """What is not an HTML page passes as it is, and the log says why."""

    @pytest.mark.parametrize(("status", "headers", "reason"), UNTOUCHED)
    def test_passes_and_says_why(
        self,
        status: str,
        headers: Headers,
        reason: str,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """Status, headers in their order, every chunk; and a line for who debugs."""
        headers = [("X-First", "1"), *headers, ("Last-Modified", "yesterday")]
        chunks = [] if status[:3] in ("204", "304") else [b"<body>", b"", b"\0x"]
        app = pages(*chunks, headers=headers, status=status)
        with caplog.at_level(logging.DEBUG, LOGGER):
            found = got(Bar(app, hello, personal=True))
        assert (found.status, found.headers, found.chunks) == (status, headers, chunks)
        assert caplog.messages == [f"no bar on '/': {reason}"]

    def test_a_list_comes_back_itself(self) -> None:
        """So the server can still tell its length."""
        body = [b"<body>"]

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            start_response("200 OK", [TEXT])
            return body

        assert Bar(app, hello, personal=True)(environ_of(), lambda *_: len) is body

    def test_no_bar_is_made(self) -> None:
        """For a response that will not carry one, nobody looks for the user."""

        def never(environ: Environ) -> str:
            pytest.fail("asked for a bar")

        got(Bar(pages(b"x", headers=[TEXT]), never, personal=True))
        got(Bar(pages(PAGE), never, personal=True), "HEAD")


class TestPages:
    """HTML pages of every kind have the bar."""

    @pytest.mark.parametrize(
        "kind",
        [
            "Text/HTML",
            'text/html; Charset="UTF-8"',
            "text/html; charset='utf-8'",
            "text/html ; charset = utf-8 ; x=y",
            "text/html; charset=",
            "text/html; version=5",
            "text/html; charset=koi8-r",
        ],
    )
    def test_types_and_charsets(self, kind: str) -> None:
        """The bar is of ASCII, so every charset that keeps ASCII will do."""
        found = got(barred(pages(PAGE, headers=[("Content-Type", kind)])))
        assert SENT in found.body

    @pytest.mark.parametrize(
        ("charset", "text"),
        [
            ("shift_jis", "ソ表ア＜body＞ポ"),  # their second bytes are \, A, |
            ("utf-8", "桜＜body＞"),
        ],
    )
    def test_text_beyond_ascii_is_whole(self, charset: str, text: str) -> None:
        """A page in any charset is, but for the bar, what it was."""
        page = (
            f"<title>{text}</title><meta content='{text}'><body title='{text}'>|{text}"
        )
        sent = page.replace("|", "").encode(charset)
        headers = [("Content-Type", f"text/html; charset={charset}")]
        for size in (1, len(sent)):
            crumbs = [sent[at : at + size] for at in range(0, len(sent), size)]
            found = got(Bar(pages(*crumbs, headers=headers), hello, personal=False))
            assert found.body.decode(charset) == page.replace("|", SENT.decode())

    def test_the_bar_sees_the_request(self) -> None:
        """It is made from the environ, once a page."""
        asked: list[str] = []

        def path(environ: Environ) -> str:
            asked.append(environ["PATH_INFO"])
            return asked[-1]

        found = exchange(Bar(pages(b"<body>"), path, personal=False), "/cherries")
        assert (found.body, asked) == (b"<body>/cherries", ["/cherries"])

    def test_whether_it_is_personal_has_to_be_said(self) -> None:
        """There is no default: a wrong guess shows one reader's name to others."""
        with pytest.raises(TypeError, match="personal"):
            Bar(pages(PAGE), hello)  # type: ignore[call-arg]


class TestHeaders:
    """Headers that told of the old body are gone."""

    def test_what_is_stale(self) -> None:
        """Length, version and digests, of RFC 9110, RFC 9530 and before; no others.

        In any spelling; what stays is in its order, cookies repeated.
        """
        digests = {"content-digest", "repr-digest", "digest", "content-md5"}
        versions = {"etag", "last-modified", "accept-ranges", "content-length"}
        assert digests | versions == STALE
        kept = [("Set-Cookie", "a=1"), HTML, ("Set-Cookie", "b=2"), ("X-A", "1")]
        stale = [(name.title(), '"7"') for name in sorted(STALE)]
        headers = [*kept[:2], *stale, *kept[2:]]
        found = got(Bar(pages(b"<body>x", headers=headers), hello, personal=False))
        assert found.headers == kept

    def test_the_applications_list_is_its_own(self) -> None:
        """A list of headers that is used again is as it was."""
        headers = [HTML, ("Content-Length", "7"), ("Cache-Control", "public")]
        before = headers.copy()

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            start_response("200 OK", headers)
            return [b"<body>x"]

        got(Bar(app, hello, personal=True))
        assert headers == before


NO_CDN = (
    "CDN-Cache-Control",
    "Cloudflare-CDN-Cache-Control",
    "X-LiteSpeed-Cache-Control",
    "Surrogate-Control",
    "Edge-Control",
    "X-Accel-Expires",
)


class TestPersonal:
    """A page that names its reader stays out of shared caches."""

    def said(self, *headers: tuple[str, str]) -> tuple[str, str]:
        """Give Cache-Control and Vary of a page with these headers."""
        found = got(barred(pages(b"<body>x", headers=[HTML, *headers]), personal=True))
        (cache,), (vary,) = found.all("Cache-Control"), found.all("Vary")
        return cache, vary

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ([], "private"),
            (["no-store"], "private, no-store"),
            (["Public"], "private"),
            (["S-MAXAGE = 60, max-age=1"], "private, max-age=1"),
            (["public", "max-age=60"], "private, max-age=60"),
            (['private="X-Name, X-Age", no-cache'], "private, no-cache"),
            (
                ['no-cache="Set-Cookie, public", max-age=1'],
                'private, no-cache="Set-Cookie, public", max-age=1',
            ),
            ([r'x="a\", public", public'], r'private, x="a\", public"'),
            (['x="never ends, public'], 'private, x="never ends, public'),
            ([",, ,max-age=1,"], "private, max-age=1"),
        ],
    )
    def test_cache_control(self, before: list[str], after: str) -> None:
        """Private first; what was said for the browser stays, in one line."""
        assert self.said(*(("Cache-Control", b) for b in before))[0] == after

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ([], "Cookie"),
            (["cookie, Accept"], "cookie, Accept"),
            (["Accept", "Accept-Language"], "Accept, Accept-Language, Cookie"),
            (["Accept, *"], "Accept, *"),
            ([""], "Cookie"),
        ],
    )
    def test_vary(self, before: list[str], after: str) -> None:
        """Cookie is added, once; a star says more already.  A name has no capitals."""
        for name in "Vary", "vary":
            assert self.said(*((name, b) for b in before))[1] == after

    def test_what_shared_caches_obey_first(self) -> None:
        """A header that overrides Cache-Control for a cache in front is gone."""
        names = [*NO_CDN, *map(str.lower, NO_CDN)]
        headers = [HTML, *((name, "max-age=600") for name in names)]
        found = got(barred(pages(b"<body>x", headers=headers), personal=True))
        assert [name for name, _ in found.headers if name in names] == []

    def test_an_empty_bar_is_personal_too(self) -> None:
        """A page for nobody must not come to somebody from a cache."""
        app = pages(b"<body>x", headers=[HTML, ("Cache-Control", "public")])
        found = got(Bar(app, lambda environ: "", personal=True))
        assert found.body == b"<body>x"
        assert found.all("Cache-Control") == ["private"]

    def test_the_same_bar_for_all(self) -> None:
        """What names nobody may be cached as before."""
        headers = [HTML, ("Cache-Control", "public, s-maxage=60"), ("Vary", "Accept")]
        headers += [(name, "60") for name in NO_CDN]
        assert got(barred(pages(b"<body>x", headers=headers))).headers == headers


class TestNaive:
    """The bar as one would write it first, and what each way of it loses."""

    def naive(self, app: WSGIApplication) -> WSGIApplication:
        """Put the naive bar on an application."""
        return naive_bar(app, b"<p>bar</p>")

    def test_the_page_is_cut_off(self) -> None:
        """It passes a first test, but a client reads as much as Content-Length says."""
        page = b"<body>Morello</body>"
        headers = [HTML, ("Content-Length", str(len(page)))]
        naive = got(self.naive(pages(page, headers=headers)))
        assert naive.body == b"<body><p>bar</p>Morello</body>"
        assert naive.all("Content-Length") == [str(len(page))]
        robust = got(barred(pages(page, headers=headers)))
        assert robust.all("Content-Length") == []

    def test_nothing_is_closed(self) -> None:
        """A connection that the body holds is never given back."""
        closed: list[str] = []
        app = pages(b"<body>x", closed=lambda: closed.append("x"))
        got(self.naive(app))
        assert closed == []
        got(barred(app))
        assert closed == ["x"]

    def test_nothing_streams(self) -> None:
        """All chunks are made before the first is sent; an endless page never is."""
        made: list[bytes] = []

        def app(environ: Environ, start_response: Start) -> Iterator[bytes]:
            start_response("200 OK", [HTML])
            for chunk in (b"<body>", b"x", b"y"):
                made.append(chunk)
                yield chunk

        for site, at_once in ((self.naive, 3), (barred, 1)):
            exchange(site(app), cut=1)
            assert len(made) == at_once
            made.clear()


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (b"<!doctype html><title>404</title><h1>404</h1>", "goes on with <h1>"),
        (b"<html " + b"a" * LIMIT, "a tag is too long"),
    ],
)
def test_a_page_without_an_opening_says_so(
    page: bytes, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever misses the bar finds out why in the log."""
    caplog.set_level("DEBUG", "examples.wsgi.html_bar.opening")
    assert got(barred(pages(page))).body == page
    assert said in caplog.text
