"""JupyterLab opens the first notebook, and runs a chapter's to its end."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from notebooks import cells
from slides.present import HOST, ROOT
from tests.browser.waiting import wait_for

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.timeout(180)]

START = 60_000  # milliseconds: the first page of JupyterLab is slow
RUN = 90_000
TOKEN = "for-this-test-only"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Run `make lab` on a copy of this project; give its address and its folder."""
    root = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "examples"):
        leave = shutil.ignore_patterns("__pycache__", ".*")
        shutil.copytree(ROOT / name, root / name, ignore=leave)
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    output = root / "output"
    options = [
        "--no-browser",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={TOKEN}",
    ]
    with output.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "notebooks.lab", *options],
            cwd=root,
            stdout=out,
            stderr=subprocess.STDOUT,
            # A copy's coverage is not this project's.
            env={k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")},
        )
    try:
        wait_for(output, "is running at")
        yield f"http://{HOST}:{port}/", root / "lab"
    finally:
        process.terminate()
        process.wait()


def test_lab_opens_the_first_notebook(page: Page, lab: tuple[str, Path]) -> None:
    """The address that `make lab` opens shows the first notebook."""
    address, folder = lab
    page.goto(f"{address}?token={TOKEN}")
    first = min(folder.glob("*.ipynb")).name
    tab = page.locator(".lm-TabBar-tab.lm-mod-current", has_text=first)
    expect(tab.first).to_be_visible(timeout=START)
    expect(page.locator(".jp-Notebook h1").first).to_be_visible(timeout=START)


def test_lab_runs_a_notebook(page: Page, lab: tuple[str, Path]) -> None:
    """Run All Cells runs 04-views from the first cell to the last, without error."""
    address, folder = lab
    path = folder / "04-views.ipynb"
    code = [cell for _, cell in cells.code_cells(cells.read(path))]
    page.goto(f"{address}lab/tree/lab/{path.name}?token={TOKEN}")
    idle = page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']")
    expect(idle).to_be_attached(timeout=START)
    page.locator(".lm-MenuBar-item", has_text="Run").click()
    page.locator("[data-command='runmenu:run-all']").click()
    expect(idle).to_be_attached(timeout=RUN)
    page.keyboard.press("Control+s")
    until_saved(page)
    ran = [
        cell for cell in json.loads(path.read_text())["cells"] if cell["source"]
    ]
