"""The Procfile is the plan, in honcho's words; and with one part all others end."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from honcho.environ import parse_procfile

from examples.gateway.identity import KEY
from examples.gateway.show.account import PASSWORD
from examples.success.plan import Plan, Program, planned
from examples.success.procfile import procfile
from notebooks.kernels import ROOT

pytestmark = pytest.mark.beside

COMMAND = [sys.executable, "-m", "examples.success", "--port", "0", "--honcho"]


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Plan the shop without any peer; nothing of it runs."""
    monkeypatch.setenv("PEERS", "none")
    with planned(tmp_path, "stones") as found:
        return found


def test_a_line_is_what_the_holder_starts(plan: Plan) -> None:
    """The same names, commands and variables, and a port; no secret is in a line."""
    text = procfile(plan.programs)
    found = parse_procfile(text).processes
    assert [*found] == [*plan.programs]
    for name, line in found.items():
        program = plan.programs[name]
        told = {"PORT": str(program.port), **program.environment}
        words = shlex.split(line)[2:]
        assert dict(word.split("=", 1) for word in words[: len(told)]) == told
        assert words[len(told) :] == program.command
    assert {"front", "thumbnails", "gateway"} <= found.keys()
    assert not [name for name in (KEY, PASSWORD) if plan.common[name] in text]


def test_what_a_shell_would_read_is_quoted() -> None:
    """A folder may have a blank or a dollar in its name."""
    odd = Program(["run", "a b"], {"STORE": "sqlite:////tmp/$x; y"}, 8001)
    line = parse_procfile(procfile({"odd": odd})).processes["odd"]
    told = ["PORT=8001", "STORE=sqlite:////tmp/$x; y"]
    assert shlex.split(line) == ["exec", "env", *told, "run", "a b"]


@pytest.mark.parametrize("ending", ["a part", "the shop"])
def test_one_ends_and_all_end(ending: str) -> None:
    """Killed, the highlighter takes the shop along; SIGTERM is no failure."""
    with subprocess.Popen(
        COMMAND, cwd=ROOT, env=os.environ | {"PEERS": "none"}, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        try:
            lines = map(bytes.decode, process.stdout)
            started = {}
            for line in lines:
                if " started (pid=" in line:
                    name, _, pid = line.split("| ")[1].partition(".1 started (pid=")
                    started[name] = psutil.Process(int(pid.rstrip(")\n")))
                if len(started) == 12:
                    break
            told = [KEY in one.environ() for one in started.values()]
            killed = started["highlighter"] if ending == "a part" else process
            killed.send_signal(signal.SIGTERM)
            said = "".join(lines)
        finally:
            process.terminate()
    assert not [name for name, one in started.items() if one.is_running()]
    assert told == [True] * 12
    assert process.returncode == (ending == "a part")
    assert {"highlighter", "front"} <= {*re.findall(r"(\w+)\.1 stopped", said)}
