"""Measure ``examples/gateway``: a page through nginx, beside the application asked.

Wall clock: most of it is the network's time, and that of other processes.
"""

import time
from collections.abc import Callable, Mapping
from functools import partial
from http.client import HTTPConnection
from secrets import token_hex
from statistics import median
from typing import Any

from examples import peers
from examples.gateway.identity import IDENTITY, KEY, SESSION, sign
from examples.gateway.run.processes import HOST, applications, in_front, ports
from examples.gateway.show.account import Account
from examples.gateway.show.site import TABLE

from .attempt import MissingError
from .race import race, ratios

LIBRARIES = "waitress", "werkzeug"
NEEDED = "nginx", "node"
ROUNDS, CALLS = 15, 50
CALLED, DIRECT, NGINX = "called", "directly", "by nginx"
PASSED = "passed on"
PAGES = {
    PASSED: ("account", "/account/sign-in", "/sign-in", b"Password"),
    "cached": ("stock", "/stock/", "/", b"Burlat"),
    "guarded": ("orders", "/orders/", "/", b"anna"),
    "joined": ("front", "/", "/", b"<li>2000 g Morello"),
}
"""Who answers, the path through nginx, that directly, and what nginx has to say."""
WHAT = {
    "pages": {
        PASSED: "a form, of plain WSGI",
        "cached": "JSON of Bottle, which nginx keeps for a second",
        "guarded": "JSON of Node, after auth_request has asked who is there",
        "joined": "a page of Flask, to which SSI adds fragments of Bottle and Node",
        "ways": (
            "Seconds on the wall for a request on a kept connection, the median of the "
            f"rounds; in a round each way asks {CALLS} times. directly: the process "
            "itself, so without guard and fragments; called: the application in this "
            "process, without HTTP. ratio: the quartiles of the quotients to directly "
            "in the same round."
        ),
    },
    "nginx": "its version",
}


def asked(connection: HTTPConnection, path: str, headers: Mapping[str, str]) -> bytes:
    """Ask for a page that is there."""
    connection.request("GET", path, headers=dict(headers))
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status}, expected 200")
    return body


def called(account: Account) -> None:
    """Ask for the form without HTTP."""
    environ = {"PATH_INFO": PAGES[PASSED][2], "REQUEST_METHOD": "GET"}
    b"".join(account(environ, lambda status, headers, exc_info=None: print))


def repeat(call: Callable[[], object]) -> None:
    """Repeat a short call, so that it is long enough to be timed."""
    for _ in range(CALLS):
        call()


def pages() -> dict[str, dict[str, dict[str, Any]]]:
    """Run the site without its highlighter, and race each page."""
    for name in NEEDED:
        if peers.find(name) is None:
            raise MissingError(peers.missing(name))
    secret = token_hex()
    table = [row for row in TABLE if row.name != "highlight"]
    with (
        applications(table, {KEY: secret}) as running,
        in_front(table, ports(running)) as server,
    ):
        there = ports(running)
        return {
            page: raced(page, server.port, there[name][0], secret.encode())
            for page, (name, *_) in PAGES.items()
        }


def raced(page: str, gateway: int, port: int, secret: bytes) -> dict[str, Any]:
    """Race the ways to one page, as somebody who has signed in."""
    _, path, inside, expected = PAGES[page]
    nginx, direct = HTTPConnection(HOST, gateway), HTTPConnection(HOST, port)
    cookie = {"Cookie": f"session={sign(SESSION, 'anna', secret)}"}
    identity = {"X-Identity": sign(IDENTITY, "anna", secret)}
    ways: dict[str, Callable[[], object]] = {
        DIRECT: partial(asked, direct, inside, identity),
        NGINX: partial(asked, nginx, path, cookie),
    }
    if page == PASSED:
        ways[CALLED] = partial(called, Account({}, secret))
    if expected not in asked(nginx, path, cookie):
        raise RuntimeError(f"{path}: expected {expected!r} in the page")
    ways[DIRECT]()  # as the one by nginx: the first does not count
    often = {name: partial(repeat, way) for name, way in ways.items()}
    try:
        times = race(often, ROUNDS, time.perf_counter)
    finally:
        nginx.close()
        direct.close()
    quotients = ratios(times, DIRECT)
    return {
        name: {"seconds": median(own) / CALLS, "ratio": quotients[name]}
        for name, own in times.items()
    }


SECTIONS: dict[str, Callable[[], Any]] = {
    "pages": pages,
    "nginx": partial(peers.version, "nginx"),
}
