"""examples.highlight.then: what the program of 2011 gets wrong today.

Each fault stands beside what the service of the chapter makes of the same code.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from pygments.lexer import RegexLexer
from pygments.token import Text

from examples.highlight import then
from examples.highlight.core import LIMIT, highlight
from examples.highlight.message import answer
from examples.highlight.web.app import create_app
from examples.highlight.web.shelf import Shelf
from examples.highlight.workers.pool import Pool

CODE = "puts 1\n"
POISON = " " * 600  # as AutoIt: a tenth of a second, and four times that for 1200


@pytest.fixture
def today(tmp_path: Path) -> Any:
    """Return a client of the service, its worker in this process."""
    return create_app(answer, Shelf(tmp_path)).test_client()


def highlighted(code: str, lexer: str = "ruby") -> Any:
    """Send the form as Ruby did."""
    form = {"code": code, "lexer": lexer}
    return then.app.test_client().post("/highlight", data=form)


def test_it_highlights() -> None:
    """Ruby posts a form, and has HTML: that was the point."""
    assert '<span class="nb">puts</span>' in highlighted(CODE).text
    assert '<span class="nb">puts</span>' in highlight(CODE, "ruby")


def test_an_unknown_language(today: Any) -> None:
    """A misspelt name is the server's fault (500); today it is told which is near."""
    assert highlighted(CODE, "rubby").status_code == 500
    answered = today.post("/h?language=rubby", data=CODE)
    assert answered.status_code == 422
    assert "ruby" in answered.json["near"]


def test_a_form_without_code(today: Any) -> None:
    """A missing field is a bad request that does not say which field."""
    answered = then.app.test_client().post("/highlight", data={"lexer": "ruby"})
    assert answered.status_code == 400
    assert "code" not in answered.text
    assert "langauge" in today.post("/h?langauge=ruby", data=CODE).json["detail"]


def test_no_limit_is_its_own(today: Any) -> None:
    """What is too long for the service is highlighted all the same."""
    code = "#" + "x" * LIMIT
    assert highlighted(code).status_code == 200
    assert today.post("/h?language=ruby", data=code).status_code == 413


def test_nobody_may_keep_its_answer(today: Any) -> None:
    """Asked twice, it lexes twice: no cache knows the answer to a POST."""
    answered = highlighted(CODE)
    assert not {"ETag", "Cache-Control", "Location"} & {*answered.headers.keys()}
    kept = today.get(today.post("/h?language=ruby", data=CODE).location)
    assert "immutable" in kept.headers["Cache-Control"]


def test_a_deadline_is_not_its_own(tmp_path: Path) -> None:
    """Code that keeps the lexer busy is lexed to the end; today it is cut off."""
    assert highlighted(POISON, "autoit").status_code == 200
    with Pool(1, timeout=0.1) as pool:
        client = create_app(pool.ask, Shelf(tmp_path)).test_client()
        pool.start()
        answered = client.post("/h?language=autoit", data=POISON * 16)
        assert answered.status_code == 422


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
