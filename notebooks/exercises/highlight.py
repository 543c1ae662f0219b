"""Questions of 02-highlight: find the messages, name a result, ask again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from examples.highlight.problem import Busy, Problem, TimedOut, UnknownLanguage
from examples.highlight.workers.frames import frame
from notebooks.exercises import Question

Ask = Callable[[bytes], bytes]
Split = Callable[[bytes], tuple[list[bytes], bytes]]
Address = Callable[[str, str, bool], str]
Patient = Callable[[Ask, bytes], bytes]

TWO = frame(b"puts 1") + frame(b"")
PUTS = [b"puts 1", b""]
LONG = b"cherries" * 33  # its length needs two of the four bytes
HALF = frame(LONG)[:99]


def _split(data: bytes, answer: Split) -> object:
    return answer(data)


split = [
    Question(says, partial(_split, data), wanted)
    for says, data, wanted in [
        ("no bytes at all", b"", ([], b"")),
        ("one message", frame(b"puts 1"), ([b"puts 1"], b"")),
        ("two, the second is empty", TWO, (PUTS, b"")),
        ("a long one", frame(LONG), ([LONG], b"")),
        (
            "one and a half",
            TWO + frame(LONG)[:99],
            (PUTS, frame(LONG)[:99]),
        ),
        ("the length is cut", TWO + b"\0\0", (PUTS, b"\0\0")),
        ("a length, no message yet", frame(b"hi")[:4], ([], frame(b"hi")[:4])),
        ("a length in the message", frame(TWO), ([TWO], b"")),
    ]
]


SEEN = ("puts 1", "ruby", False)
OTHERS = {
    "other code": ("puts 2", "ruby", False),
    "another language": ("puts 1", "text", False),
    "with numbers": ("puts 1", "ruby", True),
    "the same letters, cut elsewhere": ("puts 1ru", "by", False),
    "an option that looks like code": ("puts 1", "rubyFalse", False),
    "a separator in the code": ("puts 1\nruby", "ruby", False),
    "the separator in the language": ("puts 1", "ruby\nruby", False),
    "a zero byte in the code": ("puts 1\0ruby", "ruby", False),
    "a zero byte in the language": ("puts 1", "ruby\0ruby", False),
    "an accent": ("puts é", "ruby", False),
    "another accent": ("puts è", "ruby", False),
}


def _form(answer: Address) -> str:
    text = answer(*SEEN)
    hexadecimal = isinstance(text, str) and set(text) <= set("0123456789abcdef")
    return f"{len(text)} hexadecimal digits" if hexadecimal else repr(text)


def _again(answer: Address) -> bool:
    return answer(*SEEN) == answer(*SEEN)


def _apart(answer: Address) -> list[str]:
    """Name the requests that share an address with one asked before."""
    taken, shared = {answer(*SEEN)}, []
    for says, request in OTHERS.items():
        found = answer(*request)
        if found in taken:
            shared.append(says)
        taken.add(found)
    return shared


address = [
    Question("the form of an address", _form, "64 hexadecimal digits"),
    Question("the same request, twice", _again, True),
    Question("requests that share an address", _apart, []),
]


BUSY, LATE = (
    Busy("no worker is free"),
    TimedOut("no answer within 2 s of processor time"),
)
LOST, UNKNOWN = Problem("the worker died"), UnknownLanguage("no language 'rubby'")


class Worker:
    """Answers with what is on a list, and counts how often it is asked."""

    def __init__(self, outcomes: Iterable[bytes | Problem]) -> None:
        self.outcomes: Iterator[bytes | Problem] = iter(outcomes)
        self.messages: list[bytes] = []

    def __call__(self, message: bytes) -> bytes:
        """Give the next outcome; there is always one more."""
        self.messages.append(message)
        outcome = next(self.outcomes, b"one too many")
        if isinstance(outcome, Problem):
            raise outcome
        return outcome


def _patient(outcomes: list[bytes | Problem], answer: Patient) -> str:
    worker = Worker(outcomes)
    try:
        came = repr(answer(worker, b"code"))
    except Problem as problem:
        came = type(problem).__name__
    right = set(worker.messages) <= {b"code"}
    return f"{came} after {len(worker.messages)} asked" + ("" if right else ", wrongly")


PATIENCE: list[tuple[str, list[bytes | Problem], str]] = [
    ("an answer at once", [b"html"], "b'html' after 1 asked"),
    ("busy, then free", [BUSY, b"html"], "b'html' after 2 asked"),
    ("busy twice, then free", [BUSY, BUSY, b"html"], "b'html' after 3 asked"),
    ("busy for ever", [BUSY] * 9, "Busy after 3 asked"),
    ("the code takes too long", [LATE, b"html"], "TimedOut after 1 asked"),
    ("busy, then too long", [BUSY, LATE, b"html"], "TimedOut after 2 asked"),
    ("no such language", [UNKNOWN, b"html"], "UnknownLanguage after 1 asked"),
    ("a broken worker", [LOST, b"html"], "Problem after 1 asked"),
    ("an empty answer", [b"", b"html"], "b'' after 1 asked"),
]

patient = [
    Question(says, partial(_patient, outcomes), wanted)
    for says, outcomes, wanted in PATIENCE
]


# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-frames": """
from notebooks.exercises import check
from notebooks.exercises import highlight as questions


def split(data):
    raise NotImplementedError  # return a list of messages, and the rest


check(split, questions.split)
""",
    "exercise-address": """
def address(code, language, numbers):
    raise NotImplementedError  # code and language are texts, numbers a bool


check(address, questions.address)
""",
    "exercise-patient": """
def patient(ask, message):
    raise NotImplementedError  # return what ask(message) returns, at last


check(patient, questions.patient)
""",
}
