"""Put the project on ``sys.path``: ``%run ../notebooks/start.py 02-highlight``.

The first cell of each notebook.  Where libraries are missing, or the originals are
open in JupyterLab, one line says so.  In JupyterLab a cell without its peer
shows its stored output.  In the gate and in ``make notebooks`` nothing is said.

Whatever Python a notebook was opened in reads this file: it keeps to Python 3.8.
"""

import os
import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKED = re.compile(r"^([\w.-]+)==\S+ \\$", re.MULTILINE)  # on every machine
SESSION = "JPY_SESSION_NAME"  # Jupyter's server sets it; neither gate nor nbclient


def main(name: str) -> None:
    """Start a notebook, by its name without ``.ipynb``."""
    add_project()
    # ipykernel asks for colours; Python 3.13 gives them, also to who stores the words.
    os.environ["PYTHON_COLORS"] = "0"
    missing = missing_libraries()
    if missing:
        some = ", ".join(missing[:3]) + ", …" * (len(missing) > 3)
        ours = " or ".join(sorted(path.name for path in ROOT.glob(".venv-*")))
        print(
            f"{sys.prefix} lacks libraries ({some}): `make lab` opens JupyterLab where "
            f"they are; elsewhere choose the kernel of {ours or '.venv-X.Y'}."
        )
    elif SESSION in os.environ:
        if Path.cwd() == ROOT / "notebooks":
            print("These are the originals; `make lab` opens copies to work in.")
        from notebooks import skipping

        skipping.install(ROOT / "notebooks" / f"{name}.ipynb")


def add_project() -> None:
    """Put the project on ``sys.path``, and on ``PYTHONPATH`` for child processes."""
    root = str(ROOT)
    if root not in sys.path:
        sys.path.insert(0, root)
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if root not in paths:
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [root, *paths]))


def missing_libraries() -> "list[str]":
    """Return the libraries of the project's environment that are not in this one."""
    lock = ROOT / "requirements" / "full.lock"
    return [name for name in LOCKED.findall(lock.read_text()) if not is_here(name)]


def is_here(library: str) -> bool:
    """Tell whether a library is installed, in whatever version."""
    try:
        metadata.distribution(library)
    except metadata.PackageNotFoundError:
        return False
    return True


if __name__ == "__main__":
    main(sys.argv[1])
    globals().clear()  # %run hands a script's names to the notebook
