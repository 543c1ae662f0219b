"""Does a service keep to its OpenAPI description?  schemathesis asks it."""

from __future__ import annotations

import gc
import warnings
from itertools import chain

from flask import Flask

# 404: no result has an address that was only made up.  422: no schema can say
# which lines some code has, or that a language must be known.
FINE = ["200", "303", "304", "404", "422"]
REFUSED = ["400", "404", "405", "413", "415", "422"]


def violations(app: Flask, examples: int = 20) -> tuple[int, list[str]]:
    """Have an application's description tried, with all checks on.

    :param examples: that are thought out for each operation, beside the boundaries.
    :return: how many questions were asked, and what was wrong with the answers.
    """
    import schemathesis  # takes a while, and only a test that is beside needs it
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events, from_schema

    asking = {"max-examples": examples, "deterministic": True, "database": "none"}
    checks = {
        "positive_data_acceptance": {"expected-statuses": FINE},
        "negative_data_rejection": {"expected-statuses": REFUSED},
    }
    settings = {"generation": asking, "checks": checks}
    config = SchemathesisConfig.from_dict(settings)
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app, config=config)
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
