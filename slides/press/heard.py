"""What a library mutters into its log, kept instead of printed."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Heard(logging.Handler):
    """Collects warnings; remembers the exception a library logged and dropped."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self.error: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
        self.error = self.error or sys.exception()


@contextmanager
def heard(name: str) -> Iterator[Heard]:
    """Take over the logger `name`, with those below it, for a while."""
    logger = logging.getLogger(name)
    before, propagate = logger.handlers, logger.propagate
    ear = Heard()
    logger.handlers, logger.propagate = [ear], False
    try:
        yield ear
    finally:
        logger.handlers, logger.propagate = before, propagate
