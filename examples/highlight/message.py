"""Encode requests and answers as JSON: what pipe and ZeroMQ carry.

`answer` knows neither: it takes bytes and gives bytes.  A request is a JSON object::

    {"id": "7", "code": "puts 1", "language": "ruby", "numbers": true}

and an answer has the same ``id`` and either ``html`` or ``problem``, which is an
object of RFC 9457.  Beside ``html`` stands ``by``: the versions that made it, for a
worker may have another Pygments than who asks.  Text is UTF-8.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from .core import highlight, versions
from .problem import BadRequest, Problem


class Snippet(NamedTuple):
    """Code and how it is to be highlighted: the arguments of `highlight`."""

    code: str
    language: str = ""
    lines: str = ""
    marked: str = ""
    numbers: bool = False
    style: str = ""


class Made(NamedTuple):
    """HTML, and the `versions` that made it; none if the answer does not say."""

    html: str
    by: dict[str, Any]


def encode(snippet: Snippet, id: str = "") -> bytes:
    """Return a request as bytes.  ``id`` comes back with the answer."""
    return pack({"id": id} | snippet._asdict())


def answer(message: bytes) -> bytes:
    """Return the answer to a request.  Whatever comes in, it raises nothing."""
    try:
        id, request = read(message)
        html = highlight(**request._asdict())
        return pack({"id": id, "html": html, "by": versions()})
    except Problem as problem:
        return refusal(problem, id_of(message))
    except Exception as error:  # the last resort: somebody waits
        fault = Problem(f"{type(error).__name__}: {error}")
        return refusal(fault, id_of(message))


def refusal(problem: Problem, id: str = "") -> bytes:
    """Return the answer that tells of a problem."""
    return pack({"id": id, "problem": problem.document()})


def decode(message: bytes, id: str = "") -> str:
    """Return the HTML of an answer.

    :param id: the request's; of the answer to another one nothing is given.
    :raises Problem: the one that the answer tells of.
    """
    return read_answer(message, id).html


def read_answer(message: bytes, id: str = "") -> Made:
    """Return the HTML of an answer, and who made it; as `decode` does."""
    fields = unpack(message)
    if id and fields.get("id") != id:
        raise Problem(f"expected the answer to {id[:40]!r}, got one to another request")
    if "html" in fields:
        return Made(str(fields["html"]), fields.get("by", {}))
    raise Problem.of(fields.get("problem", {}))


def read(message: bytes) -> tuple[str, Snippet]:
    """Return a request's id and what is to be highlighted.

    :raises BadRequest: if a field is missing, unknown or of another type.
    """
    fields = unpack(message)
    for name, value in fields.items():
        if name not in ("id", *Snippet._fields):
            known = ", ".join(Snippet._fields)
            raise BadRequest(f"unknown field {name[:40]!r}; known are {known}")
        wanted = type(Snippet._field_defaults.get(name, ""))
        if type(value) is not wanted:
            given = type(value).__name__
            raise BadRequest(f"{name}: expected {wanted.__name__}, got {given}")
    if "code" not in fields:
        raise BadRequest("code: expected a text, got none")
    return fields.pop("id", ""), Snippet(**fields)


def id_of(message: bytes) -> str:
    """Return the id of a request or an answer, empty if it cannot be read."""
    try:
        id = unpack(message).get("id")
    except BadRequest:
        return ""
    return id if isinstance(id, str) else ""


def pack(fields: dict[str, Any]) -> bytes:
    """Write a JSON object.  Lone surrogates stay escaped, for `highlight` to refuse."""
    try:
        return json.dumps(fields, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(fields).encode()


def unpack(message: bytes) -> dict[str, Any]:
    """Read a JSON object.  Raises `BadRequest` if it is none."""
    try:
        fields = json.loads(message.decode())  # loads() also takes UTF-16
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"expected JSON in UTF-8: {error}") from None
    if not isinstance(fields, dict):
        raise BadRequest(f"expected a JSON object, got {type(fields).__name__}")
    return fields


def never_raising(ask: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Turn a function that raises problems into one that answers with them."""

    def answering(message: bytes) -> bytes:
        try:
            return ask(message)
        except Problem as problem:
            return refusal(problem, id_of(message))

    return answering
