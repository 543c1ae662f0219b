"""The page with two boxes, and the stylesheet of the marks."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any
from unittest.mock import Mock
from urllib.parse import urlencode

import html5lib
import pytest

from examples.htmldiff import diff
from examples.htmldiff.marks import changes
from examples.htmldiff.reading.parse import DEEPEST
from examples.htmldiff.show.live import application
from examples.htmldiff.show.page import LIMIT, NEW, OLD, page
from examples.htmldiff.show.style import MARKS, style
from examples.views.ask import Answer, ask

OLD_PIE, NEW_PIE = "<p>a sour pie</p>", "<p>a sweet pie</p>"


def post(old: str, new: str, **more: str) -> Answer:
    """Send both documents as a browser would."""
    return ask(page, method="POST", body=urlencode({"old": old, "new": new}), **more)


def reached(diff: str) -> str:
    """Let Tab reach the first mark of a diff."""
    return re.sub('data-diff="(ins|del)"', r'\g<0> tabindex="0"', diff, count=1)


def unchecked(**more: object) -> str:
    """Ask with an environ that no proper server would make; give the status."""
    said: list[str] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "wsgi.input": BytesIO(b"old=a&new=b"),
        **more,
    }

    def start(status: str, *rest: object) -> Callable[[bytes], object]:
        said.append(status)
        return len

    list(page(environ, start))
    return said[0]


def boxes(html: str) -> list[str]:
    """Read what a browser has in the text areas of a page."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    return [box.text or "" for box in root.iter("textarea")]


def looks(element: Any) -> list[Any]:
    """Say what is in an element, but for marks and notes."""
    found: list[Any] = [element.text or ""]
    for child in element:
        inside = looks(child)
        if "data-diff" in child.attrib and child.tag in ("ins", "del"):
            found[-1] += inside[0]
            found += inside[1:]
        elif child.get("class") != "diff-was":
            pairs = child.attrib.items()
            told = {k: v for k, v in pairs if not k.startswith(("data-diff", "tabi"))}
            found += [(child.tag, told, inside), ""]
        found[-1] += child.tail or ""
    return found


class TestPage:
    """Two boxes and the diff, to whoever may have written what is in them."""

    def test_it_starts_with_an_example(self) -> None:
        """GET shows a pair of documents and what changed between them."""
        answer = ask(page)
        assert (answer.status, answer.error) == ("200 OK", None)
        assert boxes(answer.text) == [OLD, NEW]
        assert '<del data-diff="del" tabindex="0">a pound</del>' in answer.text
        assert "<p>5 changes; Tab goes to the next</p>" in answer.text

    def test_it_compares_what_it_is_sent(self) -> None:
        """POST shows the diff below the documents it was asked for."""
        answer = post(OLD_PIE, NEW_PIE)
        assert (answer.status, answer.error) == ("200 OK", None)
        assert boxes(answer.text) == [OLD_PIE, NEW_PIE]
        assert reached(diff(OLD_PIE, NEW_PIE)) in answer.text
        assert "<p>1 change</p>" in answer.text
        assert "<p>No change</p>" in post(OLD_PIE, OLD_PIE).text
        one, two = "a b c d e f g", "h i j k l m n"
        assert "<p>1 change</p>" in post(f"<p>{one}<p>{two}", f"<p>{one} {two}").text

    def test_it_looks_once_for_changes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Those that it counts are those that Tab reaches."""
        looking = Mock(wraps=changes)
        for module in ("page", "notes", "style"):
            monkeypatch.setattr(f"examples.htmldiff.show.{module}.changes", looking)
        assert "<p>1 change</p>" in post(OLD_PIE, NEW_PIE).text
        assert looking.call_count == 1

    def test_side_by_side(self) -> None:
        """The box that was checked stays checked, and there are two documents."""
        body = urlencode({"old": OLD_PIE, "new": NEW_PIE, "beside": "on"})
        text = ask(page, method="POST", body=body).text
        for side, mark, word in (("old", "del", "sour"), ("new", "ins", "sweet")):
            marked = f'<{mark} data-diff="{mark}" tabindex="0">{word}</{mark}>'
            assert f'<div class="diff-{side}"><p>a {marked} pie</p></div>' in text
        assert 'name="beside" checked>' in text
        assert 'name="beside">' in post(OLD_PIE, NEW_PIE).text
        body = urlencode({"old": "<div>" * (DEEPEST + 1), "new": "", "beside": "on"})
        refused = ask(page, method="POST", body=body)
        assert refused.status == "422 Unprocessable Content"
        assert 'name="beside" checked>' in refused.text
        assert "<title>What changed</title>" in style(diff(OLD_PIE, NEW_PIE))

    @pytest.mark.parametrize(
        "text",
        ["", "</textarea><script>x()</script>", "{style} %s \\", "é 樱 🍒 &amp;"],
    )
    def test_the_boxes_keep_what_was_typed(self, text: str) -> None:
        """White space, braces and markup come back as they were."""
        answer = post(text, text + "x")
        assert boxes(answer.text) == [text, text + "x"]
        assert "<script" not in answer.text

    def test_a_browser_sends_crlf(self) -> None:
        """Lines of a text area end in \\r\\n on the wire, and in \\n in a document."""
        answer = post("<pre>a\r\nb</pre>", "<pre>a\nb</pre>")
        assert "<article>\n<pre>a\nb</pre></article>" in answer.text
        assert "<p>No change</p>" in answer.text
        assert ("Cache-Control", "no-store") in answer.headers

    def test_it_is_always_sanitised(self) -> None:
        """No script of a document is in the page, whoever asks for it."""
        answer = post("", "<script>x()</script><p onclick=x()>y<svg onload=x()>")
        before, _, result = answer.text.partition("<article>")
        assert "Left out for safety: &lt;p onclick&gt;" in before
        assert "x()" not in result
        assert "y" in result

    def test_the_page_stays_whole(self) -> None:
        """No document closes the box it is shown in."""
        for html in ("</article></form></html>x", "<td>x", "<b><p>x</b>", "<li>x"):
            root = html5lib.parse(post("", html).text, namespaceHTMLElements=False)
            (article,) = root.iter("article")
            assert "x" in "".join(article.itertext())
            assert len(list(root.iter("form"))) == 1

    def test_its_policy_lets_nothing_run(self) -> None:
        """No script; one stylesheet, known by its hash; nothing from elsewhere."""
        answer = ask(page)
        (policy,) = answer.all("Content-Security-Policy")
        (sheet,) = re.findall("<style>(.*?)</style>", answer.text, re.DOTALL)
        digest = b64encode(sha256(sheet.encode()).digest()).decode()
        told = dict(part.split(" ", 1) for part in policy.split("; "))
        assert told == {
            "default-src": "'none'",
            "style-src": f"'sha256-{digest}'",
            "img-src": "data:",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'self'",
        }
        assert answer.all("X-Content-Type-Options") == ["nosniff"]
        assert answer.all("Referrer-Policy") == ["no-referrer"]
        assert answer.all("Content-Type") == ["text/html; charset=utf-8"]
        assert "<script" not in answer.text
        assert "style=" not in answer.text

    def test_head_is_get_without_its_body(self) -> None:
        """HEAD tells the length of what GET would send, and sends none of it."""
        head, get = ask(page, method="HEAD"), ask(page)
        assert (head.status, head.body) == ("200 OK", b"")
        assert head.headers == get.headers
        assert head.all("Content-Length") == [str(len(get.body))]

    def test_other_methods(self) -> None:
        """They are answered 405, with what is allowed."""
        answer = ask(page, method="PUT")
        assert answer.status == "405 Method Not Allowed"
        assert answer.all("Allow") == ["GET, HEAD, POST"]
        assert unchecked(REQUEST_METHOD="BREW") == answer.status

    def test_another_path(self) -> None:
        """There is one page; it is not found below itself, and repeats no path."""
        answer = ask(page, "/<b>")
        assert answer.status == "404 Not Found"
        assert "<b>" not in answer.text
        assert ask(page, "").status == "200 OK"

    @pytest.mark.parametrize(
        ("length", "status"),
        [
            (None, "411 Length Required"),
            ("", "411 Length Required"),
            ("-1", "400 Bad Request"),
            ("x", "400 Bad Request"),
            ("١١", "400 Bad Request"),
            ("12", "400 Bad Request"),
            ("11", "200 OK"),
            (str(LIMIT), "400 Bad Request"),
            (str(LIMIT + 1), "413 Content Too Large"),
            ("9" * 10_000, "413 Content Too Large"),
        ],
        ids=lambda value: str(value)[:12],
    )
    def test_lengths(self, length: str | None, status: str) -> None:
        """A length is there, is a number, is small enough and true."""
        more = {} if length is None else {"CONTENT_LENGTH": length}
        assert unchecked(**more) == status

    def test_too_long_a_form_is_not_read(self) -> None:
        """413 is said before a byte is read, on a page that names the limit."""
        answer = post("x" * LIMIT, "y")
        assert answer.status == "413 Content Too Large"
        assert "512 KB" in answer.text
        unread = Mock(read=Mock(side_effect=AssertionError))
        unchecked(CONTENT_LENGTH=str(LIMIT + 1), **{"wsgi.input": unread})

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ("old=a&new=b", "200 OK"),
            ("", "400 Bad Request"),
            ("old=a", "400 Bad Request"),
            ("old=a&new=b&new=c", "400 Bad Request"),
            ("old=a&new=b&x=c", "400 Bad Request"),
            ("old=a&new", "400 Bad Request"),
            ("old=a&new=%FF", "400 Bad Request"),
            ("old=a&new=é", "400 Bad Request"),
            ("&" * 10_000, "400 Bad Request"),
        ],
    )
    def test_forms(self, body: str, status: str) -> None:
        """Both fields once, in UTF-8, and nothing else."""
        answer = ask(page, method="POST", body=body)
        assert (answer.status, answer.error) == (status, None)

    def test_other_kinds_of_form(self) -> None:
        """A form of another type is 415, one from another site 403."""
        upload = post("a", "b", CONTENT_TYPE="multipart/form-data; boundary=x")
        assert upload.status == "415 Unsupported Media Type"
        kind = "Application/X-WWW-Form-URLencoded ; charset=UTF-8"
        assert post("a", "b", CONTENT_TYPE=kind).status == "200 OK"
        for site in ("cross-site", "same-site"):
            refused = post("a", "b", HTTP_SEC_FETCH_SITE=site)
            assert refused.status == "403 Forbidden"
        assert post("a", "b", HTTP_SEC_FETCH_SITE="same-origin").status == "200 OK"

    def test_what_cannot_be_compared(self) -> None:
        """A document too deep to read is a 422 that says why, the boxes kept."""
        deep = "<div>" * 10_000
        answer = post(deep, "x")
        assert answer.status == "422 Unprocessable Content"
        assert "levels of elements" in answer.text
        assert boxes(answer.text) == [deep, "x"]

    def test_the_deck_shows_this_page(self) -> None:
        """What is mounted at /live/htmldiff/ is the page; its form goes to itself."""
        assert application is page
        answer = ask(application, "/", SCRIPT_NAME="/live/htmldiff")
        assert answer.status == "200 OK"
        assert "action=" not in answer.text


class TestStyle:
    """A diff that can be looked at."""

    def test_a_fragment_becomes_a_page(self) -> None:
        """The marks have their colours, and lines for who sees none; UTF-8 is told."""
        assert "underline" in MARKS
        assert "line-through" in MARKS
        html = style(diff(OLD_PIE, NEW_PIE))
        assert MARKS in html
        assert '<meta charset="utf-8">' in html
        assert reached(diff(OLD_PIE, NEW_PIE)) in html

    @pytest.mark.parametrize(
        ("old", "new", "shown"),
        [
            ('<a href="/a">x</a>', '<a href="/b">x</a>', "x</a>(href was /a)"),
            ("<img src=a>", "<img src=b>", "(src was a)"),
            ("<img>", "<img src=b>", "(src was not there)"),
            (f"<img src={'a' * 80}>", "<img src=b>", f"(src was {'a' * 80})"),
            (f"<img src={'a' * 81}>", "<img src=b>", f"(src was {'a' * 80}…)"),
            (
                "<picture><source srcset=a><img src=x></picture>",
                "<picture><source srcset=b><img src=x></picture>",
                '<img src="x"></picture>(srcset was a)',
            ),
            (
                "<details><summary>s</summary><p>a</details>",
                "<details><summary>s</summary><p>b</details>",
                '<details open=""><summary>s</summary>',
            ),
            ("", "<details><p>b</details>", '<details open="">'),
            ("<p hidden>a", "<p hidden>b", "<p><del"),
            ("<dialog>a</dialog>", "<dialog>b</dialog>", '<dialog open=""><del'),
            ("<details><p>b</details>", "<details><p>b</details>", "<details><p>b"),
            ("a b", "a<br>b", '<span class="diff-line"></span><br>'),
            ("a<br>b", "a<br>b", "a<br>b"),
            ("", "<p>a<br>b", "a<br>b"),
        ],
    )
    def test_what_has_no_text_is_shown(self, old: str, new: str, shown: str) -> None:
        """An address that was another, a line's end, what lies in a closed box."""
        html = style(diff(old, new, sanitize=False))
        html = re.sub('<i class="diff-was"> (.*?)</i>', r"\1", html)
        assert shown in html

    def test_what_one_may_follow_or_read_is_told(self) -> None:
        """Each such attribute, as it was."""
        names = "action alt cite datetime href src srcset start title value"
        old = f"<i {names.replace(' ', '=a ')}=a>x</i>"
        marked = diff(old, old.replace("=a", "=b"), sanitize=False)
        told = re.findall(r"\((\w+) was a\)", style(marked))
        assert sorted(told) == names.split()

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("<h2>a</h2>", "<h3>a</h3>"),
            ("<img src=a>", "<img src=b>"),
            ("<p>a <b>b</b></p>", "<p>a <i>b</i></p>"),
            ("<p>a b</p>", "<section><p>a c</p></section>"),
            ("<ul><li>a<li>b</ul>", "<ul><li>b<li>c</ul>"),
            ("<p>It was the best of times. It was the worst of times.</p>",
             "<p>It was the best of times.</p><p>It was the worst of times.</p>"),
        ],
    )  # fmt: skip
    def test_each_side_is_one_document(self, old: str, new: str) -> None:
        """Beside the new one stands the old one, with its own tags and addresses."""
        for one, other in ((old, new), (new, old)):
            html = style(diff(one, other, sanitize=False), beside=True)
            root = html5lib.parse(html, namespaceHTMLElements=False)
            for name, document in (("old", one), ("new", other)):
                (side,) = root.iterfind(f".//div[@class='diff-{name}']")
                whole = html5lib.parse(document, namespaceHTMLElements=False)
                assert looks(side) == looks(whole.find("body"))

    @pytest.mark.parametrize("beside", [True, False])
    def test_a_mark_of_somebody_else_has_no_look(self, beside: bool) -> None:
        """What a document calls an insertion is none of this diff."""
        old, new = (f'<p data-diff="ins">a {word}</p>' for word in "bc")
        html = style(diff(old, new, sanitize=False), beside=beside)
        assert '<p data-diff-in="ins">' in html
        assert '<p data-diff="ins"' not in html

    def test_as_deep_as_a_diff_may_be(self) -> None:
        """Where both documents have all the levels there may be, the page has more."""
        old, new = ("<div>" * DEEPEST + word for word in "ab")
        assert '<ins data-diff="ins">b</ins>' in style(diff(old, new, sanitize=False))

    def test_tab_stops_once_at_each_change(self) -> None:
        """What went and what came in its place are one; a part of it is none."""
        rows = "<tr><td>1</td></tr>\n<tr><td>2</td></tr>\n<tr><td>3</td></tr>"
        old = f"<p>a b c</p><table>{rows}</table><p>x</p>"
        new = "<p>a d c</p><table><tr><td>1</table><h2><b>y</b> z</h2>"
        html = style(diff(old, new))
        stops = re.findall(r'<(\w+)[^>]*tabindex="0"', html)
        assert stops == ["del", "tr", "del"]
        beside = style(diff(old, new), beside=True)
        stops = re.findall(r'<(\w+)[^>]*tabindex="0"', beside)
        assert stops == ["del", "tr", "del", "ins", "ins"]

    @pytest.mark.parametrize(
        "document",
        [
            "<!doctype html><html><head><title>t</title></head><body>x</body></html>",
            "<body>x",
            "<!doctype html>x",
        ],
    )
    def test_a_page_stays_one(self, document: str) -> None:
        """The stylesheet goes into its head; there is one head, and one body."""
        html = style(diff(document, document + "y", sanitize=False))
        root = html5lib.parse(html, namespaceHTMLElements=False)
        (sheet,) = root.findall("head/style")
        assert sheet.text == MARKS
        assert len(root.findall("body")) == 1
        assert html.count("<body") <= 1
