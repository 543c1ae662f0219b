"""examples.processes.privileges: a confined program is refused what root is not."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from examples.processes.privileges import confine
from examples.processes.show import attempts, breakout

Results = dict[str, dict[str, str]]
USER = 61300
LOW = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")


def status(line: list[str]) -> dict[str, str]:
    """Run a command that prints /proc/self/status, as root of a group; return it."""
    done = subprocess.run(
        line, extra_groups=[0], capture_output=True, text=True, check=True
    )
    return dict(re.findall(r"^(\w+):[ \t]*(.*?)[ \t]*$", done.stdout, re.MULTILINE))


@pytest.fixture(scope="module")
def results() -> Results:
    """Let the worker try to break out, each way."""
    return breakout.breakouts()


def out(results: Results, way: str) -> set[str]:
    """Return the attempts that broke out."""
    return {name for name, error in results[way].items() if not error}


@pytest.mark.parametrize("user", [0, -1, 2**32 - 1, 2**32])
def test_root_is_refused(user: int) -> None:
    """To confine a program to root is a mistake, and said before it runs.

    -1 is, of 32 bits, nobody to change to, and the next number is root again.
    """
    with pytest.raises(ValueError, match=f"user {user} is root"):
        confine(["true"], user)


def test_what_is_confined_comes_last() -> None:
    """So the line may stand behind other bounds, and the command keeps its words."""
    line = confine(["echo", "two words"], USER, {"SHOP": "cherry"})
    assert line[0] == "setpriv"
    assert line[-5:] == ["env", "-i", "SHOP=cherry", "echo", "two words"]
    # The last user there is; and nothing is given, not even a PATH.
    assert confine(["/bin/true"], 2**32 - 2, {})[-3:] == ["env", "-i", "/bin/true"]


@pytest.mark.peer("setpriv")
def test_a_confined_program_has_nothing_but_its_user() -> None:
    """The kernel says so: one user, one group, no capability, none to be gained."""
    told = status(confine(["cat", "/proc/self/status"], USER))
    assert told["Uid"].split() == told["Gid"].split() == [str(USER)] * 4
    assert told["Groups"] == ""
    assert told["NoNewPrivs"] == "1"
    names = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")
    assert {int(told[name], 16) for name in names} == {0}


@pytest.mark.peer("setpriv")
def test_the_environment_is_what_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of root's is inherited; without one there is a PATH alone."""
    monkeypatch.setenv("SHOP_PASSWORD", "cherry")
    line = confine(["env"], USER, {"PATH": "/usr/bin:/bin", "SHOP": "two words"})
    told = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    assert set(told.splitlines()) == {"PATH=/usr/bin:/bin", "SHOP=two words"}
    told = subprocess.run(
        confine(["env"], USER), capture_output=True, text=True, check=True
    ).stdout
    assert told.startswith("PATH=")
    assert len(told.splitlines()) == 1


@pytest.mark.peer("setpriv", "prlimit")
def test_as_root_it_breaks_out_everywhere(results: Results) -> None:
    """Each attempt works: what is refused later is not refused by a slip of its own."""
    assert out(results, "as root") == set(attempts.WAYS)


@pytest.mark.peer("setpriv", "prlimit")
def test_another_user_is_not_enough(results: Results) -> None:
    """Its files and processes are safe; groups, setuid and environment are not."""
    assert out(results, "another user") - {"bind a low port"} == {
        "read a file of root's group",
        "find a password in the environment",
        "become root by a setuid program",
        "take a gigabyte",
        *breakout.STAYS,
    }


@pytest.mark.peer("setpriv", "prlimit")
def test_confined_it_is_refused_all_but_what_everybody_may(results: Results) -> None:
    """/tmp and the network stay, as the docstring says: that is a unit's affair."""
    assert out(results, "confined") - {"bind a low port"} == set(breakout.STAYS)


@pytest.mark.peer("setpriv", "prlimit")
def test_a_low_port_is_refused_where_low_ports_are_roots(results: Results) -> None:
    """In many a container everybody may bind them: the kernel says which."""
    free = int(LOW.read_text()) <= breakout.LOW_PORT
    assert ("bind a low port" in out(results, "confined")) == free


@pytest.mark.peer("setpriv", "prlimit")
def test_a_refusal_is_the_kernels(results: Results) -> None:
    """It is the error that a user would see, not one that the attempt made up."""
    errors = {results["confined"][name] for name in breakout.STOPPED}
    assert errors == {"PermissionError", "KeyError", "MemoryError"}


def test_what_is_shown_was_tried() -> None:
    """The rows of both tables are attempts."""
    assert {*breakout.STOPPED, *breakout.STAYS} <= set(attempts.WAYS)
