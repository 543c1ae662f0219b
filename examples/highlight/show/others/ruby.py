"""Ask one of Ruby's highlighters what it makes of code."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

PROGRAM = Path(__file__).with_name("tokens.rb")
LIBRARIES = "rouge", "coderay"
SECONDS = 30

Token = tuple[str, str]  # kind, text


class Reply(NamedTuple):
    """What a library answered.

    version: its own.
    languages: the names of each language, the first its proper one.
    tokens: for each code, in the order they were asked about.
    """

    version: str
    languages: list[list[str]]
    tokens: list[list[Token]]


def ask(library: str, codes: Iterable[tuple[str, str]] = ()) -> Reply:
    """Ask a library about codes, each with its language; all in one process.

    :param library: one of `LIBRARIES`.
    :param codes: pairs of a language, as the library names it, and code.
    :raises LookupError: if Ruby is missing.
    :raises subprocess.SubprocessError: if the library is missing, or fails.
    """
    requests = [{}, *({"language": name, "code": code} for name, code in codes)]
    command = ["ruby", str(PROGRAM), library]
    try:
        done = subprocess.run(
            command,
            input="".join(json.dumps(request) + "\n" for request in requests),
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=True,
        )
    except FileNotFoundError:
        raise LookupError("ruby is missing") from None
    version, languages, *tokens = map(json.loads, done.stdout.splitlines())
    return Reply(version, languages, [list(map(tuple, each)) for each in tokens])
