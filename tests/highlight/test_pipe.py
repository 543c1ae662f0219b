"""examples.highlight.workers.pipe: a child of one's own, whatever becomes of it."""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.highlight.core import LIMIT, highlight
from examples.highlight.message import Snippet, answer, decode, encode
from examples.highlight.problem import Busy, Problem, TimedOut, TooLarge
from examples.highlight.workers import child, frames, pipe
from examples.highlight.workers.pipe import Pipe
from notebooks.kernels import ROOT
from tests.highlight.faces import FACES, Asked, Outcome, Service, drivers, here, params

ODD = "tests.highlight.child"
PATIENT = Service(child=[sys.executable, "-m", ODD])
GOOD = Asked("puts 1\n", {"language": "ruby"}, "good")
BOTH = params(lambda name, face: "pipe" in name, ("pipe",))


def ask(of: Pipe, code: str = "puts 1\n", language: str = "ruby") -> str:
    """Ask a pipe as a caller in Python does."""
    return decode(of.ask(encode(Snippet(code, language))))


def pid(of: Pipe) -> int:
    """Return the process number of a pipe's child."""
    assert of.child
    return of.child.process.pid


def runs(number: int) -> bool:
    """Tell whether a process is there, be it a zombie."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def descriptors() -> set[str]:
    """Return the numbers of the open files; others' may be collected at any time."""
    return {path.name for path in Path("/dev/fd").iterdir()}


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pipe]:
    """Give a pipe to a child that does odd things on demand."""
    monkeypatch.setattr(pipe, "CHILD", ODD)
    with Pipe(20) as opened:
        yield opened


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pipe]:
    """Give a pipe to a warm child of that sort, with a short deadline."""
    monkeypatch.setattr(pipe, "CHILD", ODD)
    with Pipe(0.1) as opened:
        opened.start()
        yield opened


class TestFrames:
    """Messages on a stream of bytes."""

    @given(messages=st.lists(st.binary()))
    def test_what_goes_in_comes_out(self, messages: list[bytes]) -> None:
        """Messages come back whole and in order, then None."""
        file = io.BytesIO(b"".join(map(frames.frame, messages)))
        read = [frames.read_frame(file) for _ in range(len(messages) + 1)]
        assert read == [*messages, None]

    @pytest.mark.parametrize("cut", range(1, 7))
    def test_cut_off(self, cut: int) -> None:
        """An end within a message is an error, not a message."""
        with pytest.raises(EOFError):
            frames.read_frame(io.BytesIO(frames.frame(b"abc")[:cut]))

    def test_too_long(self) -> None:
        """A length that nobody sends is refused before memory is taken for it."""
        with pytest.raises(ValueError, match=f"{0x70726963} bytes; at most"):
            frames.read_frame(io.BytesIO(b"price: 7"))


class TestChild:
    """``python -m examples.highlight.workers.child``, without a pipe in front."""

    def test_answers_in_order(self, tmp_path: Path) -> None:
        """It says that it is warm, answers, logs, and ends with its input."""
        asked = [encode(Snippet("puts 1\n", "ruby"), "1"), b"no JSON"]
        log = tmp_path / "log"
        command = [sys.executable, "-m", child.__name__, "--log", str(log)]
        done = subprocess.run(
            command,
            input=b"".join(map(frames.frame, asked)),
            capture_output=True,
            cwd=ROOT,
            check=True,
        )
        told = [b"", *map(answer, asked)]
        assert done.stdout == b"".join(map(frames.frame, told))
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        assert [(line["id"], line["bytes"]) for line in lines] == [
            ("1", len(asked[0])),
            ("", len(asked[1])),
        ]
        assert done.stderr == b""

    @pytest.mark.beside
    def test_nobody_hears(self) -> None:
        """A child whose answers nobody reads any more ends, and says nothing."""
        with subprocess.Popen(
            [sys.executable, "-m", child.__name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        ) as process:
            assert process.stdin
            assert process.stdout
            assert process.stdout.read(4) == frames.frame(b"")
            process.stdout.close()
            process.stdin.write(frames.frame(encode(Snippet("puts 1", "ruby"))))
            process.stdin.flush()
            assert process.wait() == -signal.SIGPIPE
            assert process.stderr
            assert process.stderr.read() == b""


def test_the_deadline_is_the_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's timer is set while the child answers, not while it waits."""
    ran = []

    def timed(message: bytes) -> bytes:
        ran.append(signal.getitimer(signal.ITIMER_PROF)[0] > 0)
        return message

    monkeypatch.setattr(child, "answer", timed)
    child.serve(io.BytesIO(frames.frame(b"1") * 2), io.BytesIO(), 1000, None)
    assert (ran, signal.getitimer(signal.ITIMER_PROF)[0]) == ([True, True], 0)


@pytest.mark.beside
def test_a_child_that_does_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than a pipe takes keeps nobody beyond the deadline."""
    deaf = "import os, signal\nos.write(1, bytes(4))\nsignal.pause()\n"
    (tmp_path / "deaf_child.py").write_text(deaf)
    monkeypatch.syspath_prepend(tmp_path)
    started = pipe.Child("deaf_child")
    with pytest.raises(TimeoutError):
        started.ask(bytes(1 << 20), 0.1)
    assert not started.alive


@pytest.mark.beside
class TestPipe:
    """The child stays, is replaced, or is killed."""

    def test_one_child(self) -> None:
        """All requests go to the same process, from a large one to the next."""
        with Pipe(20) as warm:
            warm.start()
            first = pid(warm)
            os.kill(first, signal.SIGINT)  # Ctrl-C, which is for who started it
            code = "<&é" * (LIMIT // 4)
            assert ask(warm, code, "text") == highlight(code, "text")
            assert ask(warm) == highlight("puts 1\n", "ruby")
            assert pid(warm) == first

    def test_nothing_is_left(self) -> None:
        """A closed pipe leaves no process, no zombie and no descriptor."""
        before = descriptors()
        with Pipe(20) as closed:
            ask(closed)
            number = pid(closed)
        assert not runs(number)
        assert descriptors() <= before
        with pytest.raises(Busy):
            ask(closed)

    def test_busy(self, hasty: Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its processor time ends a child, however far the bound on the wall is."""
        monkeypatch.setattr(pipe, "WALL", 10_000)
        number = pid(hasty)
        with pytest.raises(TimedOut, match=r"within 0\.1 s of processor time$"):
            ask(hasty, "spin")
        assert not runs(number)
        assert pid(hasty) == number  # no other child was asked the same
        assert ask(hasty, language="text") == highlight("puts 1\n", "text")
        assert pid(hasty) != number

    def test_asleep(self, hasty: Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
        """Who only waits, as on a busy machine, answers long after the deadline."""
        monkeypatch.setattr(pipe, "WALL", 10_000)
        number = pid(hasty)
        assert ask(hasty, "nap", "text") == highlight("nap", "text")
        assert pid(hasty) == number

    def test_an_exception_in_between(
        self, odd: Pipe, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever interrupts a request, nobody gets its answer later."""

        def interrupted(self: pipe.Child, end: float) -> bytes:
            raise KeyboardInterrupt

        odd.start()
        with monkeypatch.context() as patch:
            patch.setattr(pipe.Child, "receive", interrupted)
            with pytest.raises(KeyboardInterrupt):
                ask(odd, "puts 2\n")
        assert ask(odd) == highlight("puts 1\n", "ruby")

    def test_beside_other_code(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What lies in the current folder is not imported for the library's."""
        (tmp_path / "json.py").write_text("raise SystemExit('not that one')\n")
        monkeypatch.chdir(tmp_path)
        with Pipe(20) as opened:
            assert ask(opened) == highlight("puts 1\n", "ruby")

    def test_no_memory(self, odd: Pipe) -> None:
        """Code that wants all memory gets an error; the child lives on."""
        odd.start()
        number = pid(odd)
        with pytest.raises(Problem, match="MemoryError"):
            ask(odd, "eat")
        assert ask(odd) == highlight("puts 1\n", "ruby")
        assert pid(odd) == number

    def test_print(self, odd: Pipe) -> None:
        """What is printed in the child is not taken for an answer."""
        assert ask(odd, "chat") == highlight("chat", "ruby")
        assert ask(odd) == highlight("puts 1\n", "ruby")

    @pytest.mark.parametrize(
        ("module", "why"), [("this", "ValueError"), ("keyword", "EOF")]
    )
    def test_no_child(
        self, module: str, why: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One that says something else, or ends at once, leaves nothing behind."""
        monkeypatch.setattr(pipe, "CHILD", module)
        before = descriptors()
        with Pipe(20) as dead, pytest.raises(Problem, match=f"does not start: {why}"):
            ask(dead)
        assert descriptors() <= before

    def test_longer_than_a_frame(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Such a message starts no child."""
        monkeypatch.setattr(pipe, "LONGEST", 10)
        with Pipe(20) as unused, pytest.raises(TooLarge):
            ask(unused)
        assert not unused.warm


@pytest.fixture(scope="module", autouse=True)
def ended() -> Iterator[None]:
    """Leave no process behind."""
    with drivers():
        yield


@pytest.mark.parametrize("face", BOTH)
class TestDeaths:
    """In Python and in Ruby a child may die."""

    def test_while_idle(self, face: str) -> None:
        """The next request simply works."""
        with FACES[face].open(PATIENT) as asks:
            last = Asked("last", {"language": "text"})
            assert asks([last]) + asks([GOOD]) == [here(last), here(GOOD)]

    @pytest.mark.beside
    def test_once(self, face: str, tmp_path: Path) -> None:
        """A request that its child did not survive is given to another."""
        code = f"once {tmp_path / 'done'}"
        asked = Asked(code, {"language": "text"})
        with FACES[face].open(PATIENT) as asks:
            assert asks([asked]) == [here(asked)]

    def test_twice(self, face: str, tmp_path: Path) -> None:
        """A request that two children did not survive is an error; others are not."""
        tally = tmp_path / "tally"
        with FACES[face].open(PATIENT) as asks:
            [got] = asks([Asked(f"die {tally}", {"language": "text"})])
            assert tally.read_text() == "||"
            assert (got.html, got.kind, got.status) == (None, "broken", 500)
            assert asks([GOOD]) == [here(GOOD)]

    @pytest.mark.beside
    @pytest.mark.parametrize("code", ["spin", "wait"])
    def test_too_late(self, face: str, code: str) -> None:
        """A child that takes too much of the processor, or of the wall, is late."""
        hasty = Service(seconds=0.05, child=PATIENT.child)
        with FACES[face].open(hasty) as asks:
            [got] = asks([Asked(code, {"language": "text"})])
            assert FACES[face].same(got, Outcome(None, "timed-out", 422, late=True))


STARTER = """\
import sys
from contextlib import suppress
from examples.highlight.workers import pipe
from examples.highlight.message import Snippet, encode
from examples.highlight.problem import TimedOut

pipe.CHILD = "tests.highlight.child"
pipe.WALL = 10_000  # it is not this process that ends the child
opened = pipe.Pipe(timeout=0.1)
with suppress(TimedOut):  # if we are not dead by then
    opened.ask(encode(Snippet(sys.argv[1], "text")))
print("answered", flush=True)
sys.stdin.read()
"""


@pytest.mark.beside
@pytest.mark.parametrize("code", ["idle", "spin"])
def test_orphan(code: str) -> None:
    """A child whose parent was killed ends: at once, or at the kernel's deadline."""
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as parent:
        assert parent.stdout
        assert parent.stderr
        (parent.stdout if code == "idle" else parent.stderr).readline()
        parent.kill()
        assert parent.stderr.read() == b""  # it ends when the child has ended


FORKING = """\
import os, sys
from examples.highlight.message import Snippet, decode, encode
from examples.highlight.workers.pipe import Pipe

def ask(n):
    return decode(pipe.ask(encode(Snippet(f"puts {n}", "ruby"))))

pipe = Pipe()
ask(0)
first = pipe.child.process.pid
if pid := os.fork():
    _, status = os.waitpid(pid, 0)
    assert status == 0
    assert "1" in ask(1) and pipe.child.process.pid == first
else:
    assert "2" in ask(2) and pipe.child.process.pid != first
pipe.close()
"""


@pytest.mark.beside
def test_fork() -> None:
    """After a fork each process has a child of its own, and nothing is warned of."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", FORKING],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_lower_limit_of_memory_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a machine allows less than we would, a child starts all the same."""
    given: list[tuple[int, int]] = []
    for most, least in (resource.RLIM_INFINITY, child.MEMORY), (2**29, 2**29):
        monkeypatch.setattr(resource, "getrlimit", lambda _, most=most: (0, most))
        monkeypatch.setattr(resource, "setrlimit", lambda _, to: given.append(to))
        child.limit_memory()
        assert given.pop() == (least, most)
