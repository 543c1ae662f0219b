"""What the tests of zeromq may use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import zmq

from examples.zeromq.sockets.factory import Context


@pytest.fixture
def context() -> Iterator[Context]:
    """A context; that a socket is left open in it is an error."""
    with zmq.Context() as context:
        yield context
