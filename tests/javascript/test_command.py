"""``python -m examples.javascript``: pages to look at, until Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from http.client import HTTPConnection

from notebooks.kernels import ROOT


def test_it_serves_until_ctrl_c() -> None:
    """It prints an address a page, and each answers by its host."""
    command = [sys.executable, "-m", "examples.javascript", "--port", "0"]
    out = subprocess.PIPE
    environ = {**os.environ, "PEERS": "none"}
    with subprocess.Popen(command, stdout=out, text=True, cwd=ROOT, env=environ) as run:
        assert run.stdout
        try:
            lines = []
            for line in run.stdout:
                if line.startswith("Ctrl-C"):
                    break
                lines.append(line)
            places = re.findall(r"http://([\w.]+):(\d+)(/\S*)", "".join(lines))
            for host, port, path in places:
                connection = HTTPConnection("127.0.0.1", int(port), timeout=60)
                connection.request("GET", path, headers={"Host": f"{host}:{port}"})
                answer = connection.getresponse()
                assert (answer.status, b"bar.js" in answer.read()) == (200, True)
                connection.close()
        finally:  # or it would serve for ever
            run.send_signal(signal.SIGINT)
            run.stdout.read()
    assert len(places) == 6
    assert run.returncode == 0
