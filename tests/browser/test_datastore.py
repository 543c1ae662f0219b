"""examples.datastore.show.live in a browser: save at one side, then at the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from examples.datastore.show import live
from examples.datastore.show.shop import shop
from examples.views.show.server import serving

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.beside("properties")]


@pytest.fixture
def address() -> Iterator[str]:
    """Serve a shop of this test."""
    with shop() as both:
        both.front.add(live.cherry())
        with serving(live.site(both.front, both.office), 0) as address:
            yield address


@pytest.mark.parametrize("first", ["front", "office"])
def test_the_second_is_told(address: str, browser: Browser, first: str) -> None:
    """Both frames show version 1; one saves, and the other one's form is late."""
    sides = ["front", "office"] if first == "front" else ["office", "front"]
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        frames = [page.frame_locator(f'[title="the {side}"]') for side in sides]
        for number, frame in enumerate(frames):
            expect(frame.get_by_label("price")).to_have_value("4.50")
            frame.get_by_label("price").fill(f"4.{number}9")
        for frame in frames:
            frame.get_by_role("button", name="Save").click()
            expect(frame.get_by_role("button", name="Save")).to_be_visible()
            if frame is frames[0]:
                expect(frame.get_by_role("status")).to_contain_text("version 2")
        expect(frames[1].get_by_role("alert")).to_contain_text("Not saved")
        expect(frames[1].get_by_label("price")).to_have_value("4.09")
        frames[1].get_by_label("price").fill("4.19")
        frames[1].get_by_role("button", name="Save").click()
        expect(frames[1].get_by_role("status")).to_contain_text("version 3")
