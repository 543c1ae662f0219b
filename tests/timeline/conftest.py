"""The API by its two keepers, and a way to ask either the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient

from examples.timeline import Bucket, Posts
from examples.timeline.api import create_api
from examples.timeline.show import node

NODE = (
    "examples/timeline/node/api.mjs",
    "examples/timeline/node/posts.mjs",
    "examples/timeline/node/bucket.mjs",
)
FREE = 1000.0  # times the contract's rate: a test asks as often as it likes
JSON = {"Content-Type": "application/json"}


class Answer(NamedTuple):
    """What came back; names of headers are in small letters."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        """The document."""
        return json.loads(self.data)


Ask = Callable[..., Answer]


def by_http(address: str) -> Ask:
    """Ask a server."""

    def ask(
        method: str, path: str, body: bytes = b"", headers: dict[str, str] = JSON
    ) -> Answer:
        connection = HTTPConnection(address.removeprefix("http://"), timeout=60)
        try:
            connection.request(method, path, body, headers)
            got = connection.getresponse()
            said = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, said, got.read())
        finally:
            connection.close()

    return ask


def by_wsgi(client: FlaskClient) -> Ask:
    """Ask an application."""

    def ask(
        method: str, path: str, body: bytes = b"", headers: dict[str, str] = JSON
    ) -> Answer:
        got = client.open(path, method=method, data=body, headers=headers)
        said = {name.lower(): value for name, value in got.headers.items()}
        return Answer(got.status_code, said, got.data)

    return ask


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Posts:
    """The file of a module."""
    return Posts(tmp_path_factory.mktemp("timeline") / "posts.jsonl", patience=30)


@pytest.fixture(scope="module")
def flask(posts: Posts) -> Ask:
    """Ask Flask."""
    api = create_api(posts, Bucket(FREE, int(FREE)))
    return by_wsgi(api.test_client())


@pytest.fixture(scope="module")
def served(posts: Posts, ran: set[str]) -> Iterator[str]:
    """Serve by Node."""
    ran.update(NODE)
    with node.serving(posts.path, FREE) as address:
        yield address


@pytest.fixture(params=["Flask", pytest.param("Node", marks=pytest.mark.peer("node"))])
def ask(request: pytest.FixtureRequest, posts: Posts) -> Ask:
    """Ask either, with an empty file."""
    posts.path.unlink(missing_ok=True)
    if request.param == "Node":
        return by_http(request.getfixturevalue("served"))
    asked: Ask = request.getfixturevalue("flask")
    return asked


def post(ask: Ask, **members: Any) -> Answer:
    """Post; what is not given is right."""
    given = {"author": "anna", "text": "Cherries!"} | members
    return ask("POST", "/posts", json.dumps(given).encode())


def path(name: str) -> Path:
    """Return the path of a file of the example."""
    return Path(node.API).parents[1] / name
