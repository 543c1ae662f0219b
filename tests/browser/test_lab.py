"""JupyterLab opens the first notebook, and runs a chapter's to its end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as NeverCameError

from slides.present import HOST
from tests.browser.copies import copy, free_port, running, wait

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.timeout(200)]

START = 60.0  # seconds: JupyterLab's page is large
RUN = 90.0
SOON = START * 1000  # milliseconds, as Playwright counts
TOKEN = "for-this-test-only"
CHAPTER = "04-views.ipynb"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Run `make lab` in a copy of this project; give its address and its folder."""
    root = copy(tmp_path_factory.mktemp("lab"), "notebooks", "examples", "slides")
    address = f"http://{HOST}:{free_port()}/"
    port = address.rpartition(":")[2].strip("/")
    command = [
        "notebooks.lab",
        "--no-browser",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={TOKEN}",
    ]
    with running(root, *command, ready="is running at", seconds=START):
        yield address, root / "lab"


@pytest.fixture(scope="module")
def page(browser: Browser, lab: tuple[str, Path]) -> Iterator[Page]:
    """Open the address that `make lab` opens, once: it is large."""
    with browser.new_page(viewport={"width": 1280, "height": 720}) as page:
        page.set_default_timeout(SOON)
        page.goto(f"{lab[0]}?token={TOKEN}")
        yield page


def code(path: Path) -> list[dict[str, Any]]:
    """Read the code cells of a notebook."""
    every = json.loads(path.read_text("utf-8"))["cells"]
    return [cell for cell in every if cell["cell_type"] == "code"]


def saved(path: Path) -> bool:
    """Whether a notebook that ran is saved, to its last cell."""
    try:
        return code(path)[-1]["execution_count"] is not None
    except ValueError:  # JupyterLab writes in place, and is half-way
        return False


def forget(path: Path) -> None:
    """Take outputs and counts out of a notebook, as if it had never run."""
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    path.write_text(json.dumps(notebook), "utf-8")


def started(page: Page, panel: Locator) -> bool:
    """Choose Run All Cells; whether it began.

    While it still connects to its kernel, JupyterLab drops the order in silence.
    """
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    running = panel.locator(".jp-InputPrompt", has_text=re.compile(r"\[[*\d]+\]:"))
    try:
        running.first.wait_for(state="attached", timeout=5_000)
    except NeverCameError:
        return False
    return True


def test_lab_opens_the_first_notebook(page: Page, lab: tuple[str, Path]) -> None:
    """The address that `make lab` opens shows the first notebook."""
    _, folder = lab
    expect(page.locator(".jp-Notebook h1").first).to_be_visible(timeout=SOON)
    first = min(folder.glob("*.ipynb")).name
    assert page.url.endswith(f"/lab/tree/lab/{first}")


def test_a_stored_picture_is_shown(page: Page) -> None:
    """The copy is trusted: its drawing is there before anything has run."""
    page.locator(".jp-DirListing-item", has_text="06-serializers.ipynb").dblclick()
    drawing = page.locator(".jp-RenderedSVG").first
    expect(drawing).to_be_attached(timeout=SOON)


def test_lab_runs_a_chapter(page: Page, lab: tuple[str, Path]) -> None:
    """Run All Cells runs a chapter from its first cell to its last, without error."""
    address, folder = lab
    path = folder / CHAPTER
    forget(path)
    # Reset: or the notebooks of the tests before would be opened as well.
    page.goto(f"{address}lab/tree/lab/{CHAPTER}?reset&token={TOKEN}")
    panel = page.locator(".jp-NotebookPanel", has_text="Flask views that return")
    kernel = panel.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']")
    expect(kernel).to_be_attached(timeout=SOON)
    expect(page.locator(".jp-NotebookPanel")).to_have_count(1)
    wait(lambda: started(page, panel), seconds=START)
    count = len(code(path))
    last = panel.locator(".jp-CodeCell .jp-InputPrompt", has_text=f"[{count}]:")
    expect(last).to_be_attached(timeout=RUN * 1000)
    page.keyboard.press("Control+s")
    wait(lambda: saved(path))
    ran = code(path)
    assert [cell["execution_count"] for cell in ran] == list(range(1, count + 1))
    outputs = [output for cell in ran for output in cell["outputs"]]
    assert [o for o in outputs if o["output_type"] == "error"] == []
