"""make trial: a load that ends, and a line a run."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from notebooks.kernels import ROOT
from tests import trial

pytestmark = pytest.mark.beside

# Says that its load runs, and is killed before it can end it.
KILLED = """\
import os, signal
from tests.trial import load
with load(2) as busy:
    os.write(1, b"busy" if all(one.poll() is None for one in busy) else b"idle")
    os.kill(os.getpid(), signal.SIGKILL)
"""
OUTPUT = """\
=========================== short test summary info ============================
FAILED in a nested run - whose output a failure shows
=========================== short test summary info ============================
FAILED tests/test_a.py::test_b[a b] - AssertionError: one - two
ERROR notebooks/02-highlight.ipynb::Cell 3
===== 1 failed, 5 passed, 2 skipped, 1 error in 301.25s (0:05:01) =====
"""


def test_a_load_ends_with_its_trial() -> None:
    """A trial that is killed leaves no busy process, which would hold the pipe open."""
    command = [sys.executable, "-c", KILLED]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    assert (done.stdout, done.returncode) == (b"busy", -signal.SIGKILL)


def test_a_line_names_what_failed() -> None:
    """It has the counts, the seconds, and the tests to run again."""
    assert trial.told(OUTPUT, 1) == (
        "1 failed, 5 passed, 2 skipped, 1 error in 301.25s: "
        "tests/test_a.py::test_b[a b], notebooks/02-highlight.ipynb::Cell 3"
    )
    assert trial.told("5 passed in 0.10s\n", 0) == "5 passed in 0.10s"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a trial without a load, which would be one for all other tests."""
    command = [sys.executable, "-m", "tests.trial", "--busy=0", f"--output={folder}"]
    return subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_each_run_has_a_line(tmp_path: Path) -> None:
    """What is given beside the options is what pytest runs."""
    done = run(tmp_path, "--runs=2", "-q", "tests/preface/test_preface.py")
    first, second = done.stdout.splitlines()
    assert first.startswith("run 1: 3 passed in ")
    assert second.startswith("run 2: 3 passed in ")
    assert done.returncode == 0
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        "run-1.txt",
        "run-2.txt",
    ]


def test_a_run_that_did_not_happen_is_no_success(tmp_path: Path) -> None:
    """Where pytest itself fails, so does the trial."""
    done = run(tmp_path, "tests/no_such_test.py")
    assert done.stdout.startswith("run 1: ")
    assert done.returncode == 1


@pytest.mark.parametrize("wrong", ["--runs=0", "--busy=many"])
def test_a_number_that_is_none(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused before anything is started."""
    with pytest.raises(SystemExit) as end:
        trial.main([wrong])
    assert end.value.code == 2
    assert "error: " in capsys.readouterr().err
