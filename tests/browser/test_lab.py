"""JupyterLab opens the first notebook, and runs chapters to their ends without Ruby.

``make walk`` runs all chapters so, this alone the two that `CHAPTERS` names.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as NeverCameError

from examples import peers
from notebooks import cells, run, skipping
from slides.present import ROOT
from tests.browser.copies import copy, running, wait

pytestmark = [pytest.mark.peer("chromium"), pytest.mark.timeout(900)]

START = 120.0  # seconds: JupyterLab's page is large
RUN = 400.0
SOON = START * 1000  # milliseconds, as Playwright counts
TOKEN = "for-this-test-only"
READY = "Python 3 (ipykernel) | Idle"
EVERY = [path.stem for path in run.paths([])]
CHAPTERS = EVERY if os.environ.get("WALK") else ["04-views", "06-serializers"]
WITHOUT = {name for name, peer in peers.PEERS.items() if peer.commands == ("ruby",)}
TRACKED = ("notebooks", "examples", "slides", "tests", "requirements")
TYPE = """async ([address, line, until]) => {
  const socket = new WebSocket(address);
  let heard = "";
  await new Promise((resolve) => {
    socket.onmessage = ({data}) => {
      const [kind, text] = JSON.parse(data);
      if (kind === "setup") socket.send(JSON.stringify(["stdin", line + "\\r"]));
      if (kind === "stdout") heard += text;
      if (heard.includes(until)) resolve();
    };
  });
  return heard;
}"""


class Lab(NamedTuple):
    """A running lab: its address, the root it runs in, and the files there."""

    address: str
    root: Path
    files: dict[Path, bytes]


def files(root: Path) -> dict[Path, bytes]:
    """Read what is tracked in a copy of this project."""
    each = (path for name in TRACKED for path in (root / name).rglob("*"))
    return {
        path: path.read_bytes()
        for path in each
        if path.is_file() and "__pycache__" not in path.parts
    }


def path_without(command: str, folder: Path) -> str:
    """Return a PATH that has all that this one has, but for one command."""
    for place in os.environ["PATH"].split(os.pathsep):
        for program in Path(place).glob("*"):
            link = folder / program.name
            if program.name != command and not os.path.lexists(link):
                link.symlink_to(program)
    return str(folder)


@pytest.fixture(scope="module")
def lab(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Run `make lab` in a copy of this project, where no Ruby is."""
    root = copy(tmp_path_factory.mktemp("lab"), *TRACKED)
    shutil.copytree(built, root / "build" / "slides")
    clients = Path("examples", "node_modules")
    (root / clients).symlink_to(ROOT / clients)
    before = files(root)
    command = [
        "notebooks.lab",
        "--no-browser",
        "--ServerApp.port=0",
        f"--IdentityProvider.token={TOKEN}",
    ]
    path = path_without("ruby", tmp_path_factory.mktemp("bin"))
    ready = "Use Control-C"
    with running(root, *command, ready=ready, seconds=START, PATH=path) as output:
        address = re.search(r"http://127\.0\.0\.1:\d+/", output.read_text())
        assert address
        yield Lab(address[0], root, before)


@pytest.fixture(scope="module")
def page(browser: Browser, lab: Lab) -> Iterator[Page]:
    """Open the address that `make lab` opens, once: it is large."""
    with browser.new_page(viewport={"width": 1280, "height": 720}) as page:
        page.set_default_timeout(SOON)
        page.goto(f"{lab.address}?token={TOKEN}")
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
    """Choose Run All Cells, unless it began; whether it does.

    While it still connects to its kernel, JupyterLab drops the order in silence.
    """
    running = panel.locator(".jp-InputPrompt", has_text=re.compile(r"\[[*\d]+\]:"))
    if running.count():  # an order that a busy machine took long to heed
        return True
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    try:
        running.first.wait_for(state="attached", timeout=5_000)
    except NeverCameError:
        return False
    return True


def open_chapter(page: Page, lab: Lab, name: str) -> Locator:
    """Open a copy, alone; return its panel when it has a kernel."""
    # Reset: or the notebooks of the tests before would be opened as well.
    page.goto(f"{lab.address}lab/tree/{name}.ipynb?reset&token={TOKEN}")
    expect(page.locator("#jp-main-statusbar")).to_contain_text(READY, timeout=SOON)
    panel = page.locator(".jp-NotebookPanel")
    expect(panel).to_have_count(1)
    return panel


def shown(output: dict[str, Any]) -> str:
    """Return the text of an output, whether it came as a result or was shown."""
    return cells.joined(output.get("text") or output["data"]["text/plain"])


def test_lab_opens_the_first_notebook(page: Page) -> None:
    """The address that `make lab` opens shows the first notebook, saved as it is."""
    expect(page.locator(".jp-Notebook h1").first).to_be_visible(timeout=SOON)
    expect(page.locator("#jp-main-statusbar")).to_contain_text(READY, timeout=SOON)
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    assert page.url.endswith(f"/lab/tree/{EVERY[0]}.ipynb")


def test_a_stored_picture_is_shown(page: Page) -> None:
    """The copy is trusted: its drawing is there before anything has run.

    It has a ground of its own, for the theme may be as dark as its ink.
    """
    page.locator(".jp-DirListing-item", has_text="08-gateway.ipynb").dblclick()
    drawing = page.locator(".jp-RenderedSVG img").first
    white = "rgb(255, 255, 255)"
    expect(drawing).to_have_css("background-color", white, timeout=SOON)


def test_a_folded_output_says_nothing_before_it_is_guessed(page: Page) -> None:
    """JupyterLab would show its first line, which may be all of it."""
    page.locator(".jp-DirListing-item", has_text=f"{EVERY[0]}.ipynb").dblclick()
    folded = page.locator(".jp-NotebookPanel:visible .jp-PlaceholderText").first
    expect(folded).to_have_css("font-size", "0px", timeout=SOON)


@pytest.mark.parametrize("name", CHAPTERS)
def test_lab_runs_a_chapter(page: Page, lab: Lab, name: str) -> None:
    """Run All Cells runs every cell; one without its peer shows what is stored."""
    path = lab.root / "lab" / f"{name}.ipynb"
    forget(path)
    panel = open_chapter(page, lab, name)
    wait(lambda: started(page, panel), seconds=START)
    count = len(code(path))
    last = panel.locator(".jp-CodeCell .jp-InputPrompt", has_text=f"[{count}]:")
    error = panel.locator("[data-mime-type='application/vnd.jupyter.stderr']")
    expect(last.or_(error).first).to_be_attached(timeout=RUN * 1000)
    assert error.all_text_contents() == []
    page.keyboard.press("Control+s")
    wait(lambda: saved(path), seconds=START)
    ran = code(path)
    assert [cell["execution_count"] for cell in ran] == list(range(1, count + 1))
    for cell, original in zip(ran, code(ROOT / "notebooks" / path.name), strict=True):
        outputs = cell["outputs"]
        needed = cells.peers(cell)
        absent = [one for one in needed if one in WITHOUT or not peers.find(one)]
        if absent:
            line, *outputs = outputs
            assert skipping.is_ours(line)
            assert all(peers.missing(peer) in shown(line) for peer in absent)
        # What is new is what was stored, too: the gate says so, and here it is seen.
        assert list(map(shown, outputs)) == list(map(shown, original["outputs"]))


def test_a_link_to_a_slide_opens_it_in_another_tab(page: Page, lab: Lab) -> None:
    """It is the slide, with its styles and scripts, and the notebook stays."""
    panel = open_chapter(page, lab, "04-views")
    with page.context.expect_page() as opened:
        panel.get_by_role("link", name="Flask views", exact=True).click()
    slide = opened.value
    expect(slide.locator(".reveal.ready")).to_be_visible(timeout=SOON)
    title = slide.locator("section.present h2:visible")
    expect(title).to_have_css("font-family", re.compile("Fraunces"))
    expect(title).to_contain_text("Flask")
    slide.close()
    expect(panel).to_be_visible()


def test_a_link_to_a_source_opens_a_copy(page: Page, lab: Lab) -> None:
    """JupyterLab shows it in a tab of its own."""
    panel = open_chapter(page, lab, "04-views")
    panel.get_by_role("link", name="source", exact=True).first.click()
    expect(page.locator(".jp-FileEditor")).to_contain_text("Flask", timeout=SOON)


def test_commands_work_in_the_terminal(page: Page, lab: Lab) -> None:
    """It stands in the project, and its Python has the libraries."""
    request = page.context.request
    token = {"Authorization": f"token {TOKEN}"}
    name = request.post(f"{lab.address}api/terminals", headers=token).json()["name"]
    host = lab.address.removeprefix("http")
    address = f"ws{host}terminals/websocket/{name}?token={TOKEN}"
    line = "python -m examples.gateway --help && pwd && echo e''nd"
    heard = page.evaluate(TYPE, [address, line, "end\r"])
    assert "usage: python -m examples.gateway" in heard
    assert f"{lab.root}\r\n" in heard


def test_nothing_tracked_has_changed(lab: Lab) -> None:
    """All that JupyterLab opened and saved, and its checkpoints, are in the lab."""
    assert files(lab.root) == lab.files
