"""Resolve every lock anew, against the newest releases: ``make locks``.

The locks carry hashes and no addresses: whoever has a mirror uses it.  One lock
serves every Python and system.  All are replaced, or none.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from environment import GROUPS, PATIENCE, Environment
from javascript import LOCK, NPM_PATIENCE, PACKAGES, Scripts, scratch_of
from tool import Argument, InstallError, fetch, say

ROOT = Path(__file__).resolve().parents[1]
EXACT = ("--universal", "--python-version=3.11", "--generate-hashes")
BARE = ("--no-header", "--no-annotate", "--no-emit-index-url", "--quiet")


def main() -> int:
    """Renew the locks; the status is 1, and nothing is changed, if one fails."""
    environment = Environment(ROOT)
    scripts = {name: Scripts(ROOT, environment, name) for name in PACKAGES}
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch)
        try:
            for group in (*reversed(GROUPS), "build", "uv", "node"):
                say(f"resolving {group}")
                resolve(environment, group, fresh)
            for name, script in scripts.items():
                say(f"resolving the {script.packages.what}")
                resolve_scripts(script, fresh / name)
        except InstallError as error:
            print(f"locks: {error}", file=sys.stderr)
            return 1
        for lock in fresh.glob("*.lock"):
            shutil.copyfile(lock, environment.lock(lock.stem))
        for name, script in scripts.items():
            shutil.copyfile(fresh / name / LOCK, script.lock)
    return 0


def resolve(environment: Environment, group: str, fresh: Path) -> None:
    """Compile the lock of a group; the smaller groups follow the full one."""
    command: list[Argument] = [
        environment.uv,
        "pip",
        "compile",
        *EXACT,
        *BARE,
        "--group",
        group,
    ]
    if group in GROUPS[:-1]:
        command += ["--constraint", fresh / f"{GROUPS[-1]}.lock"]
    command += ["--output-file", fresh / f"{group}.lock", "pyproject.toml"]
    fetch(command, environment.log("locks"), PATIENCE, cwd=ROOT)


def resolve_scripts(scripts: Scripts, fresh: Path) -> None:
    """Resolve an npm lock, without the ``funding`` addresses.

    What a package carries in its own archive is pinned by that archive's hash.
    """
    fresh.mkdir()
    for manifest in scripts.manifests():
        shutil.copy(manifest, fresh)
    lock = fresh / LOCK
    lock.unlink()
    npm, log = scripts.npm(), scripts.environment.log("locks")
    command = [npm, "install", "--package-lock-only", "--ignore-scripts"]
    growing = [fresh, scratch_of(npm)]
    fetch([*command, *NPM_PATIENCE], log, {}, cwd=fresh, growing=growing)
    content = json.loads(lock.read_text())
    packages = content["packages"]
    for name in [name for name, package in packages.items() if "inBundle" in package]:
        del packages[name]
    for package in packages.values():
        package.pop("funding", None)
    lock.write_text(json.dumps(content, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
