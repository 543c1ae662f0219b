"""Notebooks broken on purpose, one way each, from one that is whole.

Each change spoils the last cell of the good notebook, and comes with the words
that the gate has to fail it with.
"""

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

from notebooks import normal

Cell = dict[str, Any]

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><circle r="{}"/></svg>'
SHOW = "display({}, raw=True)"
PICTURE = {"image/svg+xml": SVG.format(1), "text/plain": "a circle"}
HTML = {"text/html": "<b>1</b>"}
PNG = {"image/png": "iVBORw0KGgo=", "text/plain": "a circle"}
THREAD = "from threading import Thread, Timer\ndef fail():\n    raise ValueError\n"
RAISE = "raise ValueError('spoilt')"


class Poison(NamedTuple):
    """A way to break a cell, and how the gate says so (a regular expression)."""

    spoil: Callable[[Cell], object]
    says: str


def code(source: str, *outputs: Cell, tags: tuple[str, ...] = ()) -> Cell:
    """Return a code cell as if it had been run."""
    return {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {"tags": list(tags)},
        "outputs": list(outputs),
        "source": source,
    }


def stream(text: str, name: str = "stdout") -> Cell:
    """Return the output of a print."""
    return {"output_type": "stream", "name": name, "text": text}


def shown(data: dict[str, str]) -> Cell:
    """Return the output of a picture or of HTML."""
    return {"output_type": "display_data", "data": data, "metadata": {}}


def notebook(*cells: Cell) -> str:
    """Return the text of a notebook, normalised."""
    return normal.text({"cells": list(cells)})


GOOD = (
    code("from examples.peers import PEERS\n'redis' in PEERS and None"),
    code("%%bash\nset -eu\necho shell", stream("shell\n")),
    code(
        "display({'text/html': '<b>b</b>'}, raw=True)", shown({"text/html": "<b>b</b>"})
    ),
    code("for _ in range(2):\n    print(_)", stream("0\n1\n"), tags=("victim",)),
)
PEER = code("1 + 1 and None", tags=("peer-redis", "queue"))


def spoilt(spoil: Callable[[Cell], object]) -> str:
    """Return the good notebook with its last cell spoilt."""
    cells = copy.deepcopy(GOOD)
    spoil(cells[-1])
    return notebook(*cells)


def instead(source: str, *outputs: Cell) -> Callable[[Cell], object]:
    """Return a change that puts another source and other outputs in a cell."""
    return lambda cell: cell.update(source=source, outputs=list(outputs))


def tagged(tag: str) -> Callable[[Cell], object]:
    """Return a change that adds a tag to a cell."""
    return lambda cell: cell["metadata"]["tags"].append(tag)


ALL = {
    "raise": Poison(instead(RAISE), "victim.*caused an exception.*Traceback"),
    "raise-stored": Poison(
        instead(
            RAISE,
            {
                "output_type": "error",
                "ename": "ValueError",
                "evalue": "spoilt",
                "traceback": [],
            },
        ),
        r"lint.*victim.*stores the error ValueError; catch it",
    ),
    "thread-joined": Poison(
        instead(THREAD + "t = Thread(target=fail)\nt.start()\nt.join()"),
        r"victim.*Unexpected output fields.*stderr",
    ),
    "thread-silent": Poison(
        instead(
            "import contextlib, io\n"
            + THREAD
            + "with contextlib.redirect_stderr(io.StringIO()):\n"
            + "    t = Thread(target=fail)\n    t.start()\n    t.join()"
        ),
        r"threads.*UnjoinedError.*died: ValueError",
    ),
    "thread-late": Poison(
        instead(THREAD + "Timer(60, fail).start()"),
        r"threads.*UnjoinedError.*still runs: join it",
    ),
    "wrong-output": Poison(
        instead("print(3)", stream("4\n")), r"victim.*outputs differ.*mismatch 'stdout'"
    ),
    "wrong-html": Poison(
        instead(
            SHOW.format({"text/html": "<b>1</b>"}), shown({"text/html": "<b>2</b>"})
        ),
        r"victim.*outputs differ.*mismatch 'text/html'",
    ),
    "wrong-picture": Poison(
        instead(
            SHOW.format(PICTURE | {"image/svg+xml": SVG.format(2)}), shown(PICTURE)
        ),
        r"victim.*outputs differ.*mismatch 'image/svg\+xml'",
    ),
    "png": Poison(
        instead(SHOW.format(PNG), shown(PNG)), r"lint.*victim.*image/png.*show SVG"
    ),
    "missing-output": Poison(
        instead("print(3)"), r"victim.*Unexpected output fields.*stdout"
    ),
    "never-run": Poison(
        lambda cell: cell.update(execution_count=None, outputs=[]),
        r"lint.*victim.*was never run; run `make notebooks`",
    ),
    "unknown-magic": Poison(
        instead(f"%nonesuch\n{RAISE}"), r"victim.*Unexpected output fields.*stderr"
    ),
    "unknown-magic-stored": Poison(
        instead(
            "%%nonesuch\n" + RAISE,
            stream("UsageError: Cell magic `%%nonesuch` not found.\n", "stderr"),
        ),
        r"lint.*victim.*did not run: UsageError",
    ),
    "unknown-program": Poison(
        instead("%%script nonesuch\n1", stream("Couldn't find program: 'nonesuch'\n")),
        r"lint.*victim.*did not run: Couldn't find program",
    ),
    "bash": Poison(instead("%%bash\nset -eu\nfalse"), "victim.*CalledProcessError"),
    "bash-middle": Poison(
        instead("%%bash\nset -eu\nfalse\necho on", stream("on\n")),
        "victim.*CalledProcessError",
    ),
    "bash-careless": Poison(
        instead("%%bash\nfalse\necho on", stream("on\n")), "lint.*victim.*`set -eu`"
    ),
    "bash-no-raise": Poison(
        instead("%%bash --no-raise-error\nset -eu\nfalse"),
        "lint.*victim.*--no-raise-error",
    ),
    "bang": Poison(instead("!false"), "lint.*victim.*`!`"),
    "semicolon": Poison(instead("1 + 1;"), "lint.*victim.*trailing `;`"),
    "underscore": Poison(
        lambda cell: cell.update(source="1 + _"), "lint.*victim.*`_` is history"
    ),
    "loose-tag": Poison(tagged("nbval-skip"), "lint.*victim.*nbval-skip loosens"),
    "loose-comment": Poison(
        instead("# NBVAL_IGNORE_OUTPUT\nprint(3)"),
        "lint.*victim.*NBVAL_IGNORE_OUTPUT loosens",
    ),
    "unknown-peer": Poison(tagged("peer-nonesuch"), "lint.*victim.*unknown peer"),
    "hang": Poison(
        instead("import time\ntime.sleep(60)"), "victim.*Timeout of 6 seconds"
    ),
    "hang-calm": Poison(
        instead(
            "import contextlib, time\n"
            "with contextlib.suppress(KeyboardInterrupt):\n"
            "    time.sleep(60)"
        ),
        "victim.*Timeout of 6 seconds.*then it ended well",
    ),
    "hang-deaf": Poison(
        instead(
            "import signal, time\n"
            "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
            "time.sleep(60)"
        ),
        "victim.*Timeout of 6 seconds.*Failed to interrupt",
    ),
    "kernel-dies": Poison(
        instead("import os\nos._exit(1)"), "victim.*The kernel died in this cell"
    ),
}
