"""python -m examples.timeline, and node api.mjs: addresses printed, ports taken."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import pytest

from examples import peers
from examples.timeline.__main__ import main
from examples.timeline.show import node
from notebooks.kernels import ROOT
from tests.timeline.conftest import by_http, path


def only_there(address: str) -> bool:
    """Tell whether a server listens on loopback, and at no other address."""
    try:
        by_http(address.replace("127.0.0.1", "127.0.0.2"))("GET", "/")
    except ConnectionRefusedError:
        return True
    return False


def test_it_serves_site_and_api(tmp_path: Path) -> None:
    """Until SIGTERM; it prints where, and posts are in the file."""
    file = tmp_path / "posts.jsonl"
    command = [sys.executable, "-m", "examples.timeline", str(file), "--port", "0"]
    with (
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as process,
        ExitStack() as last,
    ):
        last.callback(process.terminate)
        assert process.stdout
        address = process.stdout.readline().strip()
        assert only_there(address)
        ask = by_http(address)
        body = b'{"author": "anna", "text": "Cherries!"}'
        assert ask("POST", "/api/posts", body).status == 201
        assert b"<p>Cherries!</p>" in ask("GET", "/").data
    assert process.returncode == 0
    assert "Cherries!" in file.read_text()


def test_a_taken_port_is_said_so(tmp_path: Path) -> None:
    """In one line, and the status is 1."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "examples.timeline", "x", "--port", port],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"examples.timeline: port {port}: ")


@pytest.mark.peer("node")
def test_node_without_a_file() -> None:
    """It says what it wants."""
    done = subprocess.run(
        [str(peers.find("node")), str(path("node/api.mjs"))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "node api.mjs FILE [PORT]\n")


@pytest.mark.peer("node")
def test_node_ends_when_told(tmp_path: Path) -> None:
    """SIGTERM, and no kill is needed."""
    process, address = node.start(tmp_path / "posts.jsonl")
    assert by_http(address)("GET", "/posts").status == 200
    alone = only_there(address)
    node.stop(process)
    assert process.returncode == 0
    assert alone


def test_without_node_the_cure_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to install."""
    monkeypatch.setattr(peers, "find", lambda name: None)
    with pytest.raises(LookupError, match="apt-get install nodejs"):
        node.start(tmp_path / "posts.jsonl")


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_a_port_that_is_none(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused by its number; no other one is served."""
    with (
        patch("examples.timeline.__main__.create_server", side_effect=AssertionError),
        pytest.raises(SystemExit, match="2"),
    ):
        main(["x", f"--port={port}"])
    assert f"--port wants 0 to 65535, got {port}" in capsys.readouterr().err
