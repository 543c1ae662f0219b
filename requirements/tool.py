"""Run pip, uv and npm with output to a log; end them when no more bytes arrive.

What counts is silence, not time.  A slow line may take an hour as long as bytes
arrive; a dead one is noticed within `SILENCE` seconds.
"""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

SILENCE = 15  # seconds: a busy machine is as silent for some until pip has begun
TRIES = 20

# What ends an installation: Ctrl-C, a closed terminal, a plain kill.
ENDINGS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)

# A resolver left alone asks for half a minute.
RESOLVER = {"RES_OPTIONS": "timeout:2 attempts:2"}

# What the tools and the resolver say of a network that is not there.
# pip, told not to retry, only says that it found no version at all.
NO_NETWORK = re.compile(
    r"dns error|timed? ?out|error sending request|connection (reset|refused|closed)"
    r"|error decoding response body|unexpected EOF|broken pipe|socket hang up"
    r"|Failed to establish|from versions: none|IncompleteRead|ReadTimeoutError"
    r"|\bE(AI_AGAIN|NOTFOUND|TIMEDOUT|CONNRESET|CONNREFUSED|NETUNREACH|HOSTUNREACH)"
    r"|ERR_SOCKET_TIMEOUT|IDLETIMEOUT",
    re.IGNORECASE,
)
BLAME = [
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (r"hash mismatch.*$", r"^(npm )?error.*$", r"^.*\S.*$")
]

Argument = str | Path


class InstallError(Exception):
    """An installation failed; the message is one line."""


class NoNetworkError(InstallError):
    """The network does not answer; nothing was changed."""


def say(text: str) -> None:
    """Print what a long step is doing."""
    print(text, flush=True)


def fetch(
    command: Sequence[Argument],
    log: Path,
    variables: Mapping[str, str],
    *,
    cwd: Path | None = None,
    growing: Sequence[Path] = (),
) -> None:
    """Run a tool that downloads; retry if a connection broke after a good start.

    command, log, variables: as for `run`.  growing: folders in which it writes
    while bytes arrive, for a tool that does not notice silence by itself.
    Raises InstallError, or NoNetworkError if nothing answered.
    """
    for _ in range(TRIES):
        start = time.monotonic()
        if run(command, log, variables, cwd=cwd, growing=growing):
            return
        text = log.read_text(errors="replace")
        if not NO_NETWORK.search(text):
            raise InstallError(f"{blame(text)} (all of it: {shown(log)})")
        if time.monotonic() - start < 2 * SILENCE:
            break
        say("the connection broke; going on with what has arrived")
    raise NoNetworkError(
        f"the network does not answer; nothing was changed ({shown(log)})"
    )


def run(
    command: Sequence[Argument],
    log: Path,
    variables: Mapping[str, str] = MappingProxyType({}),
    *,
    cwd: Path | None = None,
    growing: Sequence[Path] = (),
) -> bool:
    """Run a tool once, its output to a log; tell whether it succeeded.

    log: where its output goes.  variables: for its environment.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as out:
        child = None
        try:
            with held():
                child = subprocess.Popen(
                    list(map(str, command)),
                    cwd=cwd,
                    env={**RESOLVER, **os.environ, **variables},
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            wait(child, growing)
        except TimeoutError:
            out.write(f"\ntimed out: {SILENCE} s of silence\n")
        finally:
            if child and child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
    return child is not None and child.returncode == 0


@contextmanager
def held() -> Iterator[None]:
    """Defer signals that end us until the block is left.

    Within `Popen` it would leave a child that runs and that nobody knows.
    """
    came: list[int] = []
    before = {
        ending: signal.signal(ending, lambda number, _: came.append(number))
        for ending in ENDINGS
    }
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)
        for number in came[:1]:
            signal.raise_signal(number)


def wait(child: subprocess.Popen[bytes], growing: Sequence[Path]) -> None:
    """Wait for a process.  Raises TimeoutError if no file grows for `SILENCE`."""
    before, since = -1, time.monotonic()
    while True:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=0.2 if growing else None)
            return
        now = sum(map(weight, growing))
        if now != before:
            before, since = now, time.monotonic()
        elif time.monotonic() - since > SILENCE:
            raise TimeoutError


def weight(path: Path) -> int:
    """Return the bytes below a path, each file counted as one byte more."""
    total = 0
    with suppress(FileNotFoundError):  # it may go while we look
        if not path.is_dir():
            return path.stat().st_size + 1
        for inner in path.iterdir():
            total += weight(inner)
    return total


def blame(text: str) -> str:
    """Return the line of a log that says what went wrong."""
    found = (pattern.search(text) for pattern in BLAME)
    return next((match[0].strip() for match in found if match), "it said nothing")


def shown(log: Path) -> str:
    """Return a log's path relative to the root."""
    return str(log.relative_to(log.parents[2]))
