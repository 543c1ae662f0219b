"""What the installer asks of pip, uv and npm, and what it leaves when they fail."""

import fcntl
import importlib
import itertools
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from examples.peers import HOST, held
from tests.setup.clone import Clone

pytestmark = pytest.mark.beside("properties")

# What a uv does that keeps nothing, and one that a broken line keeps waiting.
COLD = 'case "$*" in *--offline) exit 1;; esac\n'
OFFLINE = 'echo "dns error"; exit 1'
# A child that is silent, and a child of its own; each holds the pipe open.
STUCK = 'exec 3> "$HERE/alive"; echo started >&3; sleep 200; exit 1'
NPM = "mkdir -p node_modules/reveal.js; echo new > node_modules/reveal.js/reveal.js"
BROKEN = NPM + "; echo npm error code EINTEGRITY; echo npm error more; exit 1"

# The installer, told to be less patient than with people's lines.
IMPATIENT = """\
import sys; sys.path.insert(0, "requirements")
import tool; tool.SILENCE, tool.TRIES = {silence}, {tries}
import installing; sys.exit(installing.main(["{name}"]))
"""


class Alive:
    """A pipe that a tool and its children hold open as long as one of them lives."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.reading = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        self.writing = os.open(path, os.O_WRONLY)

    def heard(self) -> bytes:
        """Wait for a word, or for the end: no bytes."""
        ready, _, _ = select.select([self.reading], [], [], 60)
        assert ready, "a minute: neither a word nor the end"
        return os.read(self.reading, 100)

    def ended(self) -> bool:
        """Wait until all who hold the pipe have gone."""
        os.close(self.writing)
        return self.heard() == b""


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A small clone in which nothing is installed yet."""
    return Clone(tmp_path)


@pytest.fixture
def filled(clone: Clone) -> Clone:
    """A small clone in which all locks are installed."""
    clone.install_everything()
    clone.uv()
    clone.tool("bin/npm", NPM)
    clone.write("node_modules/reveal.js/old.js", "old")
    return clone


@pytest.fixture
def path(clone: Clone) -> dict[str, str]:
    """Settings with which the clone's npm is found before the machine's."""
    return {"PATH": f"{clone.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture
def alive(clone: Clone) -> Iterator[Alive]:
    """The pipe that `STUCK` holds open."""
    alive = Alive(clone.folder / "alive")
    yield alive
    os.close(alive.reading)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let children hear Ctrl-C, even if this run was started in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def no_network(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Settings for a machine without caches whose one way out is closed."""
    caches = ("UV_CACHE_DIR", "PIP_CACHE_DIR", "npm_config_cache")
    with held() as port:
        yield {
            "HTTPS_PROXY": f"http://{HOST}:{port}",
            "PIP_CONFIG_FILE": os.devnull,
            **{name: str(tmp_path / "cold" / name) for name in caches},
        }


def test_an_unknown_lock_is_answered_by_the_known_ones(clone: Clone) -> None:
    """A name that is no lock is named, with those that are."""
    answer = clone.install("site")
    assert answer.returncode == 2
    known = "press, present, full, node, pages, clients"
    assert answer.stderr == f"install: site? known are {known}\n"


def test_without_network_nothing_is_taken_for_installed(
    clone: Clone, no_network: dict[str, str]
) -> None:
    """One line says so, and the next make tries again."""
    answer = clone.install("press", **no_network)
    assert answer.returncode == 1
    assert answer.stderr == (
        "install press: the network does not answer; "
        "nothing was changed (build/log/uv.log)\n"
    )
    assert (clone.folder / "build/log/uv.log").exists()
    assert not list(clone.venv.glob("*.lock"))


def test_without_network_the_old_scripts_stay(
    filled: Clone, no_network: dict[str, str]
) -> None:
    """npm empties a folder before it fills it; ours is another one."""
    # Only a machine without npm asks the environment's.
    filled.tool(f"{filled.venv.name}/bin/npm", "echo npm error EAI_AGAIN; exit 1")
    filled.write("node_modules/package-lock.json", "{}")
    answer = filled.install("node", **no_network)
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
    assert "the network does not answer" in answer.stderr
    assert filled.scripts() == ["package-lock.json", "reveal.js/old.js"]


def test_a_second_make_waits_for_the_first(clone: Clone) -> None:
    """Two installations at once go one after the other, and say so."""
    clone.install_everything()
    folder = os.open(clone.folder / "requirements", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        second = clone.start(sys.executable, "requirements/install.py", "press")
        assert second.stdout is not None
        with second:
            said = second.stdout.readline()
            assert said == "another make is installing: waiting for it\n"
            assert second.poll() is None
            fcntl.flock(folder, fcntl.LOCK_UN)
        assert second.returncode == 0
    finally:
        os.close(folder)


def test_a_changed_lock_is_installed_again(filled: Clone) -> None:
    """What is installed is not asked for; what a pull has changed is, once.

    No hash, no package; none runs code to be built; what uv keeps is not fetched.
    What the tests need stays: `make slides` takes nothing from those who run them.
    """
    filled.install("press")
    assert filled.calls("uv") == []
    filled.change("press")
    assert filled.install("press").stdout == ""
    filled.install("press")
    (call,) = filled.calls("uv")
    assert call.startswith("pip sync ")
    assert {"--require-hashes", "--only-binary=:all:"} < set(call.split())
    assert call.endswith(" --offline")
    locks = [Path(word).stem for word in call.split() if word.endswith(".lock")]
    # The last holds what builds; nothing of it is installed.
    assert locks == ["press", "present", "full", "node", "build"]


@pytest.mark.parametrize("gone", ["uv.lock", "bin/uv"])
def test_uv_itself_is_installed_by_its_hash(filled: Clone, gone: str) -> None:
    """Whatever of it has gone: one wheel comes, and no other than the locked one."""
    (filled.venv / gone).unlink()
    filled.change("press")
    filled.install("press")
    (call,) = (call for call in filled.calls() if " install " in call)
    assert {"--require-hashes", "--only-binary=:all:"} < set(call.split())
    assert call.endswith(f"--requirement {filled.folder}/requirements/uv.lock")
    assert (filled.venv / "uv.lock").exists()


def test_what_uv_lacks_is_announced_and_fetched(filled: Clone) -> None:
    """One line says how much comes."""
    filled.uv(COLD)
    filled.change("press")
    assert "packages: press (about 40 MB, once)\n" in filled.install("press").stdout
    offline, online = filled.calls("uv")
    assert offline == f"{online} --offline"


def test_half_an_installation_is_not_taken_for_whole(filled: Clone) -> None:
    """What broke off while packages changed is done again, from the start."""
    filled.uv(COLD + "echo error: disk full; exit 1")
    filled.change("press")
    answer = filled.install("press")
    assert (answer.returncode, answer.stderr) == (
        1,
        "install press: error: disk full (all of it: build/log/press.log)\n",
    )
    filled.uv()
    assert filled.install("press").returncode == 0
    assert ["--reinstall" in call for call in filled.calls("uv")] == [False] * 2 + [
        True
    ]
    filled.install("full")
    assert len(filled.calls("uv")) == 3


def test_without_network_the_packages_stay_whole(filled: Clone) -> None:
    """uv changes nothing before it has everything: nothing is to be done again."""
    filled.uv(OFFLINE)
    filled.change("press")
    assert "the network does not answer" in filled.install("press").stderr
    filled.uv()
    assert filled.install("press").returncode == 0
    assert "--reinstall" not in filled.calls("uv")[-1]


def test_a_broken_connection_is_taken_up_again(filled: Clone) -> None:
    """After a good start the tool is asked once more, and the user is told."""
    once = 'mkdir "$HERE/broke" 2> /dev/null || exit 0; echo connection reset; exit 1'
    filled.uv(COLD + once)
    filled.change("press")
    patience = IMPATIENT.format(silence=0, tries=2, name="press")
    answer = filled.run(sys.executable, "-c", patience)
    assert answer.returncode == 0
    assert "the connection broke; going on with what has arrived\n" in answer.stdout


@pytest.mark.parametrize(
    "ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda it: it.name
)
@pytest.mark.usefixtures("interruptible")
def test_a_stopped_installation_leaves_no_child(
    filled: Clone, alive: Alive, ending: signal.Signals
) -> None:
    """Ctrl-C, a kill and a closed terminal end the tools too, in one line."""
    filled.uv(STUCK)
    filled.change("press")
    with filled.start(sys.executable, "requirements/install.py", "press") as installer:
        assert alive.heard() == b"started\n"
        installer.send_signal(ending)
        _, errors = installer.communicate()
    assert errors == "install: stopped; the next make goes on\n"
    assert installer.returncode == 130
    assert alive.ended()
    filled.uv()
    filled.install("press")
    assert "--reinstall" in filled.calls("uv")[-1]


def test_a_silent_tool_is_ended(
    filled: Clone, alive: Alive, path: dict[str, str]
) -> None:
    """A dead line is told of in one line, and no process is left."""
    filled.tool("bin/npm", STUCK)
    filled.write("node_modules/package-lock.json", "{}")
    patience = IMPATIENT.format(silence=0.3, tries=1, name="node")
    answer = filled.run(sys.executable, "-c", patience, **path)
    assert answer.returncode == 1
    assert answer.stderr == (
        "install node: the network does not answer; "
        "nothing was changed (build/log/node.log)\n"
    )
    assert alive.heard() == b"started\n"
    assert alive.ended()


def test_a_slow_line_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as bytes arrive, if only at each second look, nothing is ended."""
    tool = importlib.import_module("requirements.tool")
    clock = itertools.count(step=tool.SILENCE - 1)  # seconds between two looks
    monkeypatch.setattr(tool, "time", SimpleNamespace(monotonic=clock.__next__))
    looks, file = iter("-x-x-x-x"), tmp_path / "file"

    def wait(timeout: float) -> None:
        if look := next(looks, None):
            with file.open("a") as out:
                out.write(look.strip("-"))
            raise subprocess.TimeoutExpired("tool", timeout)

    tool.wait(SimpleNamespace(wait=wait), [file])
    assert file.read_text() == "xxxx"


def test_new_scripts_take_the_place_of_the_old(
    filled: Clone, path: dict[str, str]
) -> None:
    """No old file is left, no script of a package is run, and a second make rests."""
    filled.write("node_modules/package-lock.json", "{}")
    answer = filled.install("node", **path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert filled.scripts() == ["package-lock.json", "reveal.js/reveal.js"]
    filled.install("node", **path)
    (call,) = filled.calls("npm")
    assert {"ci", "--ignore-scripts"} < set(call.split())


@pytest.mark.parametrize(
    ("name", "home"), [("pages", "bench"), ("clients", "examples")]
)
def test_what_only_tests_need_is_kept_from_the_deck(
    clone: Clone, path: dict[str, str], name: str, home: str
) -> None:
    """It comes into a folder of its own, which `make slides` does not fill."""
    clone.tool("bin/npm", "mkdir -p node_modules/x-1; echo old > node_modules/x-1/x")
    planned = {it: clone.make("--dry-run", it).stdout for it in ("slides", "test")}
    assert [f"install.py {name}" in planned[it] for it in planned] == [False, True]
    answer = clone.install(name, **path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert re.fullmatch(r"fetching .+ \(about \d+ MB, once\)\n", answer.stdout)
    assert clone.scripts(home) == ["package-lock.json", "x-1/x"]
    assert not (clone.folder / "node_modules").exists()


def test_scripts_that_fail_leave_the_old(filled: Clone, path: dict[str, str]) -> None:
    """Half of the new ones replaces nothing, and npm's reason is given."""
    filled.tool("bin/npm", BROKEN)
    filled.write("node_modules/package-lock.json", "{}")
    answer = filled.install("node", **path)
    assert answer.returncode == 1
    assert answer.stderr == (
        "install node: npm error code EINTEGRITY (all of it: build/log/node.log)\n"
    )
    assert filled.scripts() == ["package-lock.json", "reveal.js/old.js"]


def test_an_npm_too_old_for_the_lock_is_not_asked(
    filled: Clone, path: dict[str, str]
) -> None:
    """PyPI has a newer one, which then does the work."""
    filled.tool("bin/npm", NPM, version="6.14.18")
    filled.tool(f"{filled.venv.name}/bin/npm", NPM)
    (filled.venv / "node.lock").unlink()
    filled.write("node_modules/package-lock.json", "{}")
    answer = filled.install("node", **path)
    assert "no npm here; PyPI has one\n" in answer.stdout
    assert answer.returncode == 0
    assert (filled.venv / "node.lock").exists()
    assert "reveal.js/reveal.js" in filled.scripts()
