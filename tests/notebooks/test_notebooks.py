"""The notebooks' own tools: lint, the normal form, re-execution."""

import json
import os
from pathlib import Path

import nbformat
import pytest

from examples import peers
from notebooks import atomic, kernels, lint, normal, run, source
from tests.notebooks import poison
from tests.notebooks.poison import code, stream

pytestmark = pytest.mark.beside("properties")

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.mark.parametrize("path", run.paths([]), ids=lambda path: path.stem)
def test_each_notebook_is_normalised_and_fit_for_the_gate(path: Path) -> None:
    """The committed notebooks pass `make check`."""
    assert lint.faults(path) == []


@pytest.mark.parametrize(
    "text",
    [
        "for _ in range(3):\n    print(_)",
        "print('a;b')  # a comment;",
        "await something()",
        "%%bash\nset -euo pipefail\ntrue",
        "import subprocess\nprint(subprocess.run(['a'], check=False).returncode)",
        "%%bash\n\nset -euo pipefail\ncat <<< 'set +1'",
        "from gettext import gettext as _\n_('text')",
        "print('!false')",
        "print(Inbox, _seen)",
        "%time print(6 * 7)  # it's quick",
    ],
)
def test_the_lint_lets_honest_code_stand(text: str) -> None:
    """What looks like a forbidden form, and is none, is no fault."""
    assert list(source.faults(text)) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("names = !ls", "`!` and %system"),
        ("%%time\n!false", "`!` and %system"),
        ("%%bash\nfalse", "`set -euo pipefail`"),
        ("%%sh\nset -eu\nfalse", "sh cannot stop"),
        ("%%script /bin/bash\nset -eu\nfalse", "`set -euo pipefail`"),
        ("%%script --bg bash\nset -euo pipefail\nfalse", "--bg hides"),
        ("1;  # shown", "trailing `;`"),
        ("print(Out[1])", "`Out` is history"),
        ("print(_i2, _3)", "`_3` is history"),
        ("%%bash\nset -euo pipefail\nset +e\nfalse", "`set +` lets"),
        ("%cat nonesuch", "%cat hides"),
        ("%alias quiet false", "%alias hides"),
        ("from os import popen as p\np('false')", "os.popen gives a status"),
        ("import os.path\nos.system('false')", "os.system gives a status"),
        ("import subprocess\nsubprocess.getoutput('false')", "subprocess.getoutput"),
        ("from subprocess import run\nrun(['false'])", "subprocess.run without"),
        ("from subprocess import run\nrun(['false'], check=c)", "read `returncode`"),
        ("import subprocess\nsubprocess.Popen(['false'])", "subprocess.Popen: let"),
        (
            "import asyncio\nawait asyncio.create_subprocess_exec('false')",
            "asyncio.create_subprocess_exec: let",
        ),
        ("import threading\nthreading.excepthook = print", "excepthook decides"),
        ("import sys\nsetattr(sys, 'unraisablehook', print)", "unraisablehook decides"),
        ("get_ipython().set_custom_exc((), print)", "set_custom_exc decides"),
        ("loop.set_exception_handler(None)", "set_exception_handler decides"),
        ("system false", "is not valid Python"),
        ("  \n", "is empty"),
    ],
)
def test_the_lint_names_each_form_that_hides_a_failure(text: str, says: str) -> None:
    """A cell that could fail unseen is refused, and told why."""
    assert says in "\n".join(source.faults(text))


def test_a_folded_output_stays_folded() -> None:
    """A reader guesses first.  Whatever else JupyterLab notes of a cell is dropped."""
    cell = code("6 * 7")
    cell["metadata"] |= {"jupyter": {"outputs_hidden": True}, "collapsed": True}
    (kept,) = json.loads(normal.text({"cells": [cell]}))["cells"]
    assert kept["metadata"] == {"jupyter": {"outputs_hidden": True}}


def test_what_is_to_be_guessed_is_folded() -> None:
    """The outputs of all cells up to the next text; a cell without output stays."""
    asks: poison.Cell = {"cell_type": "markdown", "metadata": {}}
    asks["source"] = "*Guess first:* how many?"
    shown = code("a", stream("6"))
    given = [asks, code("a = 6"), shown, shown, asks | {"source": "Six."}, shown]
    kept = json.loads(normal.text({"cells": given}))["cells"]
    folded = [bool(cell["metadata"]) for cell in kept]
    assert folded == [False, False, True, True, False, False]


def test_an_import_in_one_cell_counts_in_all() -> None:
    """What `run` stands for is known, though another cell has imported it."""
    first, text = code("from subprocess import run"), "run(['false'])"
    others = code(text), code(f"%%time\n{text}")
    faults = list(lint.notebook_faults({"cells": [first, *others]}))
    assert [fault[:38] for fault in faults] == [
        "cell 2: subprocess.run without check=T",
        "cell 3: subprocess.run without check=T",
    ]


@pytest.mark.parametrize(
    ("output", "says"),
    [
        (poison.shown(poison.PNG), "shows image/png"),
        (poison.shown({"image/jpeg": ""}), "shows image/jpeg"),
        (poison.shown({WIDGET: {}}), f"shows {WIDGET}"),
        (stream("on\nCouldn't find program: 'x'\n"), "did not run: Couldn't find"),
    ],
)
def test_the_lint_reads_what_is_stored(output: poison.Cell, says: str) -> None:
    """What the gate cannot compare, and what IPython only mutters, below other text."""
    (fault,) = lint.notebook_faults({"cells": [code("1", output)]})
    assert says in fault


def test_no_cell_may_depend_on_a_cell_that_may_be_skipped() -> None:
    """A name made by a peer's cell is for cells of that peer alone."""
    made = code("client = 1", tags=("peer-redis",))
    same = code("client + 1 and None", tags=("peer-redis",))
    other = code("client + 1 and None")
    again = code("client = 2\nclient + 1 and None")
    faults = list(lint.notebook_faults({"cells": [made, same, other, again, other]}))
    assert faults == [
        "cell 3: has client from a cell tagged peer-redis; tag this one so too"
    ]


def test_no_cell_takes_a_name_from_a_function_of_another() -> None:
    """What a function looks up stays what it was when the function was written."""
    function = code("limit = 1\n\n\ndef less(n):\n    return n < limit")
    other = code("limit = 'no'")
    faults = list(lint.notebook_faults({"cells": [function, other]}))
    assert faults == [
        "cell 2: assigns limit anew, which cell 1 looks up; choose another name"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "found = [n for n in rows if n in rows]",  # runs where it stands
        "def own(rows):\n    return rows",
        "def own():\n    rows = 3\n    return rows",
    ],
)
def test_a_name_of_its_own_may_be_assigned_anew(text: str) -> None:
    """Only what is looked up when a function is called can change behind it."""
    first, again = code("rows = [1]"), code("rows = [2]")
    assert list(lint.notebook_faults({"cells": [first, code(text), again]})) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "JSONDecodeError"),
        (poison.notebook().encode("utf-16"), "UnicodeDecodeError"),
    ],
)
def test_the_lint_says_when_a_file_is_no_notebook(
    tmp_path: Path, content: bytes, says: str
) -> None:
    """A broken file is one clear line, not a traceback."""
    (tmp_path / "broken.ipynb").write_bytes(content)
    (fault,) = lint.faults(tmp_path / "broken.ipynb")
    assert fault.startswith(f"broken.ipynb: is not a notebook: {says}")
    assert len(fault) < 200


def test_a_normalised_notebook_is_what_nbformat_writes(tmp_path: Path) -> None:
    """Opening and saving with Jupyter's own library changes no byte.

    A picture that was pasted into a text is in it, and two texts may have one tag.
    Data stay data.
    """
    prose: poison.Cell = {"cell_type": "markdown", "source": "![](attachment:a.png)"}
    prose |= {
        "metadata": {"tags": ["aside"]},
        "attachments": {"a.png": {"image/png": "iVBO"}},
    }
    tree = poison.shown({"application/json": {"pies": [1, {"jam": 2}]}})
    picture = code("1", poison.shown(poison.PICTURE), tree)
    text = poison.notebook(*poison.GOOD, picture, prose, prose)
    assert text.count('"attachments"') == 2
    assert '"jam": 2' in text
    read = nbformat.reads(text, as_version=4)
    nbformat.validate(read)
    assert nbformat.writes(read) + "\n" == text


def test_streams_are_merged_whatever_pieces_they_came_in() -> None:
    """How the kernel cut its streams leaves no trace; a picture parts them."""
    picture = poison.shown(poison.PICTURE)
    pieces = [stream("1"), stream("e", "stderr"), stream("2\n"), picture, stream("3")]
    whole = [stream("12\n"), stream("e", "stderr"), picture, stream("3")]
    assert poison.notebook(code("x", *pieces)) == poison.notebook(code("x", *whole))
    assert (
        len(json.loads(poison.notebook(code("x", *pieces)))["cells"][0]["outputs"]) == 4
    )


@pytest.fixture
def unrun(tmp_path: Path) -> Path:
    """Return a notebook that was edited and never run."""
    path = tmp_path / "01-unrun.ipynb"
    cells = [one | {"execution_count": None, "outputs": []} for one in poison.GOOD]
    path.write_text(normal.text({"cells": cells}))
    return path


def test_running_twice_changes_no_byte(unrun: Path) -> None:
    """Outputs, ids, counts and metadata come out the same each time."""
    unrun.chmod(0o640)
    run.refresh(unrun)
    first = unrun.read_bytes()
    run.refresh(unrun)
    assert unrun.read_bytes() == first == poison.notebook(*poison.GOOD).encode()
    assert [path.name for path in unrun.parent.iterdir()] == [unrun.name]
    assert unrun.stat().st_mode & 0o777 == 0o640


def stop(_path: Path, _mode: int) -> None:
    """Do what Ctrl-C does."""
    raise KeyboardInterrupt


def test_what_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a place that is taken there is no file with half a name afterwards.

    Nor is there after Ctrl-C.
    """
    (tmp_path / "taken").mkdir()
    with pytest.raises(IsADirectoryError):
        atomic.write(tmp_path / "taken", b"", 0o644)
    monkeypatch.setattr(Path, "chmod", stop)
    with pytest.raises(KeyboardInterrupt):
        atomic.write(tmp_path / "new", b"", 0o644)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize(
    ("text", "cell_seconds", "says"),
    [
        ("raise ValueError('spoilt\\nthrough')", 60, "ValueError: spoilt"),
        # Long enough for the kernel to answer the cell before this one.
        ("from time import sleep\nsleep(90)", 3, "did not end within 3 s"),
        ("import os\nos._exit(1)", 60, "the kernel died"),
        ("!true", 60, "`!` and %system"),
        (poison.THREAD + "t = Thread(target=fail)\nt.start()\nt.join()", 60, "died"),
    ],
)
def test_a_notebook_that_fails_is_left_as_it_was(
    tmp_path: Path, text: str, cell_seconds: int, says: str
) -> None:
    """One line names notebook, cell and error, and the file keeps its bytes."""
    path = tmp_path / "02-fails.ipynb"
    path.write_text(poison.notebook(code(text, tags=("step",))))
    before = path.read_bytes()
    with pytest.raises(run.NotebookError) as caught:
        run.refresh(path, cell_seconds)
    place = "lost: LostError" if says == "died" else "cell 1 (step)"
    assert str(caught.value).startswith(f"02-fails.ipynb: {place}: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == before


def test_without_a_peer_its_cells_stay_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outputs that cannot be made here are kept, and named; others are made here."""
    path = tmp_path / "04-peer.ipynb"
    kept = code("fetch()", stream("from redis\n"), tags=("peer-redis",))
    here = f"import os\nprint(os.path.samefile('.', {str(tmp_path)!r}))"
    path.write_text(poison.notebook(kept, code(here)))
    monkeypatch.setattr(peers, "find", lambda name: None)
    (line,) = run.refresh(path)
    assert line.startswith("04-peer.ipynb: cell 1 is left as it was: peer redis")
    assert path.read_text() == poison.notebook(kept, code(here, stream("True\n")))


def test_an_unknown_notebook_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A wrong name is one line on the command line."""
    with pytest.raises(SystemExit):
        run.main(["nonesuch"])
    assert "no notebook nonesuch; known are 00-preface" in capsys.readouterr().err
    assert run.paths(["notebooks/04-views.ipynb"]) == run.paths(["04-views"])


def test_check_names_what_is_wrong_and_fails(
    unrun: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--check` exits with 1 and names notebook, cell and cure."""
    good = unrun.with_name("02-good.ipynb")  # what comes after makes nothing good
    good.write_text(poison.notebook(*poison.GOOD))
    monkeypatch.setattr(run, "paths", lambda names: [unrun, good])
    assert run.main(["--check"]) == 1
    line = "01-unrun.ipynb: cell 1: was never run; run `make notebooks`"
    assert line in capsys.readouterr().err


def test_kernels_find_the_examples_and_no_ones_own_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A user's Jupyter and IPython configuration takes no part."""
    monkeypatch.setenv("PYTHONPATH", "/mine")
    monkeypatch.setenv("JUPYTER_PATH", "/elsewhere")
    monkeypatch.setenv("COVERAGE_PROCESS_CONFIG", "config")
    monkeypatch.setenv("JPY_SESSION_NAME", "02-highlight.ipynb")
    environment = kernels.environment()
    assert environment["PYTHONPATH"].split(os.pathsep) == [str(kernels.ROOT), "/mine"]
    foreign = {"JUPYTER_PATH", "COVERAGE_PROCESS_CONFIG", "JPY_SESSION_NAME"}
    assert not foreign & set(environment)
    build = str(kernels.ROOT / "build")
    assert all(
        value.startswith(build)
        for name, value in environment.items()
        if name.startswith(("IPYTHON", "JUPYTER"))
    )
