"""Applications that die: the rest goes on, and nothing is done twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from examples.gateway.nginx import configuration
from examples.gateway.show.dying import dying
from examples.gateway.show.site import TABLE
from examples.gateway.show.trial import NOBODY, Answer, Seen, ask, threads, trial
from examples.peers import serve

pytestmark = pytest.mark.peer("nginx")

Two = tuple[list[str], Seen, Callable[..., Answer]]
"""What the dying copy was asked, the other one, and a client."""

ROWS = {row.name: row for row in TABLE}


@pytest.fixture
def two() -> Iterator[Two]:
    """A gateway in front of two copies: one dies of each request, one answers."""
    requests: list[str] = []
    well = Seen("well")
    row = replace(ROWS["highlight"], cached=None)
    with dying(requests) as dead, threads({"well": well}) as ports:
        both = {"highlight": [dead, ports["well"][0]]}
        with serve("nginx", configuration([row], both)) as server:
            yield requests, well, lambda *how: ask(server.port, "/highlight/x", *how)


def test_the_rest_goes_on() -> None:
    """One application is dead: its paths answer 502, with a problem; others answer."""
    apps = {name: Seen(name) for name in ("front", "account", "orders")}
    with trial(TABLE, apps) as port:
        dead = ask(port, "/stock/", headers={"X-Request-Id": "dead-1"})
        assert ask(port, "/").text == "front"
        assert ask(port, "/orders/").text == "orders"
    assert dead.status == 502
    assert dead.headers["Content-Type"] == "application/problem+json"
    assert dead.headers["Cache-Control"] == "no-store"
    assert json.loads(dead.body) == {
        "type": "tag:gateway.example,2026:bad-gateway",
        "title": "Bad Gateway",
        "status": 502,
        "detail": "the application is not there",
        "request": "dead-1",
    }


def test_when_nobody_can_say_who_asks() -> None:
    """The account is dead: pages go on without a name, and the guard stays shut."""
    apps = {name: Seen(name) for name in ("front", "orders")}
    with trial(TABLE, apps) as port:
        assert ask(port, "/").text == "front"
        shut = ask(port, "/orders/")
    assert shut.status == 500
    assert json.loads(shut.body)["detail"] == "nobody can say who is asking"
    assert not apps["orders"].environs


def test_a_get_is_tried_again(two: Two) -> None:
    """A copy dies of a GET: the other one answers, and the client notices nothing."""
    requests, well, asking = two
    answers = [asking() for _ in range(4)]
    assert {answer.text for answer in answers} == {"well"}
    assert "GET" in requests
    assert len(well.environs) == 4


def test_a_post_is_not(two: Two) -> None:
    """A copy dies of a POST, which it may have done: nobody is asked to do it again."""
    requests, well, asking = two
    statuses = [asking("POST").status for _ in range(4)]
    assert set(statuses) == {200, 502}
    assert requests == ["POST"] * statuses.count(502)
    assert len(well.environs) == statuses.count(200)


def test_a_post_that_nobody_took_is_passed_on() -> None:
    """One copy does not even listen: nothing was done, so the other one may do it."""
    row = replace(ROWS["highlight"], cached=None)
    with threads({"well": (well := Seen("well"))}) as ports:
        both = {"highlight": [NOBODY, ports["well"][0]]}
        with serve("nginx", configuration([row], both)) as server:
            answers = [ask(server.port, "/highlight/x", "POST") for _ in range(3)]
    assert {answer.text for answer in answers} == {"well"}
    assert len(well.environs) == 3


def test_two_copies_are_tried_and_no_more() -> None:
    """A GET that kills whoever takes it does not kill all of them."""
    row = replace(ROWS["highlight"], cached=None)
    requests: list[str] = []
    with (
        dying(requests) as one,
        dying(requests) as two,
        dying(requests) as three,
        trial([row], {}, {"highlight": [one, two, three]}) as port,
    ):
        assert ask(port, "/highlight/x").status == 502
    assert requests == ["GET", "GET"]
