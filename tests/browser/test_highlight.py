"""What a browser does with the highlighter: it copies, and asks from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from examples.highlight import answer, highlight, stylesheet
from examples.highlight.web.app import create_app
from examples.highlight.web.shelf import Shelf

pytestmark = pytest.mark.peer("chromium")

CODE = "if ripe:\n    pick(2)\n\nelse:\n    wait()\n"
COPIED = """() => {
    getSelection().selectAllChildren(document.querySelector(".highlight"));
    return getSelection().toString();
}"""


def test_line_numbers_are_not_copied(page: Page, tmp_path: Path) -> None:
    """What is selected is the code: by classes, by style attributes, on our page."""
    client = create_app(answer, Shelf(tmp_path)).test_client()
    form = {"code": CODE, "language": "python", "numbers": "1"}
    for html in (
        f"<style>{stylesheet()}</style>" + highlight(CODE, "python", numbers=True),
        highlight(CODE, "python", numbers=True, style="monokai"),
        client.post("/", data=form).text,
    ):
        page.set_content(html)
        assert "4else" in page.locator(".highlight").inner_text()
        assert page.evaluate(COPIED).rstrip() == CODE.rstrip()
