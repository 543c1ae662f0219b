"""The scripts and fonts of the deck: ``node_modules``, by npm."""

import shutil
import subprocess
from pathlib import Path

from environment import Environment
from tool import fetch, say

OLDEST_NPM = 7  # the first that reads a lock of version 3
MANIFESTS = ("package.json", "package-lock.json", ".npmrc")
SIZE = 25  # MB
# `fetch` watches for silence and tries again.  A minute is for a whole answer
# of the registry: on a slow line one takes ten seconds.
NPM_PATIENCE = ("--fetch-retries=0", "--fetch-timeout=60000")
QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=http")


class Scripts:
    """The folder ``node_modules``: made beside, then swapped.

    root: the repository.  environment: where an npm goes if the machine has none.
    A copy of the lock lies in the folder, as it does in the environment.
    """

    def __init__(self, root: Path, environment: Environment) -> None:
        self.root = root
        self.environment = environment
        self.lock = root / "package-lock.json"
        self.folder = root / "node_modules"
        self.copy = self.folder / self.lock.name

    def install(self, name: str) -> None:
        """Put the packages of the lock in place.  Raises InstallError."""
        if not self.copy.exists() or self.copy.read_bytes() != self.lock.read_bytes():
            self.renew(name)
        self.copy.touch()

    def renew(self, name: str) -> None:
        """Let npm fill a folder beside the old one, then swap the two."""
        npm = self.npm()
        beside = self.root / "build" / "npm"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        for manifest in MANIFESTS:
            shutil.copy(self.root / manifest, beside)
        say(f"fetching scripts and fonts from npm (about {SIZE} MB, once)")
        command = [npm, "ci", "--ignore-scripts", "--prefer-offline"]
        command += [*NPM_PATIENCE, *QUIET]
        growing = [beside, scratch_of(npm)]
        fetch(command, self.environment.log(name), {}, cwd=beside, growing=growing)
        shutil.copy(self.lock, beside / "node_modules")
        if self.folder.exists():
            self.folder.rename(beside / "before")
        (beside / "node_modules").rename(self.folder)
        shutil.rmtree(beside)

    def npm(self) -> str:
        """The machine's npm if it is new enough, else one from PyPI."""
        found = shutil.which("npm")
        if found and major(found) >= OLDEST_NPM:
            return found
        say("no npm here; PyPI has one")
        self.environment.install("node")
        return str(self.environment.python.with_name("npm"))


def major(npm: str) -> int:
    """The first number of an npm's version, 0 if it does not run."""
    answer = ask(npm, "--version").partition(".")[0]
    return int(answer) if answer.isdecimal() else 0


def scratch_of(npm: str) -> Path:
    """Where an npm writes while bytes arrive."""
    return Path(ask(npm, "config", "get", "cache"), "_cacache", "tmp")


def ask(npm: str, *question: str) -> str:
    """The one line that npm answers."""
    answer = subprocess.run([npm, *question], capture_output=True, text=True)
    return answer.stdout.strip()
