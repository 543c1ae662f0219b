"""examples.zeromq as a quarry: what is copied out of it works elsewhere."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import examples.zeromq
from tests.lifted import ONLY, OURS, copy, importing, lift, run

pytestmark = pytest.mark.beside("notebooks")

USE = """\
from lifted.client import Client
from lifted.pub_sub import Publisher, Subscriber
from lifted.push_pull import Pull, Push
from lifted.serve import serving
from lifted.server import Server

with serving([bytes.upper]) as broker, Client(broker.front) as client:
    print(client.ask(b"cherries"))
with Push() as push, Pull(push.endpoint) as pull:
    push.wait(1, 20)
    push.send(b"ripe")
    print(pull.receive(20))
with Publisher() as publisher, Subscriber(publisher.endpoint, ["news"]) as subscriber:
    publisher.wait("news", 1, 20)
    publisher.send("news", b"red")
    print(subscriber.receive(20).body)
"""


def test_the_named_files_need_pyzmq_and_nothing_else(tmp_path: Path) -> None:
    """The files that the package names make a package of their own."""
    lift(examples.zeromq, tmp_path)
    said = run(tmp_path, "-W", "error", "-c", ONLY + USE, "zmq", "zmq.utils.z85")
    assert said == "b'CHERRIES'\nb'ripe'\nb'red'\n"


def test_the_whole_folder_works_under_another_name(tmp_path: Path) -> None:
    """Copied whole, all but the highlighter is imported, and the processes start."""
    names = copy(examples.zeromq, tmp_path)
    names.remove("highlighting")
    program = importing(names) + (
        "from cherries.kills import kills, report\n"
        "print(report(kills(['push/pull'])))\n"
    )
    assert run(tmp_path, "-c", program + OURS) == "push/pull: 3 done, 17 lost\n[]\n"
    said = run(tmp_path, "-m", "cherries", "--help")
    assert said.startswith("usage: python -m cherries ")


def test_each_group_of_files_is_whole(tmp_path: Path) -> None:
    """What the docstring lists for one purpose imports nothing beyond it."""
    text = str(examples.zeromq.__doc__)
    lists = text[text.index("To lift it") : text.index("``clients/``")]
    always = re.findall(r"``(\w+\.py)``", lists[: lists.index("; then")])
    groups = [
        re.findall(r"``(\w+)\.py``", part)
        for part in re.split(r"^- ", lists, flags=re.MULTILINE)[1:]
    ]
    assert len(groups) == 4
    program = "import importlib\n"
    for number, group in enumerate(groups):
        package = tmp_path / f"group_{number}"
        package.mkdir()
        for name in [*always, *(f"{name}.py" for name in group)]:
            shutil.copy(Path(str(examples.zeromq.__file__)).with_name(name), package)
        program += f"for name in {group}:\n"
        program += f"    importlib.import_module(f'group_{number}.{{name}}')\n"
    assert run(tmp_path, "-c", program) == ""
