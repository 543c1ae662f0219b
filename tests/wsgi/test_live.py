"""examples.wsgi.show.steps and .live: a request walks through the middlewares."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest

from examples.views.ask import ask
from examples.wsgi.show.live import application
from examples.wsgi.show.steps import KEYS, URLS, Step, steps
from slides.press.theme import custom_properties
from tests.wsgi.rules import strict

FONT = re.compile(r'url\("?([^")]+\.woff2)')


class TestSteps:
    """Who is called for a URL, and with what."""

    def test_a_tenant_and_a_prefix(self) -> None:
        """The host becomes a tenant, then the path is shifted."""
        assert steps("ada.example.com/api/cherries") == [
            Step("Subdomains", None, "", "/api/cherries"),
            Step("Dispatcher", "ada", "", "/api/cherries"),
            Step("api: 200 OK", "ada", "/api", "/cherries"),
        ]

    @pytest.mark.parametrize(
        ("url", "who", "tenant", "script_name", "path_info"),
        [
            ("example.com", "shop: 200 OK", None, "", "/"),
            ("eve.example.com/", "unknown: 404 Not Found", None, "", "/"),
            ("/api/", "unknown: 404 Not Found", None, "", "/api/"),
            ("example.com/café", "shop: 200 OK", None, "", "/cafÃ©"),
        ],
    )
    def test_who_answers(
        self,
        url: str,
        who: str,
        tenant: str | None,
        script_name: str,
        path_info: str,
    ) -> None:
        """The last step is the application that answers, and what it sees."""
        assert steps(url)[-1] == Step(who, tenant, script_name, path_info)

    @pytest.mark.parametrize(
        "url",
        ["http%3A//ada.example.com/api", "ada.example.com/api?x=1"],
    )
    def test_a_scheme_or_a_query(self, url: str) -> None:
        """What would be taken for a host, or for a path, is refused."""
        with pytest.raises(ValueError, match="expected host/path, no scheme") as caught:
            steps(url)
        assert repr(url) in str(caught.value)

    @pytest.mark.parametrize(
        ("url", "path_info"),
        [
            ("example.com:80//x", "//x"),
            ("example.com/why%3F", "/why?"),
        ],
    )
    def test_what_only_looks_like_one(self, url: str, path_info: str) -> None:
        """Colons, slashes and encoded question marks belong to the path."""
        assert steps(url)[-1] == Step("shop: 200 OK", None, "", path_info)


class TestPage:
    """The page shown in a frame."""

    def test_what_changed_is_marked(self) -> None:
        """The steps are a table; a value that changed is marked, a missing one not."""
        text = ask(application, "/ada.example.com/api/cherries").text
        assert text.count("<mark>") == 3
        for value in ("ada", "/api", "/cherries"):
            assert f"<mark>&#x27;{value}&#x27;</mark>" in text
        assert "<td><code>–</code></td>" in text
        assert "api: 200 OK" in text
        assert all(f">{key}<" in text for key in KEYS)

    def test_links_stay_inside(self) -> None:
        """Links lead to the page itself, under whatever it is mounted."""
        reply = ask(application, "/evilexample.com/", SCRIPT_NAME="/live/cafÃ©")
        text = reply.text
        assert text.count("<a href='/live/caf%C3%A9/") == text.count("<a ") == len(URLS)
        current = "<a href='/live/caf%C3%A9/evilexample.com/' aria-current=page>"
        assert current in text
        assert text.count("aria-current") - text.count("[aria-current]") == 1

    def test_a_scheme_is_explained(self) -> None:
        """A whole URL has no page; what is wanted is said, beside the links."""
        reply = ask(application, "/http://ada.example.com/api")
        assert reply.status == "404 Not Found"
        assert "expected host/path, no scheme and no query, got" in reply.text
        assert reply.text.count("<a ") == len(URLS)

    def test_the_fonts_of_the_deck(self) -> None:
        """Their files are the deck's, where it has them; the policy lets them in."""
        home = "/talk/live/wsgi"
        reply = ask(application, "/ada.example.com/api", SCRIPT_NAME=home)
        deck = urljoin(f"http://localhost{home}", "../assets/deck.css")
        page = f"http://localhost{home}/ada.example.com/api"
        linked = {urljoin(page, url) for url in FONT.findall(reply.text)}
        shipped = {urljoin(deck, url) for url in FONT.findall(custom_properties())}
        assert len(linked) == 5
        assert linked <= shipped
        assert "font-src 'self'" in reply.all("Content-Security-Policy")[0]

    def test_nothing_is_believed(self) -> None:
        """Host and path are shown as text, and no script may run."""
        reply = ask(application, "/%3Cb%3E'/%3Cscript%3Ealert(1)%3C/script%3E%FF%00")
        assert reply.error is None
        assert "<script" not in reply.text
        assert "<b>" not in reply.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;\ufffd\\x00" in reply.text
        assert "default-src 'none'" in reply.all("Content-Security-Policy")[0]

    def test_head_and_post(self) -> None:
        """HEAD has the headers of GET and no body; POST is refused.

        Browsers keep no copy of either, and do not guess another type.
        """
        watched = strict(application)
        get, head = ask(watched), ask(watched, method="HEAD")
        assert (head.headers, head.body) == (get.headers, b"")
        refused = ask(watched, method="POST")
        assert refused.status == "405 Method Not Allowed"
        assert refused.all("Allow") == ["GET, HEAD"]
        for reply in (get, refused):
            assert reply.all("Cache-Control") == ["no-store"]
            assert reply.all("X-Content-Type-Options") == ["nosniff"]
