"""The contract: what ``openapi.json`` says, read by the programs that keep it.

No limit stands in a program.  Text, key and page are checked against the numbers of
the description, in Flask as in Node; whoever changes the file changes both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "openapi.json"
CONTRACT: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
NEW = CONTRACT["components"]["schemas"]["New"]
PARAMETERS = CONTRACT["paths"]["/posts"]["get"]["parameters"]
PAGE = {part["name"]: part["schema"] for part in PARAMETERS}
RATE = CONTRACT["x-rate"]
"""What a client may ask: ``perSecond``, and ``burst`` at once."""
BODY = CONTRACT["x-body"]
"""Bytes of a request's body, at most."""

NUMBER = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
SURROGATE = re.compile("[\ud800-\udfff]")
TITLES = {
    400: "The request cannot be read",
    403: "This came from another site",
    404: "There is nothing here",
    405: "This cannot be done here",
    409: "The key is taken",
    413: "The body is too long",
    415: "The body is not JSON",
    422: "The post cannot be taken",
    429: "Too many requests",
    500: "The timeline is broken",
    503: "Come back later",
}


class Problem(Exception):  # noqa: N818, RFC 9457 has the name
    """A request that is refused: a problem document of RFC 9457.

    :param status: HTTP's.
    :param detail: what was given, what was expected.
    :param retry: seconds after which the same request may pass.
    """

    def __init__(self, status: int, detail: str, retry: int | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.retry = status, detail, retry

    def document(self) -> dict[str, Any]:
        """Return the JSON object."""
        title = TITLES.get(self.status, "The request was refused")
        return {
            "type": "about:blank",
            "title": title,
            "status": self.status,
            "detail": self.detail,
        }


def page(query: Mapping[str, str]) -> tuple[int | None, int]:
    """Return ``before`` and ``limit`` of a query; raises Problem, 400."""
    return number(query, "before"), number(query, "limit") or PAGE["limit"]["default"]


def number(query: Mapping[str, str], name: str) -> int | None:
    """Return a number of a query, or None if it is not there."""
    text = query.get(name)
    if text is None:
        return None
    least, most = PAGE[name]["minimum"], PAGE[name]["maximum"]
    if not (NUMBER.fullmatch(text) and least <= int(text) <= most):
        raise Problem(
            400, f"{name} is a number from {least} to {most}, not {text[:40]!r}"
        )
    return int(text)


def new(body: object) -> dict[str, str]:
    """Return the members of a new post; raises Problem, 422."""
    if not isinstance(body, dict):
        raise Problem(422, "a post is an object")
    for name in body.keys() - NEW["properties"].keys():
        raise Problem(
            422, f"a post has no {name[:40]!r}, only {', '.join(NEW['properties'])}"
        )
    for name, schema in NEW["properties"].items():
        if name not in body and name not in NEW["required"]:
            continue
        check(name, body.get(name), schema)
    return body


def check(name: str, value: object, schema: Mapping[str, Any]) -> None:
    """Check a string against its schema.  Characters are counted, as JSON counts."""
    least, most = schema["minLength"], schema["maxLength"]
    if not isinstance(value, str) or not least <= len(value) <= most:
        raise Problem(422, f"{name} is a text of {least} to {most} characters")
    if SURROGATE.search(value):
        raise Problem(422, f"{name} has half a character")
    # fullmatch: Python's $ stands before a last newline, too; JavaScript's does not.
    if not re.fullmatch(schema["pattern"], value):
        raise Problem(422, f"{name} does not match {schema['pattern']}")
