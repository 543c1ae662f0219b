"""examples.zeromq.curve: who is let in, who is not, and how one learns of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
import zmq

from examples.zeromq.ask.broker import Broker
from examples.zeromq.ask.client import Client, NoAnswerError, RefusedError
from examples.zeromq.ask.server import Server
from examples.zeromq.ask.threads import serving
from examples.zeromq.ask.worker import Worker
from examples.zeromq.curve import Gate, Keys, as_client, as_server
from examples.zeromq.sockets.factory import Context, Secure
from examples.zeromq.sockets.wake import running
from tests.zeromq.sockets import patient

NOWHERE = "tcp://127.0.0.1:1"
SERVER, GUEST, STRANGER = Keys.new(), Keys.new(), Keys.new()


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server that lets in one guest."""
    secure, guests = as_server(SERVER), [GUEST.public]
    handlers, jobs = [bytes.upper], patient()
    with serving(handlers, secure=secure, guests=guests, jobs=jobs) as broker:
        yield broker.front


def ask(endpoint: str, secure: Secure, context: Context) -> bytes:
    """Ask, with a short patience."""
    with Client(endpoint, timeout=5, tries=2, secure=secure, context=context) as client:
        return client.ask(b"hello")


def test_a_guest(endpoint: str, context: Context) -> None:
    """Who is on the list is served."""
    assert ask(endpoint, as_client(GUEST, SERVER.public), context) == b"HELLO"


def test_a_stranger(endpoint: str, context: Context) -> None:
    """Who is not on the list is told at once, and does not wait."""
    secure = as_client(STRANGER, SERVER.public)
    with pytest.raises(RefusedError, match=f"{endpoint} refuses our key"):
        ask(endpoint, secure, context)


def test_no_keys(endpoint: str, context: Context) -> None:
    """Who speaks in clear is told at once that the other side does not.

    Sometimes the server has hung up before it could say why.
    """
    with pytest.raises((RefusedError, NoAnswerError), match=r"CURVE|handshake"):
        ask(endpoint, lambda socket: None, context)


def test_a_false_server(endpoint: str, context: Context) -> None:
    """A server that has not the key that we know gets no request from us."""
    with pytest.raises(NoAnswerError, match="the handshake failed"):
        ask(endpoint, as_client(GUEST, STRANGER.public), context)


def test_a_gate_that_was_forgotten(context: Context) -> None:
    """Ours lets nobody in then."""
    with (
        Server(bytes.upper, secure=as_server(SERVER), context=context) as server,
        running(server.run),
        pytest.raises((RefusedError, NoAnswerError)),
    ):
        ask(server.endpoint, as_client(GUEST, SERVER.public), context)


def test_the_gate_counts(context: Context) -> None:
    """The server's side sees that somebody was refused; once listed he is served."""
    guests = {GUEST.public}
    with (
        Gate(context, guests) as gate,
        running(gate.run),
        Server(bytes.upper, secure=as_server(SERVER), context=context) as server,
        running(server.run),
        zmq.Context() as theirs,
    ):
        secure = as_client(STRANGER, SERVER.public)
        with Client(
            server.endpoint, timeout=20, secure=secure, context=theirs
        ) as client:
            with pytest.raises(RefusedError):
                client.ask(b"hello")
            seen = gate.refused
            assert seen >= 1
            guests.add(STRANGER.public)
            with suppress(RefusedError):  # it may have knocked before
                client.ask(b"hello")
            assert client.ask(b"hello") == b"HELLO"


def test_a_mechanism_without_keys() -> None:
    """A gate lets in nobody who shows no key."""
    with zmq.Context() as context, Gate(context, guests := set()) as gate:
        guests.add(b"")
        asked = [b"1.0", b"7", b"guests", b"127.0.0.1", b"", b"NULL"]
        assert gate.decide(asked)[1:3] == [b"7", b"400"]


def test_a_list_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody is let in, that is logged, and the gate goes on."""

    class Away(set[bytes]):
        def __contains__(self, key: object) -> bool:
            raise OSError("the database is away")

    with zmq.Context() as context, Gate(context, Away()) as gate:
        asked = [b"1.0", b"7", b"guests", b"127.0.0.1", b"", b"CURVE", bytes(32)]
        assert gate.decide(asked)[1:3] == [b"7", b"500"]
        assert gate.refused == 1
    assert "the database is away" in caplog.text


def test_guests_without_keys() -> None:
    """A list of guests, and no keys, would let everybody in: that is an error."""
    with pytest.raises(ValueError, match="guests need keys"), serving([], guests=[]):
        pass


def test_what_is_no_key() -> None:
    """It is refused where it is written, and not shown."""
    with pytest.raises(ValueError, match="40 letters, as bytes"):
        Keys(GUEST.public, GUEST.secret + b"\n")
    with (
        zmq.Context() as context,
        pytest.raises(ValueError, match="40 letters, as bytes"),
    ):
        Client(NOWHERE, secure=as_client(GUEST, b"short"), context=context)
    with (
        pytest.raises(ValueError, match="40 letters, as bytes"),
        serving([], secure=as_server(SERVER), guests=GUEST.public),  # type: ignore[arg-type]  # the error that is meant
    ):
        pass


def test_a_worker_that_is_not_listed_yet(caplog: pytest.LogCaptureFixture) -> None:
    """A broker has keys on the workers' side too; who is listed later, works."""
    guests = {GUEST.public}
    # With so short a beat a busy machine loses connections: a worker "dies" often.
    jobs = patient(tries=99)
    with (
        zmq.Context() as context,
        Gate(context, guests) as gate,
        Broker(jobs=jobs, secure=as_server(SERVER), context=context) as broker,
        running(gate.run, broker.run),
        zmq.Context() as theirs,
        Worker(
            broker.back,
            bytes.upper,
            beat=0.02,
            secure=as_client(STRANGER, SERVER.public),
            context=theirs,
        ) as worker,
        running(worker.run),
        Client(
            broker.front,
            timeout=20,
            secure=as_client(GUEST, SERVER.public),
            context=theirs,
        ) as client,
    ):
        while gate.refused < 3:
            time.sleep(0.001)
        assert not broker.jobs.workers
        guests.add(STRANGER.public)
        assert client.ask(b"work") == b"WORK"
    assert caplog.messages == [f"{broker.back} refuses our key"]


def test_a_secret_stays_one() -> None:
    """A pair of keys that is printed, or logged, shows the public one."""
    assert SERVER.public.decode() in repr(SERVER)
    assert SERVER.secret.decode() not in repr(SERVER)


def test_a_refusal_is_told_once(
    context: Context, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A beat without news is none: only who was let in meanwhile is told of again."""
    no = [zmq.Event.HANDSHAKE_FAILED_AUTH]
    heard = [no, [], no, [zmq.Event.HANDSHAKE_SUCCEEDED], no]
    with Worker("inproc://workers", bytes, context=context) as worker:
        monkeypatch.setattr(worker._monitor, "read", lambda: heard.pop(0))
        refused = [worker._is_refused() for _ in range(5)]
    assert refused == [True, False, True, False, True]
    assert len(caplog.messages) == 2
