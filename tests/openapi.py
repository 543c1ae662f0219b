"""Does a service keep to its OpenAPI description?  schemathesis asks it."""

from __future__ import annotations

import gc
import warnings
from itertools import chain
from typing import Any


def violations(
    open_schema: Any,
    *where: Any,
    fine: list[str],
    refused: list[str],
    examples: int = 10,
) -> tuple[int, list[str]]:
    """Have a service's description tried, with all checks on.

    :param open_schema: ``schemathesis.openapi.from_wsgi``, or ``from_url``.
    :param where: what that takes: a path and an application, or a URL.
    :param fine: statuses that valid questions may get.
    :param refused: statuses that invalid ones have to get.
    :param examples: that are thought out for each operation, beside the boundaries.
    :return: how many questions were asked, and what was wrong with the answers.
    """
    # It takes a while, and only a test that is beside needs it.
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events, from_schema

    asking = {"max-examples": examples, "deterministic": True, "database": "none"}
    checks = {
        "positive_data_acceptance": {"expected-statuses": fine},
        "negative_data_rejection": {"expected-statuses": refused},
    }
    settings = {"generation": asking, "checks": checks}
    schema = open_schema(*where, config=SchemathesisConfig.from_dict(settings))
    asked, failed = 0, []
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            asked += len(event.recorder.cases)
            for check in chain(*event.recorder.checks.values()):
                if check.failure_info:
                    failed.append(f"{check.name}: {check.failure_info}")
        elif isinstance(event, events.NonFatalError | events.FatalError):
            failed.append(str(event))
    # A socket or two it leaves to the garbage collector: here, or in another's test.
    del schema, event
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
    return asked, failed
