"""Measure ``examples/javascript``: what the bar costs a page, and its JSON a caller.

Wall clock: most of it is the browser's time, and the network's.
"""

import json
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection
from statistics import median
from threading import Timer
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from playwright.sync_api import Page

from examples import peers
from examples.javascript import Bar, Shown
from examples.javascript.show.chromium import visit
from examples.javascript.show.pages import HTML
from examples.javascript.show.site import ACCOUNT, FRONT, Site, site
from examples.views.show.server import serving

from .attempt import MissingError
from .race import race, ratios, told

LIBRARIES = "waitress", "playwright"
ROUNDS, CALLS = 15, 50
VISITS = 15
SLOW = 0.3  # seconds
WITHOUT = "without"
PAINT = """new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries()[0].startTime))
    .observe({ type: "paint", buffered: true });
})"""

WHAT = {
    "json": (
        "Seconds on the wall to ask for bar.json, the median of the rounds; in a round "
        f"each way asks {CALLS} times. kept: on one connection to waitress, in a "
        "thread of this process; new: on a connection each; called: the WSGI "
        "application, without HTTP. ratio: the quartiles of the quotients to kept in "
        "the same round."
    ),
    "paint": (
        "Milliseconds from the start of a navigation to the first paint in Chromium, "
        f"whose cache is empty, the median of {VISITS} visits; without a bar, with "
        f"today's and that of 2011; slow: its service takes {SLOW} seconds longer. "
        "ratio: the quartiles of the quotients to without, in the same round."
    ),
    "weight": (
        "Requests that the bar adds to a page, and the bytes that come, with headers, "
        "not compressed; again: when the script is in the browser's cache."
    ),
}


def called(bar: Bar) -> None:
    """Ask without HTTP."""
    environ = {"PATH_INFO": "/bar.json", "REQUEST_METHOD": "GET"}
    body = bar(environ, lambda status, headers, exc_info=None: print)
    json.loads(b"".join(body))


def asked(connection: HTTPConnection, *, close: bool = False) -> None:
    """Ask by HTTP."""
    connection.request("GET", "/bar.json")
    json.loads(connection.getresponse().read())
    if close:
        connection.close()


def repeat(call: Callable[[], object]) -> None:
    """Repeat a short call, so that it is long enough to be timed."""
    for _ in range(CALLS):
        call()


def latency() -> dict[str, dict[str, Any]]:
    """Time a question."""
    bar = Bar(lambda environ: Shown("Anna", 3), ())
    with serving(bar) as address:
        place = address.partition("//")[2]
        kept, new = HTTPConnection(place), HTTPConnection(place)
        ways = {
            "kept": partial(asked, kept),
            "new": partial(asked, new, close=True),
            "called": partial(called, bar),
        }
        often = {name: partial(repeat, way) for name, way in ways.items()}
        times = race(often, ROUNDS, time.perf_counter)
        kept.close()
    quotients = ratios(times, "kept")
    return {
        name: {"seconds": median(own) / CALLS, "ratio": quotients[name]}
        for name, own in times.items()
    }


def painted(page: Page, running: Site, host: str, slow: bool) -> float:
    """Visit a page with an empty cache; return when it was first painted."""
    browser = page.context.browser
    assert browser
    with browser.new_context() as window:
        fresh = window.new_page()
        well = Timer(SLOW, running.shop.well.set)
        if slow:
            running.shop.well.clear()
            well.start()
        fresh.goto(running.address(host), wait_until="commit")
        found = float(fresh.evaluate(PAINT))
        if slow:
            well.join()
        return found


def paint() -> dict[str, dict[str, Any]]:
    """Race pages to their first paint."""
    with site() as running:
        old = f"{running.address(ACCOUNT)}/2011"
        then = (
            f'<body><script>BAR = "{old}"</script><script src="{old}/bar.js"></script>'
        )
        plain, before = "plain.shop.localhost", "then.shop.localhost"
        running.hosts.apps[plain] = html("")
        running.hosts.apps[before] = html(then)
        hosts = {
            WITHOUT: (plain, False),
            "today": (FRONT, False),
            "today, slow": (FRONT, True),
            "2011": (before, False),
            "2011, slow": (before, True),
        }

        def all_of(page: Page) -> dict[str, list[float]]:
            ways = {
                name: partial(painted, page, running, host, slow)
                for name, (host, slow) in hosts.items()
            }
            for way in ways.values():
                way()  # the first does not count
            return told(ways, VISITS)

        times = visit(all_of)
    quotients = ratios(times, WITHOUT)
    return {
        name: {"milliseconds": median(own), "ratio": quotients[name]}
        for name, own in times.items()
    }


def html(line: str) -> WSGIApplication:
    """Make the front page with another line, at the top of its body."""
    page = HTML.format("Flask", "").replace(
        '<script type="module" src=""></script>', ""
    )
    body = page.replace("<main>", f"{line}<main>").encode()

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [body]

    return app


def weight() -> dict[str, dict[str, int]]:
    """Count what the bar asks for, at first and again."""
    with site() as running:

        def both(page: Page) -> dict[str, dict[str, int]]:
            return {
                "first": weighed(page, running.address(FRONT)),
                "again": weighed(page, running.address(FRONT)),
            }

        return visit(both)


def weighed(page: Page, address: str) -> dict[str, int]:
    """Visit a page, and weigh what came over the wire for its bar."""
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def answered(event: dict[str, Any]) -> None:
        urls[event["requestId"]] = event["response"]["url"]

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    tools.on("Network.responseReceived", answered)
    tools.on("Network.loadingFinished", finished)
    page.goto(address)
    page.locator("shop-bar[data-state]").wait_for()
    tools.detach()
    sent = [sizes.get(one, 0) for one, url in urls.items() if "/bar.js" in url]
    return {"requests": sum(size > 0 for size in sent), "bytes": sum(sent)}


def needing(call: Callable[[], Any]) -> Callable[[], Any]:
    """Let a section that needs Chromium say so."""

    def section() -> Any:
        if peers.find("chromium") is None:
            raise MissingError(peers.missing("chromium"))
        return call()

    return section


SECTIONS: dict[str, Callable[[], Any]] = {
    "json": latency,
    "paint": needing(paint),
    "weight": needing(weight),
}
