"""Copy the notebooks to ``lab/`` and open them in JupyterLab.

``python -m notebooks.lab`` copies ``notebooks/*.ipynb`` to ``lab/``, which git
ignores and which is all that JupyterLab can reach, and opens the first.  What a
notebook links to, except its slides, is copied to ``lab/source/``, read-only.
Further options go to JupyterLab (``--no-browser``).  A copy that the learner has
not edited is renewed; an edited one never.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import nbformat
from ipykernel.ipkernel import IPythonKernel
from nbformat.sign import NotebookNotary

from notebooks import atomic, cells, kernels, portable

SLIDES = "build/slides/"
RECORD = ".originals.json"
SVG = "image/svg+xml"
LINK = re.compile(r"\]\(\.\./([^)#\s]+)")
# Of nobody's own start-up files: they might put another Python first.
TERMINAL = [
    *("bash", "-c", 'cd "$0" && PATH="$1:$PATH" exec bash --norc'),
    *(str(kernels.ROOT), str(Path(sys.executable).parent)),
]
OPTIONS = (
    "--ServerApp.ip=127.0.0.1",
    f"--ServerApp.root_dir={kernels.LAB}",
    f"--ServerApp.extra_static_paths={kernels.ROOT / SLIDES}",  # under /static/
    "--ServerApp.answer_yes=True",  # Ctrl-C stops, without a question
    "--allow-root",  # in a container; elsewhere it changes nothing
    "--LabApp.news_url=None",  # no request leaves the machine
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--LabApp.custom_css=True",
    f"--ServerApp.terminado_settings={ {'shell_command': TERMINAL} }",
)
QUIET = {"fetchNews": "false", "checkForUpdates": False}
SETTINGS = "@jupyterlab/apputils-extension/notification.jupyterlab-settings"

CSS = "custom/custom.css"
# What is drawn in dark ink may have no ground of its own, and the theme may be dark.
# Of an output that is folded, so that one can guess, JupyterLab shows the first line.
STYLE = """\
.jp-RenderedSVG img, .jp-RenderedMarkdown img { background: #fff; padding: 8px }
.jp-OutputPlaceholder .jp-PlaceholderText { font-size: 0 }
.jp-OutputPlaceholder .jp-PlaceholderText::before {
  content: "guess, then run the cell"; font: italic var(--jp-content-font-size1) serif
}
"""


def originals(folder: Path) -> dict[str, bytes]:
    """Read notebooks and the sources they link to, with the links rewritten.

    :param folder: where the notebooks are; their links go up from it.

    In the notebooks' text, links to the slides lead to where JupyterLab serves them,
    and others to the copies of what they mean.  Drawings bring their fonts, and the
    kernel's own words on its language are there: JupyterLab would put them there, and
    ask the reader to save.  Solutions are copied whether a text links to them or not.
    """
    found: dict[str, bytes] = {}
    linked: set[str] = set()

    def moved(link: re.Match[str]) -> str:
        path = link[1]
        if path.startswith(SLIDES):
            return f"](/static/{path.removeprefix(SLIDES)}"
        linked.add(path)
        return f"](source/{path}"

    for original in sorted(folder.glob("*.ipynb")):
        notebook = json.loads(original.read_bytes())
        notebook["metadata"]["language_info"] = IPythonKernel.language_info
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = LINK.sub(moved, cells.joined(cell["source"]))
            for output in cell.get("outputs", []):
                if SVG in output.get("data", {}):
                    text = cells.joined(output["data"][SVG])
                    output["data"][SVG] = portable.drawing(text)
        linked.add(f"notebooks/solutions/{original.stem.partition('-')[2]}.py")
        found[original.name] = json.dumps(
            notebook, indent=1, ensure_ascii=False
        ).encode()
    for path in sorted(linked):
        place = folder.parent / path
        for file in (place, *place.glob("*")):  # the latter if it is a folder
            if file.is_file():
                name = file.relative_to(folder.parent).as_posix()
                found[f"source/{name}"] = _source(file)
    return found


def _source(file: Path) -> bytes:
    """Read a file; a drawing is made portable."""
    if file.suffix == ".svg":
        return portable.drawing(file.read_text("utf-8")).encode()
    return file.read_bytes()


def digest(content: bytes) -> str:
    """Hash a file; of a notebook, its cells' sources.

    Outputs are left out: a copy that was only executed is not an edited one.
    """
    try:
        notebook = json.loads(content)
        written = [
            [cell["cell_type"], cells.joined(cell["source"])]
            for cell in notebook["cells"]
        ]
    except (KeyError, TypeError, ValueError):  # another file, or half written
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()


def copy(originals: Mapping[str, bytes], target: Path) -> Iterator[str]:
    """Write files to a folder, over no edited copy; all but notebooks read-only.

    Yields a line for each edited copy whose original has changed meanwhile; the
    new one stands beside it.  Without a record of what was copied, each copy that
    is not as its original counts as edited.
    """
    record = target / RECORD
    copied: dict[Path, str] = {}
    if record.exists():
        try:
            digests = dict(json.loads(record.read_bytes()))
            copied = {target / name: one for name, one in digests.items()}
        except (TypeError, ValueError):
            yield f"lab/{RECORD} is broken: each copy that differs counts as edited"
    for name, content in originals.items():
        new = digest(content)
        place = target / name
        if _edited(place, copied) and digest(place.read_bytes()) != new:
            if copied.get(place) == new:
                continue
            place = _beside(place, copied)
            beside = place.relative_to(target).as_posix()
            yield f"lab/{name} is edited and stays; new: lab/{beside}"
        atomic.write(place, content, 0o644 if place.suffix == ".ipynb" else 0o444)
        copied[place] = new
    digests = {path.relative_to(target).as_posix(): copied[path] for path in copied}
    text = json.dumps(digests, indent=1, sort_keys=True) + "\n"
    atomic.write(record, text.encode(), 0o644)


def _edited(place: Path, copied: Mapping[Path, str]) -> bool:
    """Whether a file is there and is not what was copied to it."""
    return place.exists() and digest(place.read_bytes()) != copied.get(place)


def _beside(place: Path, copied: Mapping[Path, str]) -> Path:
    """Return the first name beside an edited copy that no edited copy has."""
    number = 2
    while True:
        beside = place.with_name(f"{place.stem}-{number}{place.suffix}")
        if not _edited(beside, copied):
            return beside
        number += 1


def trust(originals: Mapping[str, bytes], data: Path) -> None:
    """Sign the notebooks as trusted, so that JupyterLab shows their SVG at once.

    A signature is of the content: it holds for each copy that is as it came.

    data: Jupyter's folder for the key and the signatures.
    """
    data.mkdir(parents=True, exist_ok=True)
    notary = NotebookNotary(data_dir=str(data))
    for name, content in originals.items():
        if name.endswith(".ipynb"):
            notary.sign(nbformat.reads(content.decode(), as_version=4))
    notary.store.close()


def main() -> None:
    """Copy and sign the notebooks, write settings, exec JupyterLab."""
    portable.write_faces()
    found = originals(kernels.FOLDER)
    for line in copy(found, kernels.LAB):
        print(line, flush=True)
    environment = kernels.environment()
    trust(found, Path(environment["JUPYTER_DATA_DIR"]))
    state = Path(environment["JUPYTER_CONFIG_DIR"])
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(state / "settings")
    environment["JUPYTERLAB_WORKSPACES_DIR"] = str(state / "workspaces")
    environment["JP_LSP_VIRTUAL_DIR"] = os.path.relpath(state / "lsp", kernels.LAB)
    for name, text in {f"settings/{SETTINGS}": json.dumps(QUIET), CSS: STYLE}.items():
        (state / name).parent.mkdir(parents=True, exist_ok=True)
        (state / name).write_text(text)
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS]
    command.append(f"--LabApp.default_url=/lab/tree/{min(found)}")
    os.execve(sys.executable, [*command, *sys.argv[1:]], environment)


if __name__ == "__main__":
    main()
