"""Try pages and policies in Chromium: where the bar is, and who it says is signed in.

`cookies` asks which cookie reaches the account from which page; `policies` what a
Content-Security-Policy leaves of the bar of 2011, and of today's.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from playwright.sync_api import Page

from .chromium import visit
from .shop import LAX
from .site import ACCOUNT, FRONT, Site, site

BAR = "shop-bar[data-state]"
READ = """bar => [bar.dataset.state,
    bar.shadowRoot.querySelector("summary").textContent]"""
BLOCKED = {
    "enableThirdPartyCookieRestriction": True,
    "disableThirdPartyCookieMetadata": True,
    "disableThirdPartyCookieHeuristics": True,
}
ANYWHERE = "HttpOnly; Secure; SameSite=None"
COOKIES = {
    "SameSite=Lax": (LAX, False),
    "SameSite=None": (ANYWHERE, False),
    "None, third-party blocked": (ANYWHERE, True),
}
"""The attributes of a cookie, and whether the browser blocks third parties'."""

ROWS = {
    "same origin": f"{ACCOUNT}/sign-in",
    "same site, listed": FRONT,
    "same site, not listed": "blog.shop.localhost",
    "another site, listed": "front.localhost",
}
"""Pages, by what they are to the account."""

OWN = "default-src 'none'; img-src data:; script-src 'self' {bar}; connect-src {bar}"
POLICIES = {
    "no policy": "",
    "its origin only": OWN,
    "Trusted Types too": f"{OWN}; require-trusted-types-for 'script'",
    "not in connect-src": OWN.replace("connect-src {bar}", "connect-src 'none'"),
    "not in script-src": OWN.replace("'self' {bar}", "'self'"),
}
"""A page's Content-Security-Policy; {bar} is the origin of the account."""


def sign_in(page: Page, running: Site, name: str = "Anna") -> None:
    """Sign in at the account, as a person does."""
    page.goto(f"{running.address(ACCOUNT)}/sign-in")
    page.get_by_role("button", name=f"Sign in as {name}").click()
    page.locator(f"{BAR}[data-state=signed-in]").wait_for()


def says(page: Page) -> str:
    """Return what the bar of this page says: a name, nobody, or that it failed."""
    state, name = page.locator(BAR).evaluate(READ)
    return str({"anonymous": "nobody", "unreachable": "not told"}.get(state, name))


def cookies() -> tuple[list[str], list[list[str]]]:
    """Return a head and rows: what each page's bar says, by the cookie's attributes."""
    columns = visit(lambda page: [*map(partial(column, page), COOKIES)])
    rows = zip(ROWS, *columns, strict=True)
    return ["the page is", *COOKIES], [list(row) for row in rows]


def column(page: Page, name: str) -> list[str]:
    """Sign in with a cookie of these attributes, then read the bar on each page."""
    attributes, blocked = COOKIES[name]
    with site(cookie=attributes) as running:
        page.context.clear_cookies()
        if blocked:
            tools = page.context.new_cdp_session(page)
            tools.send("Network.enable")
            tools.send("Network.setCookieControls", BLOCKED)
        sign_in(page, running)
        found = []
        for where in ROWS.values():
            host, _, path = where.partition("/")
            page.goto(f"{running.address(host)}/{path}")
            found.append(says(page))
        return found


def policies() -> tuple[list[str], list[list[str]]]:
    """Return a head and rows: what a policy leaves of both bars."""
    with site() as running:
        rows = visit(lambda page: [*tried(page, running)])
    return ["the page's policy", "2011", "today"], rows


def tried(page: Page, running: Site) -> Iterable[list[str]]:
    """Sign in, then try both bars under each policy."""
    sign_in(page, running)
    account = running.address(ACCOUNT)
    old = f'<script src="/where"></script><script src="{account}/2011/bar.js"></script>'
    new = f'<script type="module" src="{running.bar}"></script>'
    for name, policy in POLICIES.items():
        row = [name]
        for line in (old, new):
            app = page_with(line, policy.format(bar=account), f"{account}/2011")
            running.hosts.apps[FRONT] = app
            page.goto(running.address(FRONT))
            row.append(told(page))
        yield row


def told(page: Page) -> str:
    """Return what a page with either bar shows, once it is loaded."""
    if page.locator("shop-bar").count():
        return says(page)
    old = page.locator("#bar")
    return old.inner_text() if old.count() and old.inner_text() else "no bar"


def page_with(line: str, policy: str, old: str) -> WSGIApplication:
    """Make a page with a line and a policy; ``/where`` tells where 2011's bar is."""
    html = f"<!doctype html><link rel=icon href=data:,><title>A page</title>{line}"

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/where":
            start_response("200 OK", [("Content-Type", "text/javascript")])
            return [f'BAR = "{old}";'.encode()]
        headers = [("Content-Type", "text/html; charset=utf-8")]
        headers += [("Content-Security-Policy", policy)] if policy else []
        start_response("200 OK", headers)
        return [html.encode()]

    return app
