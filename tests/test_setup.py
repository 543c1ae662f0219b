"""A fresh clone, two commands: what the Makefile and requirements/ promise."""

import fcntl
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
VERSION = "{}.{}".format(*sys.version_info)
LOCKS = sorted(path.stem for path in (ROOT / "requirements").glob("*.lock"))

# Stands for the Python of an environment: notes its calls, and builds the deck.
RECORDER = """\
#!/bin/sh
echo "$@" >> calls
[ "$*" != "-m slides.press build" ] || { mkdir -p build/slides; \
touch build/slides/index.html; }
[ "$*" != "-m slides.press fonts" ] || { mkdir -p build/fonts; \
touch build/fonts/coverage.json; }
"""

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


class Clone:
    """A small clone: the real Makefile and installer around a deck of one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(
            ROOT / "requirements",
            folder / "requirements",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        for name in ("Makefile", "package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / name, folder)
        for name in ("slides/press/fonts.py", "examples/one.py", "notebooks/00.ipynb"):
            self.write(name, "")

    @property
    def venv(self) -> Path:
        """The environment of this Python."""
        return self.folder / f".venv-{VERSION}"

    def write(self, name: str, text: str) -> Path:
        """Write a file, and the folders above it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def program(self, name: str, text: str) -> Path:
        """Write a file that can be run."""
        path = self.write(name, text)
        path.chmod(0o755)
        return path

    def install_everything(self) -> None:
        """Make believe that all locks are installed."""
        self.program(f"{self.venv.name}/bin/python", RECORDER)
        for name in LOCKS:
            shutil.copy(self.folder / f"requirements/{name}.lock", self.venv)
        lock = (self.folder / "package-lock.json").read_text()
        self.write("node_modules/package-lock.json", lock)

    def calls(self) -> list[str]:
        """What the environment's Python was asked to do."""
        return (self.folder / "calls").read_text().splitlines()

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the clone, as a user does who has set nothing."""
        ours = re.compile("MAKE|MFLAGS|PIP_|UV_|NPM_|.*_PROXY|COVERAGE", re.IGNORECASE)
        environ = {k: v for k, v in os.environ.items() if not ours.match(k)}
        return subprocess.run(
            command,
            cwd=self.folder,
            env=environ | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    def make(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run make with the Python that runs this test."""
        return self.run("make", f"PYTHON={sys.executable}", *words)

    def install(self, name: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the installer as the Makefile does."""
        return self.run(sys.executable, "requirements/install.py", name, **variables)


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


@pytest.fixture
def no_network(tmp_path: Path) -> dict[str, str]:
    """Settings for a machine without caches whose one way out is closed."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    caches = ("UV_CACHE_DIR", "PIP_CACHE_DIR", "npm_config_cache")
    return {
        "HTTPS_PROXY": f"http://127.0.0.1:{port}",
        "PIP_CONFIG_FILE": os.devnull,
        **{name: str(tmp_path / "cold" / name) for name in caches},
    }


def test_a_second_make_slides_does_nothing(installed: Clone) -> None:
    """What is built and unchanged is not built again."""
    answer = installed.make("slides")
    assert answer.stdout == "make: Nothing to be done for 'slides'.\n"
    assert len(installed.calls()) == 2


@pytest.mark.parametrize("name", ["slides/deck.rst", "examples/two/core.py"])
def test_a_new_source_is_noticed(installed: Clone, name: str) -> None:
    """A file that comes, and one that goes, makes the deck anew."""
    path = installed.write(name, "")
    installed.make("slides")
    assert installed.calls()[2:] == ["-m slides.press build"]
    path.unlink()
    installed.make("slides")
    assert installed.calls()[2:] == ["-m slides.press build"] * 2


@pytest.mark.parametrize(
    "name",
    [
        "examples/__pycache__/one.cpython-313.pyc",
        "notebooks/.ipynb_checkpoints/00-checkpoint.ipynb",
        "slides/.deck.rst.swp",
    ],
)
def test_what_tools_leave_behind_is_no_source(installed: Clone, name: str) -> None:
    """A cache that appears between the sources builds nothing."""
    installed.write(name, "")
    assert "Nothing to be done" in installed.make("slides").stdout


def test_a_python_that_has_gone_is_noticed(installed: Clone) -> None:
    """An environment whose Python was removed is installed anew."""
    (installed.venv / "bin" / "python").unlink()
    planned = installed.make("--dry-run", "slides").stdout
    assert "requirements/install.py press" in planned


def test_help_lists_every_target() -> None:
    """`make` alone names each target that one may ask for, and what it does."""
    makefile = (ROOT / "Makefile").read_text()
    (targets,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
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
    """Nothing is installed that was not seen when the lock was made."""
    for package, hashes in requirements(name).items():
        assert "==" in package
        assert hashes, package
        assert all(re.fullmatch("--hash=sha256:[0-9a-f]{64}", h) for h in hashes)


def test_every_script_has_a_hash() -> None:
    """npm refuses a package of the deck that is not the one that was locked."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    packages.pop("")
    assert packages
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name


@pytest.mark.parametrize(
    "path", [*(f"requirements/{name}.lock" for name in LOCKS), "package-lock.json"]
)
def test_a_lock_holds_no_address(path: str) -> None:
    """Whoever has a mirror of PyPI or npm can use it."""
    assert "://" not in (ROOT / path).read_text()


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


def test_an_unknown_lock_is_answered_by_the_known_ones(clone: Clone) -> None:
    """A name that is no lock is named, with those that are."""
    answer = clone.install("site")
    assert answer.returncode == 2
    assert answer.stderr == "install: site? known are press, present, full, node\n"


def test_without_network_nothing_is_taken_for_installed(
    clone: Clone, no_network: dict[str, str]
) -> None:
    """One line says so, and the next make tries again."""
    answer = clone.install("press", **no_network)
    assert answer.returncode == 1
    assert answer.stderr == (
        "install press: the network does not answer; "
        "nothing was changed (build/log/uv.log)\n"
    )
    assert (clone.folder / "build/log/uv.log").exists()
    assert not list(clone.venv.glob("*.lock"))


def test_without_network_the_old_scripts_stay(
    installed: Clone, no_network: dict[str, str]
) -> None:
    """npm empties a folder before it fills it; ours is another one."""
    script = installed.write("node_modules/reveal.js/reveal.js", "old")
    installed.write("node_modules/package-lock.json", "{}")
    answer = installed.install("node", **no_network)
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
    assert "the network does not answer" in answer.stderr
    assert script.read_text() == "old"


def test_half_an_installation_is_not_taken_for_whole(
    clone: Clone, no_network: dict[str, str]
) -> None:
    """What broke off while packages changed is done again."""
    clone.install_everything()
    (clone.venv / "unfinished").touch()
    assert clone.install("press", **no_network).returncode == 1


def test_a_second_make_waits_for_the_first(clone: Clone) -> None:
    """Two installations at once go one after the other, and say so."""
    clone.install_everything()
    folder = os.open(clone.folder / "requirements", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        second = subprocess.Popen(
            [sys.executable, "requirements/install.py", "press"],
            cwd=clone.folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert second.stdout is not None
        with second:
            said = second.stdout.readline()
            assert said == "another make is installing: waiting for it\n"
            assert second.poll() is None
            fcntl.flock(folder, fcntl.LOCK_UN)
        assert second.returncode == 0
    finally:
        os.close(folder)
