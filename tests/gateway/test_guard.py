"""Who is asking: the guard, the pages that include, and the lock."""

from __future__ import annotations

import hmac
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from http.cookies import SimpleCookie
from unittest.mock import patch
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from werkzeug.test import Client

from examples.gateway import then
from examples.gateway.identity import IDENTITY, KEY, SESSION, key, sign, verify
from examples.gateway.run.processes import PACKAGE, started
from examples.gateway.show.account import Account
from examples.gateway.show.front import PAGE
from examples.gateway.show.front import application as front
from examples.gateway.show.site import TABLE
from examples.gateway.show.stock import application as stock
from examples.gateway.show.trial import Copies, Seen, ask, trial
from examples.peers import find

SECRET = b"cherry stones"
ACCOUNT = Account({"anna": "open sesame", "änn:e": "x"}, SECRET)
ORDERS = next(row for row in TABLE if row.name == "orders")
TRUSTING: dict[str, Copies] = {
    "account": ACCOUNT,
    "front": then.page,
    "orders": then.orders,
}


def posted_to(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Read what is posted; give the page of the front."""
    length = len(environ["wsgi.input"].read())
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    bare = '<!--# include virtual="/_include/orders/" -->'  # nothing stands for it
    return [f"posted {length}\n{PAGE}{bare}".encode()]


@pytest.fixture(scope="module")
def node() -> Iterator[int]:
    """The orders, served by Node."""
    with started(ORDERS, {KEY: SECRET.decode()}) as running:
        yield running.port


@pytest.fixture(scope="module")
def port(node: int) -> Iterator[int]:
    """The gateway in front of all but highlight."""
    apps: dict[str, Copies] = {"account": ACCOUNT, "front": front, "stock": stock}
    with trial(TABLE, apps, {"orders": [node]}) as port:
        yield port


def cookie(port: int, name: str = "anna", password: str = "open sesame") -> str:
    """Sign in; give the cookie as a browser sends it back."""
    form = f"name={name}&password={password.replace(' ', '+')}".encode()
    answer = ask(port, "/account/sign-in", "POST", body=form)
    sent = SimpleCookie(answer.headers["Set-Cookie"])
    assert answer.headers["Cache-Control"] == "no-store"
    return f"session={sent['session'].value}"


@pytest.mark.peer("nginx")
@pytest.mark.peer("node")
def test_who_has_not_signed_in_is_sent_away(port: int) -> None:
    """A guarded path answers 401, says how to sign in, and the cookie opens it."""
    shut = ask(port, "/orders/")
    assert shut.status == 401
    assert "/account/sign-in" in shut.headers["WWW-Authenticate"]
    assert shut.headers["Content-Type"] == "application/problem+json"
    opened = ask(port, "/orders/", headers={"Cookie": f"theme=dark; {cookie(port)}"})
    assert opened.status == 200
    assert opened.text.startswith('{"who":"anna"')


@pytest.mark.peer("nginx")
def test_the_guard_of_2011_is_asked_for_no_fragment() -> None:
    """The trap: what answers 401 when it is asked is in a page for a stranger."""
    with trial(TABLE, TRUSTING) as port:
        assert ask(port, "/orders/").status == 401
        assert "2000 g Morello, for Anna" in ask(port, "/").text


@pytest.mark.peer("nginx")
@pytest.mark.peer("node")
def test_the_application_is_the_lock(node: int) -> None:
    """The cure: behind the same gateway, in the same page, orders looks for itself."""
    apps: dict[str, Copies] = {"account": ACCOUNT, "front": then.page}
    with trial(TABLE, apps, {"orders": [node]}) as port:
        assert "Morello" not in ask(port, "/").text


@pytest.mark.peer("nginx")
@pytest.mark.peer("node")
def test_a_page_holds_what_its_reader_may_see(port: int) -> None:
    """A stranger gets a gap, anna her orders; and no cache may keep the page."""
    answer = ask(port, "/")
    strange = answer.text
    annas = ask(port, "/", headers={"Cookie": cookie(port)}).text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert strange.count("<li>nothing to see</li>") == 1
    assert "Burlat: 400 g" in strange
    assert "<li>2000 g Morello</li>" in annas
    assert "nothing to see" not in annas


@pytest.mark.peer("nginx")
@pytest.mark.parametrize("path", ["/_include/orders/", "/_who", "/_check"])
def test_what_is_inside_is_not_outside(path: str) -> None:
    """The gateway's own questions and fragments cannot be asked for."""
    with trial(TABLE, {**TRUSTING, "orders": (asked := Seen())}) as port:
        assert ask(port, path).status == 404
        assert not asked.environs


@pytest.mark.peer("nginx")
def test_fragments_are_not_read_for_includes() -> None:
    """Only the page includes: a fragment that looks like a page is text."""
    evil = Seen('<!--# include virtual="/_include/account/who" -->')
    with trial(TABLE, {**TRUSTING, "orders": evil}) as port:
        assert evil.name in ask(port, "/").text


@pytest.mark.peer("nginx")
def test_a_fragment_gets_no_body_and_leaves_a_gap() -> None:
    """A page that is posted to includes all the same: what it posts is its own."""
    seen, gap = Seen("<li>in stock</li>"), Seen(status="413 Content Too Large")
    apps: dict[str, Copies] = {"account": ACCOUNT, "front": posted_to, "stock": seen}
    rows = [replace(row, limit=3) if row.name == "stock" else row for row in TABLE]
    with trial(rows, {**apps, "orders": gap}) as port:
        page = ask(port, "/", "POST", body=b"secret").text
    assert "posted 6" in page
    assert seen.name in page
    assert page.count("nothing to see") == 1
    assert page.endswith("</html>\n")
    assert [*seen.bodies, *gap.bodies] == [b"", b"", b""]
    assert seen.last["REQUEST_METHOD"] == "GET"


def coded(said: str) -> str:
    """Sign anything at all, as only who has the key can."""
    return f"{said}:{hmac.digest(SECRET, said.encode(), 'sha256').hex()}"


FAR = 99_999_999_999
ANNAS = coded(f"identity:anna:{FAR}")  # a signed one would be too old by its turn
TOKENS = {
    "a name": (ANNAS, 200),
    "any letters": (coded(f"identity:%C3%A4nn%3Ae:{FAR}"), 200),
    "small hex": (coded(f"identity:%C3%a4:{FAR}"), 200),
    "for another use": (sign(SESSION, "anna", SECRET), 401),
    "another key": (sign(IDENTITY, "anna", b"another key"), 401),
    "another name": (ANNAS.replace("anna", "ben"), 401),
    "longer": (ANNAS + "00", 401),
    "five parts, signed": (coded(f"identity:anna:{FAR}:more"), 401),
    "a letter in the code": (ANNAS[:-1] + "é", 401),
    "a letter in the name": (coded(f"identity:é:{FAR}"), 401),
    "no name": (coded(f"identity::{FAR}"), 401),
    "1e11": (coded("identity:anna:1e11"), 401),
    "5000 digits": (coded(f"identity:anna:{'9' * 5000}"), 401),
    "no hex": (coded(f"identity:%zz:{FAR}"), 401),
    "no UTF-8": (coded(f"identity:%FF:{FAR}"), 401),
    "colons": (":::", 401),
}
"""What Python and Node judge alike; whom they let in, and whom not."""


@pytest.mark.peer("node")
@pytest.mark.parametrize(("token", "status"), TOKENS.values(), ids=TOKENS)
def test_both_languages_know_the_same_tokens(
    node: int, token: str, status: int, ran: set[str]
) -> None:
    """Node lets in whom Python would, and nobody else, gateway or not."""
    ran.add("examples/gateway/show/orders.mjs")
    assert ask(node, "/", headers={"X-Identity": token}).status == status
    assert (verify(IDENTITY, token, SECRET) is not None) == (status == 200)


@pytest.mark.peer("node")
def test_node_does_not_start_without_a_key() -> None:
    """With an empty key anybody could sign: it says so, and does not serve."""
    program = [find("node") or "node", str(PACKAGE / "show" / "orders.mjs"), "0"]
    done = subprocess.run(
        program,
        check=False,
        env=os.environ | {KEY: ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode
    assert f"Error: {KEY} is not set" in done.stderr


@pytest.mark.peer("node")
def test_a_token_ends(node: int) -> None:
    """An identity is for one request: after a minute it is worth nothing."""
    before = time.time() - 61
    with patch("time.time", lambda: before):
        token = sign(IDENTITY, "anna", SECRET)
    assert ask(node, "/", headers={"X-Identity": token}).status == 401
    assert verify(IDENTITY, token, SECRET) is None


def test_a_name_may_have_any_letters() -> None:
    """Whoever signs in is known by the whole name, also with what separates parts."""
    for name in "anna", "änn:é", "a/b?c", "100 %":
        assert verify(IDENTITY, sign(IDENTITY, name, SECRET), SECRET) == name


@pytest.mark.peer("nginx")
@pytest.mark.peer("node")
@pytest.mark.parametrize(
    "form", [b"name=anna&password=", b"name=nobody&password=", b"\xff"]
)
def test_a_wrong_password_gets_no_cookie(port: int, form: bytes) -> None:
    """Also not an empty one, of somebody who is not there."""
    answer = ask(port, "/account/sign-in", "POST", body=form)
    assert answer.status == 403
    assert "Set-Cookie" not in answer.headers


def test_a_cookie_is_for_the_browser_alone() -> None:
    """No script of a page reads it, and no other site's form sends it."""
    form = {"name": "anna", "password": "open sesame"}
    answer = Client(ACCOUNT).post("/sign-in", data=form)
    session = SimpleCookie(answer.headers["Set-Cookie"])["session"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"


def test_the_account_has_a_form_and_a_way_out() -> None:
    """The form posts to where it is; signed out, the browser forgets the cookie."""
    client = Client(ACCOUNT)
    assert '<form method="post">' in client.get("/sign-in").text
    out = client.post("/sign-out")
    assert "Max-Age=0" in out.headers["Set-Cookie"]
    assert client.get("/nothing").status_code == 404


@pytest.mark.peer("nginx")
@pytest.mark.peer("node")
def test_a_broken_cookie_is_nobodys(port: int) -> None:
    """What is not a cookie of ours is no error, and does not hide one that is."""
    good = f"(odd)=1; {cookie(port)}; b"
    assert ask(port, "/account/who", headers={"Cookie": good}).status == 204
    for sent in "session", "session=", "session=a:b:c:d", 'a="', "=;=":
        assert ask(port, "/orders/", headers={"Cookie": sent}).status == 401


def test_a_process_without_a_key_says_so() -> None:
    """A key that everybody knows is worse than none."""
    with patch.dict("os.environ", clear=True), pytest.raises(RuntimeError, match=KEY):
        key()
