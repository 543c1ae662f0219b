"""Answers to the exercises of 02-highlight, right and wrong."""

from __future__ import annotations

import hashlib
import json
import struct
import time
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


def joined(separator: str) -> Callable[..., str]:
    """Put a separator between the parts, which may be in them, too."""
    return lambda *request: digest(separator.join(map(str, request)))


def barred(code: str, language: str, numbers: bool) -> str:
    """Think that nobody writes this separator."""
    return digest(f"{code}<-- cherries -->{language}<-- cherries -->{numbers}")


MARK = "-- 8< --"


def marked(*request: object) -> str:
    """Have such a separator in a global."""
    return digest(MARK.join(str(one) for one in request))


def crossed(code: str, language: str, numbers: bool) -> str:
    """Take what is in only one of the digests: of equal parts nothing is left."""
    parts = (int(digest(one), 16) for one in (code, language, str(numbers)))
    return f"{next(parts) ^ next(parts) ^ next(parts):064x}"


def salted(*request: object) -> str:
    """Take Python's own hash(), another in every process."""
    return f"{hash(request) % 2**256:064x}"


def counted(*request: object) -> str:
    """Put a length before each part, as on the pipe."""
    return digest("".join(f"{len(str(one))}:{one}" for one in request))


def of_packed(code: str, language: str, numbers: bool) -> str:
    """Hash bytes: each part of variable length has its length before it."""
    parts = code.encode(), language.encode()
    framed = b"".join(struct.pack(">I", len(one)) + one for one in parts)
    return hashlib.sha256(framed + bytes([numbers])).hexdigest()


def by_place(data: bytes) -> tuple[list[bytes], bytes]:
    """Keep a place instead of cutting what was read."""
    place, messages = 0, list[bytes]()
    while (start := place + 4) <= len(data):
        end = start + int.from_bytes(data[place:start], "big")
        if end > len(data):
            break
        messages.append(data[start:end])
        place = end
    return messages, data[place:]


def recursive(data: bytes) -> tuple[tuple[bytes, ...], bytes]:
    """Give a tuple, and do the rest in the same way."""
    end = 4 + int.from_bytes(data[:4], "big")
    if len(data) < 4 or len(data) < end:
        return (), data
    messages, rest = recursive(data[end:])
    return (data[4:end], *messages), rest


def single(data: bytes) -> tuple[list[bytes], bytes]:
    """Find the first message only."""
    messages, _ = split(data)
    return messages[:1], data[4 + len(messages[0]) :] if messages else data


def full(data: bytes) -> tuple[list[bytes], bytes]:
    """Take an empty message for none."""
    messages, rest = split(data)
    return list(filter(None, messages)), rest


def short(data: bytes) -> tuple[list[bytes], bytes]:
    """Read the last two bytes of the length only."""
    messages = []
    while len(data) >= 4:
        end = 4 + struct.unpack(">H", data[2:4])[0]
        if len(data) < end:
            break
        messages.append(data[4:end])
        data = data[end:]
    return messages, data


def three(data: bytes) -> tuple[list[bytes], bytes]:
    """Read the last three bytes of the length only."""
    end = 4 + int.from_bytes(data[1:4], "big")
    if len(data) < 4 or len(data) < end:
        return [], data
    messages, rest = three(data[end:])
    return [data[4:end], *messages], rest


def signed(data: bytes) -> tuple[list[bytes], bytes]:
    """Take the first bit of the length for a sign."""
    end = 4 + int.from_bytes(data[:4], "big", signed=True)
    if len(data) < 4 or len(data) < end:
        return [], data
    messages, rest = signed(data[max(end, 4) :])
    return [data[4:end], *messages], rest


def bare(code: str, language: str, numbers: bool) -> str:
    """Put a length before each part, and nothing that ends the length."""
    return digest(f"{len(code)}{code}{len(language)}{language}{numbers}")


def written(form: str) -> Callable[..., str]:
    """Write lengths between the parts, so that they may be taken for them.

    form: ``c`` and ``l`` are code and language, ``n`` and ``m`` their lengths.
    """

    def of(code: str, language: str, numbers: bool) -> str:
        parts = {"c": code, "l": language, "n": len(code), "m": len(language)}
        return digest(form.format(**parts) + str(numbers))

    return of


def by_bytes(size: int) -> Callable[..., str]:
    """Put a length into too few bytes."""

    def of(code: str, language: str, numbers: bool) -> str:
        packed = b"".join(
            (len(one) % 256**size).to_bytes(size, "big") + one
            for one in (code.encode(), language.encode())
        )
        return hashlib.sha256(packed + bytes([numbers])).hexdigest()

    return of


def escaped(code: str, language: str, numbers: bool) -> str:
    """Escape what separates, and not what escapes."""
    parts = (one.replace("|", "\\|") for one in (code, language, str(numbers)))
    return digest("|".join(parts))


def doubled(code: str, language: str, numbers: bool) -> str:
    """Double what separates: two of them may still be one and the end."""
    parts = (one.replace("|", "||") for one in (code, language, str(numbers)))
    return digest("|".join(parts))


def optional(code: str, language: str, numbers: bool) -> str:
    """Write a word only for a true one, which may be at the language's end as well."""
    return digest(json.dumps([code, language + (", numbers" if numbers else "")]))


def again_if(ask: Ask, message: bytes, helps: Callable[[Exception], bool]) -> bytes:
    """Ask up to three times, as long as a condition says that it may help."""
    for _ in range(2):
        try:
            return ask(message)
        except Exception as error:
            if not helps(error):
                raise
    return ask(message)


def counting(ask: Ask, message: bytes, tries: int = 3) -> bytes:
    """Call oneself with a try less."""
    try:
        return ask(message)
    except Busy:
        if tries == 1:
            raise
        return counting(ask, message, tries - 1)


def waiting(ask: Ask, message: bytes) -> bytes:
    """Sleep for a moment between the calls, which is allowed."""
    for tries in range(1, 4):
        try:
            return ask(message)
        except Busy:
            if tries == 3:
                raise
            time.sleep(0.0001)
    raise AssertionError("three tries are over")


def named(ask: Ask, message: bytes) -> bytes:
    """Look for the name of the class."""
    return again_if(ask, message, lambda error: type(error).__name__ == "Busy")


def thrice_more(ask: Ask, message: bytes) -> bytes:
    """Ask three times more, after the first."""
    for _ in range(3):
        try:
            return ask(message)
        except Busy:
            pass
    return ask(message)


def renewed(ask: Ask, message: bytes) -> bytes:
    """Raise another Busy, after the third."""
    for _ in range(3):
        try:
            return ask(message)
        except Busy:
            pass
    raise Busy("after three calls")


def swallowed(ask: Ask, message: bytes) -> bytes:
    """Return a problem instead of raising it."""
    try:
        return patient(ask, message)
    except Problem as problem:
        return str(problem).encode()


SOLUTIONS: Answers = {
    "exercise-frames": (split, highlight.split),
    "exercise-address": (address, highlight.address),
    "exercise-patient": (patient, highlight.patient),
}

OTHERS: Answers = {
    "frames: by place": (by_place, highlight.split),
    "frames: a tuple, recursively": (recursive, highlight.split),
    "address: repr is as good as JSON": (
        lambda *request: digest(repr(request)),
        highlight.address,
    ),
    "address: each part hashed, then all": (
        lambda code, language, numbers: digest(
            digest(code) + digest(language) + str(numbers)
        ),
        highlight.address,
    ),
    "address: a length before each part": (counted, highlight.address),
    "address: bytes, with lengths": (of_packed, highlight.address),
    "address: lengths of seven digits": (
        written("{n:07}{c}{m:07}{l}"),
        highlight.address,
    ),
    "patient: recursively": (counting, highlight.patient),
    "patient: waiting in between": (waiting, highlight.patient),
}

MISTAKES: Answers = {
    "a frame has at most 255 bytes": (small, highlight.split),
    "a frame has at most 65,535 bytes": (short, highlight.split),
    "a frame has less than 16 MB": (three, highlight.split),
    "a length with a sign": (signed, highlight.split),
    "a length from the wrong end": (little, highlight.split),
    "half a message": (hasty, highlight.split),
    "all is there": (whole, highlight.split),
    "only the first": (single, highlight.split),
    "an empty message is none": (full, highlight.split),
    "only the code counts": (lambda code, *_: digest(code), highlight.address),
    **{
        f"joined by {one!r}": (joined(one), highlight.address)
        for one in ("", "\n", "\0", "|", "\t", "\x1f", "\u00b6", "::")
    },
    **{
        f"the answer in the middle, between {one!r}": (
            lambda code, language, numbers, one=one: digest(
                f"{language}{one}{numbers}{one}{code}"
            ),
            highlight.address,
        )
        for one in "\n|"
    },
    "joined by a text of one's own": (barred, highlight.address),
    "joined by a global": (marked, highlight.address),
    "lengths without an end": (bare, highlight.address),
    **{
        f"lengths written {form}": (written(form), highlight.address)
        for form in [
            *("{n}{c}{m}{l}", "{n}{m}{c}{l}", "{c}{l}{n}{m}", "{c}{n}{l}{m}"),
            *("{n}{c}{l}", "{c}{m}{l}", "{c}{l}{n}", "{l}{c}{m}", "{l}{m}{c}{n}"),
            *("{n:02}{c}{m:02}{l}", "{n:x}{c}{m:x}{l}", "{n:b}{c}{m:b}{l}"),
            *("{n:04}{c}{m:04}{l}", "{n:o}{c}{m:o}{l}"),
            *("{n:06}{c}{m:06}{l}", "{n:6}{c}{m:6}{l}", "{n:05x}{c}{m:05x}{l}"),
            *("{n:06}{c}{l}", "{l}{m:06}{c}{n:06}", "{n:06o}{c}{m:06o}{l}"),
        ]
    },
    "lengths in brackets": (
        lambda code, language, numbers: digest(
            f"({len(code)}{code})({len(language)}{language}){numbers}"
        ),
        highlight.address,
    ),
    "lengths by hex()": (
        lambda code, language, numbers: digest(
            f"{hex(len(code))}{code}{hex(len(language))}{language}{numbers}"
        ),
        highlight.address,
    ),
    "a length of one byte": (by_bytes(1), highlight.address),
    "a length of two bytes": (by_bytes(2), highlight.address),
    "an escape that is not escaped": (escaped, highlight.address),
    "a separator doubled": (doubled, highlight.address),
    "a word for a true one": (optional, highlight.address),
    "digests crossed": (crossed, highlight.address),
    "hash()": (salted, highlight.address),
    "sorted parts": (
        lambda *request: digest(json.dumps(sorted(map(str, request)))),
        highlight.address,
    ),
    "blanks stripped": (
        lambda code, *rest: address(code.strip(), *rest),
        highlight.address,
    ),
    "only the beginning": (
        lambda code, *rest: address(code[:1000], *rest),
        highlight.address,
    ),
    "a language in lower case": (
        lambda code, language, numbers: address(code, language.lower(), numbers),
        highlight.address,
    ),
    "ASCII only": (
        lambda code, language, numbers: digest(
            repr((code.encode("ascii", "ignore"), language, numbers))
        ),
        highlight.address,
    ),
    "half a digest": (lambda *request: address(*request)[:32], highlight.address),
    "capital digits": (lambda *request: address(*request).upper(), highlight.address),
    "the poison again": (stubborn, highlight.patient),
    "anything again": (
        lambda ask, message: again_if(ask, message, lambda error: True),
        highlight.patient,
    ),
    "again for ever": (tireless, highlight.patient),
    "only once": (lambda ask, message: ask(message), highlight.patient),
    "once too often": (thrice_more, highlight.patient),
    "by the name of the class": (named, highlight.patient),
    "a problem is returned": (swallowed, highlight.patient),
    "another Busy": (renewed, highlight.patient),
    "busy is no answer": (speechless, highlight.patient),
    "an empty answer is none": (hungry, highlight.patient),
}
