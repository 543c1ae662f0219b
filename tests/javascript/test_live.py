"""examples.javascript.show.live: a page whose service has moods."""

from __future__ import annotations

import pytest
from werkzeug.test import Client

from examples.javascript.show import live


@pytest.fixture
def client() -> Client:
    """Be a browser of one's own."""
    return Client(live.application)


def test_the_page_has_one_line_and_a_strict_policy(client: Client) -> None:
    """The same origin serves all of it, so that the deck asks nobody else."""
    answer = client.get("/")
    assert 'type="module" src="/bar.js"' in answer.text
    assert "trusted-types 'none'" in answer.headers["Content-Security-Policy"]
    for name in ("/live.js", "/live.css", "/bar.js"):
        assert client.get(name).status_code == 200


def test_it_works_below_a_prefix(client: Client) -> None:
    """The deck mounts it; its cookie stays below, too."""
    below = "http://localhost/live/javascript"
    answer = client.get("/", base_url=below)
    assert 'src="/live/javascript/bar.js"' in answer.text
    cookie = client.post("/sign-in", base_url=below).headers["Set-Cookie"]
    assert "Path=/live/javascript/;" in cookie


def test_another_mood_is_refused(client: Client) -> None:
    """It is kept for a visitor, so it may not be of any length."""
    answer = client.post("/service", data={"mood": "x" * 100_000})
    assert answer.status_code == 400
    assert "well, slow, down" in answer.text


def test_a_mood_is_one_visitors(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wishes it down has it down; slow takes longer than the bar waits."""
    slept: list[float] = []
    monkeypatch.setattr(f"{live.__name__}.time.sleep", slept.append)
    client.post("/sign-in", data={"name": "Ben"})
    client.post("/service", data={"mood": "down"})
    assert client.get("/bar.json").status_code == 503
    client.post("/service", data={"mood": "slow"})
    assert client.get("/bar.json").status_code == 200
    assert slept == [live.SLOW]
    assert live.SLOW > 2
    assert Client(live.application).get("/bar.json").status_code == 200
    told = client.get("/bar.json").json
    assert told
    assert told["name"] == "Ben"
