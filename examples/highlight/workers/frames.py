"""Frame messages on a pipe: four bytes of length, big-endian, then so many bytes.

A pipe has no messages, only bytes.  A length in front finds the end of each;
nothing in the message has to be escaped.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

LONGEST = 64 * 1024 * 1024  # bytes; a longer frame is not one of ours
HEAD = struct.Struct(">I")


def frame(message: bytes) -> bytes:
    """Return a message with its length in front.

    :raises ValueError: if it is longer than `LONGEST`.
    """
    return HEAD.pack(checked(len(message))) + message


def read_frame(file: BinaryIO) -> bytes | None:
    """Return the next message, or None at the end of the file.

    :raises EOFError: if the file ends within a message.
    :raises ValueError: if the message is longer than `LONGEST`.
    """
    if not (head := file.read(HEAD.size)):
        return None
    if len(head) == HEAD.size:
        size = checked(*HEAD.unpack(head))
        message = file.read(size)
        if len(message) == size:
            return message
    raise EOFError("the pipe ended within a message")


def checked(size: int) -> int:
    """Return a length that is allowed, or raise ValueError."""
    if size > LONGEST:
        raise ValueError(f"a message of {size} bytes; at most {LONGEST} are allowed")
    return size
