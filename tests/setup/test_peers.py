"""Peers are found, named when missing, started and stopped."""

import re
import socket
import subprocess
import sys
import urllib.request

import psycopg
import pytest

from examples import peers
from notebooks.kernels import ROOT

pytestmark = pytest.mark.beside("properties")

pytest_plugins = ("pytester",)
PLUGIN = ("--disable-plugin-autoload", "-p", "tests.peers")


def test_a_missing_peer_has_no_path_and_no_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """None says missing, the sentence how to install; a misspelt one is refused."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(peers, "BESIDE_PATH", ())
    assert peers.find("redis") is None
    assert peers.version("redis") is None
    assert "apt-get install redis-server" in peers.missing("redis")
    with pytest.raises(LookupError, match=r"unknown peer 'reddis'; known are redis, "):
        peers.find("reddis")


@pytest.mark.peer("curl")
def test_all_peers_can_be_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """With PEERS=none nothing is found: so one proves what works without."""
    assert peers.find("curl")
    monkeypatch.setenv("PEERS", "none")
    assert {peers.find(name) for name in peers.PEERS} == {None}


@pytest.mark.peer("ruby")
def test_a_library_its_language_cannot_load_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ruby alone is not rouge: a library is here if the language finds it."""
    absent = peers.gem("absent", "no-such-library", "nothing")
    monkeypatch.setitem(peers.PEERS, "absent", absent)
    assert peers.find("ruby")
    assert peers.find("absent") is None
    assert peers.version("absent") is None
    assert "apt-get install ruby-absent" in peers.missing("absent")


@pytest.mark.peer("rouge")
def test_a_library_is_found_by_what_loads_it() -> None:
    """The program is the language's, the version the library's own."""
    assert peers.find("rouge") == peers.find("ruby")
    versions = [peers.version(name) or "" for name in ("rouge", "ruby")]
    assert all(re.fullmatch(r"\d+(\.\d+)+", version) for version in versions)
    assert versions[0] != versions[1]


def test_the_table_names_every_peer() -> None:
    """`python -m examples.peers` prints a line a peer, and how to install it."""
    command = [sys.executable, "-m", "examples.peers"]
    done = subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True
    )
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(peers.PEERS)
    assert all(re.search(r"(apt-get|npm) install \S+$", line) for line in lines)
    assert done.returncode == any(" missing " in line for line in lines)


@pytest.mark.peer("redis")
def test_redis_answers_and_leaves_nothing_behind() -> None:
    """It listens where it says; afterwards port and folder are free."""
    with peers.held() as port:  # or somebody else might listen there afterwards
        with (
            peers.serve("redis", "requirepass secret", port) as server,
            socket.create_connection((server.host, server.port)) as client,
            client.makefile("rb") as answers,
        ):
            client.sendall(b"AUTH secret\r\nPING\r\n")
            said = [answers.readline(), answers.readline()]
        assert said == [b"+OK\r\n", b"+PONG\r\n"]
        assert not server.folder.exists()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((server.host, server.port))


@pytest.mark.peer("redis")
def test_a_crashed_server_comes_back_on_its_files() -> None:
    """Killed and started again, where it was; what it wrote is there."""

    def ask(question: bytes) -> bytes:
        with socket.create_connection((server.host, server.port)) as client:
            client.sendall(question + b"\r\nQUIT\r\n")
            answer = client.makefile("rb").readline()
        # It listens before it has read its files.
        return ask(question) if answer.startswith(b"-LOADING") else answer

    settings = "appendonly yes\nappendfsync always"
    with peers.serve("redis", settings) as server:
        assert ask(b"INCR n") == b":1\r\n"
        server.crash()
        assert ask(b"INCR n") == b":2\r\n"
    with peers.serve("redis") as server:
        ask(b"INCR n")
        server.crash()
        assert ask(b"INCR n") == b":1\r\n"


@pytest.mark.peer("postgresql")
def test_postgresql_answers_at_once_and_keeps_what_was_committed() -> None:
    """Up means that it answers, also after a crash; a client does not hold it up."""
    with peers.serve("postgresql", "max_connections = 7") as server:
        url = f"postgresql://postgres@{server.host}:{server.port}"
        with psycopg.connect(url) as client:
            client.execute("CREATE TABLE cherry AS SELECT 1 AS n")
            [limit] = client.execute("SHOW max_connections").fetchone() or [None]
        server.crash()
        waits = psycopg.connect(url)
        assert (limit, waits.execute("TABLE cherry").fetchone()) == ("7", (1,))
    with pytest.raises(psycopg.OperationalError):
        waits.execute("TABLE cherry")
    waits.close()
    assert not server.folder.exists()


@pytest.mark.peer("nginx")
def test_nginx_serves_what_it_is_told() -> None:
    """It listens where its settings include `listen`; its folder is the root."""
    settings = "server { include listen; location /up { return 200 up; } }"
    with peers.serve("nginx", settings) as server:
        (server.folder / "page").write_text("page")
        address = f"http://{server.host}:{server.port}"
        for path, body in (("up", b"up"), ("page", b"page")):
            with urllib.request.urlopen(f"{address}/{path}") as answer:
                assert answer.read() == body


@pytest.mark.peer("redis")
def test_a_server_listens_where_it_is_told() -> None:
    """A port may be chosen; if it is taken, that is an error before any start."""
    with peers.held() as port:
        with (
            socket.create_server((peers.HOST, port)),
            pytest.raises(OSError, match="Address already in use"),
        ):
            peers.serve("redis", port=port).__enter__()
        with peers.serve("redis", port=port) as server:
            assert server.port == port


def test_a_held_port_is_for_one_server() -> None:
    """A server may listen on it; who asks for it otherwise, or connects, may not."""
    with peers.held() as port, socket.socket() as other:
        with pytest.raises(OSError, match="Address already in use"):
            other.bind((peers.HOST, port))
        with pytest.raises(ConnectionRefusedError):
            other.connect((peers.HOST, port))
        socket.create_server((peers.HOST, port)).close()


@pytest.mark.peer("nginx")
@pytest.mark.parametrize(
    ("name", "error", "why"),
    [
        ("nginx", RuntimeError, r'nginx: .*unknown directive "nonsense"'),
        ("ruby", LookupError, "cannot start ruby; can start redis, postgresql, nginx"),
    ],
)
def test_a_server_that_does_not_start_says_why(
    name: str, error: type[Exception], why: str
) -> None:
    """The error carries the server's own log, or names what is served."""
    with pytest.raises(error, match=why), peers.serve(name, "nonsense on;"):
        pass


@pytest.mark.parametrize(
    ("required", "outcome", "line"),
    [
        ("", "skipped", "peer redis is missing: apt-get install redis-server*"),
        ("required", "errors", "*peer redis is missing*PEERS=required*"),
    ],
)
def test_a_test_without_its_peer_is_skipped_by_name(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    required: str,
    outcome: str,
    line: str,
) -> None:
    """The summary says which peer, how to install it, which tests; or it fails."""
    pytester.makepyfile(
        "import pytest\n@pytest.mark.peer('redis')\ndef test_queue(): pass"
    )
    monkeypatch.setattr(peers, "find", lambda name: None)
    monkeypatch.setenv("PEERS", required)
    result = pytester.runpytest_inprocess(*PLUGIN)
    result.assert_outcomes(**{outcome: 1})
    result.stdout.fnmatch_lines([line, "*::test_queue*"])


def test_an_unknown_peer_stops_the_run(pytester: pytest.Pytester) -> None:
    """A misspelt mark is an error before the first test, not a skip."""
    pytester.makepyfile("import pytest\n@pytest.mark.peer('reddis')\ndef test(): pass")
    result = pytester.runpytest_inprocess(*PLUGIN)
    result.stderr.fnmatch_lines(["*::test: unknown peer 'reddis'; known are redis,*"])
    assert result.ret == pytest.ExitCode.USAGE_ERROR
