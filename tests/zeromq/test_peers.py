"""examples.zeromq from Ruby and JavaScript."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import pytest
import zmq

import examples.zeromq
from examples.zeromq.ask.jobs import Jobs
from examples.zeromq.ask.protocol import OK
from examples.zeromq.ask.threads import serving
from examples.zeromq.curve import Gate, Keys, as_server
from examples.zeromq.pub_sub import Publisher
from examples.zeromq.push_pull import Push
from examples.zeromq.sockets.wake import running
from tests.zeromq.sockets import binding, heard, kept_alive, patient

CLIENTS = Path(examples.zeromq.__file__).parent / "clients"
DRIVERS = {"ruby": "driver.rb", "node": "driver.mjs"}
ENDINGS = {"ruby": "rb", "node": "mjs"}
RUBY = [pytest.mark.peer("ruby"), pytest.mark.peer("ffi-rzmq")]
NODE = [pytest.mark.peer("node"), pytest.mark.peer("zeromq.js")]
SERVER, GUEST, STRANGER = Keys.new(), Keys.new(), Keys.new()
TOPIC, SECONDS = "cherries", 20.0


class Driver:
    """A process that does what it is told with the clients of its language."""

    def __init__(self, language: str) -> None:
        program = Path(__file__).with_name(DRIVERS[language])
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            [language, str(program)], stdin=pipe, stdout=pipe, text=True
        )

    def __call__(self, name: str, **arguments: Any) -> str:
        """Do it; return what came, or the error's name and text."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([name, arguments]) + "\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        return told["ok"] if "ok" in told else f"{told['error']}: {told['why']}"

    def close(self) -> None:
        """End it."""
        self.process.communicate()


@pytest.fixture(
    scope="module",
    params=[pytest.param("ruby", marks=RUBY), pytest.param("node", marks=NODE)],
)
def other(request: pytest.FixtureRequest, ran: set[str]) -> Iterator[Driver]:
    """A driver of a language that is here; its clients are reported as run."""
    ending = ENDINGS[request.param]
    for name in ("lazy_pirate", "listener"):
        ran.add(f"examples/zeromq/clients/{name}.{ending}")
    driver = Driver(request.param)
    yield driver
    driver.close()


def curve(keys: Keys, server: Keys = SERVER) -> dict[str, str]:
    """Name keys as Ruby does."""
    return {
        "CURVE_SERVERKEY": server.public.decode(),
        "CURVE_PUBLICKEY": keys.public.decode(),
        "CURVE_SECRETKEY": keys.secret.decode(),
    }


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server that lets in one guest."""
    secure, guests = as_server(SERVER), [GUEST.public]
    handlers, jobs = [bytes.upper], patient()
    with serving(handlers, secure=secure, guests=guests, jobs=jobs) as broker:
        yield broker.front


class TestAsk:
    """Lazy Pirate in another language."""

    def test_told_why(self, other: Driver) -> None:
        """An error of the handler, or a broker without room, is an error here."""
        handlers = [lambda body: body.index(b"x").to_bytes()]
        with serving(handlers, jobs=patient()) as broker:
            said = other("ask", endpoint=broker.front, body="", seconds=SECONDS)
        assert said == "Failed: ValueError: subsection not found"
        with serving([], jobs=Jobs(room=0)) as broker:
            said = other("ask", endpoint=broker.front, body="", seconds=SECONDS)
        assert said.startswith("Busy: ")

    def test_tried_again(self, other: Driver) -> None:
        """A second try has the same id, and an answer with another one is none."""
        with (
            zmq.Context() as context,
            binding(context, zmq.ROUTER) as (server, place),
            ThreadPoolExecutor(1) as pool,
        ):
            few = {"seconds": 0.3, "tries": 99}
            said = pool.submit(other, "ask", endpoint=place, body="a", **few)
            _, _, id, _ = heard(server)
            asker, _, again, _ = heard(server)
            assert id == again
            server.send_multipart([asker, b"", b"another", OK, b"wrong"])
            while not said.done():  # a slow machine may have given up again
                if server.poll(50):
                    asker, _, again, body = server.recv_multipart()
                    assert (id, body) == (again, b"a")
                    server.send_multipart([asker, b"", id, OK, b"right"])
            assert said.result() == "right"

    @pytest.mark.parametrize("other", [pytest.param("node", marks=NODE)], indirect=True)
    def test_many_at_once(self, other: Driver) -> None:
        """More than there are sockets for: some wait for their turn, all are told."""
        place = "tcp://127.0.0.1:1"
        few = {"seconds": 0.01, "tries": 1}
        said = other("many", count=500, endpoint=place, body="", **few)
        assert said == f"500 NoAnswer: none from {place} after 1 tries"

    def test_nobody(self, other: Driver) -> None:
        """It gives up after its tries, and says where it asked."""
        place = "tcp://127.0.0.1:1"
        said = other("ask", endpoint=place, body="", seconds=0.05, tries=2)
        assert said == f"NoAnswer: none from {place} after 2 tries"


class TestListen:
    """Push and pull, publish and subscribe, with Python at the other end."""

    def test_pull(self, other: Driver) -> None:
        """Work arrives, on a line of which the system notices that it was cut."""
        with Push() as push:
            other("listen", endpoint=push.endpoint)
            push.wait(1, SECONDS)
            push.send(b"work")
            assert other("pull", endpoint=push.endpoint) == "work"
            assert kept_alive(int(push.endpoint.rpartition(":")[2]))

    def test_subscribe(self, other: Driver) -> None:
        """News arrive, and what came too early or was lost is counted."""
        with Publisher() as publisher:
            publisher.send(TOPIC, b"early")
            other("listen", endpoint=publisher.endpoint, topics=[TOPIC])
            assert publisher.wait(TOPIC, 1, SECONDS)
            publisher.send(f"{TOPIC}/sour", b"another topic")
            publisher.send(TOPIC, b"news")
            assert other("message", endpoint=publisher.endpoint) == "news"
            publisher._sent[TOPIC] += 3  # as if three had not come through
            publisher.beat()
            publisher.send(TOPIC, b"more")
            assert other("message", endpoint=publisher.endpoint) == "more"
            assert other("lost", endpoint=publisher.endpoint) == "1 3"

    def test_signs_of_life(self, other: Driver) -> None:
        """Who hears nothing but beats comes back with nothing, when it is time."""
        with Publisher() as publisher, ThreadPoolExecutor(1) as pool:
            place = publisher.endpoint
            publisher.send(TOPIC, b"early")
            other("listen", endpoint=place, topics=[TOPIC], seconds=0.5)
            assert publisher.wait(TOPIC, 1, SECONDS)
            for _ in range(20):  # where this process stood still, it was silent
                said = pool.submit(other, "message", endpoint=place)
                while not said.done():
                    publisher.beat()
                    wait([said], timeout=0.005)
                if not said.result():
                    return
            pytest.fail(said.result())


class TestCurve:
    """The same keys in every language."""

    def test_what_is_no_key(self, other: Driver) -> None:
        """A key as it is read from a file, with the end of its line, is an error.

        ZeroMQ says so in a return code, and without keys it would speak in clear.
        """
        keys = curve(GUEST)
        keys["CURVE_SERVERKEY"] += "\n"
        place = "tcp://127.0.0.1:1"
        for said in (
            other("ask", endpoint=place, body="", keys=keys),
            other("listen", endpoint=place, keys=keys),
        ):
            assert said in {
                "ArgumentError: no such endpoint or keys",
                "RangeError: a key has 40 letters",
            }

    def test_a_guest(self, other: Driver, endpoint: str) -> None:
        """Who is on the list is served."""
        said = other("ask", endpoint=endpoint, body="süß, 甘い", keys=curve(GUEST))
        assert said == "Süß, 甘い"

    def test_a_stranger(self, other: Driver, endpoint: str) -> None:
        """Who is not is not, and does not wait for ever."""
        few = {"seconds": 0.1, "tries": 2}
        said = other("ask", endpoint=endpoint, body="a", keys=curve(STRANGER), **few)
        assert said in {
            f"NoAnswer: none from {endpoint} after 2 tries",
            f"Refused: {endpoint} refuses our key",
        }

    def test_news(self, other: Driver) -> None:
        """Publish and subscribe take the same keys."""
        with (
            zmq.Context() as context,
            Gate(context, [GUEST.public]) as gate,
            running(gate.run),
            Publisher(secure=as_server(SERVER), context=context) as publisher,
        ):
            place = publisher.endpoint
            other("listen", endpoint=place, topics=[TOPIC], keys=curve(GUEST))
            assert publisher.wait(TOPIC, 1, SECONDS)
            publisher.send(TOPIC, b"news")
            assert other("message", endpoint=place) == "news"


@pytest.mark.parametrize("path", sorted(CLIENTS.glob("*.*")), ids=lambda p: p.name)
def test_short(path: Path) -> None:
    """A client fits on a screen: it is read before it is pasted."""
    if path.suffix in {".rb", ".mjs"}:
        assert len(path.read_text().splitlines()) <= 45
