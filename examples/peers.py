"""Find and start the servers, languages and libraries that examples meet.

`find` one, ask its `version`, `serve` it for as long as a block lasts::

    with serve("redis") as server:
        client = socket.create_connection((server.host, server.port))

``python -m examples.peers`` prints which are here.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

# Where Debian puts servers that an ordinary user's PATH leaves out.
BESIDE_PATH = ("/usr/sbin", *map(str, Path("/usr/lib/postgresql").glob("*/bin")))
HERE = Path(__file__).parent
HOST = "127.0.0.1"
UP = 120  # seconds until a server has to be up, or down; RabbitMQ takes ten


class Peer(NamedTuple):
    """A program, or a library of a language, and how to install it.

    commands: the names of its program.
    purpose: what the examples need it for.
    package, installer: what is installed, and by which command.
    version: how to ask for the version.
    library: its commands are the language's; it is here if they tell its version.
    """

    commands: tuple[str, ...]
    purpose: str
    package: str
    version: str = "{} --version"
    library: bool = False
    installer: str = "apt-get install"

    @property
    def cure(self) -> str:
        """The command that installs it, such as ``apt-get install redis``."""
        return f"{self.installer} {self.package}"


def gem(name: str, require: str, purpose: str) -> Peer:
    """Make the peer of a Ruby library, as Debian packs it."""
    version = f'puts(Gem::Specification.find_by_name("{name}").version)'
    command = f"{{}} -r{require} -e {version}"
    return Peer(("ruby",), purpose, f"ruby-{name}", command, library=True)


class Server(NamedTuple):
    """A running server: host, port, and the folder of its files.

    environment: what its own commands, such as ``rabbitmqctl``, need to find it.
    crash: kill it, as a power cut would, and start it again on its files.
    """

    host: str
    port: int
    folder: Path
    environment: dict[str, str]
    crash: Callable[[], None]


# The first has no windows, and takes half of the processor's time.
BROWSERS = (
    "chromium-headless-shell",
    *("chromium", "chromium-browser", "google-chrome"),
)
NODE = ("node", "nodejs")
RABBIT = "rabbitmq-server"
# Debian's on the PATH becomes the user rabbitmq, and stays in its folder.
RABBITS = (f"/usr/lib/rabbitmq/bin/{RABBIT}", RABBIT)
REDIS_JS = '{} -p require("{here}/node_modules/redis/package.json").version'
ZEROMQ_JS = '{} -p require("{here}/node_modules/zeromq").version'
SETPRIV = "{} --reuid=65534 --clear-groups {} --version"
PHPREDIS = '{} -r echo(phpversion("redis")?:exit(1));'
PEERS = {
    "redis": Peer(("redis-server",), "queue and datastore", "redis-server"),
    "rabbitmq": Peer(RABBITS, "message queue", RABBIT, "{folder}/rabbitmqctl version"),
    "postgresql": Peer(("postgres",), "shared datastore", "postgresql"),
    "nginx": Peer(("nginx",), "gateway and cache", "nginx-light", "{} -v"),
    "systemd": Peer(("systemd-socket-activate",), "socket activation", "systemd"),
    "prlimit": Peer(("prlimit",), "resource limits", "util-linux"),
    # Here if it may do what it is for: be another user.
    "setpriv": Peer(
        *(("setpriv",), "least privilege", "util-linux", SETPRIV, True),
        installer="as root: apt-get install",
    ),
    "ruby": Peer(("ruby",), "clients in Ruby", "ruby"),
    "php": Peer(("php",), "clients in PHP", "php-cli"),
    "node": Peer(NODE, "clients in JavaScript", "nodejs"),
    "curl": Peer(("curl",), "clients in a shell", "curl"),
    "chromium": Peer(BROWSERS, "browser tests", BROWSERS[0]),
    "rouge": gem("rouge", "rouge", "highlighter in Ruby"),
    "coderay": gem("coderay", "coderay", "highlighter in Ruby"),
    "pygments.rb": gem("pygments.rb", "pygments", "Pygments for Ruby"),
    "redis.rb": gem("redis", "redis", "Redis in Ruby"),
    "phpredis": Peer(("php",), "Redis in PHP", "php-redis", PHPREDIS, library=True),
    "ffi-rzmq": gem("ffi-rzmq", "ffi-rzmq", "ZeroMQ in Ruby"),
    "redis.js": Peer(
        NODE, "Redis in JavaScript", "redis", REDIS_JS, True, "npm install"
    ),
    "zeromq.js": Peer(
        NODE, "ZeroMQ in JavaScript", "zeromq", ZEROMQ_JS, True, "npm install"
    ),
}

REDIS = 'bind {host}\nport {port}\ndir {folder}\nsave ""\n{settings}\n'
NGINX = """\
{user} daemon off; pid pid; error_log stderr; events {{}}
http {{ access_log off; client_body_temp_path body; proxy_temp_path proxy;
fastcgi_temp_path fastcgi; scgi_temp_path scgi; uwsgi_temp_path uwsgi; root .;
{settings}
}}
"""
# Erlang's nodes find each other by a name, a cookie in HOME, and a daemon: epmd.
RABBITMQ = {
    "HOME": "{folder}",
    "ERL_EPMD_ADDRESS": "{host}",
    "ERL_EPMD_PORT": "{third}",
    "RABBITMQ_CONF_ENV_FILE": "{folder}/none",
    "RABBITMQ_CONFIG_FILE": "{folder}/rabbitmq.conf",
    "RABBITMQ_DIST_PORT": "{second}",
    "RABBITMQ_ENABLED_PLUGINS_FILE": "{folder}/plugins",
    "RABBITMQ_LOG_BASE": "{folder}/log",
    "RABBITMQ_LOGS": "-",
    "RABBITMQ_MNESIA_BASE": "{folder}/mnesia",
    "RABBITMQ_NODENAME": "rabbit-{port}@localhost",
    "RABBITMQ_NODE_IP_ADDRESS": "{host}",
    "RABBITMQ_NODE_PORT": "{port}",
    "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
        "-kernel inet_dist_use_interface {{127,0,0,1}}"
    ),
}
# PostgreSQL refuses to be root.
POSTGRESQL = """\
cd {folder}
if [ $(id -u) = 0 ]; then
  chown -R nobody .
  exec setpriv --reuid=nobody --regid=nogroup --clear-groups sh start
fi
[ -d data ] || {beside}/initdb -N -D data -A trust -U postgres -E UTF8 --locale=C
exec {beside}/postgres -D data -c config_file={folder}/conf
"""
POSTGRESQL_CONF = """\
listen_addresses = '{host}'
port = {port}
unix_socket_directories = ''
{settings}
"""


class Start(NamedTuple):
    """How a server is started.

    command: its words; ``{program}`` is the peer's, ``{beside}`` the folder of that.
    files: what it reads, by name; environment: what it finds there.
    asked: for who listens before it answers, what succeeds once it does.
    stop: the signal that ends it without waiting for its clients.
    """

    command: tuple[str, ...]
    files: dict[str, str]
    environment: dict[str, str] = {}  # noqa: RUF012
    asked: tuple[str, ...] = ()
    stop: int = signal.SIGTERM


STARTS = {
    "redis": Start(("{program}", "{folder}/conf"), {"conf": REDIS}),
    "postgresql": Start(
        ("sh", "-e", "{folder}/start"),
        {"start": POSTGRESQL, "conf": POSTGRESQL_CONF},
        asked=("{beside}/pg_isready", "-q", "-h", "{host}", "-p", "{port}"),
        stop=signal.SIGINT,
    ),
    "nginx": Start(
        ("{program}", "-e", "stderr", "-p", "{folder}", "-c", "conf"),
        {"conf": NGINX, "listen": "listen {host}:{port};\n"},
    ),
    "rabbitmq": Start(
        ("{program}",),
        {"rabbitmq.conf": "{settings}\n", "plugins": "[].\n"},
        RABBITMQ,
    ),
}


def known(name: str) -> Peer:
    """Return the peer of that name; `LookupError` names those known."""
    if name not in PEERS:
        raise LookupError(f"unknown peer {name!r}; known are {', '.join(PEERS)}")
    return PEERS[name]


def find(name: str) -> str | None:
    """Return the path of a peer's program, or None if it is missing.

    A library's is the program that loads it.  With ``PEERS=none`` in the environment
    all are missing: so one sees what works without.
    """
    if known(name) and os.environ.get("PEERS") == "none":
        return None
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *BESIDE_PATH])
    found = (shutil.which(command, path=path) for command in known(name).commands)
    program = next(filter(None, found), None)
    if program and known(name).library and told(name, program) is None:
        return None
    return program


@cache
def told(name: str, program: str) -> str | None:
    """Ask a peer's program for its version; None if it fails."""
    places = {"folder": Path(program).parent, "here": HERE}
    command = [word.format(program, **places) for word in PEERS[name].version.split()]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    number = re.search(r"\d+(\.\d+)+", answer.stdout + answer.stderr)
    return number[0] if number and answer.returncode == 0 else None


def version(name: str) -> str | None:
    """Return a peer's version, such as ``7.0.15``, or None if it is missing."""
    program = find(name)
    return program and (told(name, program) or "unknown")


def missing(name: str) -> str:
    """Return the message that a peer is missing, with the cure."""
    return f"peer {name} is missing: {known(name).cure}, or make peers"


def table() -> list[tuple[str, str, str, str]]:
    """Return one row for each peer: name, version or "missing", purpose, cure."""
    return [
        (name, version(name) or "missing", peer.purpose, peer.cure)
        for name, peer in PEERS.items()
    ]


@contextmanager
def held(port: int = 0) -> Iterator[int]:
    """Bind a port of the loopback interface for a server that is told its number.

    It is bound here, and nobody listens.  On Linux a server, which sets
    ``SO_REUSEADDR``, may listen on it, and no socket that asks for any free port gets
    it.  BSD and macOS would refuse the server as well: there it is only found free.

    :param port: 0 takes a free one.
    :raises OSError: if somebody listens on it.
    """
    with socket.socket() as holding:
        holding.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holding.bind((HOST, port))
        port = holding.getsockname()[1]
        if sys.platform != "linux":
            holding.close()
        yield port


@contextmanager
def serve(name: str, settings: str = "", port: int = 0) -> Iterator[Server]:
    """Run a server on the loopback interface, unprivileged, while a block lasts.

    :param name: a peer in `STARTS`.
    :param settings: lines for its configuration.  nginx reads them in its ``http``:
        ``server { include listen; … }`` is a server on that port.
    :param port: where it listens; 0 takes a free one.

    The server's folder goes with it.  Raises `LookupError` if it cannot be started
    from here or is missing, `OSError` if the port is taken, `RuntimeError` with its
    log if it does not come up.
    """
    from mirakuru import TCPExecutor  # only who starts a server has to have it
    from mirakuru.exceptions import ExecutorError

    if known(name) and name not in STARTS:
        raise LookupError(f"cannot start {name}; can start {', '.join(STARTS)}")
    if (program := find(name)) is None:
        raise LookupError(missing(name))
    # Started by root, nginx would hand its work to a user who may not enter here.
    user = "user root;" if os.geteuid() == 0 else ""
    how = STARTS[name]
    with (
        held(port) as port,
        held() as second,
        held() as third,
        tempfile.TemporaryDirectory(prefix=f"{name}-") as folder,
    ):
        log = Path(folder, "out")
        places = {"host": HOST, "port": port, "folder": folder}
        places |= {"second": second, "third": third, "program": program}
        places["beside"] = Path(program).resolve().parent
        for file, text in how.files.items():
            filled = text.format(**places, user=user, settings=settings)
            Path(folder, file).write_text(filled)
        command = [word.format(**places) for word in how.command]
        asked = [word.format(**places) for word in how.asked]
        own = {key: text.format(**places) for key, text in how.environment.items()}
        with log.open("w") as out:
            pipes = {"stdout": out, "stderr": out}
            times = {"timeout": UP, "sleep": 0.02, "stop_signal": how.stop}
            server = TCPExecutor(command, HOST, port, envvars=own, **times, **pipes)

            def start() -> None:
                server.start()
                if asked:
                    server.wait_for(lambda: subprocess.call(asked) == 0)

            def crash() -> None:
                server.kill()
                start()

            try:
                start()
            except ExecutorError as error:
                raise RuntimeError(f"{name}: {log.read_text().strip()}") from error
            try:
                yield Server(HOST, port, Path(folder), own, crash)
            finally:
                server.stop()  # also daemons that it started, such as epmd


def main() -> None:
    """Print the table, and exit with 1 if a peer is missing."""
    rows = table()
    for name, found, purpose, cure in rows:
        print(f"{name:<12} {found:<14} {purpose:<22} {cure}")
    sys.exit(any(found == "missing" for _, found, _, _ in rows))


if __name__ == "__main__":
    main()
