"""Run groups of tests in processes of their own, beside the first one.

A test belongs to a group: the notebooks, the browser, generated examples, or those
marked ``beside``; ``beside("notebooks")`` puts it with the notebooks, so that all
end at one time.  Nothing they run is measured.  Each group is an ordinary pytest
over the same tests; it writes its reports to a file, and the first process tells
them as its own when it comes to these tests.  So there is one run, one order, one
summary.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

REPORTS = "--reports"
LOOK = 0.05  # seconds between two looks at the file
# The plugin that a group cannot do without.
PLUGINS = {"notebooks": "tests.gate"}


class Group:
    """The process of a group, as the first process sees it: start, read, stop."""

    def __init__(
        self, config: pytest.Config, name: str, items: list[pytest.Item]
    ) -> None:
        self.config, self.name = config, name
        self.mine = {item.nodeid for item in items}
        # Of this run alone: another one in the same tree has groups of these names.
        self.folder = TemporaryDirectory(prefix="beside-")
        reports, self.output = (
            Path(self.folder.name, n) for n in ("reports", "output")
        )
        self.reports = reports.open("w+", encoding="utf-8")
        plugin = PLUGINS.get(name, "tests.beside")
        quiet = ("-q", "-p", "no:cacheprovider", "-p", plugin)
        command = [sys.executable, "-m", "pytest", *quiet, f"{REPORTS}={reports}"]
        # The ledger has been proved by then: nothing here needs measuring.
        kept = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
        with self.output.open("w") as log:
            self.process = subprocess.Popen(
                [*command, *(item.nodeid for item in items)],
                cwd=config.rootpath,
                env=kept,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        """Replay the reports of a test that the group's process ran."""
        if item.nodeid not in self.mine:
            return None
        hook = item.ihook
        hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for report in self.told(item.nodeid):
            hook.pytest_runtest_logreport(report=report)
        hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    def told(self, nodeid: str) -> Iterator[pytest.TestReport]:
        """Yield the reports of a test as they come, up to its teardown."""
        when = ""
        while when != "teardown":
            data = json.loads(self.line())
            hook = self.config.hook
            report = hook.pytest_report_from_serializable(config=self.config, data=data)
            if report.nodeid != nodeid:
                raise RuntimeError(f"{report.nodeid} was told instead of {nodeid}")
            if isinstance(report.longrepr, list):  # JSON has no tuples
                report.longrepr = tuple(report.longrepr)
            yield report
            when = report.when

    def line(self) -> str:
        """Read a whole line, waiting.  Raises RuntimeError if there will be none."""
        text = ""
        while not text.endswith("\n"):
            ended = self.process.poll() is not None
            text += self.reports.readline()
            if ended and not text.endswith("\n"):
                said = self.output.read_text("utf-8", "replace")
                raise RuntimeError(f"the process of {self.name} ended early:\n{said}")
            if not text.endswith("\n"):
                time.sleep(LOOK)
        return text

    def pytest_unconfigure(self) -> None:
        """Terminate the process, also when the run was broken off."""
        self.process.terminate()
        self.process.wait()
        self.reports.close()
        self.folder.cleanup()


class Teller:
    """Writes the test reports of its process to a file, as JSON lines."""

    def __init__(self, config: pytest.Config, path: Path) -> None:
        self.config, self.path = config, path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Append a report to the file."""
        hook = self.config.hook
        data: dict[str, Any] = hook.pytest_report_to_serializable(
            config=self.config, report=report
        )
        with self.path.open("a", encoding="utf-8") as out:
            out.write(json.dumps(data) + "\n")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--reports``, with which the process of a group is started."""
    parser.addoption(REPORTS, help="write the reports to this file")


def group(item: pytest.Item) -> str:
    """Return the name of a test's group; empty for the first process."""
    if item.path.suffix == ".ipynb":
        return "notebooks"
    if marker := item.get_closest_marker("beside"):
        return "".join([*marker.args, "beside"][:1])
    if "browser" in item.path.parts:
        return "browser"
    test = getattr(item, "function", None)
    return "properties" if getattr(test, "is_hypothesis_test", False) else ""


def pytest_configure(config: pytest.Config) -> None:
    """Write reports to a file in the process of a group."""
    if path := config.getoption(REPORTS):
        config.pluginmanager.register(Teller(config, Path(path)))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the other groups' processes, if more than one has work."""
    config = session.config
    groups: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in session.items:
        groups[group(item)].append(item)
    if len(groups) == 1 or config.getoption(REPORTS) or config.option.collectonly:
        return
    for name in filter(None, groups):
        config.pluginmanager.register(Group(config, name, groups[name]))
