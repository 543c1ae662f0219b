"""examples.zeromq.sockets: limits, and the flag that wakes a poll."""

from __future__ import annotations

import fcntl
import os
import resource
import signal
import socket
import time

import pytest
import zmq

from examples.zeromq.sockets.factory import LOOPBACK, PARTS, bind, open_socket, receive
from examples.zeromq.sockets.wake import Wake, running, stopped_by, until
from tests.zeromq.sockets import heard, kept_alive


class TestFactory:
    """Sockets with limits."""

    def test_how_long_a_frame_may_be(self) -> None:
        """As many bytes as its limit pass, one more does not."""
        with (
            zmq.Context() as context,
            open_socket(context, zmq.PULL, limit=100) as pull,
            open_socket(context, zmq.PUSH) as push,
        ):
            push.connect(bind(pull, LOOPBACK))
            push.send(bytes(100))
            assert len(heard(pull)[0]) == 100
            push.send(bytes(101))
            assert not pull.poll(50)

    def test_how_many_frames(self) -> None:
        """One too many is kept, to be told from a good message; the rest is not."""
        with (
            zmq.Context() as context,
            open_socket(context, zmq.PULL) as pull,
            open_socket(context, zmq.PUSH) as push,
        ):
            push.connect(bind(pull, LOOPBACK))
            for count in (PARTS, 1000, 1):
                push.send_multipart([b"frame"] * count)
            kept = [len(receive(pull)) for _ in "123"]
        assert kept == [PARTS, PARTS + 1, 1]

    def test_a_line_that_was_cut(self) -> None:
        """The system asks within seconds, of the connection that a socket made."""
        with (
            zmq.Context() as context,
            socket.create_server(("127.0.0.1", 0)) as server,
            open_socket(context, zmq.PULL) as pull,
        ):
            pull.connect(f"tcp://127.0.0.1:{server.getsockname()[1]}")
            peer, _ = server.accept()
            with peer:
                assert kept_alive(server.getsockname()[1])


class TestWake:
    """A flag that a poll hears."""

    def test_set_and_cleared(self) -> None:
        """Set twice is set; cleared once is cleared."""
        with Wake() as wake:
            wake.set()
            wake.set()
            wake.wait()
            wake.clear()
            os.set_blocking(wake.fileno(), False)
            with pytest.raises(BlockingIOError):
                os.read(wake.fileno(), 1)

    def test_set_without_end(self) -> None:
        """Who sets it never blocks, though nobody looks."""
        with Wake() as wake:
            for _ in range(3000):
                wake.set()
            wake.wait()

    def test_more_files_than_select_knows(self) -> None:
        """Its descriptor may be beyond 1,023."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
        try:
            with Wake() as wake:
                far = fcntl.fcntl(wake.fileno(), fcntl.F_DUPFD, 1100)
                wake._hears.close()
                wake._hears = socket.socket(fileno=far)
                wake.set()
                wake.wait()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    def test_a_signal(self) -> None:
        """SIGTERM sets it; afterwards the signal does what it did before."""
        before = signal.getsignal(signal.SIGTERM)
        with stopped_by() as stop:
            os.kill(os.getpid(), signal.SIGTERM)
            stop.wait()
        assert signal.getsignal(signal.SIGTERM) is before

    def test_a_thread_that_dies(self, caplog: pytest.LogCaptureFixture) -> None:
        """It is logged at once; the block ends with it; the others are stopped."""
        ended = []

        def dies(stop: Wake) -> None:
            raise RuntimeError("of this")

        def lives(stop: Wake) -> None:
            stop.wait()
            ended.append(True)

        def serve() -> None:
            with running(dies, lives):
                while not caplog.records:
                    time.sleep(0.001)

        with pytest.raises(RuntimeError, match="of this"):
            serve()
        assert ended == [True]

    def test_milliseconds(self) -> None:
        """A poll waits until the time has come, not a millisecond less."""
        assert until(time.monotonic() + 0.0001) == 1
        assert until(time.monotonic() - 1) == 0
