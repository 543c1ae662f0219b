"""The same bytes for the same input, or failing alike: every face, every client."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from examples.highlight.core import LIMIT
from examples.highlight.web.serve import serving
from examples.highlight.workers.pool import Pool
from examples.zeromq.highlighting import highlighting
from tests.highlight.faces import (
    FACES,
    Ask,
    Asked,
    Outcome,
    Service,
    drivers,
    here,
    params,
)

RUBY = 'class Cherry\n  def pick = puts("kirsch")\nend\n'
ALL = {"lines": "1-2", "marked": "2", "numbers": True, "style": "monokai"}
CASES = {
    "named": Asked(RUBY, {"language": "ruby"}),
    "guessed": Asked("#!/usr/bin/env python\nimport os\n"),
    "empty": Asked(""),
    "empty lines": Asked("\n\n  \n", {"language": "ruby"}),
    "every option": Asked(RUBY, {"language": "ruby", **ALL}),
    "no numbers wanted": Asked(RUBY, {"language": "ruby", "numbers": False}),
    "astral, combining": Asked("s = '🍒 e\u0301 \U00010348 👩\u200d🍳'\n"),
    "a mark in front": Asked("\ufeffputs 1\n", {"language": "ruby"}),
    "line ends": Asked("a\r\nb\rc\u2028d\x85e\x0cf\n", {"language": "ruby"}),
    "controls": Asked("a\x00b\x1b[1mc\x07\x7f\n", {"language": "ruby"}),
    "markup": Asked("</code></pre><script>alert(1)</script>\n", {"language": "html"}),
    "a query in code": Asked("a=1&b=%00+2#c?d\n", {"language": "text"}),
    "longest": Asked("é" * (LIMIT // 2), {"language": "text"}),
    "one byte too long": Asked("é" * (LIMIT // 2) + "x", {"language": "text"}),
    "unknown language": Asked(RUBY, {"language": "rubby"}),
    "like no language": Asked(RUBY, {"language": "§ %&=?#+\\🍒"}),
    "unknown style": Asked(RUBY, {"style": "monokay"}),
    "bad lines": Asked(RUBY, {"language": "ruby", "lines": "3-1"}),
}
POISON = Asked(" " * 30_000, {"language": "autoit"})
Open = Callable[..., Ask]


@pytest.fixture(scope="module", autouse=True)
def ended() -> Iterator[None]:
    """Leave no process behind."""
    with drivers():
        yield


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Serve; workers have time, callers wait their turn."""
    log = tmp_path_factory.mktemp("highlight") / "log"
    with (
        serving(pool=Pool(2, timeout=20, patience=20, log=str(log))) as base,
        highlighting(workers=2, seconds=20, log=str(log)) as broker,
    ):
        yield Service(base, broker.front, log=str(log))


@pytest.fixture(scope="module")
def opened(service: Service, ran: set[str]) -> Iterator[Open]:
    """Open each face once, for all tests; another service needs it opened again."""
    with ExitStack() as stack:
        known: dict[str, Ask] = {}

        def open_face(name: str, to: Service = service) -> Ask:
            if to is not service:
                return stack.enter_context(FACES[name].open(to))
            if name not in known:
                known[name] = stack.enter_context(FACES[name].open(service))
                ran.update(FACES[name].files)
            return known[name]

        yield open_face


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("face", params())
def test_equal(face: str, case: str, opened: Open) -> None:
    """A face gives the bytes that the function gives, or fails as it does."""
    asked = CASES[case]
    [got] = opened(face)([asked])
    assert FACES[face].same(got, here(asked)), got


@pytest.fixture(scope="module")
def hasty() -> Iterator[Service]:
    """Serve, with a short deadline."""
    with (
        serving(pool=Pool(1, timeout=0.3, patience=20)) as base,
        highlighting(workers=1, seconds=0.3) as broker,
    ):
        yield Service(base, broker.front, seconds=0.3)


@pytest.mark.parametrize(
    "face",
    params(measured=("command", "pipe", "HTTP")),
)
def test_poison(face: str, hasty: Service, opened: Open) -> None:
    """What keeps a lexer busy ends at the deadline, as the client's own time-out."""
    here(Asked("", POISON.options))  # the command's lexer is compiled before
    [got] = opened(face, hasty)([POISON])
    late = Outcome(
        None, "timed-out", 422, (), True, "no answer within 0.3 s of processor time"
    )
    assert FACES[face].same(got, late), got


@pytest.mark.beside
@pytest.mark.parametrize("face", params(lambda name, face: name != "command"))
def test_a_hundred_callers(face: str, service: Service, opened: Open) -> None:
    """Each request is executed at least once, and answered exactly once: its own way.

    The children's log counts what was executed, by the id that the client sent.  PHP
    asks in a row, it has no threads; a shell starts a process for each.
    """
    count = 10 if face == "HTTP, bash" else 100
    asked = [
        Asked(
            f"puts {face!r}, {n}\n", {"language": "ruby"}, f"{face.encode().hex()}-{n}"
        )
        for n in range(count)
    ]
    got = opened(face)(asked)
    assert got == [here(one) for one in asked]
    executed = Counter(
        json.loads(line)["id"] for line in Path(service.log).read_text().splitlines()
    )
    assert all(executed[one.id] >= 1 for one in asked)
