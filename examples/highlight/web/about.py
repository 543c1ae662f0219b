"""``/styles.css``, ``/languages``, ``/health``, ``/openapi.json``."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Flask, Response, g, request
from werkzeug.wrappers import Response as Answer

from ..core import stylesheet
from ..lexers import languages
from ..message import Snippet, encode, read_answer
from .openapi import openapi

HOUR = "public, max-age=3600"
JSON = "application/json"


def add_descriptions(app: Flask, ask: Callable[[bytes], bytes]) -> None:
    """Add these four addresses to an application."""

    @app.get("/styles.css")
    def styles() -> Answer:
        """Give the CSS for HTML with classes."""
        style = request.args.get("style", "default")
        return cacheable(stylesheet(style), "text/css")

    @app.get("/languages")
    def language_names() -> Answer:
        """Map each short name to its language."""
        return cacheable(json.dumps(languages()), JSON)

    @app.get("/health")
    def health() -> dict[str, str]:
        """Tell that a worker answers, and which Pygments it has."""
        made = read_answer(ask(encode(Snippet("", "text"), g.id)), g.id)
        return {"pygments": made.by.get("pygments", "unknown")}

    @app.get("/openapi.json")
    def description() -> Answer:
        """Describe the service for programs."""
        return cacheable(json.dumps(openapi(request.root_path)), JSON)


def cacheable(text: str, mimetype: str) -> Answer:
    """Return a response that a cache may keep for an hour, then ask again."""
    response = Response(text, mimetype=mimetype)
    response.headers["Cache-Control"] = HOUR
    response.add_etag()
    return response.make_conditional(request)
