"""Create ``.venv-X.Y`` and sync it to locks with uv; a broken one is mended."""

import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from tool import SILENCE, Argument, InstallError, NoNetworkError, fetch, run, say

# Each holds the one before.
GROUPS = ("press", "present", "full")
# About what a fresh machine fetches.
MEGABYTES = {"uv": 18, "press": 40, "present": 56, "full": 260, "node": 50}
# Published as source alone; what builds it is locked as well.
SOURCE_ONLY = ("phpserialize",)
# Silence ends a download, and `fetch` tries again: no patience of uv's own.
PATIENCE = {
    "UV_HTTP_RETRIES": "0",
    "UV_HTTP_TIMEOUT": str(SILENCE),
    "UV_HTTP_CONNECT_TIMEOUT": str(SILENCE),
}


class Environment:
    """The folder ``.venv-X.Y`` of the Python that runs this.

    root: the repository.  A copy of each lock that is installed lies in the
    folder, so that "is it there?" compares two files, and make sees it by date.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv-{}.{}".format(*sys.version_info)
        self.python = self.folder / "bin" / "python"
        self.uv = self.folder / "bin" / "uv"
        # It lies here while packages change: who finds it, finds half a job.
        self.unfinished = self.folder / "unfinished"

    def lock(self, name: str) -> Path:
        """Return the path of a lock, by its name."""
        return self.root / "requirements" / f"{name}.lock"

    def copy(self, name: str) -> Path:
        """Return the path of the copy that says a lock is installed."""
        return self.folder / f"{name}.lock"

    def log(self, name: str) -> Path:
        """Return the path of the log of that lock's installation."""
        return self.root / "build" / "log" / f"{name}.log"

    def has(self, name: str) -> bool:
        """Tell whether a lock, as it is now, is installed."""
        copy = self.copy(name)
        if not self.python.exists() or not copy.exists():
            return False
        return copy.read_bytes() == self.lock(name).read_bytes()

    def install(self, name: str) -> None:
        """Sync the environment to a lock, if it is not.  Raises InstallError."""
        if self.unfinished.exists() or not self.has(name):
            pip = bundled_pip()
            self.create()
            if not self.has("uv") or not self.uv.exists():
                self.bring_uv(pip)
            self.sync(name)
        newest = max(p.stat().st_mtime for p in (self.lock(name), self.python))
        if self.copy(name).stat().st_mtime < newest:
            self.copy(name).touch()

    def create(self) -> None:
        """Create the bare environment, unless its Python runs."""
        inside = "import sys; sys.exit(sys.prefix == sys.base_prefix)"
        try:
            subprocess.run([self.python, "-c", inside], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            say(f"creating {self.folder.name}")
            venv.create(self.folder, clear=True, symlinks=True)

    def bring_uv(self, pip: Path) -> None:
        """Install uv by its own hash, with the pip that Python carries."""
        say(f"fetching uv, which fetches the rest ({MEGABYTES['uv']} MB, once)")
        scratch = self.folder / "tmp"
        scratch.mkdir(exist_ok=True)
        command: list[Argument] = [self.python, pip / "pip", "install", "--no-input"]
        command += ["--retries=0", "--only-binary=:all:", "--require-hashes"]
        command += ["--requirement", self.lock("uv")]
        variables = {"TMPDIR": str(scratch), "PIP_USER": "0"}
        try:
            growing = [scratch, self.python.parent]
            fetch(command, self.log("uv"), variables, growing=growing)
        finally:
            shutil.rmtree(scratch)
        self.record("uv")

    def sync(self, name: str) -> None:
        """Sync the packages to those of a lock and of what was there, with uv."""
        names = self.extent(name)
        locks = [self.lock(n) for n in names]
        command: list[Argument] = [self.uv, "pip", "sync"]
        command += ["--python", self.python, "--require-hashes", *locks]
        command += ["--no-progress", "--compile-bytecode", "--only-binary=:all:"]
        if built := [p for p in SOURCE_ONLY if any(p in packages(k) for k in locks)]:
            command += [f"--no-binary={package}" for package in built]
            command += ["--build-constraints", self.lock("build")]
        if broken := self.unfinished.exists():
            command.append("--reinstall")
            for n in names:
                self.copy(n).unlink(missing_ok=True)
        self.unfinished.touch()
        # What uv keeps needs no network, and no announcement.
        if not run([*command, "--offline"], self.log(name)):
            count, size = len(packages(self.lock(name))), MEGABYTES[name]
            say(f"fetching {count} packages: {name} (about {size} MB, once)")
            try:
                fetch(command, self.log(name), PATIENCE)
            except NoNetworkError:
                # uv has everything before it changes anything.
                if not broken:
                    self.unfinished.unlink()
                raise
        for n in names:
            self.record(n)
        self.unfinished.unlink()

    def extent(self, name: str) -> list[str]:
        """Return the locks to install: an environment once full is kept full."""
        there = {n for n in (*GROUPS, "node") if n == name or self.copy(n).exists()}
        largest = max((GROUPS.index(n) for n in there - {"node"}), default=-1)
        return [*GROUPS[: largest + 1], *(there & {"node"})]

    def record(self, name: str) -> None:
        """Copy a lock to say it is installed; a copy that holds keeps its date."""
        if not self.has(name):
            part = self.copy(name).with_suffix(".part")
            part.write_bytes(self.lock(name).read_bytes())
            part.replace(self.copy(name))


def packages(lock: Path) -> set[str]:
    """Return the names of the packages in a lock."""
    return set(re.findall(r"^[\w.-]+(?===)", lock.read_text(), re.MULTILINE))


def bundled_pip() -> Path:
    """Return the wheel of pip that Python carries; it runs as it is.

    Installing it into an environment would take longer than all else together.
    Raises InstallError where a distribution has split it off.
    """
    beside = Path(sysconfig.get_path("stdlib"), "ensurepip", "_bundled")
    folder = sysconfig.get_config_var("WHEEL_PKG_DIR") or beside
    wheels = sorted(Path(folder).glob("pip-*.whl"))
    if not wheels:
        package = "python{}.{}-venv".format(*sys.version_info)
        raise InstallError(f"Python without pip; on Debian: apt-get install {package}")
    return wheels[-1]
