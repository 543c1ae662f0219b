"""Answers to the exercises of 02-highlight, right and wrong."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable
from typing import Any

from examples.highlight.problem import Busy, Problem
from notebooks.exercises import Question, highlight

Answers = dict[str, tuple[Callable[..., Any], list[Question]]]
Ask = Callable[[bytes], bytes]


def split(data: bytes) -> tuple[list[bytes], bytes]:
    """Cut bytes into messages, and what is left."""
    messages = []
    while len(data) >= 4 and len(data) >= 4 + struct.unpack(">I", data[:4])[0]:
        end = 4 + struct.unpack(">I", data[:4])[0]
        messages.append(data[4:end])
        data = data[end:]
    return messages, data


def small(data: bytes) -> tuple[list[bytes], bytes]:
    """Read the last byte of the length only."""
    messages = []
    while len(data) >= 4 and len(data) >= 4 + data[3]:
        messages.append(data[4 : 4 + data[3]])
        data = data[4 + data[3] :]
    return messages, data


def little(data: bytes) -> tuple[list[bytes], bytes]:
    """Read the length from the wrong end."""
    if len(data) < 4:
        return [], data
    end = 4 + struct.unpack("<I", data[:4])[0]
    return [data[4:end]], data[end:]


def hasty(data: bytes) -> tuple[list[bytes], bytes]:
    """Take half a message for a message."""
    messages = []
    while len(data) >= 4:
        (size,) = struct.unpack(">I", data[:4])
        messages.append(data[4 : 4 + size])
        data = data[4 + size :]
    return messages, data


def whole(data: bytes) -> tuple[list[bytes], bytes]:
    """Expect that all is there."""
    messages = []
    while data:
        (size,) = struct.unpack(">I", data[:4])
        messages.append(data[4 : 4 + size])
        data = data[4 + size :]
    return messages, b""


def digest(text: str) -> str:
    """Hash a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def address(code: str, language: str, numbers: bool) -> str:
    """Hash what a JSON array says: it cannot be read in two ways."""
    return digest(json.dumps([code, language, numbers]))


def patient(ask: Ask, message: bytes) -> bytes:
    """Ask up to three times, again only if all were busy."""
    for _ in range(2):
        try:
            return ask(message)
        except Busy:
            pass
    return ask(message)


def stubborn(ask: Ask, message: bytes) -> bytes:
    """Ask again whatever went wrong."""
    for _ in range(2):
        try:
            return ask(message)
        except Problem:
            pass
    return ask(message)


def tireless(ask: Ask, message: bytes) -> bytes:
    """Ask until somebody is free."""
    while True:
        try:
            return ask(message)
        except Busy:
            pass


def speechless(ask: Ask, message: bytes) -> bytes:
    """Give nothing when all were busy."""
    for _ in range(3):
        try:
            return ask(message)
        except Busy:
            pass
    return b""


def hungry(ask: Ask, message: bytes) -> bytes:
    """Take an empty answer for none."""
    return patient(ask, message) or patient(ask, message)


SOLUTIONS: Answers = {
    "exercise-frames": (split, highlight.split),
    "exercise-address": (address, highlight.address),
    "exercise-patient": (patient, highlight.patient),
}

OTHERS: Answers = {
    "repr is as good as JSON": (
        lambda *request: digest(repr(request)),
        highlight.address,
    ),
    "each part hashed, then all": (
        lambda code, language, numbers: digest(
            digest(code) + digest(language) + str(numbers)
        ),
        highlight.address,
    ),
}

MISTAKES: Answers = {
    "a frame has at most 255 bytes": (small, highlight.split),
    "a length from the wrong end": (little, highlight.split),
    "half a message": (hasty, highlight.split),
    "all is there": (whole, highlight.split),
    "only the code counts": (lambda code, *_: digest(code), highlight.address),
    "no numbers": (
        lambda code, language, numbers: digest(json.dumps([code, language])),
        highlight.address,
    ),
    "glued together": (
        lambda code, language, numbers: digest(f"{code}{language}{numbers}"),
        highlight.address,
    ),
    "glued with a newline": (
        lambda code, language, numbers: digest(f"{code}\n{language}\n{numbers}"),
        highlight.address,
    ),
    "glued with a zero byte": (
        lambda code, language, numbers: digest(f"{code}\0{language}\0{numbers}"),
        highlight.address,
    ),
    "Python's own hash": (
        lambda *request: f"{hash(request) & 2**63 - 1:x}",
        highlight.address,
    ),
    "letters lost": (
        lambda *request: hashlib.sha256(
            repr(request).encode("ascii", "replace")
        ).hexdigest(),
        highlight.address,
    ),
    "the poison again": (stubborn, highlight.patient),
    "again for ever": (tireless, highlight.patient),
    "only once": (lambda ask, message: ask(message), highlight.patient),
    "busy is no answer": (speechless, highlight.patient),
    "an empty answer is one": (hungry, highlight.patient),
}
