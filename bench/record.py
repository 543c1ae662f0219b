"""Write the record of a measurement: ``examples/NAME/bench.json``."""

import json
import os
import platform
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DIGITS = 3  # more would be noise


def circumstances(libraries: Iterable[str]) -> dict[str, Any]:
    """Return date, machine and versions of a measurement."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": {name: version(name) for name in libraries},
    }


def machine() -> dict[str, Any]:
    """Return processor, cores, system and Python: no host name, no path."""
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """Return the processor's name from ``/proc/cpuinfo``, or else from Python."""
    told = cpuinfo.read_text() if cpuinfo.exists() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return found[1] if found else platform.processor() or "unknown"


def write(name: str, content: Mapping[str, Any], root: Path = ROOT) -> Path:
    """Write a record atomically: to a second file, which is then renamed."""
    path = root / "examples" / name / "bench.json"
    part = path.with_suffix(".part")
    text = json.dumps(rounded(content), indent=1, ensure_ascii=False)
    part.write_text(text + "\n", encoding="utf-8")
    return part.replace(path)


def rounded(value: Any) -> Any:
    """Round each float inside a value to `DIGITS` significant digits."""
    match value:
        case float():
            return float(f"{value:.{DIGITS}g}")
        case Mapping():
            return {key: rounded(inner) for key, inner in value.items()}
        case list() | tuple():
            return [rounded(inner) for inner in value]
        case _:
            return value
