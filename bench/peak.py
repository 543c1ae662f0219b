"""Measure the peak memory of a diff, in a process that does nothing else.

``python -m bench.peak OLD NEW WAY`` prints seconds, and megabytes before and at the
peak.  The kernel's own mark is read where there is one: what ``getrusage`` says
begins with the memory of whoever started the process.
"""

import json
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from .pages import Pair

STATUS = Path("/proc/self/status")


def peak(pair: Pair, way: str) -> dict[str, float]:
    """Measure one diff in a new process.  way: one of `bench.ways.WAYS`."""
    with TemporaryDirectory() as scratch:
        old, new = Path(scratch, "old"), Path(scratch, "new")
        old.write_text(pair.old, encoding="utf-8")
        new.write_text(pair.new, encoding="utf-8")
        command = [sys.executable, "-m", "bench.peak", str(old), str(new), way]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(answer.stdout)
    return told


def megabytes() -> float:
    """Return the peak resident memory of this process: VmHWM, or else ru_maxrss."""
    if STATUS.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text())
        if found:
            return int(found[1]) / 1000
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def main(old: str, new: str, way: str) -> None:
    """Run the diff; print its seconds and megabytes as JSON."""
    from .ways import WAYS

    pages = [Path(page).read_text(encoding="utf-8") for page in (old, new)]
    before, start = megabytes(), time.process_time()
    WAYS[way].diff(*pages)
    took = time.process_time() - start
    told = {"seconds": took, "megabytes before": before, "megabytes": megabytes()}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
