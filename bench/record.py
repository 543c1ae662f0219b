"""The record of a measurement: ``examples/NAME/bench.json``."""

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
    """When, where and with what is measured."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": {name: version(name) for name in libraries},
    }


def machine() -> dict[str, Any]:
    """What a reader has to know of this machine, and nothing to find it by."""
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """The processor's name, as the kernel or else Python knows it."""
    told = cpuinfo.read_text() if cpuinfo.exists() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return found[1] if found else platform.processor() or "unknown"


def write(name: str, content: Mapping[str, Any], root: Path = ROOT) -> Path:
    """Put a record in its place, whole or not at all."""
    path = root / "examples" / name / "bench.json"
    part = path.with_suffix(".part")
    text = json.dumps(rounded(content), indent=1, ensure_ascii=False)
    part.write_text(text + "\n", encoding="utf-8")
    return part.replace(path)


def rounded(value: Any) -> Any:
    """A value with `DIGITS` significant digits in every fraction inside it."""
    match value:
        case float():
            return float(f"{value:.{DIGITS}g}")
        case Mapping():
            return {key: rounded(inner) for key, inner in value.items()}
        case list() | tuple():
            return [rounded(inner) for inner in value]
        case _:
            return value
