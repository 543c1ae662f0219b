"""Install ``node_modules`` from npm's locks, each in one swap."""

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from environment import Environment
from tool import fetch, say

OLDEST_NPM = 7  # the first that reads a lock of version 3
MANIFEST, LOCK, SETTINGS = "package.json", "package-lock.json", ".npmrc"
# `fetch` watches for silence and tries again.  A minute is for a whole answer
# of the registry: on a slow line one takes ten seconds.
NPM_PATIENCE = ("--fetch-retries=0", "--fetch-timeout=60000")
QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=http")


class Packages(NamedTuple):
    """The packages of one npm lock: their folder, what they are, size in MB."""

    home: str
    what: str
    size: int


# The deck needs the first; only notebooks, tests and measurements need the others.
PACKAGES = {
    "node": Packages(".", "scripts and fonts", 25),
    "pages": Packages("bench", "pages to compare", 11),
    "clients": Packages("examples", "ZeroMQ and Redis for JavaScript", 16),
}


class Scripts:
    """A folder ``node_modules``: installed beside, then swapped.

    root: the repository.  environment: where an npm goes if the machine has none.
    name: one of `PACKAGES`.  A copy of the lock lies in the folder, as it does in
    the environment.
    """

    def __init__(self, root: Path, environment: Environment, name: str) -> None:
        self.root = root
        self.environment = environment
        self.packages = PACKAGES[name]
        self.home = root / self.packages.home
        self.lock = self.home / LOCK
        self.folder = self.home / "node_modules"
        self.copy = self.folder / LOCK

    def install(self, name: str) -> None:
        """Install the packages of the lock, if they are not.  Raises InstallError."""
        if not self.copy.exists() or self.copy.read_bytes() != self.lock.read_bytes():
            self.renew(name)
        self.copy.touch()

    def renew(self, name: str) -> None:
        """Run ``npm ci`` in a folder beside the old one, then swap the two."""
        npm = self.npm()
        beside = self.root / "build" / "npm"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        for manifest in self.manifests():
            shutil.copy(manifest, beside)
        _, what, size = self.packages
        say(f"fetching {what} from npm (about {size} MB, once)")
        command = [npm, "ci", "--ignore-scripts", "--prefer-offline"]
        command += [*NPM_PATIENCE, *QUIET]
        growing = [beside, scratch_of(npm)]
        fetch(command, self.environment.log(name), {}, cwd=beside, growing=growing)
        shutil.copy(self.lock, beside / "node_modules")
        if self.folder.exists():
            self.folder.rename(beside / "before")
        (beside / "node_modules").rename(self.folder)
        shutil.rmtree(beside)

    def manifests(self) -> list[Path]:
        """Return the files that npm reads; one holds the settings for all."""
        return [self.home / MANIFEST, self.lock, self.root / SETTINGS]

    def npm(self) -> str:
        """Return the machine's npm if it is new enough, else one from PyPI."""
        found = shutil.which("npm")
        if found and major(found) >= OLDEST_NPM:
            return found
        say("no npm here; PyPI has one")
        self.environment.install("node")
        return str(self.environment.python.with_name("npm"))


def major(npm: str) -> int:
    """Return the major version of an npm, 0 if it does not run."""
    answer = ask(npm, "--version").partition(".")[0]
    return int(answer) if answer.isdecimal() else 0


def scratch_of(npm: str) -> Path:
    """Return the folder where an npm writes while bytes arrive."""
    return Path(ask(npm, "config", "get", "cache"), "_cacache", "tmp")


def ask(npm: str, *question: str) -> str:
    """Return the one line that npm prints."""
    answer = subprocess.run([npm, *question], capture_output=True, text=True)
    return answer.stdout.strip()
