"""examples.processes.show.live in a browser: with its script, and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from examples.processes.show import live
from examples.views.show.server import serving

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.beside("properties")]


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve a shop of this test."""
    shop = live.Shop(tmp_path)
    monkeypatch.setattr(live, "shop", lambda: shop)
    with serving(live.application, 0) as address:
        yield address
    shop.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "reload"])
def test_a_click_brings_the_next_version(
    address: str, browser: Browser, script: bool
) -> None:
    """And no request is lost."""
    with browser.new_context(java_script_enabled=script) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.get_by_role("status")).to_have_text("version 1", timeout=60_000)
        page.get_by_role("button", name="Upgrade").click()
        expect(page.get_by_role("status")).to_have_text("version 2", timeout=60_000)
        expect(page.locator("#lost")).to_have_text("0")
        if script:
            expect(page.locator("ol li").last).to_be_visible()
