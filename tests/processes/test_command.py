"""``python -m examples.processes``: address in, address out."""

from __future__ import annotations

import socket

import pytest

from examples.processes.__main__ import address, main


def test_an_address_is_host_and_port() -> None:
    """The last colon parts them."""
    assert address("127.0.0.1:8000") == ("127.0.0.1", 8000)


@pytest.mark.parametrize("text", ["8000", ":8000", "127.0.0.1:", "h:-1", "h:65536"])
def test_a_bad_address_is_named(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With one that is right."""
    with pytest.raises(SystemExit, match="2"):
        main([f"--bind={text}", "true"])
    said = capsys.readouterr().err
    assert f"{text!r} is not HOST:PORT, such as 127.0.0.1:8000" in said


def test_a_taken_port_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """And status 1."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main([f"--bind=127.0.0.1:{port}", "true"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("examples.processes: Address already in use")
    assert str(port) in said
    assert said.count("\n") == 1
