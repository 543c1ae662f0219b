"""Does each keeper keep to ``openapi.json``?  schemathesis asks both the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Response

from examples.timeline import Bucket, Posts, Problem
from examples.timeline.api import create_api
from examples.timeline.contract import CONTRACT, new, page
from examples.timeline.show import node
from tests.openapi import violations
from tests.timeline.conftest import FREE, NODE

pytestmark = pytest.mark.beside("queues")

# 404: no post has an id that was only made up.  409: nor can a schema say which keys
# are taken.
FINE = ["200", "201", "404", "409"]
REFUSED = ["400", "404", "405", "413", "415", "422"]


def tried(open_schema: Any, *where: Any, examples: int = 10) -> tuple[int, list[str]]:
    """Have a keeper tried: how many questions, and what was wrong."""
    return violations(
        open_schema, *where, fine=FINE, refused=REFUSED, examples=examples
    )


def test_flask_keeps_the_contract(tmp_path: Path) -> None:
    """Every answer is as described, and everything described is accepted."""
    import schemathesis

    api = create_api(Posts(tmp_path / "posts.jsonl"), Bucket(FREE, int(FREE)))
    asked, failed = tried(schemathesis.openapi.from_wsgi, "/openapi.json", api)
    assert asked > 50
    assert failed == []


@pytest.mark.peer("node")
def test_node_keeps_the_contract(tmp_path: Path, ran: set[str]) -> None:
    """The same questions, over HTTP."""
    import schemathesis

    ran.update(NODE)
    with node.serving(tmp_path / "posts.jsonl", FREE) as address:
        asked, failed = tried(schemathesis.openapi.from_url, f"{address}/openapi.json")
    assert asked > 50
    assert failed == []


def test_a_broken_keeper_is_caught(tmp_path: Path) -> None:
    """A renamed member fails: the questions are not too few."""
    import schemathesis

    def rename(done: Response) -> Response:
        done.data = done.data.replace(b'"older":', b'"next":')
        return done

    api = create_api(Posts(tmp_path / "posts.jsonl"), Bucket(FREE, int(FREE)))
    api.after_request(rename)
    _, failed = tried(schemathesis.openapi.from_wsgi, "/openapi.json", api, examples=3)
    assert any("older" in what for what in failed), failed


def test_limits_are_those_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who changes a number there changes the program."""
    schema = CONTRACT["components"]["schemas"]["New"]["properties"]["author"]
    monkeypatch.setitem(schema, "maxLength", 3)
    with pytest.raises(Problem, match="author is a text of 1 to 3 characters"):
        new({"author": "anna", "text": "Cherries!"})
    assert page({}) == (None, 20)
    assert page({"before": "7", "limit": "100"}) == (7, 100)
