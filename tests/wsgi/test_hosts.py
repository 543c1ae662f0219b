"""examples.wsgi.hosts: which host was asked for, and who answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ
from wsgiref.validate import validator

import idna
import pytest
from flask import Flask, url_for
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.views.ask import Answer, ask
from examples.wsgi.base import answer, not_found
from examples.wsgi.hosts.hostname import hostname, networks, settle
from examples.wsgi.hosts.subdomains import TENANT, Subdomains

LONG = "x" * 63

# What a client sends, its host, and who answers below <tenant>.example.com: a
# tenant, "example.com" (bare), or nobody.
SPELLINGS = [
    ("ada.example.com", "ada.example.com", "ada"),
    ("ada.example.com:8000", "ada.example.com", "ada"),
    ("ada.example.com.:8000", "ada.example.com", "ada"),
    ("ADA.Example.COM", "ada.example.com", "ada"),
    ("a-b.example.com", "a-b.example.com", "a-b"),
    (f"{LONG}.example.com", f"{LONG}.example.com", LONG),
    ("xn--bcher-kva.example.com", "xn--bcher-kva.example.com", "xn--bcher-kva"),
    ("BÜCHER.example.com", "xn--bcher-kva.example.com", "xn--bcher-kva"),
    ("straße.example.com", "xn--strae-oqa.example.com", "xn--strae-oqa"),
    ("ａｄａ。example.com", "ada.example.com", "ada"),
    ("example.com", "example.com", "example.com"),
    ("a.b.example.com", "a.b.example.com", None),
    ("evilexample.com", "evilexample.com", None),
    ("example.com.evil.org", "example.com.evil.org", None),
    ("[2001:DB8:0:0::1]", "2001:db8::1", None),
    ("", None, None),
    (".example.com", None, None),
    ("ada.example.com:http", None, None),
    ("ada.example.com:65536", None, None),
    ("ada.example.com:000080", None, None),
    ("ada.example.com:٨٠", None, None),
    ("bob@ada.example.com", None, None),
    ("evil.org#.example.com", None, None),
    ("a_b.example.com", None, None),
    ("ada.example.com\n", None, None),
    ("ada\0.example.com", None, None),
    ("-ada.example.com", None, None),
    (f"{LONG}x.example.com", None, None),
    (f"{'ü' * 60}.example.com", None, None),
    (".".join(["x" * 49] * 5) + ".info", None, None),
    (".".join(["x" * 49] * 4) + f".{'x' * 42}.example.com", None, None),
    ("xn--99999999.example.com", None, None),
    ("❤.example.com", None, None),
    ("127.1", None, None),
    ("ada.example.127", None, None),
    ("::1", None, None),
    ("[::1].example.com", None, None),
    ("[fe80::1%25eth0]", None, None),
]


def wire(text: str) -> str:
    """Spell a header as an environ does."""
    return text.encode().decode("latin-1")


def named(environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Answer with the tenant."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ.get(TENANT, "no tenant").encode()]


def split(trusted: Iterable[str] = (), **more: Any) -> WSGIApplication:
    """Split example.com, watched from both sides."""
    more = {"bare": not_found, "unknown": not_found} | more
    within: dict[str, Any] = {name: validator(app) for name, app in more.items()}
    within["trusted"] = trusted
    return validator(Subdomains("<tenant>.example.com", validator(named), **within))


def asked(app: WSGIApplication, sent: str, **more: str) -> Answer:
    """Ask for a host, as plain text."""
    reply = ask(app, HTTP_HOST=wire(sent), **more)
    assert reply.error is None
    return reply


def tenant(sent: str) -> str | None:
    """Give the tenant that a Host header leads to."""
    environ = {"HTTP_HOST": wire(sent)}
    BELOW.choose(environ)
    return environ.get(TENANT)


BELOW = Subdomains("<tenant>.example.com", named)


class TestHostname:
    """One spelling of a host, or None."""

    @pytest.mark.parametrize(("sent", "host", "_"), SPELLINGS)
    def test_spellings(self, sent: str, host: str | None, _: str | None) -> None:
        """All spellings of a host are one; what is not clearly one is none."""
        assert hostname({"HTTP_HOST": wire(sent)}) == host

    @pytest.mark.parametrize("sent", ["b\xfccher.de", "ada\u0151.example.com"])
    def test_what_is_not_utf_8(self, sent: str) -> None:
        """Bytes that are no UTF-8, or no bytes, are no host."""
        assert hostname({"HTTP_HOST": sent}) is None

    def test_the_longest_name(self) -> None:
        """A name has 253 characters, the last dot not counted."""
        longest = ".".join(["x" * 49] * 5) + ".com"
        assert len(longest) == 253
        assert hostname({"HTTP_HOST": f"{longest}."}) == longest

    def test_missing(self) -> None:
        """Without a Host there is none, whatever the server is called."""
        assert hostname({"SERVER_NAME": "ada.example.com"}) is None


class TestForwarded:
    """X-Forwarded-Host, from those who may send it."""

    PROXIES = networks(["10.0.0.0/8", "fd00::/8", "127.0.0.1", "::ffff:11.0.0.0/112"])

    def host(self, sender: str, forwarded: str) -> str | None:
        """Give the host of a request for inner.example."""
        return hostname(
            {
                "HTTP_HOST": "inner.example",
                "HTTP_X_FORWARDED_HOST": forwarded,
                "REMOTE_ADDR": sender,
            },
            self.PROXIES,
        )

    @pytest.mark.parametrize(
        "sender", ["127.0.0.1", "fd00::1", "::ffff:10.1.2.3", "::ffff:11.0.0.1"]
    )
    def test_trusted(self, sender: str) -> None:
        """A trusted proxy says which host was asked for."""
        assert self.host(sender, "Ada.Example.com:443") == "ada.example.com"

    @pytest.mark.parametrize(
        "sender", ["11.1.2.3", "fe80::1", "::ffff:11.1.2.3", "", "localhost"]
    )
    def test_untrusted(self, sender: str) -> None:
        """From others, and over Unix sockets, it counts for nothing."""
        assert self.host(sender, "ada.example.com") == "inner.example"

    def test_nobody_is_trusted_by_default(self) -> None:
        """Without trusted networks it is as if it were not there."""
        environ = {"HTTP_HOST": "a.example", "HTTP_X_FORWARDED_HOST": "b.example"}
        assert hostname(environ | {"REMOTE_ADDR": "127.0.0.1"}) == "a.example"
        assert hostname(environ, self.PROXIES) == "a.example"

    def test_the_nearest_proxy_counts(self) -> None:
        """Of several values the last is from the proxy, the others from anyone."""
        assert self.host("10.0.0.1", "evil.org, ada.example.com") == "ada.example.com"
        assert self.host("10.0.0.1", "evil.org,\tb.example ") == "b.example"

    @pytest.mark.parametrize("forwarded", ["", "a.example,", "a b", "\va"])
    def test_malformed(self, forwarded: str) -> None:
        """What a trusted proxy says and is no host does not fall back to Host."""
        assert self.host("10.0.0.1", forwarded) is None

    def test_a_proxy_that_says_nothing(self) -> None:
        """Where the proxy passes Host on, Host counts."""
        environ = {"HTTP_HOST": "ada.example.com", "REMOTE_ADDR": "10.0.0.1"}
        assert hostname(environ, self.PROXIES) == "ada.example.com"

    def test_networks_that_are_none(self) -> None:
        """A lone string, a name, a network with bits too many are refused."""
        with pytest.raises(TypeError, match=r"as in \['10.0.0.0/8'\]"):
            networks("10.0.0.0/8")
        for text in ("proxy.example", "10.0.0.1/8", "*"):
            with pytest.raises(ValueError, match=re.escape(text)):
                networks([text])


class TestSubdomains:
    """Who answers."""

    @pytest.mark.parametrize(("sent", "_", "who"), SPELLINGS)
    def test_spellings(self, sent: str, _: str | None, who: str | None) -> None:
        """A tenant, the bare domain, or nobody: each has its application."""
        said = {"example.com": "bare\n", None: "unknown\n"}.get(who, who)
        app = split(bare=answer("200 Bare"), unknown=answer("200 Unknown"))
        assert asked(app, sent).text == said

    @pytest.mark.parametrize("sent", ["example.com", "evilexample.com"])
    def test_not_found_by_default(self, sent: str) -> None:
        """What nobody was named for is a 404 that does not repeat the host."""
        reply = asked(split(), sent)
        assert (reply.status, reply.text) == ("404 Not Found", "not found\n")

    def test_a_domain_in_unicode(self) -> None:
        """The domain of a pattern may be spelled like any host."""
        app = Subdomains("<tenant>.Bücher.example.", named)
        assert asked(app, "ada.bücher.example").text == "ada"
        assert asked(app, "ada.XN--BCHER-KVA.example:80").text == "ada"

    def test_localhost(self) -> None:
        """A domain of one label does, so that it can be tried without DNS."""
        app = Subdomains("<tenant>.localhost", named)
        assert asked(app, "ada.localhost:8000").text == "ada"
        assert asked(app, "localhost:8000").status == "404 Not Found"

    def test_the_tenant_is_ours_to_name(self) -> None:
        """A tenant named outside is dropped, by whomever the host leads to."""
        app = split(bare=named, unknown=named)
        for sent, who in [("bob.example.com", "bob"), ("example.com", "no tenant")]:
            assert asked(app, sent, **{TENANT: "ada"}).text == who
        assert asked(app, "evil.org", **{TENANT: "ada"}).text == "no tenant"
        header = {"HTTP_CHERRIES.TENANT": "ada", "HTTP_CHERRIES_TENANT": "ada"}
        assert asked(app, "evil.org", **header).text == "no tenant"

    @pytest.mark.parametrize(
        ("sender", "forwarded", "host"),
        [
            ("10.0.0.1", "evil.org, ada.example.com:84", "ada.example.com:84"),
            ("192.0.2.1", "evil.org", "bob.example.com"),
            ("10.0.0.1", "evil.org", ""),
            ("10.0.0.1", "", ""),
        ],
    )
    def test_links(self, sender: str, forwarded: str, host: str) -> None:
        """Applications make links with the host that led to them, and no other."""
        shop = Flask(__name__)
        shop.add_url_rule("/reset", "reset", lambda: url_for("reset", _external=True))
        app = Subdomains(
            "<tenant>.example.com",
            shop,
            unknown=answer("421 Misdirected Request"),
            trusted=["10.0.0.0/8"],
        )
        more = {"REMOTE_ADDR": sender, "HTTP_X_FORWARDED_HOST": forwarded}
        reply = asked(app, "bob.example.com", PATH_INFO="/reset", **more)
        link = f"http://{host}/reset"
        assert reply.text == (link if host else "misdirected request\n")

    def test_one_within_another(self) -> None:
        """What a trusted proxy forwarded leads on within; what others sent does not."""
        inner = Subdomains("<tenant>.ada.example.com", named, trusted=["0.0.0.0/0"])
        app = split(unknown=inner, trusted=["10.0.0.1"])
        more = {"HTTP_X_FORWARDED_HOST": "eve.ada.example.com"}
        for sender, said in [("10.0.0.1", "eve"), ("10.0.0.2", "not found\n")]:
            assert asked(app, "inner", REMOTE_ADDR=sender, **more).text == said

    def test_applications_of_their_own(self) -> None:
        """A factory gives each tenant its application; LookupError is nobody."""
        shops = {"ada": answer("200 Cherries"), "bob": answer("200 Plums")}
        app = Subdomains(
            "<tenant>.example.com", factory=shops.__getitem__, unknown=named
        )
        assert asked(app, "ada.example.com").text == "cherries\n"
        assert asked(app, "bob.example.com").text == "plums\n"
        assert asked(app, "eve.example.com").text == "no tenant"

    def test_a_factory_that_fails(self) -> None:
        """An error is not a missing tenant: the server hears of it."""

        def factory(tenant: str) -> WSGIApplication:
            raise OSError(f"no database for {tenant}")

        app = Subdomains("<tenant>.example.com", factory=factory)
        reply = ask(app, HTTP_HOST="ada.example.com")
        assert str(reply.error) == "no database for ada"

    @pytest.mark.parametrize(
        ("pattern", "why"),
        [
            ("example.com", "does not start with '<tenant>.'"),
            ("<tenant>.", "got ''"),
            ("<tenant>.example.com:8000", "got 'com:8000'"),
            ("<tenant>.127.0.0.1", "an address has no sub-domains"),
            (f"<tenant>.{LONG}x.com", "got 'xxx"),
            (f"<tenant>.{'x' * 300}", "at most 253"),
            ("<tenant>.❤.com", "Codepoint"),
        ],
    )
    def test_patterns_that_are_none(self, pattern: str, why: str) -> None:
        """A wrong pattern is refused at once, by name, with the reason."""
        with pytest.raises(ValueError, match="expected a pattern") as info:
            Subdomains(pattern, named)
        assert repr(pattern) in str(info.value)
        assert why in str(info.value)

    def test_one_of_the_two(self) -> None:
        """Neither an application nor a factory, or both, is refused."""
        with pytest.raises(TypeError, match="one of the two"):
            Subdomains("<tenant>.example.com")
        with pytest.raises(TypeError, match="one of the two"):
            Subdomains("<tenant>.example.com", named, factory=lambda tenant: named)


WORDS = [".example.com", "example", ".com", "ada", "ADA", "xn--", ":80", "[::1]"]
SIGNS = ".:[]@/,-_1 \n\0。．ｅİßü\u0308\u200d\u00ad\u212a℀"
PIECES = st.sampled_from([*WORDS, *SIGNS])
SENT = st.lists(PIECES | st.text(max_size=3), max_size=7).map("".join)
NEAR = st.tuples(
    st.sampled_from(["", "ada", "ADA", "a.b", "-a", "ü"]),
    st.sampled_from([".", ".", "", "..", ".evil", "-", "。"]),
    st.sampled_from(["example.com", "Example.COM", "example.com.evil.org", "com"]),
    st.sampled_from(["", ".", "..", ":80", ":", ".:80", ":80."]),
).map("".join)
CHILD = r"(?i:(?!xn--)([a-z0-9]|[a-z0-9][a-z0-9-]{0,61}[a-z0-9])\.example\.com\.?)"
PORT = r"(:[0-9]{0,4})?"  # five digits may be too many


@pytest.mark.beside
class TestProperties:
    """What holds for all hosts."""

    @settings(max_examples=500)
    @given(NEAR | st.tuples(SENT, NEAR).map("".join) | SENT)
    def test_only_children_are_tenants(self, sent: str) -> None:
        """A tenant is exactly one label in front of the domain, whatever is sent."""
        sent = sent.encode("utf-8", "replace").decode()
        found = tenant(sent)
        if sent.isascii() and "xn--" not in sent.lower():
            match = re.fullmatch(CHILD + PORT, sent)
            if match or not re.search(r":[0-9]{5}$", sent):
                assert found == (match[1].lower() if match else None)
        elif found is not None:
            name = urlsplit(f"//{unicodedata.normalize('NFKC', sent)}").hostname
            known = idna.encode(str(name), uts46=True).decode().removesuffix(".")
            assert known == f"{found}.example.com"
            assert re.fullmatch("[a-z0-9-]{1,63}", found)

    @given(
        st.fixed_dictionaries(
            {},
            optional={
                "HTTP_HOST": SENT | NEAR,
                "HTTP_X_FORWARDED_HOST": SENT | NEAR,
                "REMOTE_ADDR": st.ip_addresses().map(str) | st.text(),
            },
        )
    )
    def test_one_spelling_or_none(self, environ: dict[str, str]) -> None:
        """Nothing that is sent raises; what comes out, settled or not, is the same."""
        everyone = networks(["0.0.0.0/0", "::/0"])
        host = hostname(environ, everyone)
        settle(environ, everyone)
        assert hostname(environ) == hostname(environ, everyone) == host
        if host is not None:
            assert host.isascii()
            assert host == host.lower()
            again = f"[{host}]" if ":" in host else host
            assert hostname({"HTTP_HOST": again}) == host
