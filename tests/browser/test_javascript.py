"""examples.javascript in a browser: on every page, and whatever its service does."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from examples import peers
from examples.javascript import Origins
from examples.javascript.show import live
from examples.javascript.show.moods import SHIFTS
from examples.javascript.show.pages import php, policy
from examples.javascript.show.policies import COOKIES, column
from examples.javascript.show.site import (
    ACCOUNT,
    FRONT,
    PATIENT,
    STRANGER,
    Site,
    site,
)
from examples.views.show.server import serving
from slides.present import ROOT
from tests.browser.copies import PATIENCE
from tests.browser.heard import Heard
from tests.browser.reveal import until

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.beside("properties")]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
STATE = "shop-bar[data-state={}]"
NAME = "<img src=x onerror=document.title='mine'>"
PAINTED = """new Promise((done) => {
  new PerformanceObserver(done).observe({ type: "paint", buffered: true });
}).then(() => undefined)"""
PLACED = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Placed</title>
<link rel="icon" href="data:,">{style}
<shop-bar><a href="/of-the-page">Sign in here</a></shop-bar>
<main><h1>Cherries</h1><p>Sweet and sour.</p></main>
<script type="module" src="{bar}"></script></html>"""
RESERVED = "<style>shop-bar { display: block; height: 3rem }</style>"


@pytest.fixture
def window(browser: Browser, heard: Heard) -> Iterator[BrowserContext]:
    """Open a window without cookies, and hear what its pages complain about."""
    with browser.new_context() as window:
        window.set_default_timeout(PATIENCE * 1000)
        heard.listen(window)
        yield window


@pytest.fixture
def visitor(window: BrowserContext) -> Page:
    """Open a page in it."""
    return window.new_page()


@pytest.fixture
def shop() -> Iterator[Site]:
    """Serve the site, where bars are patient."""
    with site() as running:
        yield running


def sign_in(page: Page, shop: Site, name: str = "Anna", cherries: int = 0) -> None:
    """Give the browser a cookie, as a form of the account would."""
    account = shop.address(ACCOUNT)
    page.goto(f"{account}/sign-in")
    post(page, "sign-in", name=name)
    for _ in range(cherries):
        post(page, "basket")


def post(page: Page, path: str, **form: str) -> None:
    """Post a form from a page of the same origin."""
    page.evaluate(
        """async ([path, form]) => {
            const body = new URLSearchParams(form);
            await (await fetch(path, { method: "POST", body })).text();
        }""",
        [path, form],
    )


def test_four_programs_one_bar(visitor: Page, heard: Heard) -> None:
    """Flask, Django, PHP and a file, under the strictest policy: nobody complains."""
    with peers.held() as own, site(php=own) as shop:
        sign_in(visitor, shop, cherries=2)
        hosts = [FRONT, "office.shop.localhost", "file.shop.localhost"]
        pages = [shop.address(host) for host in hosts]
        if peers.find("php"):
            with php(shop.bar, own):
                seen(visitor, f"http://old.shop.localhost:{own}", "PHP")
        for address, made in zip(pages, ["Flask", "Django", "A file"], strict=True):
            seen(visitor, address, made)
    assert heard.complaints == []


def seen(page: Page, address: str, made: str) -> None:
    """Check that a page has the bar of Anna, who has two cherries."""
    page.goto(address)
    expect(page.get_by_role("heading")).to_have_text(made)
    bar = page.get_by_role("navigation", name="Shop")
    expect(bar.get_by_role("link", name="Basket: 2")).to_be_visible()
    expect(bar.get_by_text("Anna")).to_be_visible()
    expect(bar.get_by_text("Sign in")).to_be_hidden()


def test_a_name_is_a_text(visitor: Page, shop: Site, heard: Heard) -> None:
    """Whatever somebody calls himself, no browser runs it."""
    sign_in(visitor, shop, NAME)
    visitor.goto(shop.address(FRONT))
    expect(visitor.locator("summary")).to_have_text(NAME)
    expect(visitor).to_have_title("Flask")
    assert heard.complaints == []


def test_a_link_is_no_script(visitor: Page, shop: Site, window: BrowserContext) -> None:
    """An address that a browser would run is an error, and in no menu."""
    links = {"Account": "javascript:document.title='mine'"}
    said = {"name": "Anna", "basket": 0, "links": links}
    headers = readable(shop)
    window.route("**/bar.json", lambda route: route.fulfill(json=said, headers=headers))
    with visitor.expect_event("pageerror") as error:
        visitor.goto(shop.address(FRONT))
    assert "is no web address" in error.value.message


def test_an_answer_comes_after_the_page(visitor: Page, shop: Site) -> None:
    """The page is there and does not move: meanwhile, and when the answer comes."""
    sign_in(visitor, shop)
    shop.shop.well.clear()
    visitor.goto(shop.address(FRONT))
    expect(visitor.get_by_role("link", name="Sign in")).to_be_visible()
    shop.shop.well.set()
    visitor.locator(STATE.format("signed-in")).wait_for()
    assert visitor.evaluate(SHIFTS) == 0


def readable(shop: Site) -> dict[str, str]:
    """Return the headers that let the front page read an answer."""
    origin = shop.address(FRONT)
    return dict(Origins([origin]).headers(origin))


@pytest.mark.parametrize("answer", ["<html>", "null", '{"name": "Anna"'])
def test_what_is_no_answer_is_none(
    visitor: Page, shop: Site, window: BrowserContext, answer: str, heard: Heard
) -> None:
    """A proxy's error page with status 200 is not somebody's name."""
    headers = readable(shop)
    window.route("**/bar.json", lambda it: it.fulfill(body=answer, headers=headers))
    visitor.goto(shop.address(FRONT))
    visitor.locator(STATE.format("unreachable")).wait_for()
    assert heard.complaints == []


def put(shop: Site, host: str, html: str) -> str:
    """Put a page at a host, without a policy; return its address."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [html.encode()]

    shop.hosts.apps[host] = app
    return shop.address(host)


def placed(shop: Site, style: str) -> str:
    """Let a page say where it wants the bar."""
    return put(shop, FRONT, PLACED.format(style=style, bar=shop.bar))


def test_a_page_may_place_it(visitor: Page, shop: Site, window: BrowserContext) -> None:
    """In its own height nothing moves; the page's link stays until there is a name."""
    placed(shop, RESERVED)
    sign_in(visitor, shop)
    window.route("**/bar.js?*", lambda route: route.abort())
    visitor.goto(shop.address(FRONT))
    own = visitor.get_by_role("link", name="Sign in here")
    expect(own).to_be_visible()  # without any script of ours
    window.unroute("**/bar.js?*")
    shop.shop.well.clear()
    visitor.goto(shop.address(FRONT))
    visitor.locator("shop-bar:defined").wait_for()
    expect(own).to_be_visible()
    shop.shop.well.set()
    visitor.locator(STATE.format("signed-in")).wait_for()
    expect(own).to_be_hidden()
    assert visitor.evaluate("document.querySelector('shop-bar').offsetTop") < 20
    assert visitor.evaluate(SHIFTS) == 0


def test_a_page_that_reserves_nothing_moves(
    visitor: Page, shop: Site, window: BrowserContext
) -> None:
    """The measurement finds it: that is why the rule is in the comment of bar.js."""
    placed(shop, "")
    held: list[Any] = []
    window.route("**/bar.js?*", lambda route: held.append(route))
    visitor.goto(shop.address(FRONT), wait_until="commit")
    expect(visitor.get_by_role("heading")).to_be_visible()
    until_held(visitor, held)
    visitor.evaluate(PAINTED)
    held[0].continue_()
    visitor.locator("shop-bar[data-state]").wait_for()
    assert visitor.evaluate(SHIFTS) > 0


def until_held(page: Page, held: list[Any], number: int = 1) -> None:
    """Wait until the browser has asked so often, or patience ends: TimeoutError."""
    end = time.monotonic() + PATIENCE
    while len(held) < number:
        if time.monotonic() > end:
            raise TimeoutError(f"the browser asked {len(held)} times, not {number}")
        page.wait_for_timeout(20)


def test_by_keyboard(visitor: Page, shop: Site) -> None:
    """Tab goes from the page to the basket, the name, the menu; Escape comes back."""
    sign_in(visitor, shop)
    visitor.goto(shop.address(FRONT))
    visitor.locator(STATE.format("signed-in")).wait_for()
    focused = "document.activeElement.shadowRoot?.activeElement?.textContent"
    order = []
    for key in ("Tab", "Tab", "Enter", "Tab", "Tab"):
        visitor.keyboard.press(key)
        order.append(visitor.evaluate(focused))
    assert order == ["Basket: 0", "Anna", "Anna", "Account", "Basket"]
    expect(visitor.get_by_role("link", name="Account")).to_be_visible()
    visitor.keyboard.press("Escape")
    expect(visitor.get_by_role("link", name="Account")).to_be_hidden()
    assert visitor.evaluate(focused) == "Anna"


def test_a_page_says_that_the_shop_has_changed(
    visitor: Page, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bar asks again and says it aloud; at first, on every page, it is silent."""
    monkeypatch.setattr(live.shop, "query", PATIENT)
    with serving(live.application) as address:
        visitor.goto(address)
        visitor.locator(STATE.format("anonymous")).wait_for()
        status = visitor.get_by_role("status")
        expect(status).to_have_text("")
        visitor.get_by_role("button", name="Anna").click()
        visitor.locator(STATE.format("signed-in")).wait_for()
        visitor.get_by_role("button", name="Put a cherry").click()
        expect(status).to_have_text("Basket: 1")
        visitor.get_by_role("button", name="nobody").click()
        visitor.locator(STATE.format("anonymous")).wait_for()
        assert visitor.url == f"{address}/"
    assert heard.complaints == []


def test_the_last_question_counts(
    visitor: Page, shop: Site, window: BrowserContext
) -> None:
    """An answer that is overtaken by the next one is not shown.

    Nor does a bar ask while it is away: the first answer after that counts.
    """
    held: list[Any] = []
    window.route("**/bar.json", lambda route: held.append(route))
    visitor.goto(shop.address(FRONT))
    until_held(visitor, held)
    visitor.evaluate("document.dispatchEvent(new Event('shop-changed'))")
    until_held(visitor, held, 2)
    headers = readable(shop)
    for basket in (2, 1):
        said = {"name": None, "basket": basket}
        held[basket - 1].fulfill(json=said, headers=headers)
        expect(visitor.get_by_role("link", name="Basket: 2")).to_be_visible()
    visitor.evaluate("""() => {
        const bar = document.querySelector("shop-bar");
        bar.remove();
        document.dispatchEvent(new Event("shop-changed"));
        document.body.append(bar);
    }""")
    until_held(visitor, held, 3)
    held[2].fulfill(json={"name": None, "basket": 3}, headers=headers)
    expect(visitor.get_by_role("link", name="Basket: 3")).to_be_visible()


@pytest.mark.parametrize("signed_in", [True, False])
def test_axe_finds_nothing(visitor: Page, shop: Site, signed_in: bool) -> None:
    """Neither with the menu open nor for nobody."""
    if signed_in:
        sign_in(visitor, shop)
    visitor.goto(placed(shop, RESERVED))
    visitor.locator("shop-bar[data-state]").wait_for()
    if signed_in:
        visitor.get_by_text("Anna").click()
    visitor.add_script_tag(path=AXE)
    found = visitor.evaluate(
        """() => axe.run(document, { resultTypes: ["violations", "incomplete"] })
            .then(({ violations, incomplete }) =>
                [...violations, ...incomplete].map((rule) => rule.id))"""
    )
    assert found == []


def test_the_end_of_a_page_is_not_below_the_bar(visitor: Page, shop: Site) -> None:
    """A pinned bar leaves room: the last line can be scrolled above it."""
    visitor.goto(shop.address(FRONT))
    visitor.locator("shop-bar[data-state]").wait_for()
    until(
        visitor,
        """(() => {
            const main = document.querySelector("main");
            main.style.paddingTop = "2000px";
            scrollTo(0, document.documentElement.scrollHeight);
            const bar = document.querySelector("shop-bar").getBoundingClientRect();
            return main.getBoundingClientRect().bottom <= bar.top;
        })()""",
    )


def test_which_cookie_comes_from_which_page(visitor: Page) -> None:
    """Of another site none comes with Lax, nor where third parties' are blocked."""
    told = {name: column(visitor, name) for name in COOKIES}
    same = ["Anna", "Anna", "not told"]
    assert told == {
        "SameSite=Lax": [*same, "nobody"],
        "SameSite=None": [*same, "Anna"],
        "None, third-party blocked": [*same, "nobody"],
    }


def test_the_bar_of_2011_runs_a_name_and_tells_a_stranger(
    visitor: Page, shop: Site
) -> None:
    """A name is a script; and a page that is not listed draws in who is signed in."""
    account = shop.address(ACCOUNT)
    sign_in(visitor, shop, NAME)
    page = "<!doctype html><title>A page</title><link rel=icon href=data:,>"
    bar = f"""<script>BAR = "{account}/2011"</script>
        <script src="{account}/2011/bar.js"></script>"""
    spy = f"""<script>function spy(who) {{ document.title = who.name }}</script>
        <script src="{account}/2011/who?callback=spy"></script>"""
    visitor.goto(put(shop, STRANGER, page + bar))
    expect(visitor).to_have_title("mine")
    visitor.goto(put(shop, STRANGER, page + spy))
    expect(visitor).to_have_title(NAME)


def test_the_policy_names_one_origin_twice() -> None:
    """What a page has to allow: the script's origin, for the script and its JSON."""
    assert PATIENT in f"bar.js{PATIENT}"
    allowed = policy("https://account.example/bar.js")
    assert allowed.count("https://account.example;") == 2
