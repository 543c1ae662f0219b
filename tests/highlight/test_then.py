"""examples.highlight.then: what the program of 2011 gets wrong today.

What the service of the chapter makes of the same code is in the tests beside.
"""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from pygments.lexer import RegexLexer
from pygments.token import Text

from examples.highlight import then
from examples.highlight.core import LIMIT

CODE = "puts 1\n"
POISON = " " * 600  # as AutoIt: a tenth of a second, and four times that for 1200


def highlighted(code: str, lexer: str = "ruby") -> Any:
    """Send the form as Ruby did."""
    form = {"code": code, "lexer": lexer}
    return then.app.test_client().post("/highlight", data=form)


def test_it_highlights() -> None:
    """Ruby posts a form, and has HTML: that was the point."""
    assert '<span class="nb">puts</span>' in highlighted(CODE).text


def test_an_unknown_language() -> None:
    """A misspelt name is the server's fault."""
    assert highlighted(CODE, "rubby").status_code == 500


def test_a_form_without_code() -> None:
    """A missing field is a bad request that does not say which field."""
    answered = then.app.test_client().post("/highlight", data={"lexer": "ruby"})
    assert answered.status_code == 400
    assert "code" not in answered.text


def test_no_limit_is_its_own() -> None:
    """What is too long for the service is highlighted all the same."""
    assert highlighted("#" + "x" * LIMIT).status_code == 200


def test_nobody_may_keep_its_answer() -> None:
    """Asked twice, it lexes twice: no cache knows the answer to a POST."""
    answered = highlighted(CODE)
    assert not {"ETag", "Cache-Control", "Location"} & {*answered.headers.keys()}


def test_a_deadline_is_not_its_own() -> None:
    """Code that keeps the lexer busy is lexed to the end."""
    assert highlighted(POISON, "autoit").status_code == 200


class Backtracking(RegexLexer):
    """A lexer with a rule that tries each way to cut a row of x in pieces."""

    tokens = {"root": [("(x+x+)+y", Text), ("x+", Text)]}  # noqa: RUF012, as Pygments has it


def test_while_it_is_busy_all_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other thread of the process gets a turn until a regular expression ends."""
    monkeypatch.setattr(then, "get_lexer_by_name", lambda name: Backtracking())
    spent = []

    def poisoned() -> None:
        before = time.thread_time()
        highlighted("x" * 23)
        spent.append(time.thread_time() - before)

    thread = threading.Thread(target=poisoned)
    longest, last, alive = 0.0, time.monotonic(), True
    thread.start()
    while alive:
        alive = thread.is_alive()
        now = time.monotonic()
        longest, last = max(longest, now - last), now
    assert longest > spent[0] / 2
