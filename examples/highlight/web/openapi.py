"""Describe the service for programs, by OpenAPI 3.1.

Made from what the service itself goes by: limit, options, kinds of problem.
"""

from __future__ import annotations

from typing import Any

import pygments

from ..core import LIMIT
from ..problem import (
    BadLines,
    BadRequest,
    Busy,
    LexerFailed,
    Problem,
    TimedOut,
    TooLarge,
    UnknownLanguage,
    UnknownStyle,
)
from .errors import JSON
from .incoming import OPTIONS, SWITCH

Json = dict[str, Any]

TEXT: Json = {"schema": {"type": "string"}}
KEY: Json = {
    "name": "key",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
}
TAG: Json = {"schema": {"type": "string"}, "description": "For If-None-Match."}
EXAMPLES = {"language": "ruby", "lines": "1", "marked": "1", "style": "monokai"}
PREFER: Json = {
    "name": "Prefer",
    "in": "header",
    "schema": {"type": "string"},
    "example": "return=representation",
    "description": "Answer with the HTML rather than with its address (RFC 7240).",
}
PROBLEM: Json = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "near": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
    },
}


def openapi(root: str = "") -> Json:
    """Return the description.

    :param root: the path under which the service is found.
    """
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pygments over HTTP", "version": pygments.__version__},
        "servers": [{"url": root or "/"}],
        "paths": {
            "/h": {"post": post()},
            "/h/{key}": {"parameters": [KEY], "get": result()},
            "/styles.css": {"get": styles()},
            "/languages": {"get": languages()},
            "/health": {"get": health()},
        },
        "components": {"schemas": {"Problem": PROBLEM}},
    }


def post() -> Json:
    """Describe the POST of code."""
    body = {"schema": {"type": "string", "maxLength": LIMIT}, "example": "puts 1\n"}
    return {
        "operationId": "post",
        "summary": "Highlight code",
        "parameters": [*map(option, OPTIONS), PREFER],
        "requestBody": {"content": {"text/plain": body}},
        "responses": {
            "303": {
                "description": "It is highlighted; the HTML is there.",
                "headers": {"Location": TEXT},
            },
            "200": {
                "description": "The HTML, if Prefer asks for it or it cannot be kept.",
                "headers": {"Content-Location": TEXT, "Preference-Applied": TEXT},
                "content": {"text/html": {"schema": {"type": "string"}}},
            },
            "411": problem("The server in front sends a body without its length."),
            "415": problem("The body is announced as something else than text."),
            **problems(
                BadRequest,
                TooLarge,
                UnknownLanguage,
                UnknownStyle,
                BadLines,
                LexerFailed,
                TimedOut,
                Busy,
            ),
        },
    }


def option(name: str, to: str = "") -> Json:
    """Describe an option of the query."""
    schema: Json = {"type": "string"}
    if name == "numbers":
        schema = {"enum": [*SWITCH]}
    described = {"name": name, "in": "query", "description": to or OPTIONS[name]}
    example = {"example": EXAMPLES[name]} if name in EXAMPLES else {}
    return described | example | {"schema": schema}


def result() -> Json:
    """Describe the GET of HTML."""
    return {
        "operationId": "result",
        "summary": "The HTML, to be kept for ever",
        "responses": {
            **success("text/html", ETag=TAG),
            "304": {"description": "The client has it."},
            "404": problem("It is not here, or no longer: POST the code again."),
            "503": problem("The shelf cannot be read: POST the code again."),
            **problems(BadRequest),
        },
    }


def styles() -> Json:
    """Describe the stylesheet."""
    which = option("style", "One of Pygments' styles; default if there is none.")
    return {
        "summary": "The CSS for HTML with classes",
        "parameters": [which],
        "responses": success("text/css", ETag=TAG) | problems(BadRequest, UnknownStyle),
    }


def languages() -> Json:
    """Describe the table of languages."""
    names = {"type": "object", "additionalProperties": {"type": "string"}}
    found = success("application/json", names, ETag=TAG)
    return {"summary": "Short names", "responses": found | problems(BadRequest)}


def health() -> Json:
    """Describe the question whether a worker answers."""
    version = {"type": "object", "required": ["pygments"]}
    found = success("application/json", version)
    failures = problems(BadRequest, TimedOut, Busy)
    return {"summary": "Does a worker answer?", "responses": found | failures}


def success(mimetype: str, schema: Json | None = None, **headers: Json) -> Json:
    """Describe what comes with 200."""
    content = {mimetype: {"schema": schema or {"type": "string"}}}
    described = {"description": "Found.", "content": content, "headers": headers}
    return {"200": described}


def problems(*kinds: type[Problem]) -> Json:
    """Describe problems by their status, and the 500 that any request may end with."""
    found: dict[int, list[str]] = {}
    every: list[type[Problem]] = [*kinds, Problem]
    for kind in every:
        found.setdefault(kind.status, []).append(kind.title)
    return {str(status): problem("; ".join(found[status])) for status in found}


def problem(description: str) -> Json:
    """Describe a response that is a problem of RFC 9457."""
    document = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": description, "content": {JSON: document}}
