"""Execute the cells of a notebook by nbclient, in a kernel on Unix sockets."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL
from typing import TYPE_CHECKING, Any

from notebooks import kernels

if TYPE_CHECKING:
    from notebooks.outputs import Client


class CellError(Exception):
    """A cell failed: one line that says why."""


@contextmanager
def kernel(notebook: Any, folder: Path = kernels.FOLDER) -> Iterator[Client]:
    """Start a kernel; yield the client that executes a notebook's cells in it.

    :param notebook: an ``nbformat.NotebookNode``.
    :param folder: where the kernel runs.
    """
    from notebooks.outputs import Client  # slow to import; --check does without

    client = Client(
        notebook,
        timeout=kernels.CELL_SECONDS,
        record_timing=False,
        raise_on_iopub_timeout=True,  # no output is given up in silence
        iopub_timeout=kernels.CELL_SECONDS,
    )
    place = {"cwd": str(folder), "env": kernels.environment()}
    with tempfile.TemporaryDirectory(prefix="kernel-") as sockets:
        manager = client.create_kernel_manager()
        manager.transport, manager.ip = kernels.sockets(sockets)
        with client.setup_kernel(**place, stdout=DEVNULL, stderr=DEVNULL):
            yield client


def cell(client: Client, index: int) -> Any:
    """Execute the cell at an index of the client's notebook; return it.

    Raises `CellError` if it fails, does not end in time, or the kernel dies.
    """
    from nbclient.exceptions import (
        CellExecutionError,
        CellTimeoutError,
        DeadKernelError,
    )

    from notebooks.outputs import StrayError

    try:
        # The gate keeps no history either, so `_` fails in both.
        return client.execute_cell(client.nb.cells[index], index, 1, False)
    except CellExecutionError as error:
        reason = f"{error.ename}: {error.evalue}".partition("\n")[0]
    except CellTimeoutError:
        reason = f"did not end within {client.timeout} s"
    except StrayError as error:
        reason = str(error)
    except DeadKernelError:
        reason = "the kernel died"
    raise CellError(reason)
