"""examples.processes.show: a program under two Pythons, side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from examples.processes.show import bill, pythons

OLD = "2.7"


@pytest.fixture
def shims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a folder of commands first on the PATH."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    pythons.find.cache_clear()
    return tmp_path


def command(folder: Path, name: str, says: str) -> None:
    """Write a command for the shell."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{says}\n")
    path.chmod(0o755)


def test_a_command_that_fails_is_no_python(shims: Path) -> None:
    """pyenv's is there, and says that it is not."""
    command(shims, "python9.8", "echo 'python9.8: command not found' >&2; exit 127")
    assert pythons.find("9.8") is None
    assert pythons.find("9.9") is None


def test_a_python_of_another_version_is_not_the_one_meant(shims: Path) -> None:
    """It is believed what it says, not what it is called; 9.80 is not 9.8."""
    command(shims, "python9.8", "echo Python 9.80.1")
    assert pythons.find("9.8") is None


def test_a_python_is_found_by_what_it_says(shims: Path) -> None:
    """2.7 says it on stderr; pyenv's command wants to be told which one."""
    command(shims, "python9.8", 'echo "Python $PYENV_VERSION.1" >&2')
    found = pythons.find("9.8")
    assert found
    assert found.version == "9.8.1"


def test_a_python_without_a_global_lock_has_a_t(shims: Path) -> None:
    """Its command has it, its version has not."""
    command(shims, "python9.8t", "echo Python 9.8.1")
    assert pythons.find("9.8t")


def test_the_bill_under_this_python() -> None:
    """Half a kilogram of cherries is three euros and a half."""
    started = []
    body = bill.application({"QUERY_STRING": "500"}, lambda *told: started.append(told))
    assert json.loads(b"".join(body))["euros"] == 3.5
    assert started == [("200 OK", [("Content-Type", "application/json")])]


def test_two_pythons_serve_side_by_side() -> None:
    """The old one works it out as it always has: three euros.

    Where there is no old one, this Python serves twice.
    """
    old, new = pythons.find(OLD) or pythons.here(), pythons.here()
    with pythons.serve(old) as one, pythons.serve(new) as other:
        told = [pythons.ask(port, 500) for port in (one, other, one)]
    euros = 3 if old.version.startswith(OLD) else 3.5
    assert told == [
        {"python": old.version, "euros": euros},
        {"python": new.version, "euros": 3.5},
        {"python": old.version, "euros": euros},
    ]


@pytest.mark.parametrize("series", [OLD, None])
def test_the_bill_ends_where_nobody_reads_its_port(series: str | None) -> None:
    """Whoever started it was ended meanwhile."""
    python = (pythons.find(series) if series else None) or pythons.here()
    with python.start(str(pythons.PROGRAM)) as process:
        assert process.stdout
        process.stdout.close()
        assert process.wait(60) != 0


def test_a_python_that_does_not_serve_is_an_error(shims: Path) -> None:
    """It names the program."""
    command(shims, "python9.8", "exit 1")
    broken = pythons.Python(str(shims / "python9.8"), "9.8.1")
    with (
        pytest.raises(RuntimeError, match=r"bill\.py does not run under"),
        pythons.serve(broken),
    ):
        pass
