"""Read what ``make bench`` measured: ``examples/NAME/bench.json``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def read(name: str, examples: Path = EXAMPLES) -> dict[str, Any]:
    """Load the record of an example.

    Raises FileNotFoundError, which names the cure, if it was never measured.
    """
    path = examples / name / "bench.json"
    if not path.exists():
        raise FileNotFoundError(f"no record of {name}; make bench ARGS={name}")
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


def seconds(
    rows: Mapping[str, dict[str, Any]], ways: Iterable[str]
) -> dict[str, dict[float, float]]:
    """Return seconds by way and by kilobytes, as ``against_length`` plots them.

    rows: by kilobytes, what was measured.  A way that failed has no point there.
    """
    return {
        way: {
            float(size): row["ways"][way]["seconds"]
            for size, row in rows.items()
            if "seconds" in row["ways"][way]
        }
        for way in ways
    }


def where(record: dict[str, Any]) -> str:
    """Format date, Python and machine of a record in one line."""
    machine = record["machine"]
    return (
        f"Measured {record['date']}, {machine['python']}, {machine['system']}, "
        f"{machine['cores']} cores of {machine['processor']}"
    )
