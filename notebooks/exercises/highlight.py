"""Questions of 02-highlight: find the messages, name a result, ask again."""

from __future__ import annotations

import builtins
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, product, starmap
from types import CodeType
from typing import Any
from unittest.mock import patch

from examples.highlight.problem import Busy, Problem, TimedOut, UnknownLanguage
from examples.highlight.workers.frames import frame
from notebooks.calls import argument
from notebooks.exercises import Exercise, Question, Wrong

Ask = Callable[[bytes], bytes]
Split = Callable[[bytes], tuple[Iterable[bytes], bytes]]
Address = Callable[[str, str, bool], str]
Patient = Callable[[Ask, bytes], bytes]
Outcome = bytes | type[Exception]
Found = tuple[list[bytes], bytes]

TWO = frame(b"puts 1") + frame(b"")
LONG = b"cherries" * 33  # its length needs two of the four bytes
LONGER = b"cherries" * 9000  # and three
VAST = b"\x01\0\0\x05hello"  # all four, of a message that is still to come
VASTER = b"\x80\0\0\0hello"  # the first bit is no sign
STREAM = [b"puts 1", b"", b"\0\0\0\x01", TWO, LONG, b"\xff\n"]


def _split(data: bytes, answer: Split) -> Found:
    messages, rest = answer(data)
    return [bytes(message) for message in messages], bytes(rest)


def _cut(answer: Split) -> Found | None:
    """Cut a stream at each of its bytes; return the first answer that is wrong."""
    data = b"".join(map(frame, STREAM))
    ends = [len(b"".join(map(frame, STREAM[:count]))) for count in range(7)]
    for cut in range(len(data) + 1):
        count = sum(end <= cut for end in ends) - 1
        found = _split(data[:cut], answer)
        if found != (STREAM[:count], data[ends[count] : cut]):
            return found
    return None


split = Exercise(
    __name__,
    hint="Read four bytes, and look whether as many as they say are there. If so, cut "
    "both off and begin again; if not, what you hold is the rest.",
    questions=[
        *(
            Question(says, partial(_split, data), wanted)
            for says, data, wanted in [
                ("no bytes at all", b"", ([], b"")),
                ("one message", frame(b"puts 1"), ([b"puts 1"], b"")),
                ("two, the second is empty", TWO, ([b"puts 1", b""], b"")),
                ("the length is cut", TWO + b"\0\0", ([b"puts 1", b""], b"\0\0")),
                ("a length, no message yet", b"\0\0\0\2", ([], b"\0\0\0\2")),
                ("half a message", frame(b"hi")[:5], ([], frame(b"hi")[:5])),
                ("a length in the message", frame(TWO), ([TWO], b"")),
                ("a long one", frame(LONG), ([LONG], b"")),
                ("a longer one", frame(LONGER), ([LONGER], b"")),
                ("16 MB to come", VAST, ([], VAST)),
                ("2 GB to come", VASTER, ([], VASTER)),
            ]
        ),
        Question("six messages, cut anywhere: an answer that is wrong", _cut, None),
    ],
)


Request = tuple[str, str, bool]
Requests = Callable[[], Iterable[Request]]

SEEN: Request = ("puts 1", "ruby", False)
SHARED = "no two share one"
ACCENTS = "\u00e9", "\u00e8", "e\u0301"
LANGUAGES = ["ruby", "Ruby", "rub\u00fd", "ruby\u0301", "ruby1", "rubyTrue"]
CODES = [*ACCENTS, "PUTS 1", "puts\t1", "puts  1", "puts 1\r"]
SEPARATORS = [*map(chr, range(0x180)), "\r\n", "\n\n", "::", "||", "--", "\0\0"]
LENGTHS = [*range(21), 101, 111, 257, 273, 1_001, 1_111, 4_369, 11_111]
WRITERS: dict[int, Callable[[int], str]] = {10: str, 16: hex, -16: "{:x}".format}
MOST = 2_000_000
"""Letters of a text, as the notebook says."""
VAST_LENGTHS = [1, 11, 257, 11_111, 65_537, 65_793, 111_111]


def _form(answer: Address) -> str:
    text = answer(*SEEN)
    hexadecimal = isinstance(text, str) and set(text) <= set("0123456789abcdef")
    return f"{len(text)} hexadecimal digits" if hexadecimal else repr(text)


def _again(answer: Address) -> bool:
    """Ask twice, the second time with another ``hash()``, as in another process."""
    first = answer(*SEEN)
    original = builtins.hash
    with patch.object(builtins, "hash", lambda value: original(value) ^ 0b1011):
        return first == answer(*SEEN)


def _apart(requests: Requests, answer: Address) -> str:
    """Name two requests that share an address."""
    return _shared(requests(), answer)


def _shared(requests: Iterable[Request], answer: Address) -> str:
    taken: dict[str, Request] = {}
    for request in requests:
        other = taken.setdefault(answer(*request), request)
        if other != request:
            return f"address({_written(other)}) == address({_written(request)})"
    return SHARED


def _written(request: Request) -> str:
    """Write the arguments of a call; a letter that is repeated often, by its number."""
    return ", ".join(
        f"{one[0]!r} * {len(one)}"
        if isinstance(one, str) and len(one) > 40 and {*one} == {one[0]}
        else argument(one)
        for one in request
    )


def _small() -> Iterator[Request]:
    """Yield all requests of short texts: parts that are swapped, joined, stripped."""
    letters = "", "a", "b", " ", "\n"
    texts = dict.fromkeys(map("".join, product(letters, letters)))
    yield from product(texts, texts, (False, True))


def _near() -> Iterator[Request]:
    """Yield requests that look alike."""
    for language, numbers in product(LANGUAGES, (False, True)):
        yield "puts 1", language, numbers
    for code in CODES:
        yield code, "ruby", False


def _escaped() -> Iterator[Request]:
    """Yield requests of what separates, what escapes, and a letter."""
    for one in "\0\n\t\x1f %&'+,-/:;=|":
        letters = dict.fromkeys(["", one, "\\", "a"])
        texts = dict.fromkeys(map("".join, product(letters, letters)))
        yield from ((code, language, False) for code, language in product(texts, texts))


def _words() -> Iterator[Request]:
    """Yield texts that hold the words by which numbers, yes or no, may be written."""
    for one, word in product("\0\n\t ,-/:;|", ("True", "False", "1", "0")):
        texts = "", "a", f"a{one}{word}", f"{word}{one}a", f"{one}{word}"
        yield from product(texts, texts, (False, True))


def _one_letter() -> Iterator[Request]:
    """Yield texts of the letter in which their lengths are written, too.

    In a row of ones nobody sees what is text and what is a length.  257 is the byte 1,
    twice.
    """
    for letter, lengths in ("1", LENGTHS), ("1", VAST_LENGTHS), ("\1", VAST_LENGTHS):
        for code, language in product(lengths, lengths):
            yield letter * code, letter * language, False


def _padded() -> Iterator[Request]:
    """Yield texts whose lengths overflow so many digits, up to `MOST` letters.

    A length that is padded to six digits has a seventh from a million letters on.
    Where all are ones, nobody sees whether that digit is a letter of the text.
    """
    for base in 2, 8, 10, 16:
        small, large = 1, base + 1
        while large <= MOST:
            for one, two in (small, large), (0, large), (large - small + 1, small):
                yield "1" * one, "1" * two, False
                yield "1" * two, "1" * one, False
            small, large = large, large * base + 1


def _long() -> Iterator[Request]:
    """Yield long texts that differ in one letter, or by one."""
    size = 20_000
    for place in (1_000, size // 2, size - 1):
        yield "a" * place + "b" + "a" * (size - 1 - place), "ruby", False
    yield "a" * size, "ruby", False
    yield "a" * (size + 1), "ruby", False


def _cut_elsewhere(answer: Address) -> str:
    """Cut at many separators, and at the texts that the answer has or looks up.

    A separator of several letters in a function that it calls is not found.
    """
    own = list(_texts(inspect.unwrap(answer)))
    separators = dict.fromkeys([*SEPARATORS, *own])
    pairs = (
        [
            (f"a{one}b", "c", False),
            ("a", f"b{one}c", False),
            (f"a{one}", "c", False),
            ("a", f"{one}c", False),
            ("a", f"c{one}", False),
            ("a", "c", True),
        ]
        for one in separators
        if one
    )
    lengths = starmap(_grown, product(["", *own], WRITERS))
    return _shared(chain.from_iterable([*pairs, *lengths]), answer)


def _grown(between: str, base: int) -> list[Request]:
    """Make two requests that are one text, if their lengths stand before the parts.

    ``11…`` is the letter 1 behind its length, or the length of eleven letters.  Where
    the text between two parts is too long for that, 9 and 99 are taken.

    base: in which a length is written; -16 is hexadecimal without ``0x``.
    """
    write = WRITERS[base]
    for first in ("1", "9xxxxxxxx"):
        size = int(first[0] * 2, abs(base))
        for count in range(size):
            rest = f"{'x' * count}{between}{write(1)}z"
            code = f"{first[1:]}{between}{write(len(rest))}{'x' * count}"
            if len(code) == size:
                return [
                    *((first, rest, False), (code, "z", False)),
                    *((rest, first, False), ("z", code, False)),
                ]
    return []


def _texts(answer: Any) -> Iterator[str]:
    """Yield the texts in a function, in those made in it, and in its globals."""
    codes: list[Any] = [getattr(answer, "__code__", None)]
    for code in filter(None, codes):
        codes += [one for one in code.co_consts if isinstance(one, CodeType)]
        names = map(answer.__globals__.get, code.co_names)
        yield from (one for one in (*code.co_consts, *names) if isinstance(one, str))


address = Exercise(
    __name__,
    hint="Two requests share an address if you hash the same text for both. So one "
    "rule is enough: from that text alone, all three parts can be read back, whatever "
    "letters they hold. What would read yours? json.loads reads what json.dumps wrote.",
    questions=[
        Question("the form of an address", _form, "64 hexadecimal digits"),
        Question("the same request, here and in another process", _again, True),
        Question("all requests of very short texts", partial(_apart, _small), SHARED),
        Question("requests that look alike", partial(_apart, _near), SHARED),
        Question("the same letters, cut elsewhere", _cut_elsewhere, SHARED),
        Question(
            "one letter, as often as you like", partial(_apart, _one_letter), SHARED
        ),
        Question("up to two million letters", partial(_apart, _padded), SHARED),
        Question("what separates and what escapes", partial(_apart, _escaped), SHARED),
        Question("the words for yes and no", partial(_apart, _words), SHARED),
        Question("long texts, one letter apart", partial(_apart, _long), SHARED),
    ],
)


class Full(Busy):
    """All workers of one kind are busy."""


class Worker:
    """Answers with what is on a list, and records what it is asked.

    outcomes: bytes to return, or exceptions to raise, one a call.
    """

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self.outcomes = outcomes
        self.messages: list[bytes] = []
        self.raised: list[Exception] = []

    def __repr__(self) -> str:
        listed = [o.__name__ if isinstance(o, type) else repr(o) for o in self.outcomes]
        return f"Worker([{', '.join(listed)}])"

    def __call__(self, message: bytes) -> bytes:
        """Give the next outcome; there is always one more."""
        self.messages.append(message)
        number = len(self.messages) - 1
        outcome = self.outcomes[number] if number < len(self.outcomes) else b"too many"
        if isinstance(outcome, bytes):
            return outcome
        self.raised.append(outcome("as you asked"))
        raise self.raised[-1]


def _patient(outcomes: Sequence[Outcome], answer: Patient) -> str:
    """Say what came of it, and how often was asked."""
    worker = Worker(outcomes)
    try:
        came = repr(answer(worker, b"code"))
    except Exception as error:
        if isinstance(error, NotImplementedError):
            raise
        came = type(error).__name__
        if not any(error is one for one in worker.raised[-1:]):
            came = f"another {came}"
    right = set(worker.messages) <= {b"code"}
    return f"{came} after {len(worker.messages)} asked" + ("" if right else ", wrongly")


def _told(outcomes: Sequence[Outcome]) -> str:
    """Say what should come of it: the first outcome that is no `Busy`, or the third."""
    for count, outcome in enumerate(outcomes, 1):
        if isinstance(outcome, bytes):
            return f"{outcome!r} after {count} asked"
        if not issubclass(outcome, Busy) or count == 3:
            return f"{outcome.__name__} after {count} asked"
    raise AssertionError("three outcomes decide")


OUTCOMES: list[Outcome] = [
    b"html",
    b"",
    Busy,
    Full,
    TimedOut,
    UnknownLanguage,
    Problem,
    OSError,
]


def _any_order(answer: Patient) -> str | Wrong:
    """Try all orders of three outcomes; say the first that goes wrong."""
    for outcomes in product(OUTCOMES, repeat=3):
        if (said := _patient(outcomes, answer)) != _told(outcomes):
            return Wrong(_told(outcomes), said)
    return "as asked"


PATIENCE: list[tuple[str, list[Outcome]]] = [
    ("an answer at once", [b"html"]),
    ("busy, then free", [Busy, b"html"]),
    ("busy twice, then free", [Busy, Busy, b"html"]),
    ("busy for ever", [Busy] * 3),
    ("the code takes too long", [TimedOut, b"html"]),
    ("busy, then too long", [Busy, TimedOut, b"html"]),
    ("no such language", [UnknownLanguage, b"html"]),
    ("an empty answer", [b"", b"html"]),
    ("another kind of busy", [Full, b"html"]),
]

patient = Exercise(
    __name__,
    hint="Count the calls. Only one kind of exception is caught, and after the third "
    "call not even that; `except` takes subclasses, too.",
    questions=[
        *(
            Question(says, partial(_patient, outcomes), _told(outcomes))
            for says, outcomes in PATIENCE
        ),
        Question("all orders of three outcomes", _any_order, "as asked"),
    ],
)


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
