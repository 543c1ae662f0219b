"""The lab: copies to work in, their links, JupyterLab over them, its terminal."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest
from ipykernel.ipkernel import IPythonKernel
from nbformat.sign import NotebookNotary

from notebooks import cells, kernels, lab, portable, show
from tests.notebooks import poison
from tests.notebooks.poison import code, stream

pytestmark = pytest.mark.beside("properties")

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/lab[^?\s]+")
LINK = re.compile(r"\]\(([^)\s#]+)")
COMMAND = re.compile(r"`((?:python|make) [^`]+)`")


class Lab:
    """A folder of notebooks and the folder of a learner's copies."""

    def __init__(self, root: Path) -> None:
        self.notebooks, self.copies = root / "notebooks", root / "lab"
        self.notebooks.mkdir()

    def write(self, place: Path, text: str, output: str = "") -> None:
        """Write the notebook, with one cell."""
        path = place / "01-one.ipynb"
        path.write_text(poison.notebook(code(text, stream(output))))

    def read(self, name: str = "01-one.ipynb") -> str:
        """Return the source of the one cell of a learner's copy."""
        cells = json.loads((self.copies / name).read_text())["cells"]
        return "".join(cells[0]["source"])

    def open(self) -> list[str]:
        """Copy the notebooks; return what the learner is told."""
        return list(lab.copy(lab.originals(self.notebooks), self.copies))


@pytest.fixture
def learner(tmp_path: Path) -> Lab:
    """Return a lab whose notebook was copied once."""
    learner = Lab(tmp_path)
    learner.write(learner.notebooks, "original")
    assert learner.open() == []
    return learner


def test_a_copy_that_was_only_run_is_renewed(learner: Lab) -> None:
    """Outputs do not make a copy the learner's own."""
    learner.write(learner.copies, "original", output="ran")
    learner.write(learner.notebooks, "changed")
    assert learner.open() == []
    assert learner.read() == "changed"


def test_a_changed_original_is_put_beside_an_edited_copy(learner: Lab) -> None:
    """One line says that the learner's copy stays, and where the new one is.

    While its original does not change it stays silently.
    """
    learner.write(learner.copies, "mine")
    assert learner.open() == []
    assert learner.read() == "mine"
    learner.write(learner.notebooks, "changed")
    told = ["lab/01-one.ipynb is edited and stays; new: lab/01-one-2.ipynb"]
    assert learner.open() == told
    assert (learner.read(), learner.read("01-one-2.ipynb")) == ("mine", "changed")
    learner.write(learner.notebooks, "changed again")
    assert learner.open() == told
    assert learner.read("01-one-2.ipynb") == "changed again"
    second = learner.copies / "01-one-2.ipynb"
    second.write_text(poison.notebook(code("mine, too")))
    learner.write(learner.notebooks, "changed at last")
    assert learner.open() == [told[0].replace("one-2", "one-3")]
    assert learner.read("01-one-2.ipynb") == "mine, too"


def test_a_cell_that_was_made_a_text_is_edited(learner: Lab) -> None:
    """Its words are those of the original, and yet somebody changed it."""
    path = learner.copies / "01-one.ipynb"
    path.write_text(path.read_text().replace('"code"', '"markdown"'))
    learner.write(learner.notebooks, "changed")
    assert len(learner.open()) == 1


def test_a_broken_copy_is_kept(learner: Lab) -> None:
    """A file that is no notebook any more may hold work too."""
    (learner.copies / "01-one.ipynb").write_text("{")
    learner.write(learner.notebooks, "changed")
    assert len(learner.open()) == 1
    assert (learner.copies / "01-one.ipynb").read_text() == "{"


@pytest.mark.parametrize("record", [b"{", b"[1]"])
def test_without_a_record_no_copy_is_overwritten(learner: Lab, record: bytes) -> None:
    """Its loss is told, each copy that differs stays, and the others are as before."""
    (learner.copies / lab.RECORD).write_bytes(record)
    lost = "lab/.originals.json is broken: each copy that differs counts as edited"
    assert learner.open() == [lost]
    learner.write(learner.notebooks, "changed")
    assert learner.open() == []  # the record is whole again
    assert learner.read() == "changed"
    learner.write(learner.notebooks, "changed again")
    (learner.copies / lab.RECORD).write_bytes(record)
    edited = "lab/01-one.ipynb is edited and stays; new: lab/01-one-2.ipynb"
    assert learner.open() == [lost, edited]
    assert (learner.read(), learner.read("01-one-2.ipynb")) == (
        "changed",
        "changed again",
    )


def test_a_copy_is_trusted_while_it_is_as_it_came(learner: Lab) -> None:
    """Its stored pictures are shown; those of a copy that somebody changed are not."""
    data = learner.copies / "data"
    lab.trust(lab.originals(learner.notebooks), data)
    notary = NotebookNotary(data_dir=str(data))
    path = learner.copies / "01-one.ipynb"
    trusted = notary.check_signature(cells.read(path))
    learner.write(learner.copies, "mine", output="mine")
    edited = notary.check_signature(cells.read(path))
    notary.store.close()
    assert (trusted, edited) == (True, False)


def test_a_drawing_of_the_lab_brings_paper_and_letters(
    learner: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dark theme is not seen through it; its words are as wide as they were drawn.

    The original stays as it is.
    """
    if not portable.FONTS.exists():
        pytest.fail(f"no {portable.FONTS}: run `make slides`")
    monkeypatch.setattr(portable, "FACES", tmp_path / "faces.json")
    portable.write_faces()
    inter = (
        '<svg viewBox="0 0 9 9" font-family="Inter, sans-serif"><text>a</text>'
        "<svg/></svg>"
    )
    cell = code("draw()", poison.shown({"image/svg+xml": inter}))
    prose = {"cell_type": "markdown", "metadata": {}, "source": "![](../image.svg)"}
    (learner.notebooks.parent / "image.svg").write_text(inter)
    path = learner.notebooks / "01-one.ipynb"
    path.write_text(text := poison.notebook(cell, prose))
    found = lab.originals(learner.notebooks)
    copied = json.loads(found["01-one.ipynb"])
    # As JupyterLab would write it, or it asks to save what nobody changed.
    assert copied["metadata"]["language_info"] == IPythonKernel.language_info
    (output,) = copied["cells"][0]["outputs"]
    for svg in (output["data"]["image/svg+xml"], found["source/image.svg"].decode()):
        root = ElementTree.fromstring(svg)
        (style, paper, word, inner) = root
        assert len(inner) == 0
        assert style.text
        assert style.text.count("@font-face{font-family:'Inter'") == 2
        assert "Fraunces" not in style.text
        assert (paper.get("width"), paper.get("fill")) == ("100%", "#fff")
        assert word.text == "a"
    assert path.read_text() == text


def test_a_drawing_is_shown_in_the_lab_as_it_was_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell that runs again has the same picture; elsewhere it stays small."""
    picture = show.Drawing("a word", "<svg><text>a</text></svg>")
    assert picture._repr_svg_() == picture.svg
    monkeypatch.setattr(kernels, "LAB", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert picture._repr_svg_() == portable.drawing(picture.svg) != picture.svg


def test_a_table_shows_words() -> None:
    """What looks like markup, in a cell or over a column, is shown as it is."""
    html = show.Table(["<a>"], [["<b>"]])._repr_html_()
    assert re.findall("&lt;.&gt;", html) == ["&lt;a&gt;", "&lt;b&gt;"]


def texts() -> Iterator[tuple[str, str]]:
    """Yield the text of each cell of prose in the lab, with the notebook's name."""
    for name, content in lab.originals(kernels.FOLDER).items():
        if name.endswith(".ipynb"):
            for cell in json.loads(content)["cells"]:
                if cell["cell_type"] == "markdown":
                    yield name, cells.joined(cell["source"])


def test_each_link_of_a_copy_leads_to_what_the_lab_has() -> None:
    """A slide is served; what else is in the project is copied; none is lost."""
    found = lab.originals(kernels.FOLDER)
    links = {(name, link) for name, text in texts() for link in LINK.findall(text)}
    own = {(name, link) for name, link in links if "://" not in link}
    slides = {one for one in own if one[1] == "/static/index.html"}
    assert len(slides) == len(list(kernels.FOLDER.glob("*.ipynb")))
    slides |= {one for one in own if one[1] == "/static/talk.html"}
    assert [one for one in own - slides if one[1] not in found] == []


def test_a_linked_folder_is_copied_without_its_folders(learner: Lab) -> None:
    """Its files can be looked at; a cache is not among them."""
    for name in ("examples/one/core.py", "examples/one/__pycache__/core.pyc"):
        path = learner.notebooks.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    prose = {"cell_type": "markdown", "metadata": {}, "source": "[](../examples/one/)"}
    text = poison.notebook(prose)
    (learner.notebooks / "01-one.ipynb").write_text(text)
    assert list(lab.originals(learner.notebooks)) == [
        "01-one.ipynb",
        "source/examples/one/core.py",
    ]


def test_a_source_is_read_only_and_renewed(tmp_path: Path) -> None:
    """Nobody saves it by mistake, and the next `make lab` brings its new text."""
    path = tmp_path / "source" / "core.py"
    for text in (b"old", b"new"):
        assert list(lab.copy({"source/core.py": text}, tmp_path)) == []
        assert (path.read_bytes(), path.stat().st_mode & 0o777) == (text, 0o444)


def test_each_command_that_a_notebook_names_is_known_in_the_terminal() -> None:
    """Typed anywhere, a program has all that it imports, and make has a rule."""
    named = {command for _, text in texts() for command in COMMAND.findall(text)}
    programs = {" ".join(one.split()[:3]) for one in named if one.startswith("python")}
    targets = {one for one in named if one.startswith("make")}
    assert "python -m examples.gateway" in programs
    assert "make ledger" in targets
    commands = [f"{one} --help" for one in sorted(programs)]
    commands += [f"{one} --dry-run" for one in sorted(targets)]
    subprocess.run(
        lab.TERMINAL,
        cwd=kernels.FOLDER,  # any other than the terminal's own
        input="\n".join(["set -e", *commands, ""]),
        stdout=subprocess.DEVNULL,
        text=True,
        check=True,
    )


def fetch(address: str) -> str:
    """Return a page as soon as its server listens, which Jupyter announces early."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                text: str = answer.read().decode()
                return text
        except OSError:  # refused, or closed without an answer
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@pytest.fixture
def taken() -> Iterator[int]:
    """Return a port that somebody has."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def server(taken: int) -> Iterator[subprocess.Popen[str]]:
    """Return a running lab, asked for that port; its address is on stderr.

    It has a terminal, as a learner's has: without one Jupyter sets no handler of
    Ctrl-C, and Python's own exception is lost where it meets a finaliser.
    """
    keyboard, terminal = os.openpty()
    options = (f"--ServerApp.port={taken}", "--IdentityProvider.token=test")
    server = subprocess.Popen(
        [sys.executable, "-m", "notebooks.lab", "--no-browser", *options],
        cwd=kernels.ROOT,
        stdin=terminal,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(terminal)
    with server:
        try:
            yield server
        finally:
            server.kill()
            os.close(keyboard)


def until_refused(port: int) -> None:
    """Wait until nobody listens; the process itself waits at times for its threads."""
    end = time.monotonic() + 60
    with suppress(ConnectionRefusedError):
        while time.monotonic() < end:
            socket.create_connection(("127.0.0.1", port)).close()
            time.sleep(0.05)
        pytest.fail("it still listens")


def test_the_lab_opens_the_first_notebook_and_stops_on_interrupt(
    server: subprocess.Popen[str], taken: int
) -> None:
    """It takes a free port, asks nobody for news, and Ctrl-C ends it in order."""
    assert server.stderr
    lines = iter(server.stderr.readline, "")
    address = next(found for line in lines if (found := ADDRESS.search(line)))
    page = fetch(f"{address[0]}?token=test")
    server.send_signal(signal.SIGINT)
    assert any("Shutting down" in line for line in lines)
    until_refused(int(address[1]))
    assert int(address[1]) != taken
    assert address[0].endswith("/lab/tree/00-preface.ipynb")
    assert '"news": {"disabled": true}' in page
