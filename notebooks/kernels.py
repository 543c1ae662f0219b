"""Build the environment of a kernel: the same in every tool.

The gate, ``python -m notebooks.run`` and ``python -m notebooks.lab`` start
kernels with the environment built here.  So a cell means the same in all three:
``import examples`` works, and nobody's own start-up files take part.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "notebooks"
LAB = ROOT / "lab"
"""Where a learner's copies are."""
CELL_SECONDS = 160
"""How long a cell may take before it hangs: twenty times the longest, for busy days."""


def sockets(folder: str) -> tuple[str, str]:
    """Return transport and address of a kernel on Unix sockets in a folder.

    Jupyter's own way is a free port, which the kernel opens half a second later.
    Now and then somebody else has it by then, and the kernel ends.

    :param folder: with a short path, such as tempfile's: a socket's has 107 bytes.
    """
    return "ipc", f"{folder}/kernel"


def in_lab() -> bool:
    """Tell whether this is a learner's copy: a kernel runs in its notebook's folder."""
    here = Path.cwd()
    return LAB in (here, *here.parents)


def environment() -> dict[str, str]:
    """Return the environment variables for a kernel or for JupyterLab.

    The root of the repository comes first on ``PYTHONPATH``.  Configuration,
    history and caches of Jupyter, IPython and matplotlib live under ``build/``,
    in a folder that is made if it is not there.  A kernel started from a notebook's
    cell is not that notebook's.
    A kernel is killed, not asked to leave, so it would lose its coverage data:
    it is not measured.  Nor does it hear that a test has started it: ipykernel would
    not capture then what a child prints.
    """
    state = ROOT / "build" / "jupyter"
    state.mkdir(parents=True, exist_ok=True)
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COVERAGE_", "JPY_", "JUPYTER", "PYTEST_"))
    }
    return kept | {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "IPYTHONDIR": str(state / "ipython"),
        "JUPYTER_CONFIG_DIR": str(state / "config"),
        "JUPYTER_DATA_DIR": str(state / "data"),
        "JUPYTER_RUNTIME_DIR": str(state / "runtime"),
        "MPLCONFIGDIR": str(state / "matplotlib"),
    }
