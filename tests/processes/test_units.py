"""examples.processes.units: what systemd would ignore, and what it would allow."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from examples.processes import units
from examples.processes.units import exposure, faults

pytestmark = pytest.mark.peer("systemd")

FOLDER = Path(units.__file__).parent


@pytest.fixture
def copies(tmp_path: Path) -> list[Path]:
    """Copy our socket and service."""
    names = ("shop.socket", "shop.service")
    return [Path(shutil.copy(FOLDER / name, tmp_path)) for name in names]


def test_ours_are_without_fault(ran: set[str]) -> None:
    """Socket, service, and the template of which two run in an upgrade."""
    assert faults([FOLDER / "shop.socket", FOLDER / "shop.service"]) == []
    assert faults([FOLDER / "shop.socket", FOLDER / "shop@.service"]) == []
    ran.add("examples/processes/units/shop.service")


def test_the_template_is_the_service() -> None:
    """But for the name of its socket: what bounds the one bounds the other."""
    service, template = (
        {line for line in text.splitlines() if line and not line.startswith("#")}
        for text in (
            (FOLDER / name).read_text() for name in ("shop.service", "shop@.service")
        )
    )
    assert template - service == {"Sockets=shop.socket"}
    assert service <= template


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("MemoryMax", "MemoryMaximum", "Unknown key 'MemoryMaximum'"),
        ("CPUQuota=50%", "CPUQuota=half", "half"),
        ("[Service]", "[Servce]", "Unknown section 'Servce'"),
        ("/usr/bin/env", "/nowhere/env", "/nowhere/env is not executable"),
    ],
)
def test_what_systemd_would_ignore_is_a_fault(
    copies: list[Path], right: str, wrong: str, said: str
) -> None:
    """Whatever status it gives."""
    text = copies[1].read_text()
    copies[1].write_text(text.replace(right, wrong))
    assert said in "\n".join(faults(copies))


def test_a_missing_unit_is_a_fault(tmp_path: Path) -> None:
    """It is named."""
    assert "none.service" in "\n".join(faults([tmp_path / "none.service"]))


def test_a_failure_without_words_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as that of one that was killed."""
    mute = tmp_path / "systemd-analyze"
    mute.write_text("#!/bin/sh\nexit 3\n")
    mute.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert faults([FOLDER / "shop.service"]) == ["status 3"]


def test_our_service_may_do_little() -> None:
    """Below two of ten, which is the bound that a test of yours would set."""
    assert 0 <= exposure(FOLDER / "shop.service", threshold=2) <= 2


def test_more_than_the_threshold_is_an_error(copies: list[Path]) -> None:
    """A service without bounds has more than nine."""
    text = copies[1].read_text()
    copies[1].write_text(text[: text.index("DynamicUser")])
    with pytest.raises(ValueError, match=r"shop.service has 9\.\d, above 2.0"):
        exposure(copies[1], threshold=2)
    assert exposure(copies[1]) > 9


def test_without_a_level_it_says_why(tmp_path: Path) -> None:
    """What systemd-analyze wrote."""
    with pytest.raises(ValueError, match=r"none\.service"):
        exposure(tmp_path / "none.service")
