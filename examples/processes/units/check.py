"""Ask systemd-analyze about unit files.

`faults` reads what it writes: for a key that it does not know, and so ignores, it
writes a line and gives status 0 all the same.  Needs systemd-analyze, and no systemd
that runs.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from os import PathLike, fspath


def faults(units: Iterable[str | PathLike[str]]) -> list[str]:
    """Return what systemd-analyze finds wrong with unit files; nothing if all is well.

    :param units: paths, of a socket and its service together.
    """
    paths = [fspath(one) for one in units]
    command = ["systemd-analyze", "verify", "--man=no", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr.splitlines() or [f"status {done.returncode}"] * (
        done.returncode != 0
    )


def exposure(unit: str | PathLike[str], threshold: float = 10.0) -> float:
    """Return the exposure level of a service, from 0 (safe) to 10.

    :param threshold: the highest that is allowed.  Raises ValueError above it.
    """
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager"]
    command += [f"--threshold={round(threshold * 10)}", fspath(unit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    if level is None:
        raise ValueError(f"{fspath(unit)}: {done.stderr.strip() or done.stdout}")
    if done.returncode:
        raise ValueError(f"{fspath(unit)} has {level[1]}, above {threshold:.1f}")
    return float(level[1])
