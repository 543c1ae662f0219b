"""Order of the tests, and fixtures for all: coverage so far, clients that ran.

Units first; then what looks back on them (``@pytest.mark.after_units``, such as
the ledger, which reads the coverage so far); then what runs in other processes:
notebooks, the browser and what is marked ``beside``.
"""

import gc
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import coverage
import pytest
from coverage.exceptions import DataError
from hypothesis import settings

from notebooks.kernels import ROOT
from tests import beside, peers

STARTED = time.time()
# Coverage's settings for the processes that this one starts, if it measures.
PROCESSES = "COVERAGE_PROCESS_CONFIG"
MEASURED = pytest.StashKey[str | None]()

# Neither a busy machine nor chance fails a test.  HUNT=1 looks for new examples.
settings.register_profile(
    "certain", deadline=None, derandomize=not os.environ.get("HUNT")
)
settings.load_profile("certain")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marks, and the plugin for peers if the gate has not."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Started in the background; what the tests start must hear Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # As Ctrl-C: who is ended gives back what the tests started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if not config.pluginmanager.has_plugin("tests.peers"):
        config.pluginmanager.register(peers, "tests.peers")
    config.addinivalue_line("markers", "after_units: runs when all units have run")
    config.addinivalue_line("markers", "first: starts what others wait for")
    config.addinivalue_line("markers", "beside(group): may run in another process")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests by rank; within one they stay in order."""
    items.sort(key=rank)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Freeze what was collected: the garbage collector skips it.

    Thousands of tests live to the end; looking through them costs a tenth of it all.
    And let no process be measured that a test starts, unless it asks: see `measuring`.
    """
    session.config.stash[MEASURED] = os.environ.pop(PROCESSES, None)
    gc.freeze()


@pytest.fixture(scope="session")
def measuring(
    request: pytest.FixtureRequest,
) -> Callable[[], AbstractContextManager[None]]:
    """Measure the processes that are started in a block: ``with measuring():``.

    It costs each a fifth of a second, and few need it: most lines on slides are
    executed in the process of the tests, too.  The ledger names those that are not.
    """

    @contextmanager
    def block() -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            if config := request.config.stash[MEASURED]:
                patch.setenv(PROCESSES, config)
            yield

    return block


def rank(item: pytest.Item) -> int:
    """Return when a test runs: -1 first, 0 units, 1 ledger, 2 beside."""
    if beside.group(item):
        return 2
    if item.get_closest_marker("first"):
        return -1
    return int(item.get_closest_marker("after_units") is not None)


@pytest.fixture(scope="session")
def coverage_so_far(request: pytest.FixtureRequest) -> Iterator[coverage.Coverage]:
    """Combine coverage so far, of this run and processes it measured: once, late.

    Who asks is marked ``after_units``; what runs after the first who asks is not in it.
    Ask the result as one would after a run: ``analysis2(path)``, ``get_data()``.
    A process that still runs, or was killed, is not in it.
    """
    current = coverage.Coverage.current()
    if current is None or not whole_run(request.config):
        peers.unproved("coverage of the whole run is missing: run `make test`")
    config = str(ROOT / "pyproject.toml")
    so_far = coverage.Coverage(data_file=None, config_file=config)
    own = current.get_data()
    so_far.get_data().update(own, map_path=from_root)
    running = Path(own.data_filename())
    for path in running.parent.glob(running.name.partition(".")[0] + ".*"):
        if path != running and path.stat().st_mtime >= STARTED:
            other = coverage.CoverageData(basename=str(path))
            # Who was killed in the middle of writing leaves what cannot be read.
            with suppress(DataError):
                other.read()
                so_far.get_data().update(other, map_path=from_root)
            other.close(force=True)
    yield so_far
    so_far.get_data().close(force=True)


def whole_run(config: pytest.Config) -> bool:
    """Tell whether no test was left out by the command line."""
    chosen = config.option.keyword or config.option.markexpr or config.option.deselect
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not chosen


@pytest.fixture(scope="session")
def ran() -> set[str]:
    """Collect the clients in other languages that a test ran, for the ledger.

    A test adds the path, relative to the root: ``ran.add("examples/x/client.rb")``.
    """
    return set()


def from_root(path: str) -> str:
    """Return a measured path relative to the root, wherever its process ran."""
    full = ROOT / path
    return str(full.relative_to(ROOT)) if full.is_relative_to(ROOT) else path
