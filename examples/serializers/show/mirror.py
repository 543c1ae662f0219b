"""Send data through one PHP or Ruby process and back, a line each."""

from __future__ import annotations

import os
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from pathlib import Path

COMMANDS = {
    # -n: without the machine's settings.  A warning is no answer.
    "php": ("php", "-n", "-d", "display_errors=stderr", "mirror.php"),
    "ruby": ("ruby", "mirror.rb"),
}
SECONDS = 30


def missing(language: str) -> bool:
    """Tell whether the command of a language is not installed."""
    return shutil.which(COMMANDS[language][0]) is None


def mirror(
    language: str,
    requests: Iterable[tuple[str, bytes]],
    environ: Mapping[str, str] | None = None,
) -> list[bytes | ValueError]:
    """Let ``mirror.php`` or ``mirror.rb`` read data and write it back.

    :param requests: pairs of a format and data in it.
    :param environ: settings of the tokens, see ``mirror.php``.
    :returns: for each request what came back, or the error that was met.
    :raises LookupError: if the language is missing.
    :raises subprocess.SubprocessError: if it fails as a whole, or hangs.
    """
    if missing(language):
        raise LookupError(f"{language} is missing")
    lines = [f"{format_} {b64encode(data).decode()}\n" for format_, data in requests]
    done = subprocess.run(
        COMMANDS[language],
        cwd=Path(__file__).parent,
        env={**os.environ, **(environ or {})},
        input="".join(lines),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return [answer(line) for line in done.stdout.splitlines()]


def answer(line: str) -> bytes | ValueError:
    """Decode one line of the answers: bytes, or an error."""
    state, _, rest = line.partition(" ")
    return b64decode(rest) if state == "ok" else ValueError(rest)
