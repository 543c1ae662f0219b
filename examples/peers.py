"""Peers: servers and languages that the examples meet but do not bring.

`find` one, ask its `version`, `serve` it for as long as a block lasts::

    with serve("redis") as server:
        client = socket.create_connection((server.host, server.port))

``python -m examples.peers`` prints which are here.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

# Where Debian puts servers that an ordinary user's PATH leaves out.
BESIDE_PATH = ("/usr/sbin", *map(str, Path("/usr/lib/postgresql").glob("*/bin")))
HOST = "127.0.0.1"


class Peer(NamedTuple):
    """A program: the commands it is known by, what for, its Debian package."""

    commands: tuple[str, ...]
    purpose: str
    package: str
    version: str = "{} --version"


class Server(NamedTuple):
    """A running server: where it listens, and the folder of its files."""

    host: str
    port: int
    folder: Path


BROWSERS = ("chromium", "chromium-browser", "google-chrome")
RABBIT, RABBIT_VERSION = "rabbitmq-server", "{folder}/rabbitmqctl version"
PEERS = {
    "redis": Peer(("redis-server",), "queue and datastore", "redis-server"),
    "rabbitmq": Peer(
        (RABBIT,), "message queue", RABBIT, "{folder}/rabbitmqctl version"
    ),
    "postgresql": Peer(("postgres",), "shared datastore", "postgresql"),
    "nginx": Peer(("nginx",), "gateway and cache", "nginx-light", "{} -v"),
    "ruby": Peer(("ruby",), "clients in Ruby", "ruby"),
    "php": Peer(("php",), "clients in PHP", "php-cli"),
    "node": Peer(("node", "nodejs"), "clients in JavaScript", "nodejs"),
    "chromium": Peer(BROWSERS, "browser tests", "chromium"),
}

# How a server is started: its arguments, and the file that it reads.
REDIS = 'bind {host}\nport {port}\ndir {folder}\nsave ""\n{settings}\n'
NGINX = """\
{user} daemon off; pid pid; error_log stderr; events {{}}
http {{ access_log off; client_body_temp_path body; proxy_temp_path proxy;
fastcgi_temp_path fastcgi; scgi_temp_path scgi; uwsgi_temp_path uwsgi;
server {{ listen {host}:{port}; root .;
{settings}
}} }}
"""
STARTS = {
    "redis": (["{file}"], REDIS),
    "nginx": (["-e", "stderr", "-p", "{folder}", "-c", "{file}"], NGINX),
}


def known(name: str) -> Peer:
    """Return the peer of that name, or raise `LookupError`, naming those known."""
    if name not in PEERS:
        raise LookupError(f"unknown peer {name!r}; known are {', '.join(PEERS)}")
    return PEERS[name]


def find(name: str) -> str | None:
    """Return the path of a peer's program, or None if it is missing."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *BESIDE_PATH])
    found = (shutil.which(command, path=path) for command in known(name).commands)
    return next(filter(None, found), None)


def version(name: str) -> str | None:
    """Return a peer's version, such as ``7.0.15``, or None if it is missing."""
    if (program := find(name)) is None:
        return None
    words = known(name).version.split()
    command = [word.format(program, folder=Path(program).parent) for word in words]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    number = re.search(r"\d+(\.\d+)+", answer.stdout + answer.stderr)
    return number[0] if number else "unknown"


def missing(name: str) -> str:
    """Return the sentence that says a peer is missing, and the cure."""
    package = known(name).package
    return f"peer {name} is missing: apt-get install {package}, or make peers"


def table() -> list[tuple[str, str, str, str]]:
    """Return a row a peer: name, version or "missing", what for, Debian package."""
    return [
        (name, version(name) or "missing", peer.purpose, peer.package)
        for name, peer in PEERS.items()
    ]


@contextmanager
def serve(name: str, settings: str = "") -> Iterator[Server]:
    """Run a server on a free port of the loopback interface, unprivileged.

    :param name: a peer in `STARTS`.
    :param settings: lines for its configuration; nginx reads them in its ``server``.

    The server's folder goes with it.  Raises `LookupError` if it cannot be started
    from here or is missing, `RuntimeError` with its log if it does not come up.
    """
    from mirakuru import TCPExecutor  # only who starts a server has to have it
    from mirakuru.exceptions import ExecutorError

    if known(name) and name not in STARTS:
        raise LookupError(f"cannot start {name}; can start {', '.join(STARTS)}")
    if (program := find(name)) is None:
        raise LookupError(missing(name))
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    # Started by root, nginx would hand its work to a user who may not enter here.
    user = "user root;" if os.geteuid() == 0 else ""
    arguments, conf = STARTS[name]
    with tempfile.TemporaryDirectory(prefix=f"{name}-") as folder:
        file, log = Path(folder, "conf"), Path(folder, "log")
        places = {"host": HOST, "port": port, "folder": folder, "file": file}
        file.write_text(conf.format(**places, user=user, settings=settings))
        command = [program, *(word.format(**places) for word in arguments)]
        with log.open("w") as out:
            pipes = {"stdout": out, "stderr": out}
            server = TCPExecutor(command, HOST, port, timeout=10, sleep=0.02, **pipes)
            try:
                server.start()
            except ExecutorError as error:
                raise RuntimeError(f"{name}: {log.read_text().strip()}") from error
            try:
                yield Server(HOST, port, Path(folder))
            finally:
                server.stop()


def main() -> None:
    """Print the table, and exit with 1 if a peer is missing."""
    rows = table()
    for name, found, purpose, package in rows:
        print(f"{name:<11} {found:<14} {purpose:<22} apt-get install {package}")
    sys.exit(any(found == "missing" for _, found, _, _ in rows))


if __name__ == "__main__":
    main()
