"""The shop under honcho: a line a program in a Procfile, made from the same plan.

honcho starts what a Procfile lists, prints what all of them say side by side, and when
one ends it ends all others.  At a desk that is good: nothing is half there unnoticed.
For a shop that has to stay open it is not: there the holder of ``13`` starts again what
was killed, and its clients wait meanwhile; here they are refused.

Secrets are in no line, for a command can be read by every user of the machine.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping

from .plan import Plan, Program

ENDED = {130, 143}
"""What honcho returns after SIGINT and after SIGTERM."""


def procfile(programs: Mapping[str, Program]) -> str:
    """Return a line a program: its name, then what it alone is told, and its command.

    >>> print(procfile({"stock": Program(["python", "x.py"], {"STORE": "s"}, 8001)}))
    stock: exec env PORT=8001 STORE=s python x.py
    <BLANKLINE>
    """
    lines = []
    for name, program in programs.items():
        told = {"PORT": program.port, **program.environment}
        words = [*(f"{key}={value}" for key, value in told.items()), *program.command]
        lines.append(f"{name}: exec env {shlex.join(words)}\n")
    return "".join(lines)


def run(text: str, plan: Plan) -> int:
    """Run a Procfile until one of its programs ends, SIGINT or SIGTERM.

    :return: 0 if it was told to end, 1 if a program ended, which honcho names.
    """
    from honcho.environ import expand_processes, parse_procfile
    from honcho.manager import Manager

    manager = Manager()
    environment = os.environ | plan.common
    for one in expand_processes(parse_procfile(text).processes, env=environment):
        manager.add_process(one.name, one.cmd, env=one.env)
    manager.loop()
    return int(manager.returncode not in ENDED)
