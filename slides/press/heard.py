"""Capture a logger's warnings and swallowed exceptions."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Heard(logging.Handler):
    """Handler that collects warnings, and the first exception logged and dropped."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self.error: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
        self.error = self.error or sys.exception()


@contextmanager
def heard(name: str) -> Iterator[Heard]:
    """Capture the logger `name`, with those below it, while a block lasts."""
    logger = logging.getLogger(name)
    before, propagate = logger.handlers, logger.propagate
    ear = Heard()
    logger.handlers, logger.propagate = [ear], False
    try:
        yield ear
    finally:
        logger.handlers, logger.propagate = before, propagate
