"""A small clone of this repository, for the tests of what fills it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSION = "{}.{}".format(*sys.version_info)
HOMES = ("", "bench/", "examples/")
NPM = [f"{home}package{part}.json" for home in HOMES for part in ("", "-lock")]
LOCKS = sorted(path.stem for path in (ROOT / "requirements").glob("*.lock"))

# Stands for the Python of an environment: notes its calls, and builds the deck.
RECORDER = """\
#!/bin/sh
echo "$@" >> calls
case "$*" in
    "-m slides.press build")
        mkdir -p build/slides/assets && cd build/slides
        touch index.html talk.html cherry-picking.pdf cherry-picking-handout.pdf
        cd assets && touch deck.css deck.js reveal.js;;
    "-m slides.press cut 99") echo "no cut '99'; did you mean '9'?" >&2; exit 1;;
    "-m slides.press cut "*) touch "build/slides/cherry-picking-$4.pdf";;
    "-m slides.press fonts")
        mkdir -p build/fonts
        touch build/fonts/coverage.json;;
esac
"""

# Stands for uv or npm: notes what it is asked to do, and does what a test says.
TOOL = """\
#!/bin/sh
HERE='{here}'
case "$*" in
    --version) echo {version}; exit;;
    "config get cache") echo "$HERE/cache"; exit;;
esac
echo "$@" >> "$HERE/calls-{name}"
{does}
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
        for home in HOMES:
            (folder / home).mkdir(parents=True, exist_ok=True)
        for name in ("Makefile", ".npmrc", *NPM):
            shutil.copy(ROOT / name, folder / name)
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
        for home in HOMES:
            lock = (self.folder / f"{home}package-lock.json").read_text()
            self.write(f"{home}node_modules/package-lock.json", lock)

    def tool(self, path: str, does: str = "", version: str = "10.9.0") -> None:
        """Put a program in the place of uv or npm; `does` is what it does, in sh."""
        name = Path(path).name
        text = TOOL.format(here=self.folder, name=name, version=version, does=does)
        self.program(path, text)

    def uv(self, does: str = "") -> None:
        """Put a program in the place of the environment's uv."""
        self.tool(f"{self.venv.name}/bin/uv", does)

    def change(self, name: str) -> None:
        """Change a lock, as a pull does."""
        with (self.folder / "requirements" / f"{name}.lock").open("a") as lock:
            lock.write("# changed\n")

    def calls(self, name: str = "") -> list[str]:
        """What the environment's Python was asked to do, or the tool of that name."""
        calls = self.folder / (f"calls-{name}" if name else "calls")
        return calls.read_text().splitlines() if calls.exists() else []

    def scripts(self, home: str = ".") -> list[str]:
        """The files of a ``node_modules``."""
        folder = self.folder / home / "node_modules"
        files = (path for path in folder.rglob("*") if path.is_file())
        return sorted(path.relative_to(folder).as_posix() for path in files)

    def start(self, *command: str, **variables: str) -> subprocess.Popen[str]:
        """Start a command in the clone, as a user does who has set nothing."""
        ours = re.compile("MAKE|MFLAGS|PIP_|UV_|NPM_|.*_PROXY|COVERAGE", re.IGNORECASE)
        environ = {k: v for k, v in os.environ.items() if not ours.match(k)}
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=environ | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the clone to its end."""
        with self.start(*command, **variables) as process:
            out, errors = process.communicate()
        return subprocess.CompletedProcess(command, process.returncode, out, errors)

    def make(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run make with the Python that runs this test."""
        return self.run("make", f"PYTHON={sys.executable}", *words)

    def install(self, name: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the installer as the Makefile does."""
        return self.run(sys.executable, "requirements/install.py", name, **variables)
