"""What other processes did is told as if the first had done it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from notebooks.kernels import ROOT

pytestmark = pytest.mark.beside

UNIT = """\
import pytest


def test_unit():
    pass


@pytest.mark.beside
def test_marked():
    pass
"""
INI = """\
[pytest]
addopts = --disable-plugin-autoload
markers = beside
"""
BROWSER = """\
import os
import pytest


def test_good():
    pass


def test_bad():
    assert 1 == 2, "one is not two"


def test_skipped():
    pytest.skip("no such peer")
"""
# A run of two groups, in the midst of which another is run to its end.
OTHER = """\
import subprocess
import sys


def test_another_run():
    more = ["-p", "no:cacheprovider", "-p", "tests.beside"]
    tests = ["test_unit.py::test_unit", "browser/test_browser.py::test_skipped"]
    done = subprocess.run([sys.executable, "-m", "pytest", *more, *tests])
    assert done.returncode == 0
"""
DIES = "import os\n\n\ndef test_dies():\n    os._exit(3)\n"


def run(
    folder: Path, browser: str, tests: tuple[str, ...] = ("test_unit.py", "browser")
) -> subprocess.CompletedProcess[str]:
    """Run a unit test, and a marked one and browser tests beside it."""
    (folder / "browser").mkdir()
    (folder / "test_unit.py").write_text(UNIT)
    (folder / "browser" / "test_browser.py").write_text(browser)
    (folder / "test_other.py").write_text(OTHER)
    (folder / "pytest.ini").write_text(INI)
    command = ["-p", "no:cacheprovider", "-p", "tests.beside"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-vrs", *command, *tests],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )


def test_results_are_told(tmp_path: Path) -> None:
    """One summary counts what passed, failed and was skipped, and says why."""
    done = run(tmp_path, BROWSER)
    assert done.returncode == 1
    assert "1 failed, 3 passed, 1 skipped" in done.stdout
    told = re.findall(r"::test_(\w+) [A-Z]", done.stdout)
    assert told == ["unit", "marked", "good", "bad", "skipped"]
    assert "one is not two" in done.stdout
    assert "no such peer" in done.stdout


def test_an_end_before_the_end_is_an_error(tmp_path: Path) -> None:
    """A process that dies takes the run with it, with what it said."""
    done = run(tmp_path, DIES)
    assert done.returncode not in (0, 1)
    assert "the process of browser ended early" in done.stdout + done.stderr


def test_two_runs_in_one_tree(tmp_path: Path) -> None:
    """Who runs other tests meanwhile gets their results, and we get ours."""
    done = run(
        tmp_path, BROWSER, ("test_other.py", "browser/test_browser.py::test_good")
    )
    assert done.returncode == 0, done.stdout
    assert re.findall(r"::test_(\w+) [A-Z]", done.stdout) == ["another_run", "good"]
