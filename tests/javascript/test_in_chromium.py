"""The bar where it belongs, and both bars under five policies: the tables of slides.

Further tests in Chromium are in ``tests/browser``.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from examples import peers
from examples.javascript.show import chromium
from examples.javascript.show.moods import moods
from examples.javascript.show.policies import policies, says
from examples.javascript.show.site import site

CHROMIUM = pytest.mark.peer("chromium")


@CHROMIUM
def test_what_a_policy_leaves(ran: set[str]) -> None:
    """Trusted Types end the bar of 2011; today's lacks only what the page forbids."""
    old = "Anna, basket: 0"
    assert policies()[1] == [
        ["no policy", old, "Anna"],
        ["its origin only", old, "Anna"],
        ["Trusted Types too", "no bar", "Anna"],
        ["not in connect-src", old, "not told"],
        ["not in script-src", "no bar", "no bar"],
    ]
    ran.update({"examples/javascript/2011/bar.js", "examples/javascript/bar.js"})


@CHROMIUM
def test_nothing_moves_whatever_fails() -> None:
    """Slow or dead, a link to sign in is left; gone, the page is as it was."""
    assert moods()[1] == [
        ["well", "Basket: 0, Sign in", "0"],
        ["slow", "Sign in", "0"],
        ["without its JSON", "Sign in", "0"],
        ["gone", "no bar", "0"],
    ]


@CHROMIUM
def test_a_file_has_the_line(ran: set[str]) -> None:
    """A page that nobody makes, only serves, has the bar too."""
    with site() as running:

        def look(page: Page) -> str:
            page.goto(running.address("file.shop.localhost"))
            return says(page)

        assert chromium.visit(look) == "nobody"
    ran.add("examples/javascript/show/page.html")


def test_a_browser_of_its_own_is_missed_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without Chromium the error says what to install."""
    monkeypatch.setattr(peers, "find", lambda name: None)
    with pytest.raises(LookupError, match="apt-get install chromium"):
        chromium.visit(lambda page: None)
