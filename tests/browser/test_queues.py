"""examples.queues.show.live in a browser: by events, or by reload without them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from examples.queues.show import live
from examples.views.show.server import serving

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.beside("properties")]


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve a shop of this test."""
    shop = live.Shop(tmp_path, slow=0)
    monkeypatch.setattr(live, "shop", lambda: shop)
    with serving(live.application, 0) as address:
        yield address
    shop.close()


@pytest.mark.parametrize("script", [True, False], ids=["events", "reload"])
def test_thumbnails_come_by_themselves(
    address: str, browser: Browser, script: bool
) -> None:
    """One clicks once, and waits."""
    with browser.new_context(java_script_enabled=script) as context:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("button", name="Post it").click()
        expect(page.get_by_role("status")).to_have_text("done", timeout=60_000)
        expect(page.get_by_role("img")).to_have_count(3)


def test_with_two_listeners_it_is_loaded_again(address: str, browser: Browser) -> None:
    """The third page waits as one without JavaScript does."""
    for _ in range(2):
        live.STREAMS.acquire()
    try:
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(address)
            page.get_by_role("button", name="Post it").click()
            expect(page.get_by_role("status")).to_have_text("done", timeout=60_000)
    finally:
        live.STREAMS.release(2)
