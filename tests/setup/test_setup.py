"""A fresh clone, two commands: what the Makefile and the locks promise."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.setup.clone import LOCKS, NPM, ROOT, Clone

pytestmark = pytest.mark.beside

# Stands for a Python 3.10: this one, which says that it is another.
OLD_PYTHON = """\
#!{python}
import runpy, sys
sys.version_info = (3, 10, 13, "final", 0)
if sys.argv[1] == "-ESsc":
    exec(sys.argv[2])
else:
    del sys.argv[0]
    runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A small clone in which nothing is installed yet."""
    return Clone(tmp_path)


@pytest.fixture
def installed(clone: Clone) -> Clone:
    """A small clone in which all is installed and the deck is built."""
    clone.install_everything()
    assert clone.make("slides").returncode == 0
    assert clone.calls() == ["-m slides.press fonts", "-m slides.press build"]
    return clone


def test_a_new_source_is_noticed(installed: Clone) -> None:
    """A file that comes, and one that goes, makes the deck anew."""
    path = installed.write("examples/two/core.py", "")
    installed.make("slides")
    assert installed.calls()[2:] == ["-m slides.press build"]
    path.unlink()
    installed.make("slides")
    assert installed.calls()[2:] == ["-m slides.press build"] * 2


def test_a_second_make_slides_does_nothing(installed: Clone) -> None:
    """What is built and unchanged is not built again; what tools leave is no source."""
    installed.write("examples/__pycache__/one.cpython-313.pyc", "")
    installed.write("notebooks/.ipynb_checkpoints/00-checkpoint.ipynb", "")
    installed.write("slides/.deck.rst.swp", "")
    installed.write("examples/node_modules/zeromq/index.js", "")
    answer = installed.make("slides")
    assert answer.stdout == "make: Nothing to be done for 'slides'.\n"
    assert len(installed.calls()) == 2


def test_a_part_that_has_gone_is_built_again(installed: Clone) -> None:
    """A deck without its PDF or its scripts is not a built deck."""
    (installed.folder / "build/slides/assets/reveal.js").unlink()
    installed.make("slides")
    assert installed.calls()[2:] == ["-m slides.press build"]


def test_a_cut_is_built_after_the_whole(installed: Clone) -> None:
    """`make slides CUT=20` adds that PDF once; a new source makes both anew."""
    whole, cut = "-m slides.press build", "-m slides.press cut 20"
    installed.make("slides", "CUT=20")
    installed.make("slides", "CUT=20")
    assert installed.calls()[2:] == [cut]
    installed.write("examples/two.py", "")
    installed.make("slides", "CUT=20")
    assert installed.calls()[3:] == [whole, cut]
    installed.make("slides", "CUT=20 10")
    assert installed.calls()[5:] == ["-m slides.press cut 10"]


def test_a_cut_that_is_none_is_refused(installed: Clone) -> None:
    """Its cure is printed, the status says so, and the deck stays."""
    installed.make("slides", "CUT=20")
    answer = installed.make("slides", "CUT=99")
    assert answer.returncode == 2
    assert "no cut '99'; did you mean '9'?" in answer.stderr
    parts = {path.name for path in (installed.folder / "build/slides").iterdir()}
    assert parts >= {"index.html", "cherry-picking.pdf", "cherry-picking-20.pdf"}


# Stands for a build that is stopped by Ctrl-C when its deck is already in place.
STOPPED = """\
#!/bin/sh
case "$*" in
    "-m slides.press build") touch build/slides/index.html; kill -INT $PPID; exit 130
esac
"""


def test_ctrl_c_takes_no_deck_away(installed: Clone) -> None:
    """make removes what a stopped recipe has changed, but no deck, which is whole."""
    installed.program(f"{installed.venv.name}/bin/python", STOPPED)
    installed.write("examples/two.py", "")
    assert installed.make("slides").returncode != 0
    assert (installed.folder / "build/slides/index.html").is_file()


def test_a_python_that_has_gone_is_noticed(installed: Clone) -> None:
    """An environment whose Python was removed is installed anew."""
    (installed.venv / "bin" / "python").unlink()
    planned = installed.make("--dry-run", "slides").stdout
    assert "requirements/install.py press" in planned


def test_what_python_compiles_is_kept(installed: Clone) -> None:
    """The hundreds of processes of a run do not each compile the same files."""
    show = '#!/bin/sh\necho "${PYTHONDONTWRITEBYTECODE-kept}" > compiled\n'
    installed.program(f"{installed.venv.name}/bin/python", show)
    make = ("make", f"PYTHON={sys.executable}", "bench")
    assert installed.run(*make, PYTHONDONTWRITEBYTECODE="1").returncode == 0
    assert (installed.folder / "compiled").read_text() == "kept\n"


# Stands for a Python that runs the tests: it measures, and one of them fails.
MEASURED = """\
#!/bin/sh
case "$*" in
    *" coverage run "*) echo x > "$COVERAGE_FILE"; echo "$COVERAGE_FILE" >> data; exit 1
esac
"""


def test_runs_share_no_coverage(installed: Clone) -> None:
    """Each run of the tests measures into a folder of its own, and removes it."""
    installed.program(f"{installed.venv.name}/bin/python", MEASURED)
    assert [installed.make("test").returncode for _ in range(2)] == [2, 2]
    first, second = (installed.folder / "data").read_text().splitlines()
    assert Path(first).parent != Path(second).parent
    assert [path.name for path in (installed.folder / "build").glob("cov*")] == []


def test_help_lists_every_target() -> None:
    """`make` alone names each target that one may ask for, and what it does."""
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0]
    answer = subprocess.run(
        ["make", "-C", ROOT, "--no-print-directory"],
        capture_output=True,
        text=True,
        check=True,
    )
    listed = re.findall(r"^  (\w+) +\S", answer.stdout, re.MULTILINE)
    assert sorted(listed) == sorted(targets.split())


def requirements(name: str) -> dict[str, list[str]]:
    """The lines `package==version ; marker` of a lock, and the hashes of each."""
    text = (ROOT / f"requirements/{name}.lock").read_text().replace("\\\n", " ")
    lines = (line.partition("--hash") for line in text.splitlines())
    return {head.strip(): (mark + rest).split() for head, mark, rest in lines}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    """Nothing is installed that was not seen when the lock was made.

    It has no address: whoever has a mirror of PyPI or npm can use it.
    """
    assert "://" not in (ROOT / f"requirements/{name}.lock").read_text()
    for package, hashes in requirements(name).items():
        assert "==" in package
        assert hashes, package
        assert all(re.fullmatch("--hash=sha256:[0-9a-f]{64}", h) for h in hashes)


@pytest.mark.parametrize("path", [name for name in NPM if "lock" in name])
def test_every_script_has_a_hash(path: str) -> None:
    """npm refuses a package that is not the one that was locked; no address here."""
    text = (ROOT / path).read_text()
    assert "://" not in text
    packages = json.loads(text)["packages"]
    packages.pop("")
    assert packages
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name


@pytest.mark.parametrize(
    ("smaller", "larger"), [("press", "present"), ("present", "full")]
)
def test_the_smaller_lock_lies_within_the_larger(smaller: str, larger: str) -> None:
    """Going from the speaker's environment to the tester's replaces nothing."""
    here, there = (
        {package.partition(" ")[0] for package in requirements(name)}
        for name in (smaller, larger)
    )
    assert here < there


def test_the_oldest_python_is_the_same_everywhere() -> None:
    """The package data, the linters and the installer ask for one Python."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    oldest = settings["project"]["requires-python"].removeprefix(">=")
    digits = oldest.replace(".", "")
    installer = (ROOT / "requirements" / "install.py").read_text()
    assert settings["tool"]["ruff"]["target-version"] == f"py{digits}"
    assert settings["tool"]["mypy"]["python_version"] == oldest
    assert f"< ({oldest.replace('.', ', ')})" in installer


def test_an_old_python_is_refused_in_one_line(clone: Clone) -> None:
    """The line says what was found, what is needed, and what to type."""
    old = clone.program("old", OLD_PYTHON.format(python=sys.executable))
    answer = clone.run("make", f"PYTHON={old}", "slides")
    first, *more = answer.stderr.splitlines()
    assert answer.returncode == 2
    assert first == (
        "Python 3.10 found, 3.11 or newer needed: PYTHON=python3.12 make slides"
    )
    assert [line.split()[0] for line in more] == ["make:"]


def test_a_python_that_does_not_run_is_named(clone: Clone) -> None:
    """A mistyped PYTHON is answered by one line."""
    answer = clone.run("make", "PYTHON=no-such-python", "test")
    assert answer.returncode == 2
    assert len(answer.stderr.splitlines()) == 1
    assert "no-such-python does not run" in answer.stderr
    assert "PYTHON=python3.12 make test" in answer.stderr
