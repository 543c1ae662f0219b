"""Visit pages with the system's Chromium, from wherever: a notebook has a loop already.

Playwright's plain functions refuse to run beside an event loop, so a visit has a
thread, and a browser, of its own; both are gone when it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from playwright.sync_api import Page, sync_playwright

from examples import peers

PATIENCE = 60_000  # milliseconds, for a busy machine
ROOT = ("--no-sandbox",)  # it runs as root, too, and meets our own pages only
T = TypeVar("T")


def visit(call: Callable[[Page], T], arguments: Sequence[str] = ()) -> T:
    """Call a function with a page of a new browser, and return what it returns.

    :param arguments: more of Chromium's own.
    :raises LookupError: if there is no Chromium.
    """
    if (program := peers.find("chromium")) is None:
        raise LookupError(peers.missing("chromium"))

    def inside() -> T:
        with sync_playwright() as playwright:
            args = [*ROOT, *arguments]
            browser = playwright.chromium.launch(executable_path=program, args=args)
            try:
                page = browser.new_page()
                page.set_default_timeout(PATIENCE)
                return call(page)
            finally:
                browser.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(inside).result()
