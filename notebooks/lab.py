"""Open the notebooks in JupyterLab: copies, so that the originals stay as they are.

``python -m notebooks.lab`` copies ``notebooks/*.ipynb`` to ``lab/``, which git
ignores, and opens the first.  Further options go to JupyterLab (``--no-browser``).
A copy that the learner has not edited is renewed; an edited one never.
"""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from nbformat.sign import NotebookNotary

from notebooks import cells, kernels

LAB = kernels.ROOT / "lab"
RECORD = ".originals.json"
OPTIONS = (
    "--ServerApp.ip=127.0.0.1",
    f"--ServerApp.root_dir={kernels.ROOT}",  # so that a link to ../slides resolves
    "--ServerApp.answer_yes=True",  # Ctrl-C stops, without a question
    "--allow-root",  # in a container; elsewhere it changes nothing
    "--LabApp.news_url=None",  # no request leaves the machine
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
QUIET = {"fetchNews": "false", "checkForUpdates": False}
SETTINGS = "@jupyterlab/apputils-extension/notification.jupyterlab-settings"


def digest(path: Path) -> str:
    """Return the digest of what a person writes in a notebook: its cells' sources.

    Outputs are left out: a copy that was only executed is not an edited one.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        written = [
            [cell["cell_type"], cells.joined(cell["source"])]
            for cell in notebook["cells"]
        ]
    except (KeyError, TypeError, ValueError):  # half written: keep it as it is
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()


def copy(source: Path, target: Path) -> Iterator[str]:
    """Copy the notebooks of a folder to another, but over no edited copy.

    Yields a line for each edited copy whose original has changed meanwhile; the
    new one stands beside it.  Without a record of what was copied, each copy that
    is not as its original counts as edited.
    """
    target.mkdir(parents=True, exist_ok=True)
    record = target / RECORD
    copied: dict[str, str] = {}
    if record.exists():
        try:
            copied = dict(json.loads(record.read_bytes()))
        except (TypeError, ValueError):
            yield f"lab/{RECORD} is broken: each copy that differs counts as edited"
    for original in sorted(source.glob("*.ipynb")):
        new = digest(original)
        place = target / original.name
        if _edited(place, copied) and digest(place) != new:
            if copied.get(place.name) == new:
                continue
            place = _beside(place, copied)
            yield f"lab/{original.name} is edited and stays; new: lab/{place.name}"
        shutil.copyfile(original, place)
        copied[place.name] = new
    record.write_text(json.dumps(copied, indent=1, sort_keys=True) + "\n")


def _edited(place: Path, copied: dict[str, str]) -> bool:
    """Whether a file is there and is not what was copied to it."""
    return place.exists() and digest(place) != copied.get(place.name)


def _beside(place: Path, copied: dict[str, str]) -> Path:
    """Return the first name beside an edited copy that no edited copy has."""
    number = 2
    while True:
        beside = place.with_name(f"{place.stem}-{number}{place.suffix}")
        if not _edited(beside, copied):
            return beside
        number += 1


def trust(source: Path, data: Path) -> None:
    """Sign the notebooks of a folder, so that their pictures are shown at once.

    A signature is of the content: it holds for each copy that is as it came.

    data: Jupyter's folder for the key and the signatures.
    """
    data.mkdir(parents=True, exist_ok=True)
    notary = NotebookNotary(data_dir=str(data))
    for path in source.glob("*.ipynb"):
        notary.sign(cells.read(path))
    notary.store.close()


def main() -> None:
    """Copy the notebooks, and become JupyterLab."""
    for line in copy(kernels.FOLDER, LAB):
        print(line, flush=True)
    environment = kernels.environment()
    trust(kernels.FOLDER, Path(environment["JUPYTER_DATA_DIR"]))
    state = Path(environment["JUPYTER_CONFIG_DIR"])
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(state / "settings")
    environment["JUPYTERLAB_WORKSPACES_DIR"] = str(state / "workspaces")
    environment["JP_LSP_VIRTUAL_DIR"] = os.path.relpath(state / "lsp", kernels.ROOT)
    settings = state / "settings" / SETTINGS
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(QUIET))
    first = min(LAB.glob("*.ipynb")).relative_to(kernels.ROOT).as_posix()
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS]
    command.append(f"--LabApp.default_url=/lab/tree/{first}")
    os.execve(sys.executable, [*command, *sys.argv[1:]], environment)


if __name__ == "__main__":
    main()
