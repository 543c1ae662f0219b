"""What a browser does with the highlighter: it copies, and asks from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from wsgiref.types import WSGIApplication

import pytest
from playwright.sync_api import Error, Page

from examples.highlight import answer, highlight, stylesheet
from examples.highlight.web.app import create_app
from examples.highlight.web.shelf import Shelf

pytestmark = pytest.mark.peer("chromium")

CODE = "if ripe:\n    pick(2)\n\nelse:\n    wait()\n"
COPIED = """() => {
    getSelection().selectAllChildren(document.querySelector(".highlight"));
    return getSelection().toString();
}"""

ASK = """async ([address, query, more]) => {
    const answer = await fetch(`${address}/h?language=text${query}`, {
        method: "POST",
        body: "ripe",
        headers: { "Content-Type": "text/plain", ...more },
    });
    const id = answer.headers.get("X-Request-Id");
    return [answer.status, answer.redirected, id, await answer.text()];
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


def test_a_page_of_another_origin(
    page: Page, tmp_path: Path, serve: Callable[[WSGIApplication], str]
) -> None:
    """One that is named follows to the HTML, has it at once, and reads a refusal."""
    service = create_app(answer, Shelf(tmp_path))
    shop = serve(service)
    page.goto(f"{shop}/languages")
    with pytest.raises(Error, match="Failed to fetch"):
        page.evaluate(ASK, [serve(service), "", {}])
    named = serve(create_app(answer, Shelf(tmp_path), [shop]))
    sent = page.evaluate(ASK, [named, "", {}])
    wish = {"Prefer": "return=representation", "X-Request-Id": "7"}
    at_once = page.evaluate(ASK, [named, "", wish])
    refused = page.evaluate(ASK, [named, "&style=odd", wish])
    assert [sent[:2], at_once[:3]] == [[200, True], [200, False, "7"]]
    assert sent[3] == at_once[3] == highlight("ripe", "text")
    assert (refused[0], "no style 'odd'" in refused[3]) == (422, True)
