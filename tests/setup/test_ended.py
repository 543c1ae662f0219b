"""Who ends a run by SIGTERM, as ``timeout`` does, ends it as Ctrl-C would."""

import subprocess
import sys
from pathlib import Path

from notebooks.kernels import ROOT

TEST = """\
import pytest


@pytest.fixture
def server():
    yield
    print("given back", flush=True)


def test_it_waits(server):
    print("here", flush=True)
    input()
"""


def test_sigterm_gives_back_what_was_started(tmp_path: Path) -> None:
    """Fixtures end; the default would leave servers with nobody to end them."""
    (tmp_path / "test_it.py").write_text(TEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    plugins = ["-p", "tests.conftest", "-p", "no:cacheprovider", "-s", "-q"]
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", f"--rootdir={tmp_path}", *plugins, tmp_path],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout
        while "here" not in (line := run.stdout.readline()):
            assert line, "the test did not begin"
        run.terminate()
        said = run.stdout.read()
    assert "given back" in said
    assert run.returncode == 2
