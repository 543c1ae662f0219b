"""Programs to be held, each in a few lines of Python, and started without its site."""

from __future__ import annotations

import socket
import sys

ANSWER = """
import os, socket
door = socket.socket(fileno=3)
door.setblocking(True)
while True:
    connection, _ = door.accept()
    with connection:
        connection.sendall(b"%d" % os.getpid())
"""
"""Answers every client with its process number."""

STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + ANSWER
DIES = "raise SystemExit(3)"


def python(source: str, *arguments: str) -> list[str]:
    """Return the command that runs a source."""
    return [sys.executable, "-S", "-E", "-c", source, *arguments]


def ask(address: tuple[str, int]) -> str:
    """Connect, and read what a program says to its end."""
    with socket.create_connection(address, 60) as client:
        return read(client)


def read(client: socket.socket) -> str:
    """Read to the end."""
    with client.makefile() as said:
        return said.read()
