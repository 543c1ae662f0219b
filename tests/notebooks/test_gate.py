"""The gate lets a good notebook pass, and fails each poison for its own reason."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import coverage
import psutil
import pytest

from notebooks.kernels import ROOT
from tests.notebooks import poison

PYTEST = (sys.executable, "-m", "pytest", "-c", "pyproject.toml", f"--rootdir={ROOT}")
TIMEOUT = "--nbval-cell-timeout=12"  # where one hangs; its other cells end in time
PROCESSES = 2  # mostly they wait for what is left to end; a third for what hangs
Verdicts = dict[str, list[ET.Element]]


def gate(
    folder: Path, *options: str, output: int = subprocess.DEVNULL, **environment: str
) -> subprocess.Popen[str]:
    """Start the gate over a folder of notebooks; its report is ``report.xml``."""
    report = f"--junitxml={folder / 'report.xml'}"
    quiet = ("-q", "-p", "no:cacheprovider")
    # Nothing of it is measured: it is the gate that is on trial.
    kept = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    return subprocess.Popen(
        [*PYTEST, *quiet, "-p", "tests.gate", *options, report, folder],
        cwd=ROOT,
        env=kept | environment,
        stdout=output,
        text=True,
    )


def verdicts_in(folder: Path) -> Verdicts:
    """Return what a gate reported, by the names of the notebooks."""
    verdicts: Verdicts = {}
    for case in ET.parse(folder / "report.xml").iter("testcase"):
        if found := re.search(r"([\w-]+)\.ipynb", case.get("classname", "")):
            verdicts.setdefault(found[1], []).append(case)
    return verdicts


def said(cases: list[ET.Element], kind: str) -> str:
    """Return what a notebook's tests said of one kind: failure, error, skipped."""
    return "\n".join(
        f"{case.get('name')}: {one.get('message')} {one.text}"
        for case in cases
        for one in case.iter(kind)
    )


Running = list[tuple[Path, subprocess.Popen[str]]]


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Start the gate over the good notebook and all poisons, in a few processes."""
    notebooks = poison.notebooks()
    notebooks["good"] = poison.notebook(*poison.GOOD)
    notebooks["unnormalised"] = notebooks["good"].replace('"cell-00"', '"other"')
    folders = [tmp_path_factory.mktemp("poison") for _ in range(PROCESSES)]
    hanging = tmp_path_factory.mktemp("hanging")
    for number, (name, text) in enumerate(sorted(notebooks.items())):
        place = hanging if name in poison.HANGING else folders[number % PROCESSES]
        (place / f"{name}.ipynb").write_text(text)
    started = [(hanging, gate(hanging, TIMEOUT))]
    started += [(folder, gate(folder)) for folder in folders]
    yield started
    for _, process in started:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def verdicts(running: Running) -> Verdicts:
    """Wait for them, and return what they reported."""
    for _, process in running:
        process.wait()
    return {k: v for folder, _ in running for k, v in verdicts_in(folder).items()}


@pytest.mark.first
def test_the_gate_starts(running: Running) -> None:
    """It runs while other tests do, for it mostly waits for kernels that hang."""
    assert all(process.poll() is None for _, process in running)


@pytest.mark.after_units
def test_a_good_notebook_passes(verdicts: Verdicts) -> None:
    """Lint, each cell and what was lost are tested, and all of them pass."""
    cases = verdicts["good"]
    assert [case.get("name") for case in cases] == [
        "lint",
        *(f"cell {number}" for number in range(1, len(poison.GOOD))),
        f"cell {len(poison.GOOD)} (victim)",
        "lost",
    ]
    assert not [one for case in cases for one in case]


@pytest.mark.after_units
@pytest.mark.parametrize("name", poison.ALL)
def test_a_poison_fails(name: str, verdicts: Verdicts) -> None:
    """What is broken in one way fails, and the reason it gives is that way."""
    one = poison.ALL[name]
    cases = verdicts[one.shared or name]
    if one.shared == "cells":
        cases = [case for case in cases if f"({name})" in str(case.get("name"))]
    says = one.says.replace("victim", name) if one.shared else one.says
    reasons = said(cases, "failure")
    assert re.search(says, reasons, re.DOTALL), reasons


@pytest.mark.after_units
def test_a_process_that_is_left_is_ended(verdicts: Verdicts) -> None:
    """Who runs the gate again and again has not a hundred of them."""
    (number,) = re.findall(
        r"process (\d+) \(sleep 600\)", said(verdicts["lost"], "failure")
    )
    with suppress(psutil.NoSuchProcess):
        assert psutil.Process(int(number)).status() == psutil.STATUS_ZOMBIE


@pytest.mark.after_units
def test_an_unnormalised_notebook_fails(verdicts: Verdicts) -> None:
    """What `make notebooks` would write otherwise does not pass."""
    reasons = said(verdicts["unnormalised"], "failure")
    assert "is not normalised; run `make notebooks`" in reasons


def without_redis(folder: Path, peers: str) -> tuple[str, Verdicts]:
    """Return what the gate says of a cell for Redis, where there is no Redis."""
    (folder / "peer.ipynb").write_text(poison.notebook(poison.PEER))
    process = gate(folder, output=subprocess.PIPE, PATH=str(folder), PEERS=peers)
    return process.communicate()[0], verdicts_in(folder)


@pytest.mark.beside("notebooks")
def test_a_cell_without_its_peer_is_skipped_by_name(tmp_path: Path) -> None:
    """The closing summary names the peer, the cure and the cell."""
    output, verdicts = without_redis(tmp_path, "")
    assert said(verdicts["peer"], "skipped").startswith("cell 1 (queue): peer redis")
    assert "\npeer redis is missing: apt-get install redis-server" in output
    assert "peer.ipynb::cell 1 (queue)\n" in output
    assert not said(verdicts["peer"], "failure")


@pytest.mark.beside("notebooks")
def test_a_cell_without_its_peer_fails_where_peers_are_required(tmp_path: Path) -> None:
    """With PEERS=required, as in CI, nothing is skipped."""
    _, verdicts = without_redis(tmp_path, "required")
    reasons = said(verdicts["peer"], "error")
    assert re.match(r"cell 1 \(queue\): .*peer redis is missing", reasons)
    assert not said(verdicts["peer"], "skipped")


@pytest.mark.after_units
def test_the_ledger_sees_what_finished_processes_ran(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    measuring: Callable[[], AbstractContextManager[None]],
) -> None:
    """Coverage so far holds lines of a process that ran elsewhere and ended."""
    with measuring():
        subprocess.run(
            [sys.executable, "-m", "examples.peers"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            check=False,
        )
    so_far: coverage.Coverage = request.getfixturevalue("coverage_so_far")
    path = ROOT / "examples" / "peers.py"
    last = len(path.read_text().splitlines())
    _, _, _, missing, _ = so_far.analysis2(str(path))
    assert last not in missing
