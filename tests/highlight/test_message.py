"""examples.highlight.message: requests and answers as bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from examples.highlight import core, message, problem
from examples.highlight.core import highlight
from examples.highlight.message import Snippet, answer, decode, encode
from tests.highlight.test_core import TEXTS


def told(function: Callable[[Any], str], given: Any) -> object:
    """Return what a function returns, or what its problem tells."""
    try:
        return function(given)
    except problem.Problem as error:
        return error.document()


@settings(max_examples=40)
@given(
    code=TEXTS,
    lines=st.sampled_from(["", "1", "7"]),
    numbers=st.booleans(),
    name=st.sampled_from(["", "text", "nonesuch"]),
)
def test_answers(code: str, lines: str, numbers: bool, name: str) -> None:
    """What crosses as bytes is what the function gives, or raises."""
    request = Snippet(code, name, lines, numbers=numbers)
    assert told(decode, answer(encode(request))) == told(
        lambda wanted: highlight(**wanted._asdict()), request
    )


@given(data=st.binary())
def test_any_bytes(data: bytes) -> None:
    """Whatever comes is answered; nothing is raised."""
    said = json.loads(answer(data))
    assume("html" not in said)
    assert said["problem"]["status"] == 400


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "expected JSON in UTF-8"),
        (b"\xff", "expected JSON in UTF-8"),
        ('{"code": ""}'.encode("utf-16"), "expected JSON in UTF-8"),
        (b"[1]", "expected a JSON object, got list"),
        (b"[" * 100_000, "expected JSON"),
        (b"{}", "code: expected a text, got none"),
        (b'{"code": 1}', "code: expected str, got int"),
        (b'{"code": "", "numbers": 1}', "numbers: expected bool, got int"),
        (b'{"code": "", "colour": ""}', "unknown field 'colour'; known are code,"),
        (b'{"code": "", "id": ' + b"9" * 5000 + b"}", "expected JSON"),
    ],
)
def test_bad(data: bytes, says: str) -> None:
    """Each mistake is told of."""
    with pytest.raises(problem.BadRequest, match=re.escape(says)):
        decode(answer(data))


@pytest.mark.parametrize("id", ["7", "🍒", "\ud800", ""])
def test_id(id: str) -> None:
    """The id comes back with HTML and with problems."""
    good, bad = Snippet("puts 1", "ruby"), Snippet("", "rubby")
    for request in (good, bad):
        assert message.id_of(answer(encode(request, id))) == id


def test_id_of_what_is_refused() -> None:
    """The id comes back also if nothing else can be read; no number does."""
    assert message.id_of(answer(b'{"id": "7", "code": 1}')) == "7"
    assert message.id_of(answer(b'{"id": 7, "code": ""}')) == ""


@pytest.mark.parametrize("language", ["text", "nonesuch"])
def test_the_answer_to_another(language: str) -> None:
    """Nobody is given what somebody else asked, be it HTML or a problem."""
    said = answer(encode(Snippet("secret", language), "7"))
    assert told(decode, said) == told(lambda said: decode(said, "7"), said)
    with pytest.raises(problem.Problem, match="answer to '8'") as refused:
        decode(said, "8")
    assert refused.value.status == 500
    with pytest.raises(problem.Problem, match="answer to '8'"):
        decode(b'{"html": "of nobody knows what"}', "8")


def test_the_last_resort(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault that nobody thought of is answered as ours, and told of."""
    monkeypatch.setattr(core, "render", lambda *_: 1 / 0)
    with pytest.raises(problem.Problem, match="ZeroDivisionError") as told:
        decode(answer(encode(Snippet("", "text"))))
    assert told.value.status == 500


def test_never_raising() -> None:
    """Whoever asks gets problems as answers, with the id."""

    def busy(data: bytes) -> bytes:
        raise problem.Busy("later")

    said = message.never_raising(busy)(encode(Snippet(""), "7"))
    assert message.id_of(said) == "7"
    with pytest.raises(problem.Busy, match="later"):
        decode(said)
