"""Unit files for systemd, and a check that believes what it says, not its status."""

from .check import exposure, faults

__all__ = ["exposure", "faults"]
