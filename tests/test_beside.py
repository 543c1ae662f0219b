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
DIES = "import os\n\n\ndef test_dies():\n    os._exit(3)\n"


def run(folder: Path, browser: str) -> subprocess.CompletedProcess[str]:
    """Run a unit test, and a marked one and browser tests beside it."""
    (folder / "browser").mkdir()
    (folder / "test_unit.py").write_text(UNIT)
    (folder / "browser" / "test_browser.py").write_text(browser)
    (folder / "pytest.ini").write_text(INI)
    command = ["-p", "no:cacheprovider", "-p", "tests.beside"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-vrs", *command, "test_unit.py", "browser"],
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
