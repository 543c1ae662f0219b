"""A pickle that calls ``print`` when it is loaded, by ``__reduce__``.

A pickle is a program.  ``__reduce__`` below asks for a harmless call,
:func:`print`; the bytes could as well name ``os.system``.  The reader needs
neither this class nor any mistake of its own: loading is the mistake.

Two honest answers.  Do not load what others may have written: use a format of
data.  Or sign first and keep the key (:mod:`examples.serializers.signed`).
"""

from __future__ import annotations

import subprocess
import sys

LOAD = "import pickle, sys; pickle.load(sys.stdin.buffer)"


class Surprise:
    """An object whose pickle calls ``print``."""

    def __reduce__(self) -> tuple[object, ...]:
        return print, ("nobody called me",)


def load_elsewhere(data: bytes) -> str:
    """Unpickle in a process of its own, and return what that printed.

    :raises subprocess.CalledProcessError: if it cannot be loaded.
    """
    done = subprocess.run(
        [sys.executable, "-I", "-c", LOAD],
        input=data,
        capture_output=True,
        timeout=10,
        check=True,
    )
    return done.stdout.decode()
