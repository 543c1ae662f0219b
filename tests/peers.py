"""Skip tests and cells whose peer is missing, by name; summarise the skips.

``@pytest.mark.peer("redis")`` on a test and the tag ``peer-redis`` on a notebook's
cell mean the same.  Where the peer is missing the test is skipped by name;
with ``PEERS=required`` in the environment it fails instead.
"""

import os
from collections import defaultdict
from typing import NoReturn

import pytest

from examples import peers


def required() -> bool:
    """Tell whether a missing peer is a failure: ``PEERS=required``."""
    return os.environ.get("PEERS") == "required"


def unproved(reason: str) -> NoReturn:
    """Skip the running test for a named reason, or fail with ``PEERS=required``."""
    if required():
        pytest.fail(f"{reason} (PEERS=required)", pytrace=False)
    pytest.skip(reason)


def needs(item: pytest.Item) -> list[str]:
    """Return the names of the peers a test needs."""
    return [name for mark in item.iter_markers("peer") for name in mark.args]


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark ``peer``."""
    config.addinivalue_line("markers", "peer(name): needs a server or language")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that names an unknown peer."""
    for item in items:
        for name in needs(item):
            try:
                peers.known(name)
            except LookupError as error:
                raise pytest.UsageError(f"{item.nodeid}: {error}") from None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip or fail a test whose peer is missing."""
    for name in needs(item):
        if peers.find(name) is None:
            unproved(peers.missing(name))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List each reason for a skip, then the tests it kept from running."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for report in terminalreporter.getreports("skipped"):
        _, _, reason = report.longrepr
        reasons[reason.removeprefix("Skipped: ")].append(report.nodeid)
    if reasons:
        terminalreporter.section("not proved here")
    for reason, nodeids in reasons.items():
        terminalreporter.line(reason, yellow=True)
        for nodeid in nodeids:
            terminalreporter.line(f"    {nodeid}")
