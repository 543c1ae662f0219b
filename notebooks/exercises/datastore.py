"""Questions of 11-datastore: a type that stores UTC, an update that asks, a rename."""

from __future__ import annotations

STUBS: dict[str, str] = {}
