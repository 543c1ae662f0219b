"""Notebooks under pytest: strict nbval, and what nbval lets pass.

A notebook is collected as its lint, its code cells, and what they lost.  The cells of
one that the lint refuses are skipped: their outputs would prove nothing.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from queue import Empty
from subprocess import DEVNULL
from tempfile import TemporaryDirectory
from typing import Any

import pytest

# nbval has no type hints, so its classes are Any to mypy.
from jupyter_client.manager import KernelManager
from nbval.kernel import (  # type: ignore[import-untyped]
    CURRENT_ENV_KERNEL_NAME,
    NbvalKernelspecManager,
    RunningKernel,
)
from nbval.plugin import IPyNbCell, IPyNbFile  # type: ignore[import-untyped]

from examples.peers import PEERS
from notebooks import cells, kernels, lint, lost
from notebooks.outputs import Message, Settled, StrayError

SECONDS = 60  # for what always comes
INTERRUPTED = 20  # until a cell that was interrupted says so
ANSI = re.compile(r"\x1b\[[\d;]*m")


class KernelDiedError(Exception):
    """The kernel ended while it was executing a cell."""


class Kernel(RunningKernel):  # type: ignore[misc]
    """A kernel of this Python, ready in half the time and missed when it dies."""

    def __init__(self, folder: Path) -> None:
        """Start a kernel in a folder and wait until its outputs are heard.

        ipykernel 7 greets each listener, so there is nothing to poll for.
        """
        self.sockets = TemporaryDirectory(prefix="kernel-")
        self.km = KernelManager(
            kernel_name=CURRENT_ENV_KERNEL_NAME,
            kernel_spec_manager=NbvalKernelspecManager(),
        )
        self.km.transport, self.km.ip = kernels.sockets(self.sockets.name)
        environment = kernels.environment()
        said = Path(self.sockets.name, "stderr")
        with said.open("wb") as log:
            self.km.start_kernel(
                cwd=str(folder), env=environment, stdout=DEVNULL, stderr=log
            )
        self.kc = self.km.client()
        self.kc.start_channels()
        self.interrupted = False
        self.heard: list[Message] = []
        try:
            while self.get_message("iopub")["msg_type"] != "iopub_welcome":
                pass
            self.execute(lost.WATCH)
        except Empty:
            state = "lives" if self.is_alive() else "has ended"
            why = f"it {state}, and said {said.read_text()!r}"
            raise RuntimeError(f"no kernel after {SECONDS} seconds: {why}") from None

    def stop(self) -> None:
        """Kill the kernel and what it started; wait for its end, without polling."""
        process = getattr(self.km.provisioner, "process", None)
        if process and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        super().stop()
        self.sockets.cleanup()

    def interrupt(self) -> None:
        """Interrupt a cell that did not end in time."""
        self.interrupted = True
        super().interrupt()

    def execute(self, source: str) -> None:
        """Execute source of our own, outside the notebook's cells."""
        self.await_reply(self.execute_cell_input(source), timeout=SECONDS)

    def execute_cell_input(self, source: str, allow_stdin: bool = False) -> str:
        """Begin a cell, and to remember what is heard of it."""
        self.heard = []
        sent: str = super().execute_cell_input(source, allow_stdin)
        return sent

    def get_message(self, stream: str, timeout: float | None = None) -> Message:
        """Return the next message, and remember what tells of outputs.

        nbval gives an output five seconds, which a busy machine may need.  Only a
        kernel that was interrupted may have nothing to say.
        """
        if stream == "iopub" and not self.interrupted:
            timeout = SECONDS
        message: Message = super().get_message(stream, timeout=timeout)
        if stream == "iopub":
            self.heard.append(message)
        return message

    def of_last_cell(self) -> list[Message]:
        """Return what was heard of the last cell, up to its end."""
        own = self.heard[-1]["parent_header"]["msg_id"]
        return [one for one in self.heard if one["parent_header"].get("msg_id") == own]

    def await_reply(self, msg_id: str, timeout: float) -> None:
        """Wait for a reply; raise `KernelDiedError` within a second of its death."""
        deadline = time.monotonic() + timeout
        while True:
            left = deadline - time.monotonic()
            try:
                super().await_reply(msg_id, timeout=max(0, min(1, left)))
            except Empty:
                if not self.is_alive():
                    raise KernelDiedError from None
                if left <= 1:
                    raise
            else:
                return


class Lint(pytest.Item):
    """The lint of a notebook, as one test."""

    parent: Notebook

    def runtest(self) -> None:
        """Fail with every fault of the notebook."""
        if faults := self.parent.faults:
            pytest.fail("\n".join(faults), pytrace=False)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the notebook in the headline of a failure."""
        return self.path, None, f"{self.path.stem}: {self.name}"


class Cell(IPyNbCell):  # type: ignore[misc]
    """A code cell, compared with its stored outputs.

    nbval runs it and hears the messages; what they come to is settled by nbclient's
    rules, as `make notebooks` does, and compared whole.
    """

    def runtest(self) -> None:
        """Execute and compare; name the cell in which a kernel died.

        nbval lets a cell pass that ends without an error when it is interrupted,
        and expects no more of all cells after it.
        """
        if self.parent.faults:
            pytest.skip("not executed: the lint of its notebook fails")
        in_time = not self.parent.timed_out
        try:
            super().runtest()
        except KernelDiedError:
            self.raise_cell_error("The kernel died in this cell")
        if in_time and self.parent.timed_out:
            seconds = self.config.option.nbval_cell_timeout
            self.raise_cell_error(f"Timeout of {seconds:g} seconds, then it ended well")

    def compare_outputs(self, came: object, stored: object) -> bool:
        """Compare what the messages come to; keep the difference for the report."""
        messages = self.parent.kernel.of_last_cell()
        try:
            self.comparison_traceback = self.parent.settled.differences(
                self.index, messages
            )
        except StrayError as error:
            self.raise_cell_error(str(error))
        return not self.comparison_traceback

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        """Return nbval's report without colours, which a log file shows as noise."""
        report = ANSI.sub("", super().repr_failure(excinfo))
        return f"{report}\nIf what comes out now is right: make notebooks"

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the notebook and the cell in the headline of a failure."""
        return self.path, None, f"{self.path.stem}: {self.name}"


class Notebook(IPyNbFile):  # type: ignore[misc]
    """A notebook: its lint, its cells, and what they lost."""

    @cached_property
    def faults(self) -> list[str]:
        """Lint it once, and only in the process that runs it."""
        return lint.faults(self.path)

    def setup(self) -> None:
        """Start the kernel where JupyterLab would: in the notebook's folder."""
        if not self.faults:
            self.kernel = Kernel(self.path.parent)

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the tests of a notebook; none of its own marks loosens them."""
        yield Lint.from_parent(self, name="lint")
        try:
            yield from self._cells()
        except (AttributeError, KeyError, TypeError, ValueError):
            if not self.faults:  # else they say that it is not a notebook
                raise

    def _cells(self) -> Iterator[pytest.Item]:
        self.nb = cells.read(self.path)
        code = list(cells.code_cells(self.nb))
        self.nb.cells.append(cells.hidden(lost.CHECK))
        self.settled = Settled(self.nb)
        for number, (label, cell) in enumerate(code, start=1):
            yield self._item(label, number, cell)
        yield self._item("lost", 0, self.nb.cells[-1])

    def _item(self, name: str, number: int, cell: cells.Cell) -> pytest.Item:
        strict = defaultdict(bool, check=True)
        item: Any = Cell.from_parent(
            self, name=name, cell_num=number, cell=cell, options=strict
        )
        item.output_timeout = INTERRUPTED
        item.index = next(n for n, one in enumerate(self.nb.cells) if one is cell)
        for peer in cells.peers(cell):
            if peer in PEERS:  # the lint names another
                item.add_marker(pytest.mark.peer(peer))
        whole: pytest.Item = item
        return whole


def pytest_configure(config: pytest.Config) -> None:
    """Let no cell take longer than the notebooks allow."""
    option = config.option
    option.nbval_cell_timeout = min(option.nbval_cell_timeout, kernels.CELL_SECONDS)


def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> pytest.Collector | None:
    """Collect every notebook."""
    if file_path.suffix != ".ipynb":
        return None
    notebook: pytest.Collector = Notebook.from_parent(parent, path=file_path)
    return notebook
