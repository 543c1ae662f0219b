"""The first cell of a notebook, and cells without their peers, as in JupyterLab."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from examples import peers
from notebooks import cells, kernels, run, skipping, start
from tests.notebooks import poison
from tests.notebooks.poison import code, stream

pytestmark = pytest.mark.beside("properties")

START = "%run ../notebooks/start.py 02-highlight"
SECONDS = 60

Outputs = list[dict[str, Any]]
Execute = Callable[..., Outputs]


def execute(client: BlockingKernelClient, source: str, *tags: str) -> Outputs:
    """Execute a cell as JupyterLab does, its tags beside it; return its outputs."""
    content = {"code": source, "silent": False, "store_history": True}
    message = client.session.msg(
        "execute_request", content, metadata={"tags": list(tags)}
    )
    client.shell_channel.send(message)
    outputs: Outputs = []
    while True:
        heard = client.get_iopub_msg(timeout=SECONDS)
        if heard["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        if heard["content"].get("execution_state") == "idle":
            return outputs
        if heard["msg_type"] in {"status", "execute_input"}:
            continue
        one = heard["content"] | {"output_type": heard["msg_type"]}
        if outputs and one.get("name") and outputs[-1].get("name") == one["name"]:
            outputs[-1]["text"] += one["text"]  # a busy kernel sends it in pieces
        else:
            outputs.append(one)


@pytest.fixture(scope="module")
def jupyterlab() -> Iterator[Execute]:
    """Return a function that executes cells on started originals, without peers."""
    with tempfile.TemporaryDirectory(prefix="kernel-") as folder:
        kernel = KernelManager()
        kernel.transport, kernel.ip = kernels.sockets(folder)
        environment = kernels.environment() | {start.SESSION: "02-highlight.ipynb"}
        environment |= {"PATH": folder, "PYTHONPATH": ""}
        kernel.start_kernel(cwd=str(kernels.FOLDER), env=environment)
        client = kernel.client()
        client.start_channels()
        client.wait_for_ready(timeout=SECONDS)
        execute(client, START)
        yield lambda source, *tags: execute(client, source, *tags)
        client.stop_channels()
        kernel.shutdown_kernel(now=True)


@pytest.mark.parametrize("path", run.paths([]), ids=lambda path: path.stem)
def test_each_notebook_begins_by_its_own_name(path: Path) -> None:
    """What is stored for a cell is looked up in the notebook that it stands in."""
    _, first = next(cells.code_cells(json.loads(path.read_text("utf-8"))))
    assert cells.joined(first["source"]) == f"%run ../notebooks/start.py {path.stem}"
    assert cells.tags(first) == ["start"]


def test_in_jupyterlab_the_originals_say_so(jupyterlab: Execute) -> None:
    """One line says what is open and how to get copies, each time it is asked.

    No name is left behind: what a later cell uses, the notebook itself has to import.
    """
    (line,) = jupyterlab(START)
    says = "These are the originals; `make lab` opens copies to work in.\n"
    assert line["text"] == says
    (shown,) = jupyterlab("sorted({*globals()} & {'Path', 'main', 're', 'sys'})")
    assert shown["data"]["text/plain"] == "[]"


def test_what_a_child_says_has_no_colours(jupyterlab: Execute) -> None:
    """Python 3.13 would colour a traceback for whoever reads it through ipykernel."""
    fails = "[sys.executable, '-c', '1 / 0'], capture_output=True, check=False"
    cell = f"import subprocess, sys\nsubprocess.run({fails}).stderr.split()[6]"
    (shown,) = jupyterlab(cell)
    assert shown["data"]["text/plain"] == "b'\"<string>\",'"


def test_a_cell_without_its_peer_prints_what_is_stored(jupyterlab: Execute) -> None:
    """A line above says what is missing, and how to get it; a shell's cell too."""
    missing, stored = jupyterlab("%%bash\nset -eu\nfalse", "ruby", "peer-ruby")
    says = f"{peers.missing('ruby')}\nstored output:"
    assert missing["data"]["text/plain"] == says
    (original,) = skipping.stored(kernels.FOLDER / "02-highlight.ipynb", ["ruby"])
    assert stored["text"] == cells.joined(original["text"])


def test_a_cell_without_two_peers_shows_what_is_stored(jupyterlab: Execute) -> None:
    """The line names both, and a table is shown as a table."""
    missing, stored = jupyterlab("1 / 0", "others", "peer-rouge", "peer-coderay")
    both = f"{peers.missing('rouge')}; {peers.missing('coderay')}\nstored output:"
    assert missing["data"]["text/plain"] == both
    assert stored["data"]["text/html"].startswith("<table>")


def test_a_learners_own_cell_without_its_peer_is_skipped(jupyterlab: Execute) -> None:
    """Where nothing is stored for it, the line says that."""
    (missing,) = jupyterlab("1 / 0", "mine", "peer-ruby")
    says = f"{peers.missing('ruby')}\nno output is stored."
    assert missing["data"]["text/plain"] == says


@pytest.mark.parametrize("tags", [(), ("mine", "peer-of-mine")])
def test_a_cell_without_a_known_peer_is_executed(
    jupyterlab: Execute, tags: tuple[str, ...]
) -> None:
    """A tag that names nothing known keeps no cell from running."""
    (shown,) = jupyterlab("6 * 7", *tags)
    assert shown["data"]["text/plain"] == "42"


def test_what_was_shown_again_is_not_stored_twice(tmp_path: Path) -> None:
    """An original that was run and saved without a peer has its outputs still."""
    mark = poison.shown({"text/plain": "peer redis is missing"})
    mark["metadata"] = {skipping.OURS: "skipped"}
    cell = code("fetch()", mark, stream("from redis\n"), tags=("peer-redis", "queue"))
    path = tmp_path / "one.ipynb"
    path.write_text(poison.notebook(cell))
    (output,) = skipping.stored(path, ["queue"])
    assert cells.joined(output["text"]) == "from redis\n"


def test_the_project_comes_before_what_was_on_the_path(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A child finds both; who starts twice has it once."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv("PYTHONPATH", "/mine")
    start.add_project()
    start.add_project()
    assert os.environ["PYTHONPATH"].split(os.pathsep) == [str(start.ROOT), "/mine"]


def test_a_python_without_the_libraries_is_told_which_has_them() -> None:
    """One line names some that are missing and both ways to them."""
    answer = subprocess.run(
        [sys.executable, "-ES", kernels.FOLDER / "start.py", "02-highlight"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert re.search(
        r"lacks libraries \(a2wsgi, \w+, \w+, …\): `make lab`", answer.stdout
    )
    assert "choose the kernel of .venv-" in answer.stdout
    assert answer.stdout.count("\n") == 1
