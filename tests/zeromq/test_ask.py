"""examples.zeromq: client, server, broker and worker over real sockets."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import zmq

from examples.zeromq.ask.broker import TICK, Broker
from examples.zeromq.ask.client import BusyError, Client, FailedError, NoAnswerError
from examples.zeromq.ask.jobs import Jobs
from examples.zeromq.ask.protocol import (
    BEAT,
    BUSY,
    DONE,
    FEW,
    OK,
    REQUEST,
    WORK,
    Handler,
)
from examples.zeromq.ask.server import Server
from examples.zeromq.ask.threads import serving
from examples.zeromq.ask.worker import Worker
from examples.zeromq.pub_sub import Publisher, Subscriber
from examples.zeromq.push_pull import Pull, Push
from examples.zeromq.sockets.factory import Context, bind, open_socket
from examples.zeromq.sockets.monitor import READY, Monitor
from examples.zeromq.sockets.wake import running
from notebooks.kernels import ROOT
from tests.zeromq.sockets import binding, connecting, heard, patient

pytestmark = pytest.mark.beside("properties")

NOWHERE = "tcp://127.0.0.1:1"
SECONDS = 20.0


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads for clients."""
    with ThreadPoolExecutor() as pool:
        yield pool


def asking(endpoint: str, body: bytes, context: Context) -> bytes:
    """Ask once, with a client of its own."""
    with Client(endpoint, timeout=SECONDS, context=context) as client:
        return client.ask(body)


def outcome(endpoint: str, body: bytes, context: Context) -> object:
    """Try once; return the answer, or what was raised."""
    with Client(endpoint, timeout=SECONDS, tries=1, context=context) as client:
        try:
            return client.ask(body)
        except NoAnswerError as error:
            return error


def interrupting(router: zmq.SyncSocket, asker: threading.Thread) -> None:
    """Send a signal to who asks, once the question is there."""
    assert heard(router)[-1] == b"first"
    assert asker.ident
    signal.pthread_kill(asker.ident, signal.SIGALRM)


class Gate:
    """A handler that waits to be let on."""

    def __init__(self) -> None:
        self.entered, self.open = threading.Semaphore(0), threading.Event()

    def __call__(self, body: bytes) -> bytes:
        """Enter, wait, and answer in capitals."""
        self.entered.release()
        assert self.open.wait(SECONDS)
        return body.upper()

    def wait(self) -> None:
        """Wait until somebody is inside."""
        assert self.entered.acquire(timeout=SECONDS)


class TestClient:
    """The Lazy Pirate."""

    def test_nobody(self, context: Context) -> None:
        """It says where it asked, how often, and for how long it waited."""
        started = time.monotonic()
        with (
            Client(NOWHERE, timeout=0.05, tries=2, context=context) as client,
            pytest.raises(NoAnswerError) as error,
        ):
            client.ask(b"")
        said = f"no answer from {NOWHERE} after 2 tries of 0.05 s: nobody listens there"
        assert str(error.value) == said
        assert time.monotonic() - started >= 0.1

    def test_somebody_who_does_not_answer(self, context: Context) -> None:
        """It tells silence from absence."""
        with (
            binding(context, zmq.ROUTER) as (_, endpoint),
            Client(endpoint, timeout=0.05, tries=1, context=context) as client,
        ):
            while READY not in client._read():
                time.sleep(0.001)
            with pytest.raises(NoAnswerError, match="it is there, and silent"):
                client.ask(b"")

    def test_a_late_answer(self, context: Context, pool: ThreadPoolExecutor) -> None:
        """Neither that to a try that was given up is taken, nor one of another id."""
        with (
            binding(context, zmq.ROUTER) as (server, endpoint),
            Client(endpoint, timeout=0.2, tries=99, context=context) as client,
        ):
            answer = pool.submit(client.ask, b"body")
            first, _, id, _ = heard(server)
            second, _, again, _ = heard(server)
            assert first != second
            assert id == again
            server.send_multipart([first, b"", id, OK, b"late"])
            server.send_multipart([second, b"", b"another", OK, b"wrong"])
            asker = heard(server)[0]
            while not answer.done():  # a slow machine may have given up again
                server.send_multipart([asker, b"", id, OK, b"in time"])
                if server.poll(100):
                    asker = server.recv_multipart()[0]
            assert answer.result() == b"in time"

    def test_a_server_that_dies(
        self, context: Context, pool: ThreadPoolExecutor, tmp_path: Path
    ) -> None:
        """The end of the connection ends a try; nobody waits for its time-out."""
        place = f"ipc://{tmp_path}/server"
        with Client(place, timeout=60, context=context) as client:
            answer = pool.submit(client.ask, b"body")
            with binding(context, zmq.ROUTER, place) as (server, _):
                heard(server)
            with (
                Server(bytes.upper, place, context=context) as other,
                running(other.run),
            ):
                assert answer.result(SECONDS) == b"BODY"

    def test_a_server_that_was_started_again(
        self, context: Context, pool: ThreadPoolExecutor, tmp_path: Path
    ) -> None:
        """What happened between two requests does not have the second sent twice."""
        place = f"ipc://{tmp_path}/server"
        with Client(place, timeout=SECONDS, context=context) as client:
            for body in (b"first", b"second"):
                with (
                    open_socket(context, zmq.ROUTER) as server,
                    Monitor(server) as monitor,
                ):
                    bind(server, place)
                    assert monitor.until(1, SECONDS)
                    answer = pool.submit(client.ask, body)
                    asker, _, id, asked = heard(server)
                    assert not server.poll(50)
                    server.send_multipart([asker, b"", id, OK, asked])
                    assert answer.result() == body

    def test_broken_off(self, context: Context, pool: ThreadPoolExecutor) -> None:
        """A signal's exception ends one request; the next has its answer."""

        def broken(*_: object) -> None:
            raise KeyboardInterrupt

        before = signal.signal(signal.SIGALRM, broken)
        with (
            binding(context, zmq.ROUTER) as (router, endpoint),
            Client(endpoint, timeout=SECONDS, context=context) as client,
        ):
            alarm = pool.submit(interrupting, router, threading.main_thread())
            try:
                with pytest.raises(KeyboardInterrupt):
                    client.ask(b"first")
            finally:
                alarm.result()
                signal.signal(signal.SIGALRM, before)
            answer = pool.submit(client.ask, b"second")
            while (frames := heard(router))[-1] != b"second":
                pass
            router.send_multipart([*frames[:-1], OK, b"done"])
            assert answer.result(SECONDS) == b"done"

    def test_busy_at_the_second_try(
        self, context: Context, pool: ThreadPoolExecutor
    ) -> None:
        """The first may have been done: so it is no answer, not "nothing was done"."""
        with (
            binding(context, zmq.ROUTER) as (server, endpoint),
            Client(endpoint, timeout=0.2, tries=99, context=context) as client,
        ):
            answer = pool.submit(client.ask, b"body")
            heard(server)
            while not answer.done():
                if server.poll(100):
                    asker, _, id, _ = server.recv_multipart()
                    server.send_multipart([asker, b"", id, BUSY, b"much to do"])
            with pytest.raises(NoAnswerError, match="this one: much to do"):
                answer.result()

    def test_patience(self) -> None:
        """As things come, it waits long enough to hear that a broker is busy."""
        with Client(NOWHERE) as client:
            assert client.timeout > Jobs().patience + TICK / 1000
            assert client.timeout * client.tries > Jobs().limit + TICK / 1000

    def test_no_try(self) -> None:
        """No try, no time and no number are refused where they are written."""
        for odd in ({"tries": 0}, {"timeout": 0}, {"timeout": float("nan")}):
            with pytest.raises(ValueError, match="tries of"):
                Client(NOWHERE, **odd)

    def test_no_endpoint(self) -> None:
        """What is no address leaves nothing open that would keep a context alive."""
        with zmq.Context() as context:
            for kind in (Client, Pull):
                with pytest.raises(zmq.ZMQError):
                    kind("tpc://127.0.0.1:1", context=context)
            with pytest.raises(zmq.ZMQError):
                Worker("tpc://127.0.0.1:1", bytes.upper, context=context)
            with pytest.raises(zmq.ZMQError):
                Subscriber("tpc://127.0.0.1:1", [], context=context)

    def test_more_than_there_are_sockets_for(self) -> None:
        """It says how many there are, and leaves nothing that keeps a context."""
        with zmq.Context() as context, ExitStack() as stack:
            context.set(zmq.MAX_SOCKETS, 7)
            for _ in "12":
                stack.enter_context(Client(NOWHERE, context=context))
            with pytest.raises(zmq.ZMQError, match=r"has 7 at most.* so 2 Clients"):
                Client(NOWHERE, context=context)

    def test_closed_twice(self, context: Context) -> None:
        """That does no harm, whoever it is."""
        with (
            Server(bytes.upper, context=context) as server,
            Broker(context=context) as broker,
            Push(context=context) as push,
            Publisher(context=context) as publisher,
        ):
            connecting = (
                Client(server.endpoint, context=context),
                Worker(broker.back, bytes.upper, context=context),
                Pull(push.endpoint, context=context),
                Subscriber(publisher.endpoint, [], context=context),
            )
            for one in (*connecting, server, broker, push, publisher):
                one.close()
                one.close()

    def test_idle_beside_failures(self) -> None:
        """Reports that nobody reads do not stop the sockets of the whole process."""
        module = "tests.zeromq.frozen"
        done = subprocess.run(
            [sys.executable, "-m", module],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert done.stdout == "ANSWERED\n"

    def test_too_long(self, context: Context) -> None:
        """What is too long does not leave."""
        with (
            Client(NOWHERE, context=context) as client,
            pytest.raises(ValueError, match="2000001 bytes, at most 2000000 go"),
        ):
            client.ask(bytes(REQUEST + 1))


class TestServer:
    """One process alone."""

    @pytest.fixture
    def endpoint(self, context: Context) -> Iterator[str]:
        """A server that divides one hundred."""

        def divide(body: bytes) -> bytes:
            return b"%d" % (100 // int(body))

        with Server(divide, context=context) as server, running(server.run):
            yield server.endpoint

    def test_it_answers(self, endpoint: str, context: Context) -> None:
        """Also after a handler that failed, of which the client is told."""
        assert endpoint.startswith("tcp://127.0.0.1:")
        with Client(endpoint, timeout=SECONDS, context=context) as client:
            with pytest.raises(FailedError, match="ZeroDivisionError: "):
                client.ask(b"0")
            assert client.ask(b"7") == b"14"

    def test_odd_messages(self, endpoint: str, context: Context) -> None:
        """What is no request gets no answer, and harms nobody."""
        with connecting(context, zmq.DEALER, endpoint) as odd:
            for frames in ([b""], [b"", b""], [b"x", b"1", b"2"], [b"", b"", b"2"]):
                odd.send_multipart(frames)
            odd.send_multipart([b"", b"i" * 65, b"2"])
            odd.send_multipart([b"", b"id", b"2"])
            assert heard(odd) == [b"", b"id", OK, b"50"]

    def test_a_request_that_is_too_long(self, endpoint: str, context: Context) -> None:
        """Its sender loses the connection; others are served."""
        with connecting(context, zmq.REQ, endpoint) as rude:
            rude.send_multipart([b"id", bytes(REQUEST + 1)])
            assert asking(endpoint, b"5", context) == b"20"
            assert not rude.poll(0)

    def test_a_place_that_is_taken(self, endpoint: str, context: Context) -> None:
        """Two do not share an endpoint, and the second leaves nothing behind."""
        with pytest.raises(zmq.ZMQError, match="in use"):
            Server(bytes.upper, endpoint, context=context)
        with pytest.raises(zmq.ZMQError, match="in use"):
            Broker(endpoint, context=context)
        with pytest.raises(zmq.ZMQError, match="in use"):
            Broker(back=endpoint, context=context)


def unread(endpoint: str, made: threading.Semaphore, context: Context) -> int:
    """Ask a hundred times and read nothing; return how many answers were kept."""
    with open_socket(context, zmq.DEALER, hwm=1) as rude:
        rude.connect(endpoint)
        for number in range(100):
            rude.send_multipart([b"", b"%d" % number, b"body"])
            assert made.acquire(timeout=SECONDS)
        answers = 0
        while rude.poll(50):
            rude.recv_multipart()
            answers += 1
        return answers


class TestRudeClients:
    """Who asks and does not read costs no memory without end."""

    def test_of_a_server(self, context: Context) -> None:
        """Ten answers wait or a few more, the rest are dropped."""
        made = threading.Semaphore(0)
        with (
            Server(counting(made), "inproc://front", context=context) as server,
            running(server.run),
        ):
            assert FEW < unread(server.endpoint, made, context) < 3 * FEW

    def test_of_a_broker(self, context: Context) -> None:
        """The same behind a broker."""
        made = threading.Semaphore(0)
        with (
            Broker("inproc://front", "inproc://back", context=context) as broker,
            Worker(broker.back, counting(made), context=context) as worker,
            running(broker.run, worker.run),
        ):
            assert FEW < unread(broker.front, made, context) < 3 * FEW


def counting(made: threading.Semaphore) -> Handler:
    """Return a handler that lets on who waits for it."""

    def handler(body: bytes) -> bytes:
        made.release()
        return body

    return handler


class TestBroker:
    """Clients, a broker and its workers."""

    def test_a_long_request_and_answer(self, context: Context, tmp_path: Path) -> None:
        """Two megabytes go through it, three come back."""
        front, back = f"ipc://{tmp_path}/front", f"ipc://{tmp_path}/back"
        with (
            Broker(front, back, jobs=patient(), context=context) as broker,
            Worker(back, lambda body: body + bytes(10**6), context=context) as worker,
            running(broker.run, worker.run),
        ):
            answer = asking(front, bytes(REQUEST), context)
        assert len(answer) == REQUEST + 10**6

    def test_a_worker_that_has_left(self, context: Context) -> None:
        """What would be its job is given on at once, and has cost it no try."""
        jobs = Jobs(tries=1, expiry=999)
        with (
            Broker(jobs=jobs, beat=60, context=context) as broker,
            Monitor(broker._back) as monitor,
            running(broker.run),
        ):
            with connecting(context, zmq.DEALER, broker.back) as left:
                left.send_multipart([BEAT, b""])
                while not jobs.free:
                    time.sleep(0.001)
            assert monitor.until_gone(SECONDS)
            with (
                Worker(broker.back, bytes.upper, context=context) as worker,
                running(worker.run),
            ):
                while len(jobs.free) < 2:
                    time.sleep(0.001)
                assert asking(broker.front, b"body", context) == b"BODY"

    def test_beats(self, context: Context) -> None:
        """A worker is dead after three, however long they are; never between two."""
        with serving([], jobs=Jobs(room=1), beat=9) as broker:
            assert (broker.beat, broker.jobs.expiry) == (9, 27)
        with Broker(jobs=Jobs(expiry=4), beat=2, context=context) as broker:
            assert broker.jobs.expiry == 4  # two beats are enough
        with pytest.raises(ValueError, match="expiry 3 s, beat 2 s"):
            Broker(jobs=Jobs(expiry=3), beat=2, context=context)

    def test_handlers_that_hang(
        self, context: Context, pool: ThreadPoolExecutor
    ) -> None:
        """The service ends after one grace, whatever they do."""
        gate = Gate()
        with serving([gate, gate], jobs=patient()) as broker:
            broker.grace = 0.05
            hang = [
                pool.submit(outcome, broker.front, body, context)
                for body in (b"one", b"two")
            ]
            gate.wait()
            gate.wait()
        assert not gate.open.is_set()
        gate.open.set()
        assert [type(one.result()) for one in hang] == [NoAnswerError] * 2

    def test_threads(self) -> None:
        """Five services that have ended leave none behind."""
        before = threading.active_count()
        for _ in range(5):
            with serving([bytes.upper]):
                pass
        end = time.monotonic() + SECONDS
        while threading.active_count() > before and time.monotonic() < end:
            time.sleep(0.001)
        assert threading.active_count() <= before

    def test_a_handler_that_hangs(self, context: Context) -> None:
        """Its client is told, and the worker is there again when it is done."""
        gate = Gate()
        with serving([gate], jobs=patient(limit=0.1)) as broker:
            with pytest.raises(FailedError, match=r"not done in 0.1 s"):
                asking(broker.front, b"slow", context)
            broker.jobs.limit = SECONDS
            gate.open.set()
            assert asking(broker.front, b"next", context) == b"NEXT"

    def test_odd_messages(self, context: Context) -> None:
        """What neither side may say is not heard."""
        with (
            Broker(jobs=patient(), context=context) as broker,
            running(broker.run),
            connecting(context, zmq.DEALER, broker.front) as asker,
            connecting(context, zmq.DEALER, broker.back) as worker,
        ):
            for frames in ([b""], [b"", b""], [b"", b"", b"body"], [b"x"] * 5):
                asker.send_multipart(frames)
                worker.send_multipart(frames)
            worker.send_multipart([DONE, b"no such job", OK, b""])
            asker.send_multipart([b"", b"id", b"body"])
            while (frames := heard(worker))[0] != WORK:
                pass
            worker.send_multipart([DONE, frames[1], OK, b"answer"])
            assert heard(asker) == [b"", b"id", OK, b"answer"]

    def test_a_broker_that_is_started_again(
        self, context: Context, tmp_path: Path
    ) -> None:
        """Its worker tells it that it is there; nobody starts the worker again."""
        front, back = f"ipc://{tmp_path}/front", f"ipc://{tmp_path}/back"
        with (
            Worker(back, bytes.upper, beat=0.05, context=context) as worker,
            running(worker.run),
        ):
            for body in (b"before", b"after"):
                with (
                    Broker(front, back, jobs=patient(99), context=context) as broker,
                    running(broker.run),
                ):
                    assert asking(front, body, context) == body.upper()

    def test_stopped_at_work(self, context: Context, pool: ThreadPoolExecutor) -> None:
        """What is in work is finished and answered; what only waits is "busy"."""
        gate = Gate()
        with serving([gate], jobs=patient()) as broker:
            broker.grace = SECONDS
            begun = pool.submit(asking, broker.front, b"begun", context)
            gate.wait()
            waits = pool.submit(asking, broker.front, b"waits", context)
            while len(broker.jobs.jobs) < 2:
                time.sleep(0.001)
            stopped = pool.submit(waits.exception, SECONDS)
            waits.add_done_callback(lambda _: gate.open.set())
        assert begun.result(SECONDS) == b"BEGUN"
        assert isinstance(stopped.result(SECONDS), BusyError)


class TestWorker:
    """A worker, and a test that plays its broker."""

    def test_one_that_does_not_end(self, context: Context) -> None:
        """After its grace it leaves, whatever its handler does."""
        gate = Gate()
        with binding(context, zmq.ROUTER) as (broker, back):
            with (
                Worker(back, gate, grace=0.05, context=context) as worker,
                running(worker.run),
            ):
                name, *_ = heard(broker)
                broker.send_multipart([name, WORK, b"key", b"body"])
                gate.wait()
            gate.open.set()
            while broker.poll(100):
                assert broker.recv_multipart()[1] == BEAT

    def test_two_jobs(self, context: Context) -> None:
        """Its heartbeats tell the last one; it does both before it leaves."""
        gates = {b"one": Gate(), b"two": Gate()}
        back = "inproc://back"  # where ZeroMQ ends no connection that is slow to answer

        def handler(body: bytes) -> bytes:
            return gates[body](body)

        with binding(context, zmq.ROUTER, back) as (broker, _):
            with (
                Worker(
                    back, handler, beat=0.1, grace=SECONDS, context=context
                ) as worker,
                running(worker.run),
            ):
                name, *beat = heard(broker)
                assert beat == [BEAT, b""]
                broker.send_multipart([name, WORK, b"1", b"one"])
                broker.send_multipart([name, WORK, b"2", b"two"])
                while heard(broker)[1:] != [BEAT, b"2"]:
                    pass
                gates[b"one"].open.set()
                while (told := heard(broker)[1:]) == [BEAT, b"2"]:
                    pass
                assert told == [DONE, b"1", OK, b"ONE"]
                assert heard(broker)[1:] == [BEAT, b"2"]
                threading.Timer(0.05, gates[b"two"].open.set).start()
            while (told := heard(broker)[1:]) == [BEAT, b"2"]:
                pass
        assert told == [DONE, b"2", OK, b"TWO"]

    def test_a_broker_that_is_away(self, context: Context) -> None:
        """Heartbeats that nobody reads do not heap up without end, nor block."""
        with Worker("tcp://127.0.0.1:1", bytes.upper, context=context) as worker:
            for _ in range(1100):
                worker._send([BEAT, b""])
