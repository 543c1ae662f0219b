"""Notebooks broken on purpose, one way each, from one that is whole.

Each change spoils the good notebook, mostly its last cell, and comes with the words
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
TEXT: Cell = {
    "output_type": "display_data",
    "data": {"text/plain": "'one'"},
    "metadata": {},
}
PNG = {"image/png": "iVBORw0KGgo=", "text/plain": "a circle"}
THREAD = "from threading import Thread, Timer\ndef fail():\n    raise ValueError\n"
FAIL = "async def fail():\n    raise ValueError('spoilt')\n\n\n"
RAISE = "raise ValueError('spoilt')"


class Poison(NamedTuple):
    """A way to break a notebook, and how the gate says so.

    says: a regular expression, which begins with the test that fails.
    shared: the notebook in which its last cell stands beside others; to start a
        kernel for each takes long.  Else it has one of its own.
    """

    spoil: Callable[[list[Cell]], object]
    says: str
    shared: str = ""


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


def shown(data: dict[str, Any]) -> Cell:
    """Return the output of a picture or of HTML."""
    return {"output_type": "display_data", "data": data, "metadata": {}}


def notebook(*cells: Cell) -> str:
    """Return the text of a notebook, normalised."""
    return normal.text({"cells": list(cells)})


# What works is shown once, beside what is broken below.
GOOD = (
    code("from examples.peers import PEERS\n'redis' in PEERS and None"),
    code("%%bash\nset -euo pipefail\necho shell", stream("shell\n")),
    code(
        "display({'text/html': '<b>b</b>'}, raw=True)", shown({"text/html": "<b>b</b>"})
    ),
    code(
        "import subprocess\n\nfor number in range(3):\n"
        "    subprocess.run(['echo', 'child', str(number)], check=True)\n"
        "    print('cell', number)",
        stream("child 0\ncell 0\nchild 1\ncell 1\nchild 2\ncell 2\n"),
    ),
    code(
        "from IPython.display import clear_output\n\n"
        "print('draft')\nclear_output()\n"
        "shown = display('one', display_id='a')\nshown.update('two')",
        shown({"text/plain": "'two'"}),
    ),
    code(
        "import asyncio\nfrom concurrent.futures import ThreadPoolExecutor\n\n"
        "kept = asyncio.ensure_future(asyncio.sleep(0, 'task'))\n"
        "asyncio.get_running_loop().call_later(600, lambda: 1).cancel()\n"
        "with ThreadPoolExecutor() as pool:\n"
        "    job = pool.submit(int, '3')\n"
        "print(await kept, await asyncio.to_thread(int, '2'), job.result())",
        stream("task 2 3\n"),
    ),
    code(
        "child = subprocess.Popen(['sleep', '600'])\n"
        "child.kill()\nchild.wait()\nprint(child.returncode)",
        stream("-9\n"),
    ),
    code("for _ in range(2):\n    print(_)", stream("0\n1\n"), tags=("victim",)),
)
PEER = code("1 + 1 and None", tags=("peer-redis", "queue"))


def spoilt(spoil: Callable[[list[Cell]], object]) -> str:
    """Return the good notebook, spoilt."""
    cells = copy.deepcopy(list(GOOD))
    spoil(cells)
    return notebook(*cells)


def notebooks() -> dict[str, str]:
    """Return the poisoned notebooks by name."""
    alone = {name: spoilt(one.spoil) for name, one in ALL.items() if not one.shared}
    shared: dict[str, list[Cell]] = {}
    for name, one in ALL.items():
        if one.shared:
            cells = copy.deepcopy(list(GOOD))
            one.spoil(cells)
            cells[-1]["metadata"]["tags"] = [name]
            shared.setdefault(one.shared, list(GOOD)).append(cells[-1])
    return alone | {name: notebook(*cells) for name, cells in shared.items()}


def instead(source: str, *outputs: Cell) -> Callable[[list[Cell]], object]:
    """Return a change that puts another source and other outputs in the last cell."""
    return lambda cells: cells[-1].update(source=source, outputs=list(outputs))


def tagged(tag: str, cell: int = -1) -> Callable[[list[Cell]], object]:
    """Return a change that adds a tag to a cell."""
    return lambda cells: cells[cell]["metadata"]["tags"].append(tag)


ALL = {
    "raise": Poison(instead(RAISE), "victim.*caused an exception.*Traceback", "cells"),
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
        r"victim.*outputs differ.*\n\+.*stderr",
        "cells",
    ),
    "thread-silent": Poison(
        instead(
            "import contextlib, io\n"
            + THREAD
            + "with contextlib.redirect_stderr(io.StringIO()):\n"
            + "    t = Thread(target=fail)\n    t.start()\n    t.join()"
        ),
        r"lost.*LostError.*died: ValueError",
        "lost",
    ),
    "thread-late": Poison(
        instead(THREAD + "Timer(60, fail).start()"),
        r"lost.*LostError.*still runs: join it",
        "lost",
    ),
    "wrong-output": Poison(
        instead("print(3)", stream("4\n")),
        r"victim.*outputs differ.*\n-.*4.*\n\+.*3",
        "cells",
    ),
    "wrong-html": Poison(
        instead(
            SHOW.format({"text/html": "<b>1</b>"}), shown({"text/html": "<b>2</b>"})
        ),
        r"victim.*outputs differ.*\n-.*<b>2.*\n\+.*<b>1",
        "cells",
    ),
    "wrong-picture": Poison(
        instead(
            SHOW.format(PICTURE | {"image/svg+xml": SVG.format(2)}), shown(PICTURE)
        ),
        r"victim.*outputs differ.*\n-.*r=.*1.*\n\+.*r=.*2",
        "cells",
    ),
    "png": Poison(
        instead(SHOW.format(PNG), shown(PNG)), r"lint.*victim.*image/png.*show SVG"
    ),
    "missing-output": Poison(
        instead("print(3)"), r"victim.*outputs differ.*\n\+.*stdout", "cells"
    ),
    "never-run": Poison(
        lambda cells: cells[-1].update(execution_count=None, outputs=[]),
        r"lint.*victim.*was never run; run `make notebooks`",
    ),
    "unknown-magic": Poison(
        instead(f"%nonesuch\n{RAISE}"),
        r"victim.*outputs differ.*\n\+.*UsageError",
        "cells",
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
    "bash": Poison(
        instead("%%bash\nset -euo pipefail\nfalse"),
        "victim.*CalledProcessError",
        "cells",
    ),
    "bash-middle": Poison(
        instead("%%bash\nset -euo pipefail\nfalse\necho on", stream("on\n")),
        "victim.*CalledProcessError",
        "cells",
    ),
    "bash-careless": Poison(
        instead("%%bash\nfalse\necho on", stream("on\n")),
        "lint.*victim.*`set -euo pipefail`",
    ),
    "bash-no-raise": Poison(
        instead("%%bash --no-raise-error\nset -euo pipefail\nfalse"),
        "lint.*victim.*--no-raise-error",
    ),
    "bang": Poison(instead("!false"), "lint.*victim.*`!`"),
    "semicolon": Poison(instead("1 + 1;"), "lint.*victim.*trailing `;`"),
    "underscore": Poison(instead("1 + _"), "lint.*victim.*`_` is history"),
    "loose-tag": Poison(tagged("nbval-skip"), "lint.*victim.*nbval-skip loosens"),
    "loose-comment": Poison(
        instead("# NBVAL_IGNORE_OUTPUT\nprint(3)"),
        "lint.*victim.*NBVAL_IGNORE_OUTPUT loosens",
    ),
    "unknown-peer": Poison(tagged("peer-nonesuch"), "lint.*victim.*unknown peer"),
    "hang": Poison(
        instead("import time\ntime.sleep(60)"), "victim.*Timeout of 12 seconds"
    ),
    "hang-calm": Poison(
        instead(
            "import contextlib, time\n"
            "with contextlib.suppress(KeyboardInterrupt):\n"
            "    time.sleep(60)"
        ),
        "victim.*Timeout of 12 seconds.*then it ended well",
    ),
    "hang-deaf": Poison(
        instead(
            "import signal, time\n"
            "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
            "time.sleep(60)"
        ),
        "victim.*Timeout of 12 seconds.*Failed to interrupt",
    ),
    "kernel-dies": Poison(
        instead("import os\nos._exit(1)"), "victim.*The kernel died in this cell"
    ),
    # The outputs of one run, put together by nbclient's rules, and compared whole.
    "stale-update": Poison(
        instead("h = display('one', display_id='b')\nh.update('two')", TEXT),
        r"victim.*outputs differ.*\n-.*one.*\n\+.*two",
        "cells",
    ),
    "cleared": Poison(
        instead("print('secret')\nclear_output()", stream("secret\n")),
        r"victim.*outputs differ.*\n-.*secret",
        "cells",
    ),
    "order": Poison(
        instead("print(1)\ndisplay('one')\nprint(2)", stream("1\n2\n"), TEXT),
        r"victim.*outputs differ.*\n\+.*display_data",
        "cells",
    ),
    "metadata": Poison(
        instead(SHOW.format(HTML), shown(HTML) | {"metadata": {"isolated": True}}),
        r"victim.*outputs differ.*\n-.*isolated",
        "cells",
    ),
    "another-cells-display": Poison(
        instead("shown.update('three')"),
        "victim.*updates the display 'a' of another cell; show it anew",
        "cells",
    ),
    # Failures that no cell shows.
    "task-kept": Poison(
        instead(
            FAIL + "failed = asyncio.ensure_future(fail())\nawait asyncio.sleep(0)"
        ),
        "lost.*a task failed: ValueError: spoilt; await it",
        "lost",
    ),
    "task-pending": Poison(
        instead("kept = asyncio.ensure_future(asyncio.sleep(600))"),
        "lost.*the task .* still runs: await it",
        "lost",
    ),
    "call-later": Poison(
        instead("asyncio.get_running_loop().call_later(0.1, lambda: 1 / 0) and None"),
        "lost.*Exception in callback .*ZeroDivisionError",
        "lost",
    ),
    "call-much-later": Poison(
        instead("asyncio.get_running_loop().call_later(600, lambda: 1) and None"),
        r"lost.*<lambda>\(\) is still to be called: wait for it",
        "lost",
    ),
    "job-unasked": Poison(
        instead(
            "with ThreadPoolExecutor() as pool:\n    pool.submit(int, 'x') and None"
        ),
        "lost.*a pool's job failed: ValueError: invalid literal.*ask for its result",
        "lost",
    ),
    "finaliser": Poison(
        instead(
            "class Bad:\n    def __del__(self):\n        1 / 0\n\n\n"
            "bad = [Bad()]\nbad.append(bad)\ndel bad"
        ),
        "lost.*__del__.* failed: ZeroDivisionError",
        "lost",
    ),
    "thread-misnamed": Poison(
        instead(
            "import threading\n\nthreading.Thread(target=threading.Event().wait, "
            "name='asyncio_x', daemon=True).start()"
        ),
        "lost.*asyncio_x still runs: join it",
        "lost",
    ),
    "process-left": Poison(
        instead(
            "left = subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
            "left.returncode"
        ),
        r"lost.*process \d+ \(sleep 600\) still runs: end it",
        "lost",
    ),
    "file-left": Poison(
        instead("from pathlib import Path\n\nPath('left.txt').touch()"),
        "lost.*left.txt was left behind: write it to a temporary folder",
        "lost",
    ),
    "hook-replaced": Poison(
        instead("import threading\n\nvars(threading).update(excepthook=print)"),
        "lost.*the cell 'import threading' replaced threading.excepthook",
        "lost",
    ),
    "handler-replaced": Poison(
        instead("vars(get_ipython()).update(custom_exceptions=(ValueError,))"),
        "lost.*replaced the handler of exceptions",
        "lost",
    ),
    "input-transformer": Poison(
        instead("get_ipython().input_transformers_post.append(list)"),
        "lost.*replaced the input transformers",
        "lost",
    ),
    "hook-set": Poison(
        instead("import sys\n\nsys.excepthook = print"),
        "lint.*victim.*excepthook decides which failures are seen",
    ),
    "handler-set": Poison(
        instead("get_ipython().set_custom_exc((ValueError,), print)"),
        "lint.*victim.*set_custom_exc decides which failures are seen",
    ),
    "run-unchecked": Poison(
        instead("subprocess.run(['false']) and None"),
        "lint.*victim.*subprocess.run without check=True",
    ),
    "run-unread": Poison(
        instead("subprocess.run(['false'], check=False) and None"),
        "lint.*victim.*subprocess.run: let the cell read `returncode`",
    ),
    "os-system": Poison(
        instead("import os\n\nos.system('false') and None"),
        "lint.*victim.*os.system gives a status that nobody reads",
    ),
    "alias": Poison(
        instead("%alias quiet false\n%quiet"), "lint.*victim.*%alias hides a failure"
    ),
    "bash-pipe": Poison(
        instead("%%bash\nset -eu\nfalse | cat"),
        "lint.*victim.*`set -euo pipefail`",
    ),
    "sh": Poison(instead("%%sh\nset -eu\nfalse | cat"), "lint.*victim.*sh cannot stop"),
    # Cells that nobody runs, or that are called like another.
    "tagged-twice": Poison(
        lambda cells: cells[0]["metadata"]["tags"].append("victim"),
        r"lint.*victim.*cell 1 \(victim\) is tagged victim already",
    ),
    "raw": Poison(
        lambda cells: cells[-1].update(cell_type="raw"),
        "lint.*is raw: nobody runs it",
    ),
    "00-preface": Poison(
        tagged("exercise-sign"), "lint.*victim.*is not the empty exercise"
    ),
}
HANGING = {name for name in ALL if name.startswith("hang")}
"""Those that are waited for until their time is over."""
